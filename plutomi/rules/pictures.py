"""Pictures as strangers sent them, made anew: told by their content, bounded, without anything but their pixels."""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from plutomi.errors import Invalid
from plutomi.models.picture import MAX_BYTES

MAX_UPLOAD = 2 * 1024 * 1024  # bytes
MAX_PIXELS = 25_000_000  # before it is decoded: a small file can hold a wall
KINDS = ("PNG", "JPEG", "WEBP")
BOX = {"logo": (480, 160), "cover": (1200, 480)}  # pixels, twice what pages show
FIT = {"logo": 40_000, "cover": 70_000}  # bytes, so that pages stay light
QUALITIES = (86, 76, 64, 50, 36, 20)
NO_PICTURE = "This is no picture we can read. Please choose a PNG, JPEG or WebP."


@dataclass(frozen=True, slots=True)
class Made:
    """A picture as WebP."""

    sha256: str
    width: int
    height: int
    content: bytes


def remake(upload: bytes, use: str) -> Made:
    """What was uploaded, to be used as `logo` or `cover`; Invalid at `picture`. Slow: keep it off the loop."""
    try:
        content, (width, height) = _remade(upload, use)
    except Invalid:
        raise
    except Exception as error:  # Pillow's readers raise whatever their parsers stumble over
        raise Invalid({"picture": NO_PICTURE}) from error
    if len(content) > MAX_BYTES:
        raise Invalid({"picture": "This picture stays too large. Please choose a simpler one."})
    return Made(hashlib.sha256(content).hexdigest(), width, height, content)


def as_png(content: bytes) -> bytes:
    """A kept picture for mail programs that know no WebP."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(content), formats=("WEBP",)) as image:
        image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _remade(upload: bytes, use: str) -> tuple[bytes, tuple[int, int]]:
    with Image.open(io.BytesIO(upload), formats=KINDS) as image:
        if image.width * image.height > MAX_PIXELS:
            raise Invalid({"picture": f"This picture has more than {MAX_PIXELS // 1_000_000} million pixels."})
        image.draft("RGB", BOX[use])  # a JPEG can be decoded smaller
        pixels = ImageOps.exif_transpose(image)
        pixels = pixels.convert("RGBA" if pixels.has_transparency_data else "RGB")
    pixels.thumbnail(BOX[use], Image.Resampling.LANCZOS)
    clean = Image.new(pixels.mode, pixels.size)  # nothing of what the file said beside its pixels
    clean.paste(pixels)
    return _encoded(clean, use), clean.size


def _encoded(pixels: Image.Image, use: str) -> bytes:
    """As fine as fits: a logo without any loss if it can be."""
    content = b""
    if use == "logo":
        content = _webp(pixels, lossless=True)
    for quality in QUALITIES:
        if content and len(content) <= FIT[use]:
            break
        content = _webp(pixels, quality=quality)
    return content


def _webp(pixels: Image.Image, **how: int) -> bytes:
    out = io.BytesIO()
    pixels.save(out, "WEBP", method=4, **how)
    return out.getvalue()
