"""Any number of applicants, fast: rows made here, sent by COPY, then put through the wall between orgs."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

import asyncpg
from sqlmodel import SQLModel

from plutomi import clock
from plutomi.domain.rowsets import ROWS
from plutomi.ids import new_id, rank_on_top
from plutomi.models import Membership, Opening, Org, Question, Stage, StageQuestion
from plutomi.models.opening import MAX_SIBLINGS
from plutomi.models.search import grams_of, searchable
from plutomi.seed.people import BOROUGHS, somebody
from plutomi.seed.story import OWNER
from plutomi.settings import asyncpg_url

BATCH = 20_000
STAGES = ("Questionnaire", "Waiting List", "Document Upload", "Final Review", "Ready to Drive")
SPAN = timedelta(days=180)
APPLICANT = ("org_id", "id", "opening_id", "name", "email", "email_key", "phone", "source", "applied_at", "updated_at",
             "search_text", "grams", "area_reason")  # fmt: skip
PLACEMENT = ("org_id", "applicant_id", "opening_id", "stage_id", "rank", "entered_at", "version")
ANSWER = ("org_id", "applicant_id", "question_id", "stage_id", "title", "type", "value", "version", "is_secure",
          "answered_at")  # fmt: skip
EVENT = ("org_id", "id", "type", "subject_id", "opening_id", "applicant_id", "actor_kind", "actor_name", "ip", "depth",
         "data", "at", "relayed_at")  # fmt: skip
COLUMNS = {"applicant": APPLICANT, "placement": PLACEMENT, "answer": ANSWER, "event": EVENT}
TITLE = "Where would you like to deliver?"
NEW_DELTAS = """insert into stage_delta (org_id, id, stage_id, opening_id, delta)
    select $1, gen_random_uuid(), stage_id, $2, n from unnest($3::uuid[], $4::int[]) as d (stage_id, n)"""


@dataclass(frozen=True, slots=True)
class Place:
    """An opening to fill: its stages, and the question everybody answered."""

    org_id: UUID
    opening_id: UUID
    stage_ids: tuple[UUID, ...]
    question_id: UUID


async def gather(url: str, applicants: int, orgs: int, tell: Callable[[str], None] = print) -> None:
    """`orgs` new orgs with one opening each, `applicants` shared out evenly between them."""
    connection = await connect(url)
    try:
        owner = await owner_of_all(connection)
        chance = random.Random(applicants + orgs)  # noqa: S311  an example, not a secret
        for number in range(orgs):
            share = applicants // orgs + (number < applicants % orgs)
            place = await make_org(connection, owner, number, STAGES)
            await fill(connection, place, share, chance)
            tell(f"org {number + 1} of {orgs}: {share:,} applicants")
        await connection.execute("analyze")
    finally:
        await connection.close()


async def connect(url: str) -> asyncpg.Connection:
    """As the owner of the tables, who is bound by the wall too; with temporary tables to COPY into."""
    connection = await asyncpg.connect(asyncpg_url(url))
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        format="binary",
        encoder=lambda value: b"\x01" + ROWS.encode(value).encode(),
        decoder=lambda raw: json.loads(raw[1:]),
    )
    for table, columns in COLUMNS.items():
        await connection.execute(f"create temp table new_{table} as select {', '.join(columns)} from {table} limit 0")  # noqa: S608  our own names
    return connection


async def owner_of_all(connection: asyncpg.Connection) -> UUID:
    """Acme's owner, made if there is none."""
    made = """insert into "user" (id, email, email_key, name, created_at) values ($1, $2, $2, 'Olivia Owner', now())
              on conflict (email_key) do update set email_key = excluded.email_key returning id"""
    return UUID(str(await connection.fetchval(made, new_id(), OWNER)))


async def make_org(
    connection: asyncpg.Connection, owner: UUID, number: int, stages: tuple[str, ...], opening: str = "Drivers"
) -> Place:
    """A new org of `owner` with one public opening; at most 200 stages."""
    assert 0 < len(stages) <= MAX_SIBLINGS
    org, ids = new_id(), tuple(new_id() for _ in stages)
    place = Place(org, new_id(), ids, new_id())
    async with connection.transaction():
        await enter(connection, org)
        for row in _org_rows(place, owner, number, stages, opening):
            await _insert(connection, row)
    return place


def _org_rows(place: Place, owner: UUID, number: int, stages: tuple[str, ...], opening: str) -> Iterator[SQLModel]:
    org = place.org_id
    yield Org(id=org, slug=f"crowd-{org.hex[-10:]}", name=f"Crowd {number + 1}")
    yield Membership(org_id=org, user_id=owner)
    yield Opening(org_id=org, id=place.opening_id, slug="drivers", name=opening, place="Everywhere", state="public")
    for at, (id, name) in enumerate(zip(place.stage_ids, stages, strict=True)):
        yield Stage(org_id=org, id=id, opening_id=place.opening_id, name=name, position=at)
    yield Question(
        org_id=org, id=place.question_id, key="borough", title=TITLE, type="one_choice", options=list(BOROUGHS)
    )
    yield StageQuestion(org_id=org, stage_id=place.stage_ids[0], question_id=place.question_id, position=0)


async def _insert(connection: asyncpg.Connection, row: SQLModel) -> None:
    """A row with all that its model gives it."""
    table = f'"{row.__tablename__}"'
    statement = f"insert into {table} select * from jsonb_populate_record(null::{table}, $1)"  # noqa: S608  our own names
    await connection.execute(statement, row.model_dump())


async def fill(connection: asyncpg.Connection, place: Place, number: int, chance: random.Random) -> None:
    """`number` applicants spread over the stages, each with a placement, an answer and an event; counts exact."""
    people = _people(place, number, chance)
    while batch := list(islice(people, BATCH)):
        async with connection.transaction():
            await enter(connection, place.org_id)
            for at, (table, columns) in enumerate(COLUMNS.items()):
                await connection.copy_records_to_table(
                    f"new_{table}", records=[rows[at] for rows in batch], columns=columns
                )
                names = ", ".join(columns)
                await connection.execute(f"insert into {table} ({names}) select {names} from new_{table}")  # noqa: S608  our own names
                await connection.execute(f"truncate new_{table}")
            await connection.execute(NEW_DELTAS, place.org_id, place.opening_id, *_counted(batch))


async def enter(connection: asyncpg.Connection, org_id: UUID) -> None:
    await connection.execute("select set_config('app.org_id', $1, true)", str(org_id))


def _people(place: Place, number: int, chance: random.Random) -> Iterator[tuple[tuple[Any, ...], ...]]:
    """Rows of the four tables per applicant, in the order they applied, the last just now."""
    start = clock.now() - SPAN
    for at in range(number):
        moment = start + SPAN * ((at + 1) / number)
        yield _rows(place, at, moment, chance)


def _rows(place: Place, number: int, moment: datetime, chance: random.Random) -> tuple[tuple[Any, ...], ...]:
    with clock.standing_at(moment):
        id, event_id = new_id(), new_id()
    person, org, opening = somebody(chance, number), place.org_id, place.opening_id
    stage = chance.choice(place.stage_ids)
    sought = searchable(person.name, person.email, person.phone)
    return (
        (org, id, opening, person.name, person.email, person.email, person.phone, person.source, moment, moment, sought,
         grams_of(org, sought), ""),
        (org, id, opening, stage, rank_on_top(id), moment, 1),
        (org, id, place.question_id, place.stage_ids[0], TITLE, "one_choice",
         chance.choice(BOROUGHS), 1, False, moment),
        (org, event_id, "applicant.applied", id, opening, id, "anyone", "", "", 0,
         {"stage_id": str(place.stage_ids[0]), "stage": "Questionnaire"}, moment, moment),
    )  # fmt: skip


def _counted(batch: list[tuple[tuple[Any, ...], ...]]) -> tuple[list[UUID], list[int]]:
    counts: dict[UUID, int] = {}
    for _, placement, _, _ in batch:
        counts[placement[3]] = counts.get(placement[3], 0) + 1
    return list(counts), list(counts.values())
