"""What a file is, by its first bytes; and the name it is shown under."""

import pytest

from plutomi.models.filetype import DOCX, GIF, JPEG, PDF, PNG, WEBP, clean_name, read_type
from tests import papers


@pytest.mark.parametrize(
    ("content", "type"),
    [
        (papers.picture("JPEG"), JPEG),
        (papers.picture("PNG"), PNG),
        (papers.picture("GIF"), GIF),
        (papers.picture("WEBP"), WEBP),
        (papers.pdf(), PDF),
        (papers.docx(), DOCX),
    ],
    ids=["jpeg", "png", "gif", "webp", "pdf", "docx"],
)
def test_content_tells_the_type(content, type):
    assert read_type(content[:2048]) == type


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\0" * 100, "cannot read"),
        (b"hello, I am a text", "cannot read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVG"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", "SVG"),
        (b"   \n<!DOCTYPE html><p>", "HTML"),
        (b"GIF88a<script>alert(1)</script>", "HTML"),
        (b"MZ\x90\0", "program"),
        (b"\x7fELF\2", "program"),
        (b"#!/bin/sh\nrm -rf /", "script"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office"),
        (b"{\\rtf1", "Rich text"),
        (b"Rar!\x1a", "Archives"),
        (b"\x1f\x8b\x08", "Archives"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (b" %PDF-1.7", "cannot read"),
    ],
)
def test_everything_else_is_refused_in_words(content, words):
    with pytest.raises(ValueError, match=words):
        read_type(content)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("licence.jpg", "licence.jpg"),
        ("IMG_1.JPEG", "IMG_1.JPEG"),
        ("licence.exe", "licence.exe.jpg"),
        ("licence.pdf.jpg", "licence.pdf.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\Ann\\me.jpg", "me.jpg"),
        ("a\0b.jpg", "ab.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe.jpg"),
        ("\u200b", "file.jpg"),
        ("", "file.jpg"),
        (".jpg", "file.jpg"),
        ("...", "file.jpg"),
        (None, "file.jpg"),
        ("Führerschein 免許.jpg", "Führerschein 免許.jpg"),
        ('a"b<c>.jpg', "abc.jpg"),
        ("\ud800.jpg", "file.jpg"),
        ("x\r\nSet-Cookie: a.jpg", "xSet-Cookie a.jpg"),
    ],
)
def test_a_name_is_shown_without_tricks(given, shown):
    assert clean_name(given, JPEG) == shown


def test_a_long_name_keeps_its_ending():
    assert len(clean_name("n" * 5000 + ".jpeg", JPEG)) == 120
    assert clean_name("n" * 5000 + ".jpeg", JPEG).endswith("n.jpeg")
