"""What a file is, by its bytes: a short list of what may come in, and words for everything else."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from plutomi.models.file import MAX_FILE_NAME
from plutomi.models.text import clean_line
from plutomi.tongue import mark, say

FileKind = Literal["image", "pdf", "document"]
KINDS: dict[str, str] = {
    "image": mark("a picture"),
    "pdf": mark("a PDF"),
    "document": mark("a Word or OpenDocument text"),
}
HEAD = 2048  # bytes that tell the type
EMPTY = mark("This file is empty.")


@dataclass(frozen=True, slots=True)
class FileType:
    """A media type, what it counts as, and the endings its names have, ours first."""

    type: str
    kind: FileKind
    endings: tuple[str, ...]


JPEG = FileType("image/jpeg", "image", (".jpg", ".jpeg", ".jpe", ".jfif"))
PNG = FileType("image/png", "image", (".png",))
WEBP = FileType("image/webp", "image", (".webp",))
GIF = FileType("image/gif", "image", (".gif",))
PDF = FileType("application/pdf", "pdf", (".pdf",))
DOCX = FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "document", (".docx",))
ODT = FileType("application/vnd.oasis.opendocument.text", "document", (".odt",))
TYPES: dict[str, FileType] = {one.type: one for one in (JPEG, PNG, WEBP, GIF, PDF, DOCX, ODT)}

_MAGIC: tuple[tuple[bytes, FileType], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"%PDF-", PDF),
)
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"MZ", mark("This is a program. Programs are not taken.")),
    (b"\x7fELF", mark("This is a program. Programs are not taken.")),
    (b"\xfe\xed\xfa", mark("This is a program. Programs are not taken.")),
    (b"\xcf\xfa\xed\xfe", mark("This is a program. Programs are not taken.")),
    (b"\xca\xfe\xba\xbe", mark("This is a program. Programs are not taken.")),
    (b"#!", mark("This is a script. Scripts are not taken.")),
    (b"\xd0\xcf\x11\xe0", mark("This is an old Office file, which may hold macros. Please save it as a PDF.")),
    (b"{\\rtf", mark("Rich text is not taken. Please save it as a PDF.")),
    (b"Rar!", mark("Archives are not taken. Please send what is in it.")),
    (b"7z\xbc\xaf", mark("Archives are not taken. Please send what is in it.")),
    (b"\x1f\x8b", mark("Archives are not taken. Please send what is in it.")),
)
_HEIC = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"}
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|script|svg|iframe|\?xml|\?php|style|img|a )", re.IGNORECASE)
UNREADABLE = mark("We cannot read this kind of file.")


def read_type(head: bytes) -> FileType:
    """The type a file's first HEAD bytes tell; ValueError, in words for whoever sent it, when it is none that is taken.

    A ZIP archive is taken for a document here: only washing it looks inside.
    """
    if not head:
        raise ValueError(say(EMPTY))
    found = DOCX if head.startswith(b"PK\x03\x04") else type_of_head(head)
    if found is None:
        raise ValueError(_words(head))
    return found


def type_of_head(head: bytes) -> FileType | None:
    """The type these first bytes alone tell."""
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    return next((type for magic, type in _MAGIC if head.startswith(magic)), None)


def clean_name(given: object, type: FileType) -> str:
    """The name to show: no folders, nothing that turns or hides letters, and the ending its content has."""
    raw = given if isinstance(given, str) else ""
    shown = _without_tricks(PurePosixPath(raw.replace("\\", "/")).name)
    stem, ending = _parted(shown)
    if ending.lower() not in type.endings:
        stem, ending = shown, type.endings[0]
    stem = stem.strip(" .")[: MAX_FILE_NAME - len(ending)].strip()
    return (stem or "file") + ending


def _parted(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    return (stem, f".{ending}") if dot else (name, "")


def _without_tricks(name: str) -> str:
    plain = re.sub(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff<>:"|?*\ud800-\udfff]', "", name)
    return clean_line(plain, 100_000)


def _words(head: bytes) -> str:
    for magic, words in _REFUSED:
        if head.startswith(magic):
            return say(words)
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        return say("This picture is in a form many programs cannot show (HEIC or AVIF). Please send it as JPEG or PNG.")
    if _MARKUP.search(head):
        return say(
            "Web pages and drawings made of code (HTML, SVG, XML) are not taken. Please send a picture or a PDF."
        )
    return say(UNREADABLE)
