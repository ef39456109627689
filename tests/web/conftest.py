"""A server with states of its own, for the guard's tests."""

import sys
from collections.abc import Callable, Iterator

import pytest

from tests.serving import free_port, running

LISTEN = """from plutomi.serve import listen
from plutomi.settings import Settings
listen("tests.web.guarded:app", Settings())"""
GUARDED = ["env", "__REFLEX_SKIP_COMPILE=1", "REFLEX_ENV_MODE=prod", sys.executable, "-c", LISTEN]


@pytest.fixture(scope="session")
def guarded(
    tmp_path_factory: pytest.TempPathFactory, site_database_url: str
) -> Iterator[tuple[str, Callable[[str], None]]]:
    """The address of tests/web/guarded.py, and a way to revoke a session there."""
    data = tmp_path_factory.mktemp("guarded")
    port = free_port()
    with running(GUARDED, data, port, database_url=site_database_url) as (url, _):
        yield url, (data / "revoked").write_text
