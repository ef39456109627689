"""The scripts beside a module, laid where the build imports them from.

`rx.asset(shared=True)` does the same, but looks through the whole call stack for its caller each time: its 54 calls
took most of a start.
"""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from reflex.assets import AssetPathStr

ASSETS = Path(__file__).resolve().parents[2] / "assets"
KINDS = {".js", ".jsx"}


def scripts(module: str, file: str) -> Callable[[str], str]:
    """Lay out every script in the folder of a module (its `__name__` and `__file__`); what gives one's import path.

    That raises FileNotFoundError for a script that is not there.
    """
    folder, place = Path(file).parent, f"external/{module.replace('.', '/')}"
    found = {path.name: path for path in folder.iterdir() if path.suffix in KINDS}
    laid = ASSETS / place
    laid.mkdir(parents=True, exist_ok=True)
    for name, path in found.items():
        _link(laid / name, path)

    def importable(name: str) -> str:
        if name not in found:
            raise FileNotFoundError(folder / name)
        return AssetPathStr(f"/{place}/{name}").importable_path

    return importable


def _link(link: Path, target: Path) -> None:
    """In one step, since several processes may do so at once."""
    if not (link.is_symlink() and link.readlink() == target):
        made = link.with_name(f".{uuid4().hex}.tmp")
        made.symlink_to(target)
        made.replace(link)
