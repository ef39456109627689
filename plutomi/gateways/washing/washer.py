"""Washes one file, in a process of its own: `washer.py TYPE SOURCE TARGET SMALL` answers JSON on standard output.

It decodes what strangers send, so it has no secrets and hard limits, and imports nothing of ours. The answer is
`{"type", "is_changed", "has_small"}`, or `{"refused"}` in words for whoever sent the file.
"""

import json
import re
import resource
import sys
import zipfile
from contextlib import suppress

SECONDS, MEMORY, WRITTEN = 20, 1536 * 1024 * 1024, 64 * 1024 * 1024
MOST_PIXELS, LONGEST, SMALL = 50_000_000, 3000, 320
MOST_MEMBERS, MOST_UNPACKED = 2_000, 200 * 1024 * 1024
MOST_OBJECTS, DEEPEST = 300_000, 60
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
MACROS = re.compile(r"(^|/)(vbaproject\.bin|vbadata\.xml|basic/|scripts/|activex/|embeddings/)", re.IGNORECASE)
# What a PDF may not do: act by itself, run, send, open other files, or carry them. Links to the web stay.
ACTS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/RichMediaExecute"}
CARRIES = {
    "/JS",
    "/JavaScript",
    "/OpenAction",
    "/AA",
    "/EmbeddedFiles",
    "/EmbeddedFile",
    "/EF",
    "/XFA",
    "/RichMediaContent",
}
WEB = (b"http://", b"https://", b"mailto:", b"tel:")


def mark(words: str) -> str:
    """For the catalogues to find (plutomi/tongue): said in the sender's tongue by who started us."""
    return words


BROKEN = mark("This file seems to be damaged. Please save it anew or send another.")
PARTS = mark("This PDF is made of too many parts. Please save it anew, for example by printing it to a PDF.")
LOCKED = mark("This file is locked by a password. Please send it without.")


class Refused(Exception):
    """In words for whoever sent the file, with the facts in them."""

    def __init__(self, words: str, **facts: int) -> None:
        self.words, self.facts = words, facts
        super().__init__(words)


def main(type: str, source: str, target: str, small: str) -> dict:
    limit()
    if type.startswith("image/"):
        return wash_image(type, source, target, small)
    return wash_pdf(source, target) if type == "application/pdf" else look_into(source)


def limit() -> None:
    for what, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # not every system knows every limit
            resource.setrlimit(what, (most, most))


def wash_image(type: str, source: str, target: str, small: str) -> dict:
    """Drawn anew, so that nothing but the picture is left of it: upright, without place, time or camera."""
    from PIL import Image, ImageOps

    form = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}[type]
    Image.MAX_IMAGE_PIXELS = None  # ours is counted before anything is decoded
    try:
        with Image.open(source, formats=[form]) as image:
            if image.width * image.height > MOST_PIXELS:
                words = mark("This picture has more than {most} million pixels. Please send a smaller one.")
                raise Refused(words, most=MOST_PIXELS // 1_000_000)
            image.draft("RGB", (LONGEST, LONGEST))
            image.thumbnail((LONGEST, LONGEST))
            upright = ImageOps.exif_transpose(image)
    except Refused:
        raise
    except Exception as error:
        raise Refused(BROKEN) from error
    has_alpha = form != "JPEG" and upright.has_transparency_data
    plain = upright.convert("RGBA" if has_alpha else "RGB")
    clean = Image.frombytes(plain.mode, plain.size, plain.tobytes())  # the pixels, and nothing the old one knew
    kind = "PNG" if has_alpha or form in ("PNG", "GIF") else form
    clean.save(target, kind, **({"quality": 88} if kind != "PNG" else {}))
    flat = Image.new("RGB", clean.size, "white")
    flat.paste(clean, mask=clean.getchannel("A") if has_alpha else None)
    flat.thumbnail((SMALL, SMALL))
    flat.save(small, "JPEG", quality=80)
    return {"type": f"image/{kind.lower()}", "is_changed": True, "has_small": True}


def wash_pdf(source: str, target: str) -> dict:
    """As it is, unless it can act: then without that."""
    import pikepdf

    try:
        with pikepdf.open(source) as pdf:
            if len(pdf.pages) == 0:
                raise Refused(BROKEN)
            is_changed = disarm(pdf) or pdf.is_encrypted
            if is_changed:
                pdf.save(target)
    except pikepdf.PasswordError as error:
        raise Refused(LOCKED) from error
    except Refused:
        raise
    except Exception as error:
        raise Refused(BROKEN) from error
    return {"type": "application/pdf", "is_changed": is_changed, "has_small": False}


def disarm(pdf) -> bool:  # type: ignore[no-untyped-def]
    """Take out of every object what acts; whether there was any."""
    if len(pdf.objects) > MOST_OBJECTS:
        raise Refused(
            mark("This PDF is made of too many parts. Please save it anew, for example by printing it to a PDF.")
        )
    return sum(_disarm(one, 0) for one in [*pdf.objects, pdf.trailer]) > 0


def _disarm(one, depth: int) -> int:  # type: ignore[no-untyped-def]
    import pikepdf

    if depth > DEEPEST:
        raise Refused(BROKEN)
    if isinstance(one, pikepdf.Array):
        return sum(_disarm(inner, depth + 1) for inner in one if not _is_counted(inner))
    if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        return 0
    gone = [key for key in list(one.keys()) if key in CARRIES]
    if str(one.get("/S", "")) in ACTS or _is_odd_link(one):
        gone += [key for key in ("/S", "/F", "/URI", "/JS", "/D", "/Win", "/Next") if key in one and key not in gone]
    for key in gone:
        del one[key]
    inside = (one[key] for key in list(one.keys()))
    return len(gone) + sum(_disarm(inner, depth + 1) for inner in inside if not _is_counted(inner))


def _is_counted(one) -> bool:  # type: ignore[no-untyped-def]
    """Whether an object stands in the file's own list, and so is looked at by itself."""
    return bool(getattr(one, "is_indirect", False))


def _is_odd_link(one) -> bool:  # type: ignore[no-untyped-def]
    return str(one.get("/S", "")) == "/URI" and not bytes(one.get("/URI", b"")).strip().lower().startswith(WEB)


def look_into(source: str) -> dict:
    """A text document, which is a ZIP archive; refused are other archives, macros, and what unpacks to a flood."""
    try:
        with zipfile.ZipFile(source) as archive:
            return {"type": _look_into(archive), "is_changed": False, "has_small": False}
    except Refused:
        raise
    except Exception as error:
        raise Refused(BROKEN) from error


def _look_into(archive: zipfile.ZipFile) -> str:
    members = archive.infolist()
    names = {one.filename.replace("\\", "/").lower() for one in members}
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED:
        raise Refused(mark("This document unpacks to more than can be taken."))
    if any(one.flag_bits & 1 for one in members):
        raise Refused(LOCKED)
    type = _document(archive, names)
    if any(MACROS.search(name) for name in names) or b"macroEnabled" in _read(archive, "[Content_Types].xml", names):
        raise Refused(mark("This document holds macros or other files. Please save it as a PDF."))
    return type


def _document(archive: zipfile.ZipFile, names: set[str]) -> str:
    if {"[content_types].xml", "word/document.xml"} <= names:
        return DOCX
    if "content.xml" in names and _read(archive, "mimetype", names).strip() == ODT.encode():
        return ODT
    raise Refused(mark("Archives are not taken. Please send what is in it."))


def _read(archive: zipfile.ZipFile, name: str, names: set[str]) -> bytes:
    if name.lower() not in names:
        return b""
    with archive.open(name) as file:
        return file.read(1_000_000)


if __name__ == "__main__":
    try:
        answer = main(*sys.argv[1:])
    except Refused as refusal:
        answer = {"refused": refusal.words, "facts": refusal.facts}
    except MemoryError:
        answer = {"refused": BROKEN}
    sys.stdout.write(json.dumps(answer))
