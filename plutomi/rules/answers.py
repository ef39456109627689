"""The one validator of what applicants send: raw input in, typed values or a refusal per field out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from plutomi.errors import Invalid
from plutomi.models.email import read_email
from plutomi.models.phone import read_phone
from plutomi.models.text import clean_line
from plutomi.rules.addresses import PARTS
from plutomi.rules.asked import Asked, AskedSection
from plutomi.rules.conditions import Facts
from plutomi.rules.facts import facts_from, is_shown
from plutomi.rules.kinds import READERS
from plutomi.rules.kinds.choices import NO, YES
from plutomi.rules.limits import MAX_LONG, MAX_SHORT
from plutomi.tongue import mark, say

__all__ = ["MAX_LONG", "MAX_SHORT", "NO", "YES", "Asked", "AskedSection"]  # with the verbs below
MAX_NAME = 200
REQUIRED = mark("Please answer this.")


@dataclass(frozen=True, slots=True)
class Contact:
    """Who applies: `email` as typed, `email_key` as compared, `phone` in E.164 or empty."""

    name: str
    email: str
    email_key: str
    phone: str = ""


def read_contact(raw: Mapping[str, Any]) -> Contact:
    """Name, email and phone of a submission; Invalid names each field that cannot be taken."""
    errors: dict[str, str] = {}
    name = _read(errors, "name", lambda: _name(raw.get("name")))
    email = _read(errors, "email", lambda: read_email(_text(raw.get("email"))))
    phone = _read(errors, "phone", lambda: _phone(raw.get("phone")))
    if errors:
        raise Invalid(errors)
    return Contact(name, email.address, email.key, phone)


def read_answers(
    asked: Sequence[Asked], given: Mapping[str, Any], known: Facts = MappingProxyType({})
) -> dict[UUID, Any]:
    """Values by question id, unanswered ones and those of questions not shown left out.

    Questions are shown by the answers before them and by what is `known` from earlier forms. Invalid names each
    `answers.KEY` that is missing or wrong.
    """
    errors: dict[str, str] = {}
    values, facts = {}, dict(known)
    for question in asked:
        if not is_shown(question, facts):
            continue
        raw = given_to(question, given)
        value = _hidden(question, raw) if question.is_hidden else _answer(errors, question, raw)
        if value is not None:
            values[question.question_id] = value
            facts |= facts_from(question.key, question.type, value)
    if errors:
        raise Invalid(errors)
    return values


def prefills(asked: Sequence[Asked], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Values by question key that parameters of the page's address give; those that cannot be taken are left out."""
    named = {one.key: _hidden(one, parameters[one.prefill]) for one in asked if one.prefill in parameters}
    return {key: value for key, value in named.items() if value is not None}


def given_to(question: Asked, given: Mapping[str, Any]) -> Any:
    """What was sent for a question; an address may come part by part, as `KEY.street` and so on."""
    if question.type == "address" and question.key not in given:
        return {part: given[name] for part in PARTS if (name := f"{question.key}.{part}") in given} or None
    return given.get(question.key)


def read_answer(question: Asked, raw: Any) -> Any:
    """One typed value, None for no answer; ValueError in words for the applicant."""
    value = None if is_blank(raw) else READERS[question.type](question, raw)
    if value is None or value == "" or value == []:
        if question.is_required:
            raise ValueError(say(REQUIRED))
        return None
    return value


def is_blank(raw: Any) -> bool:
    """Whether nothing was given: absent, an empty string or an empty list."""
    return raw is None or raw == [] or (isinstance(raw, str) and not raw.strip())


def together(*readers: Callable[[], Any]) -> list[Any]:
    """Run every reader and raise one Invalid with all their errors, so that people see them at once."""
    errors: dict[str, str] = {}
    results = []
    for reader in readers:
        try:
            results.append(reader())
        except Invalid as refusal:
            errors |= refusal.errors
    if errors:
        raise Invalid(errors)
    return results


def _read(errors: dict[str, str], field: str, reader: Callable[[], Any]) -> Any:
    try:
        return reader()
    except ValueError as error:
        errors[field] = str(error)
    except Invalid as refusal:  # of the parts of an answer
        errors |= {f"{field}.{part}": words for part, words in refusal.errors.items()}
    return None


def _answer(errors: dict[str, str], question: Asked, raw: Any) -> Any:
    return _read(errors, question.field, lambda: read_answer(question, raw))


def _hidden(question: Asked, raw: Any) -> Any:
    """What nobody typed is taken if it can be: there is nobody to ask again."""
    return _answer({}, question, raw)


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise ValueError(say("This must be text.") if raw is not None else say(REQUIRED))
    return raw


def _name(raw: Any) -> str:
    name = clean_line(_text(raw), MAX_NAME)
    if not name:
        raise ValueError(say("Please tell us your name."))
    return name


def _phone(raw: Any) -> str:
    return "" if is_blank(raw) else read_phone(_text(raw))
