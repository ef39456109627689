"""The one validator of what applicants send: raw input in, typed values or a refusal per field out."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from plutomi.errors import Invalid
from plutomi.models.email import read_email
from plutomi.models.phone import read_phone
from plutomi.models.text import clean_line, clean_text

MAX_SHORT, MAX_LONG, MAX_NAME = 300, 10_000, 200
REQUIRED = "Please answer this."
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")  # else a comma is taken for a decimal point
YES, NO = ("true", "yes", "1", "on"), ("false", "no", "0", "off")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as one stage's form asks it."""

    question_id: UUID
    key: str
    title: str
    type: str
    description: str = ""
    options: tuple[str, ...] = ()
    is_required: bool = True

    @property
    def field(self) -> str:
        """The name of its input in forms and of its place in errors."""
        return f"answers.{self.key}"


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


def read_answers(asked: Sequence[Asked], given: Mapping[str, Any]) -> dict[UUID, Any]:
    """Values by question id, unanswered ones left out. Invalid names each `answers.KEY` that is missing or wrong."""
    errors: dict[str, str] = {}
    values = {}
    for question in asked:
        value = _read(errors, question.field, lambda q=question: read_answer(q, given.get(q.key)))  # type: ignore[misc]
        if value is not None:
            values[question.question_id] = value
    if errors:
        raise Invalid(errors)
    return values


def read_answer(question: Asked, raw: Any) -> Any:
    """One typed value, None for no answer; ValueError in words for the applicant."""
    value = None if is_blank(raw) else READERS[question.type](question, raw)
    if value is None or value in ("", []):
        if question.is_required:
            raise ValueError(REQUIRED)
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
        return None


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise ValueError("This must be text." if raw is not None else REQUIRED)
    return raw


def _name(raw: Any) -> str:
    name = clean_line(_text(raw), MAX_NAME)
    if not name:
        raise ValueError("Please tell us your name.")
    return name


def _phone(raw: Any) -> str:
    return "" if is_blank(raw) else read_phone(_text(raw))


def _choice(question: Asked, raw: Any) -> str:
    value = clean_line(_text(raw), MAX_SHORT)
    if value not in question.options:
        raise ValueError("Please choose one of the options.")
    return value


def _choices(question: Asked, raw: Any) -> list[str]:
    several = raw if isinstance(raw, list) else [raw]
    chosen = {_choice(question, one) for one in several if not is_blank(one)}
    return [option for option in question.options if option in chosen]


def _yes_no(question: Asked, raw: Any) -> bool:
    word = str(raw).strip().casefold()
    if word not in YES + NO:
        raise ValueError("Please answer yes or no.")
    return word in YES


def _number(question: Asked, raw: Any) -> int | float:
    if isinstance(raw, bool):
        raise ValueError("This must be a number.")
    text = str(raw).strip()
    try:
        value = float(text.replace(",", "" if _THOUSANDS.fullmatch(text) else "."))
    except ValueError:
        raise ValueError("This must be a number.") from None
    if not math.isfinite(value) or abs(value) > 1e15:
        raise ValueError("This number is too large.")
    return int(value) if value.is_integer() else value


def _date(question: Asked, raw: Any) -> str:
    try:
        return date.fromisoformat(_text(raw).strip()).isoformat()
    except ValueError:
        raise ValueError("This must be a date, like 2026-05-31.") from None


READERS: dict[str, Callable[[Asked, Any], Any]] = {
    "short_text": lambda question, raw: clean_line(_text(raw), MAX_SHORT),
    "long_text": lambda question, raw: clean_text(_text(raw), MAX_LONG),
    "one_choice": _choice,
    "several_choices": _choices,
    "yes_no": _yes_no,
    "number": _number,
    "date": _date,
    "email": lambda question, raw: read_email(_text(raw)).address,
    "phone": lambda question, raw: read_phone(_text(raw)),
}
