"""The tongues there are, and which one somebody is spoken to in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError

from plutomi.tongue.catalogues import EMPTY, Catalogue, catalogue, languages

ENOUGH = 0.8  # of all words translated before a language is offered
MOST = 300  # letters of what a browser says it accepts
_CODE = re.compile(r"[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8}){0,3}")
_WEIGHT = re.compile(r"\s*;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*")


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language we have words in, and the `locale` whose numbers and days somebody reads: es, and es_MX."""

    language: str
    locale: Locale
    catalogue: Catalogue = EMPTY

    @property
    def code(self) -> str:
        """As HTML's `lang` has it: es-MX."""
        return str(self.locale).replace("_", "-")

    @property
    def direction(self) -> str:
        """Which way its letters run: ltr or rtl."""
        return str(self.locale.text_direction)

    @property
    def words(self) -> Mapping[str, str]:
        return self.catalogue.words

    def many_of(self, one: str, many: str, count: int) -> str:
        """The words for so many."""
        told = self.catalogue.plurals.get(one)
        if told is None:
            return one if count == 1 else many
        return told[self.catalogue.index_of(count)]


ENGLISH = Tongue("en", Locale("en"))


@cache
def offered() -> dict[str, str]:
    """The languages people can choose, by code: each by its own name."""
    known = [code for code in languages() if catalogue(code).share >= ENOUGH]
    return {code: _own_name(code) for code in sorted({"en", *known}, key=_own_name)}


@lru_cache(maxsize=256)
def tongue_of(code: str) -> Tongue | None:
    """The tongue of a code like es, es-MX or EN_us; None when there are no words in it."""
    if not _CODE.fullmatch(code):
        return None
    language = re.split("[-_]", code)[0].lower()
    if language not in offered():
        return None
    try:
        locale = Locale.parse(code.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale(language)
    return Tongue(language, locale, EMPTY if language == "en" else catalogue(language))


def accepted(header: str) -> Tongue | None:
    """The first tongue of ours that a browser's Accept-Language asks for; None when it asks for none."""
    return next((found for code in _by_weight(header[:MOST]) if (found := tongue_of(code))), None)


def choose(*codes: str, accepts: str = "") -> Tongue | None:
    """The first of the codes that is a tongue of ours, in the region the browser names for it; else what it accepts."""
    theirs = accepted(accepts)
    for code in codes:
        if found := tongue_of(code) if code else None:
            same = theirs and theirs.language == found.language and not found.locale.territory
            return theirs if same else found
    return theirs


def _by_weight(header: str) -> Iterator[str]:
    asked = []
    for part in header.split(","):
        code, semicolon, rest = part.partition(";")
        found = _WEIGHT.fullmatch(semicolon + rest)
        weight = float(found[1]) if found else 1.0 if not semicolon else 0.0
        if weight > 0:
            asked.append((-weight, code.strip()))
    return (code for _, code in sorted(asked, key=lambda one: one[0]))


def _own_name(code: str) -> str:
    name = Locale(code).get_display_name(code) or code
    return name[:1].upper() + name[1:]
