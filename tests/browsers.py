"""Browsers without a screen: HTTP clients that talk to the API as our own pages do."""

from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from plutomi.api import build
from plutomi.api.tongues import Tongues
from plutomi.settings import get_settings


@pytest.fixture
async def client(database: AsyncConnection) -> AsyncIterator[httpx.AsyncClient]:
    """A browser on our own pages, talking to the API."""
    async with browser() as made:
        yield made


def browser(base_url: str = "", **headers: str) -> httpx.AsyncClient:
    """A browser whose requests come from our own pages, unless headers say otherwise; it follows no redirect."""
    base_url = base_url or get_settings().base_url
    transport = httpx.ASGITransport(Tongues(build()), raise_app_exceptions=False, client=("192.0.2.9", 1234))
    return httpx.AsyncClient(transport=transport, base_url=base_url, headers={"origin": base_url} | headers)
