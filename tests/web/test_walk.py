"""Every handler of every state, walked by raw clients: no cookie, or another org's, brings nothing out or about."""

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from inspect import signature
from typing import Any

import asyncpg
import pytest

from plutomi.state.applicants import ApplicantsState
from plutomi.state.dossier import DossierState
from plutomi.state.session import PublicBase
from tests.serving import ROOT
from tests.state.desks import handlers
from tests.web.test_guard import COOKIE, HYDRATE, tab

WALK = handlers()
QUIET, AT_ONCE = 0.4, 6  # seconds without a frame after which a tab has heard all; tabs open at the same time
FILLED = """
import asyncio, json, os
from datetime import timedelta
from plutomi import clock, db, seed
from plutomi.domain.orgs import by_slug
from plutomi.jobs.relay import relay_all, roll_up_all
from plutomi.jobs.rules import plan_round
from sqlalchemy import text
from tests import make

async def fill(url, cookies):
    db.open_database(url)
    rival = await make.org(name="Rival", slug="rival")
    eve = await make.user("eve@rival.example", name="Eve", org=rival)
    await make.opening(rival, name="Rivals only")
    await relay_all()
    await roll_up_all()
    with clock.standing_at(clock.now() + timedelta(minutes=2)):
        while await plan_round():
            pass
    acme = (await by_slug("acme")).id
    async with db.transaction() as session:
        found = await session.execute(text("select id from \\"user\\" where email = 'owner@acme.example'"))
        owner = make.User(id=found.scalar_one(), email="", email_key="")
    print(json.dumps({"acme": str(acme), "owner": await make.cookie(owner),
                      "eve": [await make.cookie(eve) for _ in range(cookies)]}))
    await db.close_database()

seed.example(os.environ["DATABASE_URL"])
asyncio.run(fill(os.environ["DATABASE_URL"], int(os.environ["COOKIES"])))
"""
TABLES = [
    *("answer", "applicant", "event", "membership", "message", "note", "opening", "placement", "question", "stage"),
    *("stage_count", "stage_delta", "stage_question", "view"),
]
IDENTIFIED = ("applicant", "event", "note", "opening", "stage", "question")


@dataclass
class Acme:
    """The org others would like to look into: what is in it, and what a stranger might know of it."""

    url: str
    org_id: str
    owner: str
    eve: list[str]
    sent: dict[str, str] = field(default_factory=dict)  # ids a stranger may have got hold of
    private: set[str] = field(default_factory=set)  # what nobody else may ever see
    public: set[str] = field(default_factory=set)  # what only states for strangers may say

    async def read(self, *queries: str) -> list[list[Any]]:
        connection = await asyncpg.connect(self.url)
        try:
            async with connection.transaction():
                await connection.execute("select set_config('app.org_id', $1, true)", self.org_id)
                return [[tuple(row) for row in await connection.fetch(query, self.org_id)] for query in queries]
        finally:
            await connection.close()

    async def learn(self) -> None:
        ids, people, [card, *_], names, public, notes = await self.read(
            " union all ".join(f"select id::text from {t} where org_id = $1" for t in IDENTIFIED),  # noqa: S608
            "select name, email from applicant where org_id = $1",
            "select p.applicant_id::text, p.opening_id::text, p.stage_id::text, o.slug from placement p join opening o"
            " on o.id = p.opening_id where p.org_id = $1 and o.slug = 'new-york-city' order by p.applicant_id",
            "select name from opening where org_id = $1 and state = 'private' union select author from note"
            " where org_id = $1",
            "select name from opening where org_id = $1 and state <> 'private' union"
            " select title from question where org_id = $1",
            "select body, id::text from note where org_id = $1",
        )
        stage, question = await self.read(
            f"select id::text from stage where org_id = $1 and opening_id = '{card[1]}' order by position desc",  # noqa: S608
            "select id::text from question where org_id = $1",
        )
        self.sent = {"applicant_id": card[0], "opening_id": card[1], "stage_id": card[2], "to_stage_id": stage[0][0]}
        self.sent |= {"note_id": notes[0][1], "question_id": question[0][0], "org_id": self.org_id}
        self.private = {one for row in people + names for one in row} | {body for body, _ in notes}
        self.private |= {id for (id,) in ids} - set(self.sent.values()) | {"owner@acme.example"}
        self.public = {name for (name,) in public}

    async def come_to_rest(self) -> None:
        """The clock has done what the example leaves to it: afterwards nothing changes by itself."""
        owed = (
            "select 1 from service_area where org_id = $1 and owed_at is not null"
            " union all select 1 from event where org_id = $1 and relayed_at is null"
            " union all select 1 from stage where org_id = $1 and plan_owed_at is not null"
        )
        while (await self.read(owed))[0]:  # noqa: ASYNC110  another process works
            await asyncio.sleep(QUIET)

    async def state(self) -> list[Any]:
        """A digest of every row there is."""
        return await self.read(
            *(
                f"select '{t}', count(*), md5(string_agg(t::text, '|' order by t::text)) from {t} t where org_id = $1"  # noqa: S608
                for t in TABLES
            ),
            "select 'org', name, slug from org where id = $1::text::uuid",
        )


@pytest.fixture(scope="module")
async def acme(site: str, site_database_url: str) -> Acme:
    env = os.environ | {"DATABASE_URL": site_database_url, "COOKIES": str(len(WALK))}
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", FILLED], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    made = Acme(site_database_url, told["acme"], told["owner"], told["eve"])
    await made.come_to_rest()
    await made.learn()
    return made


def payloads(handler: Any, sent: dict[str, str]) -> list[dict[str, Any]]:
    """What somebody who knows our source and a few ids would try."""
    names = list(signature(handler).parameters)[1:]
    hints = handler.__annotations__
    form = sent | {"from_stage_id": sent["stage_id"], "seq": 1, "position": 0, "name": "Mallory", "slug": "mallory"}
    form |= {"email": "mallory@rival.example", "org": "acme", "body": "Hello", "title": "Mallory", "type": "yes_no"}

    def value(name: str, id: str) -> Any:
        hint = str(hints.get(name, ""))
        if "dict" in hint or "FormData" in hint or "Any" in hint:
            return form
        kinds = {"bool": True, "int": 0, "float": 0, "list": [id]}
        return next((given for kind, given in kinds.items() if kind in hint), sent.get(name, id))

    return [{name: value(name, id) for name in names} for id in (sent.values() if names else [""])]


def router(acme: Acme) -> dict[str, Any]:
    sent = acme.sent
    query = sent | {"applicant": sent["applicant_id"], "org_slug": "acme", "opening_slug": "new-york-city"}
    path = f"/openings/{sent['opening_id']}?applicant={sent['applicant_id']}"
    return {"pathname": "/openings/[opening_id]", "asPath": path, "query": query}


async def heard(site: str, acme: Acme, cookie: str, *events: tuple[str, dict[str, Any]]) -> str:
    """All that one tab is told after these events, as JSON."""
    async with tab(site, cookie) as one:
        for name, payload in ((HYDRATE, {}), *events):
            event = {"name": name, "payload": payload, "router_data": router(acme)}
            await one.client.emit("event", event, namespace="/_event")
        before = -1
        while before != len(one.updates) or not before:  # every tab is answered, on a busy machine late
            before = len(one.updates)
            await asyncio.sleep(QUIET)
        return json.dumps(one.updates, ensure_ascii=False)


async def walk(site: str, acme: Acme, cookies: list[str]) -> dict[str, str]:
    """What each handler told, by its name."""
    few, told = asyncio.Semaphore(AT_ONCE), {}

    async def call(cls: Any, name: str, cookie: str) -> None:
        full = f"{cls.get_full_name()}.{name}"
        async with few:
            sent = payloads(cls.event_handlers[name].fn, acme.sent)
            told[full] = await heard(site, acme, cookie, *((full, payload) for payload in sent))

    await asyncio.gather(*(call(*one, cookie) for one, cookie in zip(WALK, cookies, strict=True)))
    return told


def leaks(acme: Acme, told: dict[str, str]) -> dict[str, list[str]]:
    """What was said that may not be, by handler."""
    strangers = tuple(cls.get_full_name() + "." for cls, _ in WALK if issubclass(cls, PublicBase))
    found = {
        name: [secret for secret in acme.private | (set() if name.startswith(strangers) else acme.public)
               if secret in said]
        for name, said in told.items()
    }  # fmt: skip
    return {name: secrets for name, secrets in found.items() if secrets}


def test_the_walk_misses_no_state() -> None:
    names = {cls.__name__ for cls, _ in WALK}
    assert {"AuthState", "BoardState", "DossierState", "ApplicantsState", "ToastState"} <= names
    assert COOKIE


@pytest.mark.parametrize("who", ["a stranger", "somebody of another org"])
async def test_no_handler_tells_or_changes_anything_of_another_org(site: str, acme: Acme, who: str) -> None:
    before = await acme.state()
    told = await walk(site, acme, acme.eve if who != "a stranger" else [""] * len(WALK))
    assert len(told) == len(WALK)
    assert all(len(said) > 2 for said in told.values()), "every tab was answered"
    assert leaks(acme, told) == {}
    assert await acme.state() == before


async def test_the_same_walk_would_notice_for_a_member_is_told(site: str, acme: Acme) -> None:
    calls = [(DossierState, "open", {"applicant_id": acme.sent["applicant_id"]}), (ApplicantsState, "load", {})]
    for cls, name, payload in calls:
        full = f"{cls.get_full_name()}.{name}"
        assert leaks(acme, {full: await heard(site, acme, acme.owner, (full, payload))})
