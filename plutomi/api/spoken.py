"""A page of the app in the present tongue: it is built once, in English."""

import html
import json
import re
from collections.abc import Mapping
from functools import cache

from plutomi.tongue import spoken
from plutomi.tongue.catalogues import Catalogue
from plutomi.tongue.tongues import offered

LANGUAGE = re.compile(rb'<html lang="en"')
WORDS = re.compile(rb">([^<>{}]{2,60})<")  # of the parts that are rendered ahead


def in_tongue(page: bytes) -> bytes:
    """The page in the present tongue: what stands in it said, and the catalogue for what its scripts say."""
    tongue = spoken()
    page = LANGUAGE.sub(f'<html lang="{tongue.code}" dir="{tongue.direction}"'.encode(), page, count=1)
    before, body, after = page.partition(b"<body")
    if tongue.words:
        after = WORDS.sub(lambda found: _said(found, tongue.catalogue), after)
    return before.replace(b"</head>", _told(tongue.catalogue) + b"</head>", 1) + body + after


def _said(found: re.Match[bytes], catalogue: Catalogue) -> bytes:
    words = catalogue.in_browser.get(html.unescape(found[1].decode()))
    return found[0] if words is None else f">{html.escape(words)}<".encode()


@cache
def _told(catalogue: Catalogue) -> bytes:
    """For the page's scripts: the languages to choose from (tongues.jsx), and words, but for English (say.js)."""
    words = _data("words", catalogue.in_browser) if catalogue.words else ""
    return (_data("languages", offered()) + words).encode()


def _data(name: str, value: Mapping[str, str]) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" id="{name}">{text}</script>'
