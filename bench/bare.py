"""The baseline of applying: the same form, as bare HTML; one row, 303; on bare Starlette and asyncpg."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from plutomi.seed.people import BOROUGHS

TABLE = "create table if not exists bare (id uuid primary key, name text, email text, phone text, borough text)"
INSERT = "insert into bare (id, name, email, phone, borough) values ($1, $2, $3, $4, $5)"
FORM = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Drivers</title><h1>Drivers</h1><form method="post" action="/apply"><p><label>Name <input name="name" required>
</label><p><label>Email <input name="email" type="email" required></label><p><label>Phone <input name="phone"></label>
<fieldset><legend>Where would you like to deliver?</legend>%s</fieldset><p><button>Apply</button></form></html>"""
CHOICE = '<p><label><input type="radio" name="answers.borough" value="{0}"> {0}</label>'
PAGE = FORM % "".join(map(CHOICE.format, BOROUGHS))
FIELDS = ("name", "email", "phone", "answers.borough")


def app() -> Starlette:
    routes = [Route("/ping", ping), Route("/apply", form), Route("/apply", apply, methods=["POST"])]
    return Starlette(routes=routes, lifespan=lifespan)


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    size = int(os.environ["DATABASE_POOL"])
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=size, max_size=size) as pool:
        await pool.execute(TABLE)
        app.state.pool = pool
        yield


async def ping(request: Request) -> Response:
    return Response("pong")


async def form(request: Request) -> Response:
    return HTMLResponse(PAGE)


async def apply(request: Request) -> Response:
    form = await request.form()
    await request.app.state.pool.execute(INSERT, uuid4(), *(form.get(name) for name in FIELDS))
    return RedirectResponse("/thanks", 303)
