"""Refusals as RFC 9457 problem details, or as a small page where a person is looking."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from plutomi.api.html import page, wants_html
from plutomi.db import Away
from plutomi.errors import Invalid, NotFound, Refusal, TooLarge, TooSoon, Unreachable
from plutomi.ids import new_id
from plutomi.tongue import say

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
REF = "#/components/schemas/{model}"


class Wrong(BaseModel):
    """One field that cannot be taken; `field` is its path, with dots."""

    field: str
    message: str


class Problem(BaseModel):
    """RFC 9457 problem details; `code` names the refusal, `detail` is for people, `errors` are 422's alone."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    errors: list[Wrong] | None = None


# For OpenAPI: what any route may answer instead.
PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "A refusal.", "content": {MEDIA_TYPE: {"schema": {"$ref": REF.format(model="Problem")}}}}
}
SCHEMAS = models_json_schema([(Problem, "serialization"), (Wrong, "serialization")], ref_template=REF)[1]["$defs"]


def install(api: FastAPI) -> None:
    """Let every error of these routes leave as a problem."""
    api.add_exception_handler(Refusal, on_refusal)
    api.add_exception_handler(RequestValidationError, on_invalid)
    api.add_exception_handler(HTTPException, on_http)
    api.add_exception_handler(Away, on_away)
    api.add_exception_handler(Exception, on_surprise)


def answer(refusal: Refusal) -> Response:
    """The refusal as problem details."""
    errors = refusal.errors if isinstance(refusal, Invalid) else None
    return _problem(refusal.status, refusal.code, refusal.message, errors, waiting(refusal))


async def on_refusal(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    return _shown(request, refusal) if wants_html(request) else answer(refusal)


async def on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return await on_refusal(request, Invalid({_field(one["loc"]): _words(one) for one in error.errors()}))


async def on_http(request: Request, error: Exception) -> Response:
    """What the framework refuses: unknown paths and methods, unreadable bodies, bodies broken off for their size."""
    assert isinstance(error, HTTPException)
    known = {404: NotFound, 413: TooLarge}.get(error.status_code)
    if known:
        return await on_refusal(request, known())
    phrase = HTTPStatus(error.status_code).phrase
    return _problem(error.status_code, phrase.title().replace(" ", ""), str(error.detail), None, error.headers)


async def on_away(request: Request, error: Exception) -> Response:
    """Without the database no form can be shown again: what was typed is where the browser came from."""
    log.warning("%s %s: the database is away: %r", request.method, request.url.path, error.__cause__)
    refusal = Unreachable()
    if wants_html(request) and request.method == "POST":
        back = say("Go back: what you typed is still there. Sending it twice does no harm.")
        refusal = Unreachable(f"{refusal.message} {back}")
    return await on_refusal(request, refusal)


async def on_surprise(request: Request, error: Exception) -> Response:
    """A fault of ours: logged under an id that the answer tells, and nothing else."""
    reference = str(new_id())
    log.error("%s %s failed, reference %s", request.method, request.url.path, reference, exc_info=error)
    words = say("Something went wrong on our side. If it goes on, tell us this reference: {id}", id=reference)
    if wants_html(request):
        return page("refused.html", 500, message=words, is_login=is_login(request))
    return _problem(500, "Broken", words)


def is_login(request: Request) -> bool:
    """Whether somebody was about to log in, and may try again."""
    return request.url.path.startswith("/auth/")


def _problem(
    status: int,
    code: str,
    detail: str,
    errors: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    wrong = [Wrong(field=field, message=message) for field, message in errors.items()] if errors is not None else None
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, code=code, errors=wrong)
    return JSONResponse(body.model_dump(exclude_none=True), status, dict(headers or {}), MEDIA_TYPE)


def _shown(request: Request, refusal: Refusal) -> Response:
    words = [*refusal.errors.values()] if isinstance(refusal, Invalid) else [refusal.message]
    is_link = request.url.path == "/auth/link" and refusal.status in (410, 422)
    name = "link_spent.html" if is_link else "refused.html"
    return page(name, refusal.status, waiting(refusal), message=" ".join(words), is_login=is_login(request))


def waiting(refusal: Refusal) -> dict[str, str]:
    """The header that says when to come back, for what was asked too soon or while the database is away."""
    return {"Retry-After": str(refusal.retry_after)} if isinstance(refusal, TooSoon | Unreachable) else {}


def _field(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in loc[1:]) or str(loc[0])


def _words(one: Mapping[str, Any]) -> str:
    return say("This is missing.") if one["type"] == "missing" else str(one["msg"]).removeprefix("Value error, ")
