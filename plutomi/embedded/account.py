"""Who runs PostgreSQL: ourselves, or, because it refuses root, an account without rights."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plutomi.errors import Misconfigured

_WAYS_OUT = "run Plutomi as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own"


@dataclass(frozen=True)
class Account:
    """The account the server runs under, and what it may reach."""

    uid: int
    gid: int

    @classmethod
    def for_folder(cls, folder: Path) -> "Account":
        """Us; for root the owner of the cluster in `folder`, or `nobody` when there is none yet."""
        owner = folder.stat().st_uid if folder.exists() else None
        if os.geteuid() != 0:
            if owner not in (None, os.geteuid()):
                raise Misconfigured(f"{folder} belongs to another user: run as that user, or set another PLUTOMI_DATA")
            return cls(os.geteuid(), os.getegid())
        entry = pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")
        return cls(entry.pw_uid, entry.pw_gid)

    def run(self, *command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a command under this account, in no folder of ours, away from the terminal's signals."""
        if os.geteuid() == 0:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return subprocess.run(command, cwd="/", umask=0o077, text=True, start_new_session=True, **options)

    def make_folder(self, folder: Path) -> None:
        """Make a new folder for this account alone."""
        folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(folder, self.uid, self.gid)

    def enters(self, folder: Path) -> bool:
        """Whether this account can get into `folder`; whoever is not root is where they want to be."""
        return os.geteuid() != 0 or self._enters(folder)

    def check_entry(self, folder: Path) -> None:
        """Misconfigured, naming the folder in the way, when this account cannot get into `folder`."""
        for step in (*reversed(folder.parents), folder):
            if not self._enters(step):
                raise Misconfigured(
                    f"PostgreSQL does not run as root, and the account it runs under instead (uid {self.uid}) may not "
                    f"enter {step}: move the project and PLUTOMI_DATA to a folder everybody may enter, such as "
                    f"/srv/plutomi, or {_WAYS_OUT}"
                )

    def _enters(self, folder: Path) -> bool:
        try:
            return self.run("test", "-x", folder).returncode == 0
        except OSError as error:
            raise Misconfigured(
                f"PostgreSQL does not run as root, and root may not become uid {self.uid} here: {_WAYS_OUT}"
            ) from error
