"""The only factory: rows as they stand after the verbs that make them, each in a transaction of its own."""

from hashlib import sha256
from itertools import count
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from plutomi.clock import now
from plutomi.db import transaction
from plutomi.domain import sessions
from plutomi.domain.actors import Actor
from plutomi.gateways import files
from plutomi.ids import new_id, rank_on_top
from plutomi.models import Applicant, File, Membership, Opening, Org, Placement, Question, Stage, StageDelta, User
from plutomi.models.search import grams_of, searchable
from plutomi.settings import get_settings

_number = count(1)


async def user(email: str = "", name: str = "Ann Arbor", org: Org | None = None) -> User:
    """Somebody with a name, the owner of `org` if one is given."""
    email = email or f"user{next(_number)}@plutomi.example"
    made = User(email=email, email_key=email.lower(), name=name)
    async with transaction() as session:
        session.add(made)
    if org:
        await join(made, org)
    return made


async def org(owner: User | None = None, slug: str = "", name: str = "Acme") -> Org:
    """An org, and its owner's membership if one is given."""
    made = Org(slug=slug or f"acme-{next(_number)}", name=name)
    async with transaction() as session:
        session.add(made)
    if owner:
        await join(owner, made)
    return made


async def join(user: User, org: Org) -> None:
    async with transaction(org.id) as session:
        session.add(Membership(org_id=org.id, user_id=user.id))
    sessions.forget()


async def leave(user: User, org: Org) -> None:
    async with transaction(org.id) as session:
        await session.delete(await session.get_one(Membership, (org.id, user.id)))
    sessions.forget()


async def cookie(user: User) -> str:
    """What the session cookie of a browser holds in which the user has logged in."""
    async with transaction() as session:
        return await sessions.start(session, user.id, "192.0.2.1", "Browser")


async def identity(user: User | None = None) -> sessions.Identity:
    found = await sessions.identify(await cookie(user or await globals()["user"]()))
    assert found
    return found


async def actor(org: Org | None = None) -> Actor:
    """A member of the org."""
    org = org or await globals()["org"]()
    member = await user(org=org)
    return Actor("user", org.id, member.id, member.name, "192.0.2.1")


async def opening(org: Org, name: str = "New York City", stages: int = 3, **rest: Any) -> Opening:
    """An opening with that many stages, private unless told otherwise."""
    made = Opening(org_id=org.id, name=name, **{"slug": f"opening-{next(_number)}"} | rest)
    async with transaction(org.id) as session:
        session.add(made)
        await session.flush()
        for position in range(stages):
            row = Stage(org_id=org.id, opening_id=made.id, name=f"Stage {position + 1}", position=position)
            session.add(row)
    return made


async def applicant(
    stage: Stage, name: str = "Grace Hopper", email: str = "", phone: str = "", **rest: str
) -> Applicant:
    """Somebody who stands in this stage, on top of it, and is counted."""
    email, org_id = email or f"applicant{next(_number)}@plutomi.example", stage.org_id
    contact = {"name": name, "email": email, "email_key": email, "phone": phone}
    made = Applicant(org_id=org_id, opening_id=stage.opening_id, **contact | rest)
    made.search_text = searchable(name, email, phone)
    made.grams = grams_of(org_id, made.search_text)
    place = {"org_id": org_id, "opening_id": stage.opening_id, "stage_id": stage.id}
    async with transaction(org_id) as session:
        session.add(made)
        await session.flush()
        session.add(Placement(applicant_id=made.id, rank=rank_on_top(made.id), **place))
        session.add(StageDelta(delta=1, **place))
    return made


async def file(applicant: Applicant, question: Question, content: bytes = b"%PDF-1.7", **changes: Any) -> File:
    """A clean PDF of theirs, in the room and in the books; `changes` are to its row."""
    row = File(
        org_id=applicant.org_id,
        id=new_id(),
        opening_id=applicant.opening_id,
        question_id=question.id,
        **{"applicant_id": applicant.id, "claimed_at": now(), "name": "cv.pdf", "size": len(content)}
        | {"type": "application/pdf", "checksum": sha256(content).digest(), "state": "clean"}
        | changes,
    )
    with NamedTemporaryFile() as source:
        source.write(content)
        source.flush()
        await files.room(get_settings()).keep(row.key, Path(source.name), row.type)
    async with transaction(row.org_id) as session:
        session.add(row)
    return row
