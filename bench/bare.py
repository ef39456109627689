"""The baseline of applying: the same form, one row, 303, on bare Starlette and asyncpg."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

TABLE = "create table if not exists bare (id uuid primary key, name text, email text, phone text, borough text)"
INSERT = "insert into bare (id, name, email, phone, borough) values ($1, $2, $3, $4, $5)"
FIELDS = ("name", "email", "phone", "answers.borough")


def app() -> Starlette:
    return Starlette(routes=[Route("/ping", ping), Route("/apply", apply, methods=["POST"])], lifespan=lifespan)


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    size = int(os.environ["DATABASE_POOL"])
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=size, max_size=size) as pool:
        await pool.execute(TABLE)
        app.state.pool = pool
        yield


async def ping(request: Request) -> Response:
    return Response("pong")


async def apply(request: Request) -> Response:
    form = await request.form()
    await request.app.state.pool.execute(INSERT, uuid4(), *(form.get(name) for name in FIELDS))
    return RedirectResponse("/thanks", 303)
