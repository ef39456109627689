"""The plain form: what was typed, read; and the form shown, empty or with what was typed and what is wrong in it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from starlette.requests import Request

from plutomi.api.postal import address_parts
from plutomi.errors import Invalid, OpeningClosed, Refusal, TooSoon, Unproved
from plutomi.rules.answers import NO, YES, Asked

CONTACT = (
    Asked(UUID(int=0), "name", "Name", "short_text"),
    Asked(UUID(int=0), "email", "Email", "email"),
    Asked(UUID(int=0), "phone", "Phone", "phone", is_required=False),
)
Typed = dict[str, list[str]]


async def typed_in(request: Request) -> Typed:
    """The form's texts by name, files left aside."""
    typed: Typed = {}
    async with request.form() as form:
        for name, value in form.multi_items():
            if isinstance(value, str):
                typed.setdefault(name, []).append(value)
    return typed


def first(typed: Typed, name: str) -> str:
    """The first text under this name; "" for none."""
    return next(iter(typed.get(name, ())), "")


def read_form(typed: Typed) -> dict[str, Any]:
    """What the verb takes: `answers.KEY` by key, a list where one name stands several times."""
    given = {name: values if len(values) > 1 else values[0] for name, values in typed.items()}
    answers = {name.removeprefix("answers."): value for name, value in given.items() if name.startswith("answers.")}
    return given | {"answers": answers}


def fields_of(asked: tuple[Asked, ...], typed: Typed, refusal: Refusal | None = None) -> list[dict[str, Any]]:
    """Contact and questions as templates/asked/question.html shows them."""
    errors = refusal.errors if isinstance(refusal, Invalid) else {}
    fields = [_field(one, one.key, typed, errors) for one in CONTACT]
    return fields + [_field(one, one.field, typed, errors) for one in asked]


def notice_of(refusal: Refusal | None) -> str:
    """Why all of it was refused; empty where each field says so itself."""
    if refusal is None or (isinstance(refusal, Invalid) and refusal.errors.keys() - {"captcha"}):
        return ""
    if isinstance(refusal, OpeningClosed):
        return f"{refusal.message} What you wrote is still below, should you want to keep it."
    if isinstance(refusal, TooSoon):
        seconds = "a second" if refusal.retry_after == 1 else f"{refusal.retry_after} seconds"
        return f"This form was sent too often in a row. Nothing is lost: please wait {seconds}, then send it again."
    if isinstance(refusal, Invalid | Unproved):
        return refusal.message
    return f"{refusal.message} Nothing is lost: please send it again."


def _field(asked: Asked, name: str, typed: Typed, errors: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": name,
        "label": asked.title,
        "kind": asked.type,
        "options": asked.options,
        "required": asked.is_required,
        "values": [_shown(asked, value) for value in typed.get(name, ())],
        "hint": asked.description,
        "error": errors.get(name, ""),
        **address_parts(asked, name, typed, errors),
    }


def _shown(asked: Asked, value: str) -> str:
    """As the form itself says it."""
    if asked.type != "yes_no":
        return value
    word = value.strip().casefold()
    return "Yes" if word in YES else "No" if word in NO else value
