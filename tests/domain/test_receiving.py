"""Receiving: once, in turn, not too often, proved where a proof is asked for; and refused without anything lost."""

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from plutomi.domain import throttles
from plutomi.domain.applicants import receiving
from plutomi.errors import Invalid, KeyReused, TooSoon, Unproved
from tests import make
from tests.domain.verbs import applicants

GIVEN = {"name": "Grace", "email": "grace@example.com", "answers": {}}


class Verifier(BaseHTTPRequestHandler):
    """Speaks the protocol of hCaptcha and Turnstile: `good` is a good proof, `odd` no verdict, `slow` too late."""

    def do_POST(self) -> None:
        given = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
        proof = given["response"][0]
        is_good = proof == "good" and given["secret"] == ["our-secret"] and given["remoteip"] == ["192.0.2.9"]
        body = b"<html>" if proof == "odd" else json.dumps({"success": is_good}).encode()
        self.send_response(500 if proof == "broken" else 200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def verifier(set_environment) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Verifier)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_address[1]}/siteverify"
    set_environment(CAPTCHA="turnstile", CAPTCHA_SITE_KEY="site", CAPTCHA_SECRET="our-secret", CAPTCHA_URL=url)
    yield
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
async def opening(database):
    await throttles.forget()
    return await make.opening(await make.org(), state="public")


async def receive(opening, ip: str = "192.0.2.9", key: str = "", **changes) -> None:
    await receiving.receive(opening.org_id, opening.slug, GIVEN | changes, ip, key)


async def test_a_good_proof_lets_in(opening, verifier):
    await receive(opening, **{"cf-turnstile-response": "good"})
    assert len(await applicants(opening.org_id)) == 1


@pytest.mark.parametrize("proof", ["bad", "", "x" * 6000, ["good"]])
async def test_a_bad_proof_is_asked_for_again(opening, verifier, proof):
    with pytest.raises(Invalid) as refused:
        await receive(opening, **{"cf-turnstile-response": proof})
    assert refused.value.errors.keys() == {"captcha"}
    assert await applicants(opening.org_id) == []


@pytest.mark.parametrize("proof", ["odd", "broken"])
async def test_without_a_verdict_nothing_is_taken(opening, verifier, proof):
    with pytest.raises(Unproved):
        await receive(opening, captcha=proof)
    assert await applicants(opening.org_id) == []


async def test_a_service_that_is_not_there_is_said_so(opening, set_environment):
    keys = {"CAPTCHA_SITE_KEY": "s", "CAPTCHA_SECRET": "s", "CAPTCHA_URL": "http://127.0.0.1:9/"}
    set_environment(CAPTCHA="hcaptcha", **keys)
    with pytest.raises(Unproved):
        await receive(opening, captcha="good")


async def test_an_opening_gets_only_so_many_and_the_others_go_on(opening, set_environment):
    set_environment(SUBMISSIONS_PER_OPENING_PER_MINUTE="2")
    other = await make.opening(await make.org(), state="public")
    for number in range(2):
        await receive(opening, f"192.0.2.{number}", email=f"a{number}@example.com")
    with pytest.raises(TooSoon):
        await receive(opening, "192.0.2.77")
    with pytest.raises(TooSoon):
        await receiving.receive(opening.org_id, opening.slug.upper(), GIVEN, "192.0.2.78")
    await receive(other, "192.0.2.77")


async def most_at_once(opening: str, many: int = 40) -> int:
    """How many of this crowd were at work at the same time."""
    inside, most = 0, 0

    async def work() -> None:
        nonlocal inside, most
        async with throttles.turn(opening):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.005)
            inside -= 1

    await asyncio.gather(*(work() for _ in range(many)))
    return most


async def test_a_crowd_waits_for_itself_and_not_the_others_for_it():
    await throttles.forget()
    crowd = asyncio.ensure_future(most_at_once("crowded"))
    await asyncio.sleep(0.001)
    async with asyncio.timeout(0.05), throttles.turn("quiet"):
        pass
    assert await crowd == throttles.AT_ONCE
    assert throttles._turns == throttles._shares == {}


async def test_a_crowd_has_less_beside_others_until_they_have_not_come_for_a_while(monkeypatch):
    await throttles.forget()
    async with throttles.turn("quiet"):
        pass
    assert await most_at_once("crowded") == throttles.BESIDE_OTHERS
    later = throttles.monotonic() + throttles.LATELY + 1
    monkeypatch.setattr(throttles, "monotonic", lambda: later)
    assert await most_at_once("crowded") == throttles.AT_ONCE
    assert throttles._turns == throttles._shares == {}


async def test_a_crowd_too_large_is_asked_to_come_back(monkeypatch):
    monkeypatch.setattr(throttles, "QUEUE", 1)
    async with throttles.turn("full"):
        with pytest.raises(TooSoon):
            async with throttles.turn("full"):
                pass


async def test_who_waits_too_long_is_asked_to_come_back(monkeypatch):
    monkeypatch.setattr(throttles, "AT_ONCE", 1)
    monkeypatch.setattr(throttles, "PATIENCE", 0.01)
    async with throttles.turn("slow"):
        with pytest.raises(TooSoon):
            async with throttles.turn("slow"):
                pass
    async with throttles.turn("slow"):
        pass


async def test_under_one_key_the_same_counts_once_even_at_the_same_time(committed):
    await throttles.forget()
    opening = await make.opening(await make.org(), state="public")
    await asyncio.gather(*(receive(opening, key="k") for _ in range(4)))
    await receive(opening, key="k", **{"cf-turnstile-response": "other"})
    assert len(await applicants(opening.org_id)) == 1
    from tests.domain.verbs import types

    assert "applicant.reapplied" not in await types(opening.org_id)


async def test_under_one_key_something_else_is_refused_and_what_was_refused_leaves_no_trace(opening):
    await receive(opening, key="k")
    with pytest.raises(KeyReused):
        await receive(opening, key="k", name="Grace B. Hopper")
    assert [one.name for one in await applicants(opening.org_id)] == ["Grace"]
    with pytest.raises(Invalid):
        await receive(opening, key="other", name="")
    await receive(opening, key="other", email="other@example.com")
    elsewhere = await make.opening(await make.org(), state="public")
    await receive(elsewhere, key="k", name="Ada")
    assert len(await applicants(elsewhere.org_id)) == 1
