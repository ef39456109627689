"""Styles and pictures over HTTP."""

import io

import httpx
import pytest
from PIL import Image

from plutomi.api.styles import LARGER
from plutomi.domain import sessions
from plutomi.rules.pictures import MAX_UPLOAD
from tests import make
from tests.api.worlds import log_in, world
from tests.browsers import browser

NOTHING = {"apply": None, "continue": None, "send": None}


def png(size: tuple[int, int] = (400, 100), color: str = "#005b6e") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
async def own(client):
    there = await world()
    await log_in(client, there.user)
    return there


async def test_a_style_is_set_whole_and_told_with_what_it_inherits(client, own):
    org = await client.put("/api/v1/org/style", json={"color": "#FFE600", "buttons": {"continue": "Go on"}})
    assert org.status_code == 200
    assert "black" in org.json()["warnings"]["color"]
    path = f"/api/v1/openings/{own.opening.id}/style"
    assert (await client.put(path, json={"font": "serif"})).status_code == 200
    told = (await client.get(path)).json()
    assert told["own"] == {
        "color": None, "background": None, "font": "serif", "corners": None, "buttons": NOTHING, "logo": None,
        "cover": None,
    }  # fmt: skip
    assert (told["shown"]["color"], told["shown"]["font"]) == ("#ffe600", "serif")
    assert told["inherited"]["buttons"] == NOTHING | {"continue": "Go on"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"color": "#fff;}</style><script>alert(1)</script>"}, "color"),
        ({"background": "url(https://evil.example/x)"}, "background"),
        ({"font": "Comic Sans"}, "font"),
        ({"corners": "wavy"}, "corners"),
        ({"buttons": {"send": "x" * 41}}, "buttons.send"),
        ({"buttons": {"other": "x"}}, "buttons.other"),
        ({"logo": "ab" * 32}, "logo"),
        ({"cover": "<svg>"}, "cover"),
        ({"css": "body{display:none}"}, "css"),
    ],
)
async def test_what_is_no_style_is_refused_at_its_field(client, own, body, field):
    answer = await client.put("/api/v1/org/style", json=body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert (await client.get("/api/v1/org/style")).json()["own"]["color"] is None


async def test_a_picture_is_kept_and_shown_to_anybody_for_ever(client, own):
    kept = await client.post("/api/v1/pictures?use=logo", content=png())
    assert kept.status_code == 201
    told = kept.json()
    assert (told["width"], told["height"]) == (400, 100)
    assert (await client.put("/api/v1/org/style", json={"logo": told["sha256"]})).status_code == 200
    async with browser() as stranger:
        for kind in ("webp", "png"):
            answer = await stranger.get(f"/brand/{own.org.slug}/{told['sha256']}.{kind}")
            assert (answer.status_code, answer.headers["content-type"]) == (200, f"image/{kind}")
            assert "immutable" in answer.headers["cache-control"]
            assert Image.open(io.BytesIO(answer.content)).size == (400, 100)


async def test_a_picture_is_its_orgs_alone(client, own):
    sha256 = (await client.post("/api/v1/pictures?use=cover", content=png())).json()["sha256"]
    foreign = await world()
    for path in (f"{foreign.org.slug}/{sha256}.webp", f"{own.org.slug}/{sha256}.svg", f"{own.org.slug}/{sha256}",
                 f"nobody/{sha256}.webp", f"{own.org.slug}/{'0' * 64}.webp"):  # fmt: skip
        assert (await client.get(f"/brand/{path}")).status_code == 404, path


@pytest.mark.parametrize(
    ("content", "type"),
    [(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"), (b"<html>", "image/png"), (b"", "image/png")],
)
async def test_what_is_no_picture_is_refused_whatever_it_calls_itself(client, own, content, type):
    answer = await client.post("/api/v1/pictures", content=content, headers={"content-type": type})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "picture")


async def test_too_large_a_picture_is_broken_off_while_it_comes(client, own):
    sent = 0

    async def endless():
        nonlocal sent
        while sent < 50:
            sent += 1
            yield b"x" * 1024 * 1024

    answer = await client.post("/api/v1/pictures", content=endless())
    assert (answer.status_code, answer.json()["code"]) == (413, "TooLarge")
    assert LARGER["/api/v1/pictures"] == MAX_UPLOAD


async def test_strangers_keep_no_pictures(client: httpx.AsyncClient, database):
    assert (await client.post("/api/v1/pictures", content=png())).status_code == 401
    client.cookies.set(sessions.cookie_name(), await make.cookie(await make.user()))
    assert (await client.post("/api/v1/pictures", content=png())).status_code == 403
