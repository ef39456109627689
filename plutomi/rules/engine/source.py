"""An expression's source, taken apart: the facts it names, and what it may not say.

Facts are put in by names of our own, so that `stages.0190….count` and `answers.2nd_choice` can be named as they are.
"""

import re
from dataclasses import dataclass

from plutomi.models.text import clean_text

MAX_SOURCE, MAX_NAMES = 2_000, 20  # bytes; facts
EMPTY = "empty."
OURS = "fact_"  # what our own names begin with
_TEXT = r"""(?P<text>[rRbB]{0,2}(?:\"{3}.*?\"{3}|'{3}.*?'{3}|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'))"""
_COMMENT = re.compile(rf"{_TEXT}|//[^\n]*", re.DOTALL)
_TOKEN = re.compile(
    _TEXT
    + r"""
    |(?P<word>(?<![\w.])(?:(?:empty\s*\.\s*)?(?:answers|applicant|stages?|files|share|time)(?:\s*\.\s*\w+)+
        |(?:empty\s*\.\s*)?(?:labels|assignee)\b))
    |(?P<each>\.\s*(?:all|exists|exists_one|existsOne|map|filter|transformList|transformMap)\b)
    |(?P<has>(?<![\w.])has\s*\()
    |(?P<ours>\bfact_)
    |(?P<strange>[`\"'])""",
    re.VERBOSE | re.DOTALL,
)
_REFUSED = {
    "each": "An expression cannot go through a list one by one; ask with in, includes or one_of.",
    "has": "Say empty.answers.KEY to ask whether something is missing.",
    "ours": f"Names cannot begin with {OURS}.",
    "strange": "A text or a name in this does not end.",
}


@dataclass(frozen=True, slots=True)
class Source:
    """`text` with the facts in `names` called fact_0, fact_1 … in it."""

    text: str
    names: tuple[str, ...]

    @property
    def facts(self) -> frozenset[str]:
        return frozenset(name.removeprefix(EMPTY) for name in self.names)


def take_apart(expression: str) -> Source:
    """The expression as it is compiled; ValueError when it says what none may say."""
    bare = _COMMENT.sub(lambda found: found["text"] or " ", expression)
    names: dict[str, str] = {}

    def put(found: re.Match[str]) -> str:
        kind, text = found.lastgroup or "", found[0]
        if kind in _REFUSED:
            raise ValueError(_REFUSED[kind])
        if kind == "text":
            return text
        name, method = _parted(text, bare[found.end() :])
        if _TOKEN.match(method):
            raise ValueError(_REFUSED["each"])
        if len(names) >= MAX_NAMES and name not in names:
            raise ValueError(f"An expression can look at most at {MAX_NAMES} facts.")
        return names.setdefault(name, f"{OURS}{len(names)}") + method

    return Source(_TOKEN.sub(put, bare), tuple(names))


def read_source(raw: object) -> str:
    """An expression as it is kept; ValueError when it is too long."""
    text = clean_text(raw, MAX_SOURCE) if isinstance(raw, str) else ""
    if not text or len(text.encode()) > MAX_SOURCE:
        raise ValueError(f"This must be an expression of at most {MAX_SOURCE:,} bytes.")
    return text


def _parted(words: str, rest: str) -> tuple[str, str]:
    """The fact's name, and the method that is called on it."""
    name, method = re.sub(r"\s", "", words), ""
    if rest.lstrip().startswith("(") and "." in name:
        name, _, method = name.rpartition(".")
    return name, f".{method}" if method else ""
