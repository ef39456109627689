"""The plain form: what was typed, read; and the form shown, empty or with what was typed and what is wrong in it."""

import json
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from plutomi.api.postal import address_parts
from plutomi.errors import Invalid, OpeningClosed, Refusal, TooSoon, Unproved
from plutomi.rules import drawing
from plutomi.rules.answers import NO, YES, Asked
from plutomi.rules.files import accepted, most_files
from plutomi.rules.told import only_if
from plutomi.tongue import mark, plural, say

CONTACT = (
    Asked(UUID(int=0), "name", mark("Name"), "short_text"),
    Asked(UUID(int=0), "email", mark("Email"), "email"),
    Asked(UUID(int=0), "phone", mark("Phone"), "phone", is_required=False),
)
Typed = dict[str, list[str]]
Take = Callable[[str, UploadFile], Awaitable[str]]  # a question's key and a file to the file's ticket
URLENCODED = "application/x-www-form-urlencoded"
MOST_FILES, MOST_FIELDS, MOST_TEXT = 20, 1000, 256 * 1024


async def typed_in(request: Request, take: Take | None = None) -> Typed:
    """The form's texts by name, its files made into tickets by `take`, or left aside without it.

    Files are spooled to the disk as they come; "" is the ticket of one that was not taken.
    """
    typed: Typed = {}
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() == URLENCODED:
        for name, text in _pairs(await request.body()):
            typed.setdefault(name, []).append(text)
        return typed
    async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=MOST_TEXT) as form:
        for name, value in form.multi_items():
            if isinstance(value, str):
                typed.setdefault(name, []).append(value)
                continue
            is_asked = take and value.filename and name.startswith("answers.")
            if take and is_asked and (ticket := await take(name.removeprefix("answers."), value)):
                typed.setdefault(name, []).append(ticket)
    return typed


def _pairs(body: bytes) -> list[tuple[str, str]]:
    """Names and texts of a plain form, read at once: Starlette's parser calls Python for each part of each field."""
    try:
        pairs = parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(400, "The form has too many fields.") from error
    if any(len(name) + len(value) > MOST_TEXT for name, value in pairs):
        raise HTTPException(400, "A field of the form is too long.")
    return pairs


def first(typed: Typed, name: str) -> str:
    """The first text under this name; "" for none."""
    return next(iter(typed.get(name, ())), "")


def read_form(typed: Typed) -> dict[str, Any]:
    """What the verb takes: `answers.KEY` by key, a list where one name stands several times."""
    given = {name: values if len(values) > 1 else values[0] for name, values in typed.items()}
    answers = {name.removeprefix("answers."): value for name, value in given.items() if name.startswith("answers.")}
    return given | {"answers": answers}


def fields_of(
    asked: tuple[Asked, ...], typed: Typed, refusal: Refusal | None = None, lang: str = ""
) -> list[dict[str, Any]]:
    """Contact and questions as templates/asked/question.html shows them; `lang` is that of the org's own words."""
    errors = refusal.errors if isinstance(refusal, Invalid) else {}
    contact = [plain_field(one, one.key, typed, errors) for one in CONTACT]
    ours = [field | {"head": None, "label": say(field["label"])} for field in contact]
    return [*ours, *(field | {"lang": lang} for field in _placed(asked, typed, errors))]


def notice_of(refusal: Refusal | None) -> str:
    """Why all of it was refused; empty where each field says so itself."""
    if refusal is None or (isinstance(refusal, Invalid) and refusal.errors.keys() - {"captcha"}):
        return ""
    if isinstance(refusal, OpeningClosed):
        return f"{refusal.message} {say('What you wrote is still below, should you want to keep it.')}"
    if isinstance(refusal, TooSoon):
        return plural(
            "This form was sent too often in a row. Nothing is lost: please wait a second, then send it again.",
            "This form was sent too often in a row. Nothing is lost: please wait {count} seconds, then send it again.",
            refusal.retry_after,
        )
    if isinstance(refusal, Invalid | Unproved):
        return refusal.message
    return f"{refusal.message} {say('Nothing is lost: please send it again.')}"


def plain_field(
    asked: Asked, name: str, typed: Typed, errors: Mapping[str, str], titles: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What templates/asked/question.html shows of a question; `key` is empty for what is none."""
    least, most = drawing.ends(asked)
    parameters = {parameter: values[0] for parameter, values in typed.items() if values}
    given = typed.get(name) or drawing.prefilled(asked, parameters)
    return {
        "name": name,
        "key": "" if titles is None else asked.key,
        "label": asked.title,
        "lang": "",
        "kind": asked.type,
        "options": asked.options,
        "required": asked.is_required,
        "values": [_shown(asked, value) for value in given],
        "hint": "\n".join(filter(None, (drawing.hint(asked), drawing.length(asked)))),
        "error": errors.get(name, ""),
        "placeholder": asked.placeholder,
        "least": least,
        "most": most,
        "counted": drawing.counted_ends(asked),
        "unit": asked.limits.get("unit", ""),
        "max_length": asked.limits.get("max_length", 0),
        "marks": drawing.marks(asked),
        "agreement": drawing.agreement(asked),
        "is_hidden": asked.is_hidden,
        "section": str(asked.section.id) if asked.section else "",
        **_condition(asked.show_if, titles or {}),
        **address_parts(asked, name, typed, errors),
        **(_files(asked, typed.get(name, ())) if asked.type == "file" else {}),
    }


def _placed(asked: tuple[Asked, ...], typed: Typed, errors: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Each question, the first of a section with its heading."""
    titles = {one.key: one.title for one in asked}
    for section, questions in groupby(asked, lambda one: one.section):
        head = section and {
            "title": section.title,
            "about": section.description,
            **_condition(section.show_if, titles),
        }
        for one in questions:
            yield plain_field(one, one.field, typed, errors, titles) | {"head": head}
            head = None


def _condition(tree: Mapping[str, Any] | None, titles: Mapping[str, str]) -> dict[str, str]:
    """For the script as JSON, for people without it in words."""
    return {"show_if": json.dumps(tree, ensure_ascii=False) if tree else "", "only_if": only_if(tree, titles)}


def _files(asked: Asked, tickets: Iterable[str]) -> dict[str, Any]:
    """What a file's field shows besides: what it takes, and what has arrived."""
    sent = [(ticket, say("File {number} you sent", number=at)) for at, ticket in enumerate(filter(None, tickets), 1)]
    return {"files": sent, "accept": accepted(asked), "many": most_files(asked)}


def _shown(asked: Asked, value: str) -> str:
    """As the form itself sends it."""
    if asked.type != "yes_no":
        return value
    word = value.strip().casefold()
    return "yes" if word in YES else "no" if word in NO else value
