"""Patterns people write: `*` stands for any text, `?` for one character."""

import re
from collections.abc import Callable


def compile(pattern: str) -> Callable[[str], bool]:
    """Whether all of a text fits; the parts are sought in turn, so that no pattern takes long."""
    parts = pattern.split("*")
    if len(parts) == 1:
        whole = _part(pattern).fullmatch
        return lambda text: whole(text) is not None
    return _with_gaps(parts) if "?" in pattern else _literally(parts)


def _literally(parts: list[str]) -> Callable[[str], bool]:
    first, *within, last = parts
    start, width = len(first), len(first) + len(last)

    def fits(text: str) -> bool:
        if len(text) < width or not text.startswith(first) or not text.endswith(last):
            return False
        place, end = start, len(text) - len(last)
        for part in within:
            if (place := text.find(part, place, end)) < 0:
                return False
            place += len(part)
        return True

    return fits


def _with_gaps(parts: list[str]) -> Callable[[str], bool]:
    first, *within, last = map(_part, parts)
    width = len(parts[-1])

    def fits(text: str) -> bool:
        place = first.match(text)
        for part in within:
            place = place and part.search(text, place.end())
        end = len(text) - width
        return place is not None and end >= place.end() and last.match(text, end) is not None

    return fits


def _part(words: str) -> re.Pattern[str]:
    return re.compile(re.escape(words).replace(r"\?", "."), re.DOTALL)
