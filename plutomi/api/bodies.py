"""JSON that PostgreSQL and Python both take, or a clear refusal: before any route reads it."""

import json
from math import isfinite
from typing import Any, NoReturn

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plutomi.api.errors import on_refusal
from plutomi.errors import Invalid, NotFound, Refusal, TooLarge

MAX_DEPTH = 20


class NotJson(Refusal):
    message = "The body is not JSON."


class CleanInput:
    """Refuses NUL, half characters, NaN, infinity and deep nesting, wherever they stand."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        try:
            _check_address(scope)
            if "json" in Headers(scope=scope).get("content-type", ""):
                receive = await _checked(receive)
        except (Refusal, HTTPException) as error:  # the edge breaks too large a body off with an HTTPException
            refusal = error if isinstance(error, Refusal) else TooLarge()
            answer = await on_refusal(Request(scope), refusal)
            return await answer(scope, receive, send)
        await self.app(scope, receive, send)


def check_json(body: bytes) -> None:
    """Nothing, or NotJson, or Invalid that names the place."""
    if not body:
        return
    try:
        value = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise NotJson from error
    _walk(value)


def _walk(value: Any) -> None:
    errors, left = {}, [("", value, 0)]
    while left:
        path, value, depth = left.pop()
        if depth > MAX_DEPTH:
            raise NotJson(f"The body is nested more than {MAX_DEPTH} deep.")
        if words := _fault(value):
            errors[path.removeprefix(".") or "body"] = words
        left += [(f"{path}.{_shown(key)}", inner, depth + 1) for key, inner in _inside(value)]
        errors |= {_shown(key): words for key, _ in _inside(value) if (words := _fault(key))}
    if errors:
        raise Invalid(errors)


def _inside(value: Any) -> list[tuple[Any, Any]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []


def _fault(value: Any) -> str:
    if isinstance(value, float) and not isfinite(value):
        return "This number is too large."
    if not isinstance(value, str) or (value.isascii() and "\0" not in value):
        return ""
    if "\0" in value:
        return "This holds a NUL character, which cannot be kept."
    return "This holds half a character, which cannot be kept." if any("\ud800" <= c <= "\udfff" for c in value) else ""


def _shown(key: Any) -> str:
    return str(key).encode("ascii", "replace").decode().replace("\0", "?")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _check_address(scope: Scope) -> None:
    if "\0" in scope["path"]:
        raise NotFound
    if b"%00" in scope["query_string"]:
        raise Invalid({"address": "This holds a NUL character, which cannot be kept."})


async def _checked(receive: Receive) -> Receive:
    """Read the whole body, whose size the edge bounds, and hand it on once it has passed."""
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    body = b"".join(parts)
    check_json(body)
    is_told = False

    async def replay() -> Message:
        nonlocal is_told
        if is_told:
            return await receive()
        is_told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
