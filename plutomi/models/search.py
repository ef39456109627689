"""What search looks at: folded text, and its n-grams hashed together with the org.

Hashing the org into each gram keeps one org's terms out of another's posting lists in the one GIN index.
"""

import re
from itertools import chain
from uuid import UUID
from zlib import crc32

from plutomi.models.text import fold

_NUMBER = re.compile(r"[0-9 +()./-]+")  # as pages show it, as it is copied from them, as people write it
_WHOLE = 8  # digits from which on a number may begin with a 0 that is dialled at home, and is not kept


def searchable(name: str, email: str, phone: str) -> str:
    """The text a search for this applicant is matched against."""
    return fold(f"{name} {email} {phone.lstrip('+')}")


def sought(query: str) -> str:
    """What a folded query looks for: a phone number by its digits alone, as it is kept, however it was written."""
    digits = re.sub("[^0-9]", "", query)
    if len(digits) < 3 or not _NUMBER.fullmatch(query):
        return query
    return (digits.lstrip("0") if len(digits) >= _WHOLE else "") or digits


def grams_of(org_id: UUID, text: str) -> list[int]:
    """Every three letters of each word, and each word's first one and two, as signed 32-bit hashes."""
    return _hashed(org_id, chain.from_iterable(_grams(word) for word in text.split()))


def grams_sought(org_id: UUID, query: str) -> list[int]:
    """The grams a row must have to match every word of a folded query; a word of one or two letters is a beginning."""
    return _hashed(org_id, chain.from_iterable(_threes(word) or [f" {word}"] for word in query.split()))


def pattern_of(query: str) -> list[str]:
    """LIKE patterns, one per word of a folded query, that weed out what only shares its grams."""
    words = (word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for word in query.split())
    return [f"%{word}%" for word in words]


def _grams(word: str) -> list[str]:
    return [f" {word[:1]}", f" {word[:2]}", *_threes(word)]


def _threes(word: str) -> list[str]:
    return [word[i : i + 3] for i in range(len(word) - 2)]


def _hashed(org_id: UUID, grams: chain[str]) -> list[int]:
    seed = crc32(org_id.bytes)
    return sorted({crc32(gram.encode(), seed) - (1 << 31) for gram in grams})
