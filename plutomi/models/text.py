"""What people type, made safe to keep: one Unicode form, nothing invisible passing for something."""

import re
import unicodedata

from plutomi.tongue import number, say

# Unicode's Default_Ignorable_Code_Point and the Braille blank: on their own they show nothing.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_EDGES = re.compile("^[\\s\u00ad\u200b\u2060\ufeff]+|[\\s\u00ad\u200b\u2060\ufeff]+$")
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i", "ħ": "h"}
)


def clean_line(value: str, most: int) -> str:
    """One line of at most `most` characters, inner white space made single; "" when nothing would show."""
    if value.isascii() and value.isprintable():  # as most is: there is nothing to take out
        return _fit(" ".join(value.split()), most)
    return _fit(_EDGES.sub("", re.sub(r"\s+", " ", _clean(value))), most)


def clean_text(value: str, most: int) -> str:
    """Text of at most `most` characters, lines ended by a newline; "" when nothing would show."""
    return _fit(_EDGES.sub("", _clean(_LINE_END.sub("\n", value))), most)


def fold(value: str) -> str:
    """The form two spellings of one word share, for search: no case, no accents, no invisible characters."""
    if value.isascii():
        return " ".join(value.lower().split())
    folded = unicodedata.normalize("NFKD", _INVISIBLE.sub("", value)).casefold().translate(_UNDECOMPOSED)
    letters = (c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return " ".join("".join(letters).split())


def _clean(value: str) -> str:
    if any("\ud800" <= c <= "\udfff" for c in value):
        raise ValueError(say("This holds half a character, which cannot be kept. Please type it again."))
    return unicodedata.normalize("NFC", _CONTROL.sub("", value))


def _fit(value: str, most: int) -> str:
    if not value or (not value.isascii() and not _INVISIBLE.sub("", value).strip()) or value.isspace():
        return ""
    if len(value) > most:
        limit, count = number(most), number(len(value))
        raise ValueError(say("Please use at most {most} characters; this has {count}.", most=limit, count=count))
    return value
