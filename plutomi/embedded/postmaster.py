"""The server process: found or started, waited for, stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from plutomi.embedded.cluster import PORT, Cluster
from plutomi.embedded.sizes import configuration, machine_memory
from plutomi.errors import Misconfigured

_POLL = 0.05  # seconds
_PATIENCE = 5.0  # seconds between two lines of progress
_FAST_STOP = 60.0  # seconds for a fast stop before an immediate one, which the next start recovers from
_ORPHANS_LEAVE = 30.0  # seconds for what a killed server or a killed start left behind to go or to show itself
_PASSING = ("is still in use", "another postmaster")  # refusals to start that end by themselves
# The shell leaves at once, so the server is nobody's child.
_BACKGROUND = (
    "sh",
    "-c",
    '"$@" </dev/null 1>&2 & echo $!',
    "sh",
)


class Postmaster:
    """The process that serves one cluster; call only while holding the folder's lock."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self._pid_file = cluster.folder / "postmaster.pid"

    def ensure_running(self, config: dict[str, str]) -> None:
        """Return when a connection works, however long recovery takes."""
        self.cluster.ensure_made()
        give_up = time.monotonic() + _ORPHANS_LEAVE
        while not self._comes_up(config):
            words = self._last_words()
            if time.monotonic() > give_up or not any(passing in words for passing in _PASSING):
                raise Misconfigured(f"PostgreSQL did not start in {self.cluster.folder}: {words}")
            time.sleep(_POLL * 10)

    def stop(self) -> None:
        """Stop fast (open transactions roll back), and wait for the end."""
        for request in (signal.SIGINT, signal.SIGQUIT):
            if pid := self._running_pid():
                self._ask_to_end(pid, request)

    def _ask_to_end(self, pid: int, request: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, request)
        # The process, not its pid file, which goes first.
        _wait("PostgreSQL is stopping", lambda: not self._is_ours(pid), _FAST_STOP)

    def _comes_up(self, config: dict[str, str]) -> bool:
        """Whether connections work in the end: False when the server that was to serve them has died."""
        if self._accepts():
            return True
        pid = self._running_pid() or self._start(config)
        _wait("PostgreSQL is recovering", lambda: self._accepts() or not self._is_ours(pid))
        return self._accepts()

    def _accepts(self) -> bool:
        command = (self.cluster.programs / "pg_isready", "-q", "-h", self.cluster.socket_folder, "-p", PORT)
        return subprocess.run(command, check=False).returncode == 0

    def _start(self, config: dict[str, str]) -> int:
        """Start the server in the background; its pid."""
        self._disown_stale_pids()
        self.cluster.restore_password()
        environment = os.environ | {"PG_GRANDPARENT_PID": str(os.getpid())}
        with self.cluster.start_log.open("w") as log:
            server = self._command(config)
            done = self.cluster.account.run(*server, env=environment, stdout=subprocess.PIPE, stderr=log)
        return int(done.stdout)

    def _command(self, config: dict[str, str]) -> list[str | Path]:
        settings = configuration(machine_memory()) | config
        settings |= {"port": PORT, "unix_socket_directories": str(self.cluster.socket_folder)}
        options = (f"--{name}={value}" for name, value in settings.items())
        return [*_BACKGROUND, self.cluster.programs / "postgres", "-D", self.cluster.folder, *options]

    def _disown_stale_pids(self) -> None:
        """PostgreSQL refuses to start while any process, even a dead one not buried yet, has its last server's pid.

        Naming our own pid, which it knows to be its ancestor's, keeps the rest of the file, by which it notices
        children of the last server that are still writing.
        """
        socket = self.cluster.socket_folder / f".s.PGSQL.{PORT}.lock"
        for file in (self._pid_file, socket):
            if file.exists():
                _, _, rest = file.read_text().partition("\n")
                file.write_text(f"{os.getpid()}\n{rest}")

    def _running_pid(self) -> int | None:
        try:
            pid = int(self._pid_file.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if self._is_ours(pid) else None

    def _is_ours(self, pid: int) -> bool:
        """Whether this pid is a server of this cluster, and no stranger that was given the number since."""
        return f" -D {self.cluster.folder} " in _command_line(pid)

    def _last_words(self) -> str:
        logs = sorted((self.cluster.folder / "log").glob("*.log"), key=lambda log: log.stat().st_mtime)
        return " ... ".join(
            log.read_text(errors="replace")[-800:].strip() for log in (self.cluster.start_log, *logs[-1:])
        )


def _wait(what: str, is_over: Callable[[], bool], limit: float = float("inf")) -> None:
    """Poll until it is over or the limit (seconds) has passed, with a line of progress now and then."""
    begin = said = time.monotonic()
    while not is_over() and time.monotonic() - begin < limit:
        if time.monotonic() - said > _PATIENCE:
            said = time.monotonic()
            sys.stderr.write(f"{what} ... {said - begin:.0f} s\n")
        time.sleep(_POLL)


def _command_line(pid: int) -> str:
    """The command line of a process, empty when there is none."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        if Path("/proc/self").exists():
            return ""
    return subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout
