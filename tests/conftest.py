"""What every test may ask for: its own PostgreSQL database, migrated, and settings that no shell has touched."""

import asyncio
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import asyncpg
import pytest
from hypothesis import HealthCheck, settings

from plutomi import embedded, migrations
from plutomi.settings import Settings, sqlalchemy_url

pytest_plugins = ["tests.rooms", "tests.browsers", "tests.serving", "tests.browser.board"]

# Nothing here has to survive a crash, and everybody's tests run faster without waiting for the disk.
FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "200"}
FOLDER = "PLUTOMI_TEST_FOLDER"
SERVER = "TEST_DATABASE_URL"  # a role that may create databases and roles; unset: the embedded PostgreSQL

# How long an example takes says how busy the machine is, and no test looks at a clock.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_configure(config: pytest.Config) -> None:
    """One folder for the whole run, which parallel workers inherit; whoever made it removes it."""
    for name in Settings.model_fields:
        os.environ.pop(name.upper(), None)
    if FOLDER not in os.environ:
        # Not pytest's own folder: when root runs the tests, PostgreSQL's account must be able to enter.
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="plutomi-tests-")
        Path(os.environ[FOLDER]).chmod(0o755)
        config.add_cleanup(_remove_folder)
    os.environ["PLUTOMI_DATA"] = os.environ[FOLDER]


@pytest.hookimpl(tryfirst=True)  # before pytest chooses by marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in tests/browser, or looks through Chromium, is a browser test, and nobody has to say so."""
    for item in items:
        if item.path.parent.name == "browser" or "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


def _remove_folder() -> None:
    folder = Path(os.environ.pop(FOLDER))
    if (folder / "template").exists() and SERVER in os.environ:
        _execute(os.environ[SERVER], f"DROP DATABASE {(folder / 'template').read_text()}")
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def run_folder() -> Path:
    return Path(os.environ[FOLDER])


@pytest.fixture(scope="session")
def server_url(run_folder: Path) -> Iterator[str]:
    """The PostgreSQL that all workers of this run share."""
    given = os.environ.get(SERVER)
    with nullcontext(given) if given else embedded.server(run_folder, **FORGETFUL) as url:
        yield url


@pytest.fixture(scope="session")
def template(server_url: str, run_folder: Path) -> str:
    """The name of a migrated database, made by the first worker that needs it."""
    name, done = f"template_{_token(run_folder)}", run_folder / "template"
    with (run_folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            _execute(server_url, f"CREATE DATABASE {name}")
            migrations.upgrade(database_at(server_url, name))
            done.write_text(name)
    return name


@pytest.fixture(scope="session")
def database_url(server_url: str, template: str, run_folder: Path) -> Iterator[str]:
    """This worker's own migrated database, as the role that owns it."""
    with _copy_of(template, "test", server_url, run_folder) as url:
        yield url


@pytest.fixture(scope="session")
def site_database_url(server_url: str, template: str, run_folder: Path) -> Iterator[str]:
    """Another one, for the servers this worker starts."""
    with _copy_of(template, "site", server_url, run_folder) as url:
        yield url


@pytest.fixture(scope="session")
def shop_database_url(server_url: str, template: str, run_folder: Path) -> Iterator[str]:
    """One more, for servers whose emails are read from their folder: no other server may send what they owe."""
    with _copy_of(template, "shop", server_url, run_folder) as url:
        yield url


@contextmanager
def _copy_of(template: str, kind: str, server_url: str, run_folder: Path) -> Iterator[str]:
    name = f"{kind}_{_token(run_folder)}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    _execute(server_url, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield database_at(server_url, name)
    _drop(server_url, name)


@pytest.fixture
def empty_database_url(server_url: str, run_folder: Path) -> Iterator[str]:
    """A database without a single table, gone after the test."""
    name = f"empty_{_token(run_folder)}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    _execute(server_url, f"CREATE DATABASE {name}")
    yield database_at(server_url, name)
    _drop(server_url, name)


def _drop(url: str, name: str) -> None:
    """Whoever is connected or not. A worker that vacuums just now is the server's own, and not ours to end."""
    for left in reversed(range(20)):
        try:
            _execute(url, f"DROP DATABASE {name} WITH (FORCE)")
            return
        except asyncpg.InsufficientPrivilegeError:
            if not left:
                raise
            time.sleep(0.5)


def database_at(url: str, name: str) -> str:
    """The same server's address with another database, in the form asyncpg reads."""
    other = sqlalchemy_url(url).set(drivername="postgresql", database=name)
    return other.render_as_string(hide_password=False)


def _token(folder: Path) -> str:
    return folder.name.rpartition("-")[2].lower()


def _execute(url: str, statement: str) -> None:
    async def run() -> None:
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(run())
