"""The PostgreSQL that starts when no DATABASE_URL is set, shared by every process on one data folder."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from plutomi.embedded.account import Account
from plutomi.embedded.cluster import Cluster
from plutomi.embedded.postmaster import Postmaster


@contextmanager
def server(data: Path, **config: str) -> Iterator[str]:
    """Lend the address of the server under `data`: the first to come starts it, the last to leave stops it.

    `config` overrides PostgreSQL settings, and counts only for whoever starts it.
    """
    data = data.resolve()
    data.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(data, Account.for_folder(data / "postgres"))
    postmaster = Postmaster(cluster)
    with (data / "postgres.lease").open("a") as lease:
        try:
            with _turn(data):
                fcntl.flock(lease, fcntl.LOCK_SH)
                postmaster.ensure_running(config)
            yield cluster.url
        finally:
            with _turn(data):
                if _is_last(lease):
                    postmaster.stop()


@contextmanager
def _turn(data: Path) -> Iterator[None]:
    """Hold the lock under which one process at a time starts or stops the server; a killed process lets go of it."""
    with (data / "postgres.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_last(lease: IO[str]) -> bool:
    """Whether nobody else holds a lease: then ours can be made exclusive."""
    try:
        fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
