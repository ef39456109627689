"""What a question's field shows, whoever draws it: its hint, its ends, what stands in it from the start."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import phonenumbers

from plutomi.rules import files
from plutomi.rules.asked import Asked
from plutomi.rules.kinds.choices import NO, YES
from plutomi.rules.limits import RATING, day_of
from plutomi.tongue import day, figure, hour, mark, plural, say

HOME = "US"  # where phones and addresses are unless it is said
NEVER_PREFILLED = ("consent", "signature", "file", "address")  # acts of the person, or made of parts
MAX_PREFILL = 2_000
SIGNED = mark("Type your full name. It is kept as your signature, with the date and time.")


def hint(asked: Asked) -> str:
    """The words under a question: its explanation, this form's own help, what its type asks for."""
    return "\n".join(filter(None, (asked.description, asked.help, _of_type(asked))))


def length(asked: Asked) -> str:
    """How long an answer may be, in words, for where nothing counts what is typed."""
    most = asked.limits.get("max_length")
    return plural("At most {count} letter.", "At most {count} letters.", most) if most else ""


def ends(asked: Asked) -> tuple[str, str]:
    """The least and the most as an input's `min` and `max`, "" for none."""
    least, most = (asked.limits.get(end, "") for end in ("min", "max"))
    if asked.type == "date":
        return _day(least), _day(most)
    return (str(least), str(most)) if asked.type in ("time", "number") else ("", "")


def counted_ends(asked: Asked) -> tuple[str, str]:
    """Those of the ends that are counted from today, in the words they are kept in, "" for others."""
    ends = (str(asked.limits.get(end, "")) for end in ("min", "max")) if asked.type == "date" else ("", "")
    least, most = (words if words.startswith("today") else "" for words in ends)
    return least, most


def marks(asked: Asked) -> list[str]:
    """A rating's marks, the lowest first; none for other types."""
    most = asked.limits.get("max", RATING) if asked.type == "rating" else 0
    return [str(mark) for mark in range(1, most + 1)]


def country(asked: Asked) -> str:
    """The country a phone or an address is in unless it is said."""
    return str(asked.limits.get("country", HOME))


def agreement(asked: Asked) -> str:
    """What a consent agrees to, as it is kept."""
    return str(asked.limits.get("text") or asked.title) if asked.type == "consent" else ""


def typed(asked: Asked, value: Any) -> list[str]:
    """An answer as it would be typed or chosen again."""
    if value is None:
        return []
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, Mapping):
        return _typed_whole(asked.type, value)
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def prefilled(asked: Asked, parameters: Mapping[str, str]) -> list[str]:
    """What the page's address answers for somebody, as it would be typed; only what a form could send."""
    given = str(parameters.get(asked.prefill, "")).strip()[:MAX_PREFILL] if asked.prefill else ""
    if not given or asked.type in NEVER_PREFILLED:
        return []
    if asked.type == "yes_no":
        word = given.casefold()
        return ["yes"] if word in YES else ["no"] if word in NO else []
    if asked.type == "rating":
        return [given] if given in marks(asked) else []
    if asked.type in ("one_choice", "several_choices"):
        return _chosen(asked, given)
    return [given]


@cache
def example(region: str) -> str:
    """A phone number as people in a country write it."""
    number = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    number = number or phonenumbers.example_number(region)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL) if number else ""


def _of_type(asked: Asked) -> str:
    if asked.type == "phone" and "country" in asked.limits:
        return say("Like {number}, or with a + and the country's code.", number=example(country(asked)))
    if asked.type == "signature":
        return say(SIGNED)
    if asked.type == "file":
        return files.in_words(asked)
    return _range(asked) if asked.type in SHOWN else ""


def _range(asked: Asked) -> str:
    least, most = asked.limits.get("min"), asked.limits.get("max")
    is_time, show = asked.type != "number", SHOWN[asked.type]
    if least is not None and most is not None:
        return say("From {least} to {most}.", least=show(least), most=show(most))
    if least is not None:
        return say("{least} or later.", least=show(least)) if is_time else say("{least} or more.", least=show(least))
    if most is not None:
        return say("{most} or earlier.", most=show(most)) if is_time else say("{most} or less.", most=show(most))
    return ""


SHOWN: dict[str, Callable[[Any], str]] = {"number": figure, "time": hour, "date": lambda words: day(day_of(words))}


def _day(words: str) -> str:
    return day_of(words).isoformat() if words else ""


def _typed_whole(type: str, value: Mapping[str, Any]) -> list[str]:
    if type == "consent":
        return ["yes"] if value.get("agreed") else []
    return [str(value["name"])] if type == "signature" and value.get("name") else []


def _chosen(asked: Asked, given: str) -> list[str]:
    """The options named; several are parted by commas."""
    named = {given.casefold()}
    if asked.type == "several_choices":
        named |= {one.strip().casefold() for one in given.split(",")}
    return [option for option in asked.options if option.casefold() in named]
