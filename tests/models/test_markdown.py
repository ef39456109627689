"""Descriptions come out as harmless HTML and as plain words."""

import re

import pytest

from plutomi.models.markdown import to_html, to_plain

REL = 'target="_blank" rel="nofollow noopener noreferrer"'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("Hello *you*, **there**", "<p>Hello <em>you</em>, <strong>there</strong></p>"),
        ("# Top\n###### Low", "<h2>Top</h2>\n<h6>Low</h6>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. c", '<ol start="3">\n<li>c</li>\n</ol>'),
        ("[us](https://acme.example/a?b=1&c=2)", f'<p><a href="https://acme.example/a?b=1&amp;c=2" {REL}>us</a></p>'),
        ("<hr@acme.example>", f'<p><a href="mailto:hr@acme.example" {REL}>hr@acme.example</a></p>'),
        ("acme.example", "<p>acme.example</p>"),
        ("a & b < c", "<p>a &amp; b &lt; c</p>"),
        ("![a van](https://x.example/v.png) here", "<p>a van here</p>"),
        ("![*a*](x) ", "<p>*a*</p>"),
        ("```js\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("", ""),
    ],
)
def test_markdown_becomes_html(source: str, html: str) -> None:
    assert to_html(source) == html


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="#" onclick="x()">x</a>',
        "<style>*{display:none}</style>",
        "<!-- -->\n<iframe srcdoc=x>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&colon;alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "<javascript:alert(1)>",
        "[x](/auth/logout)",
        "[x](//evil.example)",
        '[x](https://a.example "onmouseover=alert(1)")',
        "![x](https://a.example/pixel.gif)",
        "![\"><script>](x 'y')",
        '```"><script>\nx\n```',
    ],
)
def test_nothing_typed_can_act(source: str) -> None:
    tags = re.findall("<[^>]*>", to_html(source))
    assert {tag.strip("</>").split()[0] for tag in tags} <= {"p", "a", "pre", "code"}
    assert {name for tag in tags for name in re.findall(r" ([\w-]+)=", tag)} <= {"href", "target", "rel"}
    assert all(url.startswith("https://") for tag in tags for url in re.findall(r'href="([^"]*)"', tag))


def test_deep_nesting_ends_soon() -> None:
    assert "<blockquote>" in to_html(">" * 5000 + " x")
    assert to_html("[" * 5000)


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("# Drive\n\nwith **us** in\nNYC", "Drive with us in NYC"),
        ("- a\n- b", "a b"),
        ("[us](https://x.example) and ![a van](v.png) `code`", "us and a van code"),
        ("a*b*c", "abc"),
        ("one  \ntwo\n\n---\n\n    code", "one two code"),
        ("<b>", "<b>"),
        ("", ""),
    ],
)
def test_the_words_alone(source: str, plain: str) -> None:
    assert to_plain(source) == plain


@pytest.mark.parametrize(
    ("most", "plain"),
    [(13, "one two three"), (12, "one two…"), (8, "one two…"), (7, "one…"), (2, "o…")],
)
def test_words_are_cut_between_them(most: int, plain: str) -> None:
    assert to_plain("one two three", most) == plain
