"""Pictures made anew: only pictures, only so large, nothing but their pixels."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from plutomi.errors import Invalid
from plutomi.rules.pictures import BOX, FIT, KINDS, as_png, remake

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(kind: str = "PNG", size: tuple[int, int] = (800, 200), mode: str = "RGB", **rest: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(out, kind, **rest)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=("WEBP",))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("use", ["logo", "cover"])
def test_a_picture_becomes_a_small_webp(kind, use):
    made = remake(picture(kind, (3000, 1500)), use)
    image = opened(made.content)
    assert image.size == (made.width, made.height)
    assert all(side <= most for side, most in zip(image.size, BOX[use], strict=True))
    assert len(made.content) <= FIT[use] * 1.5


def test_a_small_logo_keeps_every_pixel_and_its_transparency():
    drawn = Image.new("RGBA", (120, 40), (0, 0, 0, 0))
    drawn.paste((200, 30, 30, 255), (10, 10, 60, 30))
    out = io.BytesIO()
    drawn.save(out, "PNG")
    made = remake(out.getvalue(), "logo")
    image = opened(made.content)
    assert (image.size, image.mode) == ((120, 40), "RGBA")
    assert image.getpixel((20, 20)) == (200, 30, 30, 255)
    assert image.getpixel((0, 0))[3] == 0


def test_nothing_but_pixels_is_left():
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Secret Camera", 6
    made = remake(picture("JPEG", (600, 200), exif=exif, comment=b"hidden words"), "logo")
    image = opened(made.content)
    assert not image.getexif()
    assert "icc_profile" not in image.info
    assert b"Secret" not in made.content
    assert b"hidden" not in made.content
    assert made.height > made.width  # turned the way it was held


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1", "I;16"])
def test_every_kind_of_pixel_is_read(mode):
    assert remake(picture(mode=mode if mode != "I;16" else "L"), "cover").width == 800


def test_print_colours_are_read():
    assert remake(picture("JPEG", mode="CMYK"), "cover").width == 800


@pytest.mark.parametrize(
    "upload",
    [b"", b"x", SVG, b"<html><script>alert(1)</script>", b"GIF89a" + b"\0" * 50, b"%PDF-1.7", b"MZ" + b"\0" * 100,
     picture("GIF"), picture("BMP"), picture("TIFF"), picture("ICO", (32, 32)), picture()[:200], picture("JPEG")[:99],
     b"\x89PNG\r\n\x1a\n" + b"\xff" * 64],
)  # fmt: skip
def test_what_is_no_picture_is_refused(upload):
    with pytest.raises(Invalid) as refused:
        remake(upload, "logo")
    assert "PNG, JPEG or WebP" in refused.value.errors["picture"]


def wall(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has these sides."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [5001, 9_400, 30_000, 100_000])
def test_a_small_file_that_holds_a_wall_is_not_decoded(side):
    with pytest.raises(Invalid):
        remake(wall(side, side), "cover")


@given(st.binary(max_size=300))
def test_no_bytes_do_anything_but_be_refused(upload):
    with pytest.raises(Invalid):
        remake(upload, "logo")


def test_mail_programs_get_a_png():
    assert as_png(remake(picture(), "logo").content).startswith(b"\x89PNG")
