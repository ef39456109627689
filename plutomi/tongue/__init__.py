"""In whose words: the language of whoever is being spoken to, with its way of writing numbers and days.

English stands in the code and is the key of every translation (docs/languages.md). `say` translates at once, into the
tongue of this task: doors set it (`speaking`), everything below just says what it has to say.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, time
from typing import Any

from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal, get_decimal_symbol

from plutomi.tongue.tongues import ENGLISH, Tongue, tongue_of

_spoken: ContextVar[Tongue] = ContextVar("tongue", default=ENGLISH)


def spoken() -> Tongue:
    """The tongue of whoever this task speaks to; English unless a door has said otherwise."""
    return _spoken.get()


def speak(tongue: Tongue) -> None:
    """From here on, in this task."""
    _spoken.set(tongue)


@contextmanager
def speaking(tongue: Tongue) -> Iterator[None]:
    """In here, and then as before."""
    before = _spoken.set(tongue)
    try:
        yield
    finally:
        _spoken.reset(before)


def say(words: str, /, **facts: Any) -> str:
    """English words in the present tongue, `{name}` filled with a fact of that name."""
    told = spoken().words.get(words) or words
    return told.format(**facts) if facts else told


def plural(one: str, many: str, count: int, /, **facts: Any) -> str:
    """The words for so many; `{count}` in them is the number as people write it."""
    told = spoken().many_of(one, many, count)
    return told.format(count=number(count), **facts)


def code_of(given: object) -> str:
    """The code of the tongue that was given, as es-MX; of the present one where that is none of ours."""
    found = tongue_of(given) if isinstance(given, str) else None
    return (found or spoken()).code


def mark(words: str) -> str:
    """The same words, for the catalogues to find: said later, by `say`."""
    return words


def one_of(words: Sequence[str]) -> str:
    """Several things of which one is wanted: a picture, a PDF, or a text."""
    return format_list(words, "or", locale=spoken().locale)


def number(value: int | float) -> str:
    """A number as people here write it."""
    return format_decimal(value, locale=spoken().locale, decimal_quantization=False)


def figure(value: int | float) -> str:
    """The same for what may be a year: nothing parts fewer than five digits, as in 1990."""
    is_parted = abs(value) >= 10_000
    return format_decimal(value, locale=spoken().locale, decimal_quantization=False, group_separator=is_parted)


def decimal_mark() -> str:
    """What stands before the fraction here: a point or a comma."""
    return get_decimal_symbol(spoken().locale)


def day(value: date) -> str:
    """A day in words: May 31, 2026."""
    return format_date(value, "long", locale=spoken().locale)


def hour(value: str) -> str:
    """A time of day, HH:MM, as people here write it."""
    return format_time(time.fromisoformat(value), "short", locale=spoken().locale).replace("\u202f", "\u00a0")
