"""Addresses under /api/ that lead nowhere: a program gets problem details, never the pages' HTML."""

from collections.abc import Iterable

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plutomi.errors import NotFound

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
SERVED = ("/api/", "/embed/", "/feeds/", "/sitemap", "/healthz", "/widget.js", "/robots.txt", "/favicon.ico", "/my/")


def install(api: FastAPI, routers: Iterable[APIRouter]) -> None:
    """After every other route, for routes are tried in order."""
    routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]

    async def unknown(request: Request) -> Response:
        """405 where another method would do, else 404."""
        others = (route for route in routes if route.matches(request.scope)[0] is Match.PARTIAL)
        allowed = {method for route in others for method in route.methods or ()}
        if allowed:
            raise HTTPException(405, headers={"Allow": ", ".join(sorted(allowed))})
        raise NotFound

    api.add_route("/api/{rest:path}", unknown, methods=METHODS, include_in_schema=False)


class HeadAsGet:
    """Answers HEAD as GET, without the body, wherever a route of ours answers GET."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD" or not scope["path"].startswith(SERVED):
            return await self.app(scope, receive, send)

        async def bodiless(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, bodiless)
