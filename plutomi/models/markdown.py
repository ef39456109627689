"""Descriptions in Markdown: as HTML that can do no harm, and as plain words."""

from collections.abc import Iterable, Iterator

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "ul",
}
_LOWEST = 6
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False})
_SANITISER = nh3.Cleaner(
    tags=_TAGS,
    attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto", "tel"},
    url_relative="deny",
    link_rel="nofollow noopener noreferrer",
    set_tag_attribute_values={"a": {"target": "_blank"}},
)


def to_html(source: str) -> str:
    """Sanitised HTML. Headings begin at h2, below the page's own; images become their descriptions."""
    tokens = _MARKDOWN.parse(source)
    for token in tokens:
        if token.type.startswith("heading"):
            token.tag = f"h{min(int(token.tag[1]) + 1, _LOWEST)}"
        token.children = [_without_image(child) for child in token.children or []] or token.children
    return _SANITISER.clean(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})).strip()


def to_plain(source: str, most: int = 0) -> str:
    """The words alone on one line, cut between words to `most` characters (0: all)."""
    words = " ".join("".join(_words(_MARKDOWN.parse(source))).split())
    if not most or len(words) <= most:
        return words
    cut = words[: most - 1]
    return (cut if words[most - 1] == " " else cut.rpartition(" ")[0] or cut).rstrip() + "…"


def _without_image(token: Token) -> Token:
    return Token("text", "", 0, content=token.content) if token.type == "image" else token


def _words(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.children:
            yield from _words(token.children)
        elif token.type in ("softbreak", "hardbreak") or token.block:
            yield f" {token.content} "
        else:
            yield token.content
