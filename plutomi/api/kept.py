"""Answers that others may keep: with an ETag and a time, and 304 for who has them already."""

import hashlib
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import Response


def kept(request: Request, body: str, media_type: str, seconds: int, modified: datetime | None = None) -> Response:
    """The body, to be kept for so many seconds and then asked for again; empty with 304 when nothing is new."""
    content = body.encode()
    etag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    headers = {"ETag": etag, "Cache-Control": f"public, max-age={seconds}"}
    headers |= {"Last-Modified": format_datetime(modified, usegmt=True)} if modified else {}
    if _is_known(request, etag, modified):
        return Response(None, 304, headers)
    return Response(content, 200, headers, media_type)


def _is_known(request: Request, etag: str, modified: datetime | None) -> bool:
    if match := request.headers.get("if-none-match"):
        return match.strip() == "*" or etag in (one.strip().removeprefix("W/") for one in match.split(","))
    since = request.headers.get("if-modified-since", "")
    if not since or modified is None:
        return False
    try:
        return modified.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):  # no date, or one without a zone
        return False
