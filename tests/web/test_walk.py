"""Every handler of every state, walked by raw clients: no cookie, or another org's, brings nothing out or about."""

import asyncio
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from inspect import signature
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from plutomi.models.base import SQLModel
from plutomi.state.applicants import ApplicantsState
from plutomi.state.dossier import DossierState
from plutomi.state.held import HeldState
from plutomi.state.labels import LabelsState
from plutomi.state.option_lists import OptionListsState
from plutomi.state.questions import QuestionsState
from plutomi.state.session import PublicBase
from plutomi.state.templates import TemplatesState
from plutomi.state.toasts import ToastState
from tests.ground.test_walls import TABLES
from tests.serving import ROOT
from tests.state.desks import handlers
from tests.web.filled import ALONE
from tests.web.test_guard import COOKIE, HYDRATE, Tab, tab

WALK = handlers()
QUIET, AT_ONCE = 0.4, 16  # seconds without a frame after which a tab has heard all; tabs open at the same time
ROUNDS = 3  # a handler's own events, and theirs, come after what stands in the queue already
SHOW = f"{ToastState.get_full_name()}.show"
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
IDENTIFIED = [name for name in TABLES if "id" in SQLModel.metadata.tables[name].c]
MEMBERS = "(select user_id from membership where org_id = $1)"
PEOPLE = {"user": f"id in {MEMBERS}", "session": f"user_id in {MEMBERS}", "org": "id = $1"}  # of no org, but of these


@dataclass
class Acme:
    """The org others would like to look into: what is in it, and what a stranger might know of it."""

    url: str
    org_id: str
    owner: str
    eve: list[str]
    sent: dict[str, str] = field(default_factory=dict)  # ids a stranger may have got hold of
    private: set[str] = field(default_factory=set)  # what nobody else may ever see
    ids: set[str] = field(default_factory=set)  # nor these
    public: set[str] = field(default_factory=set)  # what only states for strangers may say

    async def read(self, *queries: str) -> list[list[Any]]:
        connection = await asyncpg.connect(self.url)
        try:
            async with connection.transaction():
                await connection.execute("select set_config('app.org_id', $1, true)", self.org_id)
                return [[tuple(row) for row in await connection.fetch(query, self.org_id)] for query in queries]
        finally:
            await connection.close()

    async def learn(self, made: dict[str, str]) -> None:
        """What a stranger may have got hold of, one id of each kind, and what nobody may be told."""
        ids, people, [card, *_], names, public, notes, stages, questions = await self.read(
            " union all ".join(f"select id::text from {t} where org_id = $1" for t in IDENTIFIED)  # noqa: S608
            + " union all select s.id::text from session s join membership m using (user_id) where m.org_id = $1",
            "select name, email from applicant where org_id = $1 union select name, email from held where org_id = $1"
            ' union select name, email from "user" u join membership m on u.id = m.user_id where m.org_id = $1',
            "select p.applicant_id::text, p.opening_id::text, p.stage_id::text, o.slug from placement p join opening o"
            " on o.id = p.opening_id where p.org_id = $1 and o.slug = 'new-york-city' order by p.applicant_id",
            "select name from opening where org_id = $1 and state = 'private' union select author from note"
            " where org_id = $1",
            "select name from opening where org_id = $1 and state <> 'private' union"
            " select title from question where org_id = $1 union"
            " select c.id::text from section c join stage s on s.id = c.stage_id and s.org_id = c.org_id"
            " join opening o on o.id = s.opening_id and o.org_id = s.org_id"
            " where c.org_id = $1 and o.state <> 'private'",
            "select body from note where org_id = $1",
            "select s.id::text from stage s join opening o on o.id = s.opening_id and o.org_id = s.org_id"
            " where s.org_id = $1 and o.slug = 'new-york-city' order by s.position desc",
            "select id::text from question where org_id = $1 order by id",
        )
        self.sent = {"applicant_id": card[0], "opening_id": card[1], "stage_id": card[2], "to_stage_id": stages[0][0]}
        self.sent |= {"question_id": questions[0][0], "org_id": self.org_id} | made
        self.private = {one for row in people + names + notes for one in row} | {ALONE}
        self.public = {name for (name,) in public}  # and the ids of their forms' sections
        self.ids = {id for (id,) in ids} - set(self.sent.values()) - self.public

    async def come_to_rest(self) -> None:
        """The clock has done what the example leaves to it: afterwards nothing changes by itself."""
        owed = (
            "select 1 from service_area where org_id = $1 and owed_at is not null"
            " union all select 1 from event where org_id = $1 and relayed_at is null"
            " union all select 1 from stage where org_id = $1 and plan_owed_at is not null"
            " union all select 1 from message where org_id = $1 and state = 'owed'"
            " union all select 1 from stage_delta where org_id = $1"
        )
        while (await self.read(owed))[0]:  # noqa: ASYNC110  another process works
            await asyncio.sleep(QUIET)

    async def state(self) -> list[Any]:
        """A digest of every row there is."""
        whose = dict.fromkeys(TABLES, "org_id = $1") | PEOPLE
        return await self.read(
            *(
                f"select '{t}', count(*), md5(string_agg(t::text, '|' order by t::text)) from \"{t}\" t where {mine}"  # noqa: S608
                for t, mine in whose.items()
            )
        )


@pytest.fixture(scope="module")
async def acme(site: str, site_database_url: str) -> Acme:
    env = os.environ | {"DATABASE_URL": site_database_url, "COOKIES": str(len(WALK))}
    command = [sys.executable, "-m", "tests.web.filled"]
    done = await asyncio.to_thread(
        subprocess.run, command, cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    made = Acme(site_database_url, told["acme"], told["owner"], told["eve"])
    await made.come_to_rest()
    await made.learn(told["ids"])
    return made


def payloads(handler: Any, sent: dict[str, str]) -> list[dict[str, Any]]:
    """What somebody who knows our source and an id of each kind would try, the kind as arguments and fields say it."""
    names = list(signature(handler).parameters)[1:]
    hints = handler.__annotations__
    form = sent | {"from_stage_id": sent["stage_id"], "seq": 1, "position": 0, "name": "Mallory", "slug": "mallory"}
    form |= {"email": "mallory@rival.example", "org": "acme", "body": "Hello", "title": "Mallory", "type": "yes_no"}
    form |= {"next_stage_id": sent["to_stage_id"]}

    def value(name: str, id: str) -> Any:
        hint = str(hints.get(name, ""))
        if "dict" in hint or "FormData" in hint or "Any" in hint:
            return form | {"id": id}
        kinds = {"bool": True, "int": 0, "float": 0, "list": [id]}
        return next((given for kind, given in kinds.items() if kind in hint), sent.get(name, id))

    tried = [{name: value(name, id) for name in names} for id in sent.values()]
    return [one for at, one in enumerate(tried) if one not in tried[:at]]


def router(acme: Acme) -> dict[str, Any]:
    sent = acme.sent
    query = sent | {"applicant": sent["applicant_id"], "org_slug": "acme", "opening_slug": "new-york-city"}
    path = f"/openings/{sent['opening_id']}?applicant={sent['applicant_id']}"
    return {"pathname": "/openings/[opening_id]", "asPath": path, "query": query}


async def heard(site: str, acme: Acme, cookie: str, *events: tuple[str, dict[str, Any]]) -> str:
    """All that one tab is told after these events, as JSON."""
    async with tab(site, cookie) as one:
        for name, payload in ((HYDRATE, {}), *events):
            await emit(one, acme, name, payload)
        for _ in range(ROUNDS):
            await gone_through(one, acme)
        before = -1
        while before != len(one.updates):  # what works in the background says so when it likes
            before = len(one.updates)
            await asyncio.sleep(QUIET)
        return json.dumps(one.updates, ensure_ascii=False)


async def gone_through(one: Tab, acme: Acme) -> None:
    """Wait until the tab's queue has come to a message put behind what it holds now: its events are done in order."""
    mark, seen = f"mark {uuid4().hex}", len(one.updates)
    await emit(one, acme, SHOW, {"text": mark, "kind": "done", "undo": None})
    async with asyncio.timeout(60):
        while mark not in json.dumps(one.updates[seen:]):
            seen = len(one.updates)
            await asyncio.sleep(0.02)


async def emit(one: Tab, acme: Acme, name: str, payload: dict[str, Any]) -> None:
    event = {"name": name, "payload": payload, "router_data": router(acme)}
    await one.client.emit("event", event, namespace="/_event")


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
    found = {}
    for name, said in told.items():
        shut = acme.private | (set() if name.startswith(strangers) else acme.public)
        found[name] = [secret for secret in shut if secret in said] + sorted(acme.ids & set(ID.findall(said)))
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


@pytest.mark.parametrize(
    ("cls", "name"),
    [
        (LabelsState, "this label"),
        (TemplatesState, "this template"),
        (OptionListsState, "these options"),
        (QuestionsState, "this question"),
        (HeldState, "whom it holds"),
    ],
)
async def test_a_member_is_told_the_names_that_the_walk_listens_for(site: str, acme: Acme, cls: Any, name: str) -> None:
    full = f"{cls.get_full_name()}.load"
    said = await heard(site, acme, acme.owner, (full, {}))
    assert f"{ALONE} {name}" in said
    assert ALONE in leaks(acme, {full: said})[full]
