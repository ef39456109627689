"""What strangers send is made harmless, or refused in words they understand."""

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from plutomi.gateways import washing
from tests import papers

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = b"application/vnd.oasis.opendocument.text"


async def wash(tmp_path: Path, content: bytes, type: str) -> washing.Washed:
    source = tmp_path / "x.part"
    source.write_bytes(content)
    return await washing.wash(source, type)


async def test_a_photograph_stands_upright_and_says_no_more_where_it_was_taken(tmp_path):
    washed = await wash(tmp_path, papers.photograph(), "image/jpeg")
    with Image.open(washed.path) as image:
        assert image.size == (40, 60)  # it lay on its side
        red, _, blue = image.convert("RGB").getpixel((20, 5))
        assert red > 200 > blue
        assert dict(image.getexif()) == {}
    assert b"Phone" not in washed.path.read_bytes()
    assert b"Exif" not in washed.path.read_bytes()


@pytest.mark.parametrize(
    ("form", "type", "kept"),
    [("PNG", "image/png", "image/png"), ("WEBP", "image/webp", "image/webp"), ("GIF", "image/gif", "image/png")],
)
async def test_every_picture_is_drawn_anew_with_a_small_one(tmp_path, form, type, kept):
    washed = await wash(tmp_path, papers.picture(form, (900, 600)), type)
    assert washed.type == kept
    with Image.open(washed.path) as image, Image.open(washed.small) as small:
        assert image.size == (900, 600)
        assert (small.format, small.size) == ("JPEG", (320, 213))


async def test_what_hides_behind_a_picture_is_left_behind(tmp_path):
    hostile = papers.picture("PNG") + b"<script>alert(1)</script>" + papers.archive(evil_dot_js=b"x")
    washed = await wash(tmp_path, hostile, "image/png")
    assert b"<script>" not in washed.path.read_bytes()
    assert b"PK\x03\x04" not in washed.path.read_bytes()


async def test_a_large_picture_is_made_smaller(tmp_path):
    washed = await wash(tmp_path, papers.picture("JPEG", (6000, 4000)), "image/jpeg")
    with Image.open(washed.path) as image:
        assert image.size == (3000, 2000)


@pytest.mark.parametrize(
    ("content", "type", "words"),
    [
        (papers.bomb(), "image/png", "million pixels"),
        (papers.bomb(2**31 - 1, 2**31 - 1), "image/png", "million pixels"),
        (papers.bomb(3000, 3000), "image/png", "damaged"),
        (b"\xff\xd8\xff garbage", "image/jpeg", "damaged"),
        (papers.picture("GIF"), "image/jpeg", "damaged"),
        (b"%PDF-1.7 garbage", "application/pdf", "damaged"),
        (papers.archive(readme_dot_txt=b"x"), DOCX, "Archives"),
        (papers.archive(mimetype=b"application/epub+zip", content_dot_xml=b"x"), DOCX, "Archives"),
        (b"PK\x03\x04 garbage", DOCX, "damaged"),
        (papers.docx(word__vbaProject_dot_bin=b"x"), DOCX, "macros"),
        (papers.docx(types=b"application/vnd.ms-word.document.macroEnabled.main+xml"), DOCX, "macros"),
        (papers.docx(word__embeddings__a_dot_exe=b"MZ"), DOCX, "macros"),
        (papers.docx(bomb=b"\0" * 250_000_000), DOCX, "unpacks"),
        (papers.docx(**{f"m{n}": b"" for n in range(2100)}), DOCX, "unpacks"),
        (papers.archive(mimetype=ODT, content_dot_xml=b"x", Basic__script_dot_xml=b"x"), DOCX, "macros"),
    ],
    ids=map(str, range(15)),
)
async def test_what_cannot_be_made_harmless_is_refused(tmp_path, content, type, words):
    with pytest.raises(washing.Refused, match=words):
        await wash(tmp_path, content, type)


async def test_documents_are_kept_as_they_are_and_told_apart(tmp_path):
    word = await wash(tmp_path, papers.docx(), DOCX)
    assert (word.type, word.path.suffix) == (DOCX, ".part")
    odt = await wash(tmp_path, papers.archive(mimetype=ODT, content_dot_xml=b"x"), DOCX)
    assert odt.type == ODT.decode()


async def test_a_pdf_that_only_shows_is_kept_byte_for_byte(tmp_path):
    content = papers.pdf()
    assert (await wash(tmp_path, content, "application/pdf")).path.read_bytes() == content


@pytest.mark.parametrize(
    "root",
    [
        {"OpenAction": papers.script()},
        {"AA": pikepdf.Dictionary(WC=papers.script())},
        {"OpenAction": pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")},
        {"Names": pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["x", papers.script()]))},
        {"Names": pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=["x", pikepdf.Dictionary(EF="x")]))},
        {"AcroForm": pikepdf.Dictionary(XFA="<xdp/>", Fields=[pikepdf.Dictionary(A=papers.script())])},
        {
            "Deep": pikepdf.Dictionary(
                A=[[pikepdf.Dictionary(Next=pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F="x"))]]
            )
        },
        {"A": pikepdf.Dictionary(S=pikepdf.Name.URI, URI="javascript:alert(1)")},
    ],
    ids=lambda root: next(iter(root)),
)
async def test_what_a_pdf_would_do_by_itself_is_taken_out(tmp_path, root):
    link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.com/me")
    washed = await wash(tmp_path, papers.pdf(Fine=link, **root), "application/pdf")
    with pikepdf.open(washed.path) as left:
        left.save(plain := io.BytesIO(), compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        assert len(left.pages) == 1
    for word in (
        b"JavaScript",
        b"/JS",
        b"/Launch",
        b"SubmitForm",
        b"javascript:",
        b"XFA",
        b"/EF",
        b"OpenAction",
        b"calc",
    ):
        assert word not in plain.getvalue(), word
    assert b"https://example.com/me" in plain.getvalue()


async def test_a_pdf_under_a_password_is_refused_and_one_that_only_its_owner_may_change_is_opened(tmp_path):
    document = pikepdf.open(io.BytesIO(papers.pdf()))
    for user, name in (("secret", "locked"), ("", "open")):
        document.save(tmp_path / name, encryption=pikepdf.Encryption(owner="owner", user=user))
    with pytest.raises(washing.Refused, match="password"):
        await wash(tmp_path, (tmp_path / "locked").read_bytes(), "application/pdf")
    washed = await wash(tmp_path, (tmp_path / "open").read_bytes(), "application/pdf")
    with pikepdf.open(washed.path) as plain:
        assert not plain.is_encrypted


async def test_a_washer_that_does_not_come_back_is_given_up(tmp_path, monkeypatch):
    slow = tmp_path / "slow.py"
    slow.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(washing, "WASHER", slow)
    monkeypatch.setattr(washing, "PATIENCE", 0.3)
    with pytest.raises(washing.Refused, match="could not open"):
        await wash(tmp_path, b"x", "image/png")


async def test_the_washer_knows_none_of_our_secrets(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hush")
    nosy = tmp_path / "nosy.py"
    nosy.write_text("import os, json; print(json.dumps({'refused': str(sorted(os.environ))}))")
    monkeypatch.setattr(washing, "WASHER", nosy)
    with pytest.raises(washing.Refused) as told:
        await wash(tmp_path, b"x", "image/png")
    assert "SECRET_KEY" not in str(told.value)
