"""Files as pages show them: what a question takes, what was sent for it, and where its bytes are asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from plutomi.models import File
from plutomi.models.filetype import TYPES
from plutomi.rules import files as rules
from plutomi.rules.answers import Asked
from plutomi.settings import get_settings
from plutomi.tongue import number, plural, say

MIB = 1024 * 1024


@dataclass
class FileLine:
    """A file that was sent; `kind` is image, pdf or document, `path` leads to its bytes while it is `clean`."""

    id: str
    name: str
    size: int
    weight: str
    kind: str
    state: str = "clean"
    reason: str = ""
    path: str = ""


@dataclass
class FilesAsked:
    """What a question takes, and what was sent for it before."""

    accept: str = ""
    most: int = 0
    many: int = 1
    is_direct: bool = False
    kept: list[FileLine] = field(default_factory=list)
    tickets: str = ""


def files_asked(asked: Asked, value: Any, states: Mapping[str, File] | None = None) -> FilesAsked:
    """For a question of the type file; empty for any other."""
    if asked.type != "file":
        return FilesAsked()
    kept = file_lines(value, states or {}, "/my/files")
    return FilesAsked(
        rules.accepted(asked),
        rules.most_bytes(asked),
        rules.most_files(asked),
        bool(get_settings().s3_bucket),
        kept,
        " ".join(line.id for line in kept),
    )


def file_lines(value: Any, states: Mapping[str, File] | None, where: str) -> list[FileLine]:
    """The files among an answer's value, whose bytes are asked for at `where`; none when it is no list of files.

    `states` are their rows by id; None takes them as they are told.
    """
    told = value if isinstance(value, list) else []
    lines = [_line(one) for one in told if isinstance(one, Mapping) and "id" in one]
    for line in lines:
        line.path = f"{where}/{line.id}/content"
        if states is not None:
            known = states.get(line.id)
            line.state, line.reason = (known.state, say(known.reason)) if known else ("gone", "")
    return lines


def by_id(files: Iterable[File]) -> dict[str, File]:
    return {str(file.id): file for file in files}


def weight(size: int) -> str:
    """A number of bytes in words."""
    if size < 1000:
        return plural("{count} byte", "{count} bytes", size)
    return f"{number(round(size / 1024))} KB" if size < MIB else f"{number(round(size / MIB, 1))} MB"


def _line(told: Mapping[str, Any]) -> FileLine:
    kind = TYPES[told["type"]].kind if told.get("type") in TYPES else "document"
    size = int(told.get("size") or 0)
    return FileLine(str(told["id"]), str(told.get("name")), size, weight(size), kind)
