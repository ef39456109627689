"""Answers that are addresses: read as their country writes them, postcode held against region and city.

What is wrong is named at its part, with a likelier value where there is one. A place that the data does not know
is not taken for a wrong one: new postcodes and small places are let through.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from plutomi.errors import Invalid
from plutomi.models.text import clean_line, fold
from plutomi.rules import places
from plutomi.rules.countries import Country, called, country, is_country, name_of
from plutomi.tongue import say

PARTS = ("country", "region", "city", "postcode", "street", "extra")
MOST = {"region": 100, "city": 100, "postcode": 20, "street": 200, "extra": 200}
HOME = "US"  # where nothing says otherwise
Address = dict[str, str]


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one part, in words for people, and what was likelier meant ("" for nothing)."""

    words: str
    suggestion: str = ""


def read_address(question: Any, raw: Any) -> Address | None:
    """All parts of an address, None when nothing was given; Invalid names each part that cannot be taken.

    `question.limits` may hold the one `country` addresses are asked in.
    """
    address, wrong = examine(raw, question.limits)
    if wrong:
        raise Invalid({part: one.words for part, one in wrong.items()})
    return address


def suggestions(raw: Any, limits: Mapping[str, Any]) -> dict[str, str]:
    """Likelier values by part, where what was given cannot be taken."""
    try:
        _, wrong = examine(raw, limits)
    except ValueError:
        return {}
    return {part: one.suggestion for part, one in wrong.items() if one.suggestion}


def examine(raw: Any, limits: Mapping[str, Any]) -> tuple[Address | None, dict[str, Wrong]]:
    """The address as it would be kept, and what is wrong with it by part. ValueError when it is none at all."""
    if not isinstance(raw, Mapping):
        raise ValueError(say("This must be an address, part by part."))
    wrong: dict[str, Wrong] = {}
    given = {part: _text(part, raw.get(part), wrong) for part in MOST}
    if not wrong and not any(given.values()):
        return None, {}
    only = str(limits.get("country") or "")
    code = clean_line(str(raw.get("country") or only or HOME), 60).upper()
    if not is_country(code) or (only and code != only):
        words = say("Please choose a country.")
        if is_country(only):
            words = say("Please give an address in {country}.", country=called(only))
        wrong["country"] = Wrong(words, only)
        code = only
    address = {"country": code} | given
    if not is_country(code):
        return None, wrong
    wrong = _settle(address, country(code)) | wrong
    return {part: address[part] for part in PARTS}, wrong


def show(address: Mapping[str, Any]) -> str:
    """An address in one line, in its country's order."""
    given = {part: str(address.get(part) or "") for part in PARTS}
    if not is_country(given["country"]):
        return ", ".join(
            given[part] for part in ("street", "extra", "city", "region", "postcode", "country") if given[part]
        )
    written = country(given["country"])
    values = {"A": given["street"], "C": given["city"], "S": given["region"], "Z": given["postcode"]}
    lines = [re.sub(r"%([ACSZ])", lambda found: values[found[1]], line).strip(" ,-〒") for line in written.lines]
    street_at = next((at for at, line in enumerate(written.lines) if "%A" in line), 0)
    lines[street_at : street_at + 1] = [lines[street_at], given["extra"]]
    return ", ".join(line for line in (*lines, name_of(written.code)) if line)


def _text(part: str, value: Any, wrong: dict[str, Wrong]) -> str:
    try:
        if value is not None and not isinstance(value, str):
            raise ValueError(say("This must be text."))
        return clean_line(value or "", MOST[part])
    except ValueError as error:
        wrong[part] = Wrong(str(error))
        return ""


def _settle(address: Address, where: Country) -> dict[str, Wrong]:
    """Write the parts as the country does, in place; what is wrong with them."""
    wrong: dict[str, Wrong] = {}
    for name in MOST:
        part = where.part(name)
        if part is None:
            address[name] = ""  # nobody is asked for it there
        elif part.is_required and not address[name]:
            wrong[name] = Wrong(say("Please give the {part}.", part=_lower(say(part.label))))
    if address["region"] and where.regions:
        _settle_region(address, where, wrong)
    if address["postcode"]:
        _settle_postcode(address, where, wrong)
    return wrong or _agree(address, where)


def _settle_region(address: Address, where: Country, wrong: dict[str, Wrong]) -> None:
    found = where.region(address["region"])
    if found:
        address["region"] = found.key
        return
    names = {name: one for one in where.regions for name in one.names}
    close = get_close_matches(fold(address["region"]), names, n=1, cutoff=0.75)
    meant = names[close[0]] if close else None
    if meant:
        wrong["region"] = Wrong(say("Did you mean {words}?", words=meant.words), meant.key)
        return
    part, whole = _lower(where.label("region")), called(where.code)
    wrong["region"] = Wrong(say("Please choose a {part} of {country}.", part=part, country=whole))


def _settle_postcode(address: Address, where: Country, wrong: dict[str, Wrong]) -> None:
    written = write_postcode(address["postcode"], where)
    if written is None:
        wrong["postcode"] = Wrong(_not_one(where))
    else:
        address["postcode"] = written


def _not_one(where: Country) -> str:
    facts = {"part": _lower(where.label("postcode")), "country": called(where.code)}
    if not where.examples:
        return say("This is not a {part} of {country}.", **facts)
    return say("This is not a {part} of {country}, like {example}.", **facts, example=where.examples[0])


def write_postcode(typed: str, where: Country) -> str | None:
    """A postcode with the spaces and hyphens it has in its country; None when it cannot be one."""
    text = typed.upper()
    if where.postcode is None:
        return text
    bare = re.sub(r"[\s\-]", "", text.removeprefix("〒").removeprefix(where.prefix))
    examples = [one for one in where.examples if len(re.sub(r"[\s\-]", "", one)) == len(bare)]
    like = [one for one in examples if _shape(one) == _shape(bare)]
    for one in (*(_spaced(bare, one) for one in (*like, *examples)), f"{bare[:-3]} {bare[-3:]}", text, bare):
        if one and where.postcode.fullmatch(one):
            return one
    return None


def _spaced(bare: str, example: str) -> str:
    """Letters and digits set apart as an example's are."""
    rest = iter(bare)
    return "".join(letter if letter in " -" else next(rest) for letter in example)


def _shape(postcode: str) -> str:
    return "".join("9" if letter.isdigit() else "A" for letter in postcode if letter not in " -")


def _agree(address: Address, where: Country) -> dict[str, Wrong]:
    """Hold the parts against one another: whichever two agree name the third."""
    if not address["postcode"]:
        return {}
    if where.code in places.US_POSTCODES:
        return _agree_in_us(address)
    region = next((one for one in where.regions if one.key == address["region"]), None)
    if region is None or region.postcodes is None or region.postcodes.match(address["postcode"]):
        return {}
    fitting = [one for one in where.regions if one.postcodes and one.postcodes.match(address["postcode"])]
    label = _lower(where.label("region"))
    if len(fitting) != 1:
        return {"postcode": Wrong(_elsewhere(address["postcode"], region.words, label))}
    facts = {"postcode": address["postcode"], "place": fitting[0].words, "other": region.words}
    return {"postcode": Wrong(say("{postcode} is in {place}, not in {other}.", **facts))}


def _elsewhere(postcode: str, place: str, part: str) -> str:
    words = say("{postcode} is not in {place}.", postcode=postcode, place=place)
    return f"{words} {say('Please check it and the {part}.', part=part)}"


def _agree_in_us(address: Address) -> dict[str, Wrong]:
    code, region, city = address["postcode"], address["region"] or address["country"], address["city"]
    found = places.place(address["country"], code)
    if found is None:
        words = say("There is no ZIP code {postcode}. Please check it.", postcode=code)
        return {} if places.is_anywhere(code) else {"postcode": Wrong(words)}
    is_state, is_city = found.state == region, fold(city) in found.names
    if is_state and (is_city or not city or not places.has_city(city, region)):
        return {}
    words = say("{postcode} is in {place}.", postcode=found.postcode, place=f"{found.city}, {found.state}")
    if is_state:
        return {"city": Wrong(words, found.city)}
    if is_city:
        return {"region": Wrong(words, found.state)}
    return {"postcode": Wrong(f"{words} {say('Please check it against the city and state.')}")}


def _lower(label: str) -> str:
    """A label within a sentence; ZIP and PIN keep their capitals."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
