"""Orgs made, listed, and found by the slug in their addresses."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.clock import now
from plutomi.db import enter, transaction
from plutomi.domain.actors import Actor
from plutomi.domain.events import record
from plutomi.domain.fields import line, read
from plutomi.domain.memory import Memory
from plutomi.domain.sessions import Identity, work_in
from plutomi.errors import NotFound, Taken
from plutomi.ids import new_id
from plutomi.models import Membership, Org
from plutomi.models.org import MAX_NAME
from plutomi.models.slug import read_slug
from plutomi.models.text import fold


@dataclass(frozen=True, slots=True)
class PublicOrg:
    """What anybody may know of an org."""

    id: UUID
    slug: str
    name: str
    language: str = "en"


_known: Memory[str, PublicOrg] = Memory(seconds=60)


def forget() -> None:
    """Read every org anew: call it when one has gone or has another name."""
    _known.empty()


def forget_after(session: AsyncSession) -> None:
    """The same, once this transaction has committed."""
    _known.empty_after(session)


async def create(session: AsyncSession, identity: Identity, name: str, slug: str, ip: str = "") -> Org:
    """Make an org, its maker the owner, and let their session work in it.

    Invalid at `name` and `slug`; Taken when another has the slug. The transaction goes on in the new org.
    """
    fields = {
        "name": lambda: line(name, MAX_NAME, "Please enter your organization's name."),
        "slug": lambda: read_slug(slug),
    }
    org = await _insert(session, **read(fields))
    await enter(session, org.id, identity.user_id)
    session.add(Membership(org_id=org.id, user_id=identity.user_id))
    await work_in(session, identity, org.id)
    actor = Actor("user", org.id, identity.user_id, identity.name or identity.email, ip)
    record(session, actor, "org.created", org.id, data={"name": org.name, "slug": org.slug})
    return org


async def mine(session: AsyncSession, user_id: UUID) -> list[Org]:
    """The user's orgs by name. Needs transaction(user_id=...)."""
    joined = select(Org).join(Membership, col(Membership.org_id) == col(Org.id))
    found = await session.execute(joined.where(col(Membership.user_id) == user_id).order_by(col(Org.name), col(Org.id)))
    return list(found.scalars())


async def by_slug(slug: str) -> PublicOrg:
    """The org at this slug, read in a transaction of its own; NotFound."""
    age = _known.age
    if known := _known.get(slug):
        return known
    try:
        wanted = read_slug(slug, reserved=frozenset())
    except ValueError as error:
        raise NotFound from error
    async with transaction() as session:
        row = (await session.execute(select(Org).where(col(Org.slug) == wanted))).scalar()
    if row is None:
        raise NotFound
    found = PublicOrg(row.id, row.slug, row.name, row.language)
    _known.keep(slug, found, age)
    return found


async def count() -> int:
    """How many orgs there are, read in a transaction of its own."""
    async with transaction() as session:
        return (await session.execute(select(func.count()).select_from(Org))).scalar_one()


async def slugs(start: int, most: int) -> list[str]:
    """The addresses of so many orgs in the order they were made, read in a transaction of its own."""
    async with transaction() as session:
        found = select(col(Org.slug)).order_by(col(Org.id)).offset(start).limit(most)
        return list((await session.execute(found)).scalars())


async def search(words: str) -> list[PublicOrg]:
    """Orgs whose name or address begins with these words, or has one that does; at most 5, none for fewer than 2
    letters: nobody is to read off all there are."""
    wanted = fold(words)[:MAX_NAME]
    if len(wanted) < 2:
        return []
    begins = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    name = func.lower(col(Org.name))
    found = select(Org).where(name.like(begins) | name.like(f"% {begins}") | col(Org.slug).like(begins))
    async with transaction() as session:
        rows = (await session.execute(found.order_by(func.length(col(Org.name)), col(Org.name)).limit(5))).scalars()
        return [PublicOrg(row.id, row.slug, row.name, row.language) for row in rows]


async def by_id(id: UUID) -> PublicOrg:
    """The org with this id; NotFound."""
    async with transaction() as session:
        row = await session.get(Org, id)
    if row is None:
        raise NotFound
    return PublicOrg(row.id, row.slug, row.name, row.language)


async def _insert(session: AsyncSession, name: str, slug: str) -> Org:
    row = insert(Org).values(id=new_id(), name=name, slug=slug, created_at=now())
    made = row.on_conflict_do_nothing(index_elements=["slug"]).returning(Org)
    org = (await session.execute(made)).scalar()
    if org is None:
        raise Taken(f"Another organization has the address “{slug}” already.")
    return org
