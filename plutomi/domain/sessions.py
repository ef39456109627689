"""Who is behind a cookie: sessions started, read, listed, revoked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.clock import now
from plutomi.db import enter, transaction
from plutomi.domain.actors import Actor
from plutomi.domain.events import record
from plutomi.domain.fields import line, read
from plutomi.domain.memory import Memory
from plutomi.errors import NoOrg, NotFound
from plutomi.ids import NOBODY
from plutomi.models import Membership, Org, Session, User
from plutomi.models.user import MAX_NAME
from plutomi.settings import get_settings
from plutomi.tokens import digest, new_secret

IDLE_LIFE = timedelta(days=14)  # from when it was last used
WHOLE_LIFE = timedelta(days=90)  # from the login, however much it is used
TOUCH_EACH = timedelta(minutes=5)
MAX_AGENT = 300
CHANNEL = "plutomi_sessions"  # on which every process hears that sessions are to be read anew


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is logged in, through which session, and where they work; no org before they have one."""

    user_id: UUID
    session_id: UUID
    name: str
    email: str
    org_id: UUID | None = None
    org_name: str = ""
    org_slug: str = ""
    role: str = ""


_known: Memory[bytes, Identity] = Memory(seconds=3)


def cookie_name() -> str:
    """The session cookie; over TLS its prefix keeps other hosts of the domain from setting it."""
    return "__Host-plutomi_session" if get_settings().is_secure else "plutomi_session"


def forget() -> None:
    """Read every identity anew: call it when somebody's memberships have changed."""
    _known.empty()


async def start(session: AsyncSession, user_id: UUID, ip: str, user_agent: str) -> str:
    """A new session; what its cookie holds."""
    secret = new_secret()
    held = Session(token_digest=digest(secret), user_id=user_id, ip=ip, expires_at=now() + IDLE_LIFE)
    held.user_agent = user_agent[:MAX_AGENT].encode("ascii", "replace").decode().replace("\0", "")
    session.add(held)
    return secret


async def identify(secret: str) -> Identity | None:
    """Who holds this cookie, read in a transaction of its own; None when it is no live session's."""
    if not secret or not secret.isascii():
        return None
    key, age = digest(secret), _known.age
    if known := _known.get(key):
        return known
    async with transaction() as session:
        found = await _look_up(session, key)
    if found:
        _known.keep(key, found, age)
    return found


def actor_of(identity: Identity, ip: str = "") -> Actor:
    """The actor this identity is in its org; NoOrg when it has none."""
    if identity.org_id is None:
        raise NoOrg
    return Actor("user", identity.org_id, identity.user_id, identity.name or identity.email, ip)


async def list_sessions(session: AsyncSession, user_id: UUID) -> list[Session]:
    """The user's live sessions, the last used first."""
    mine = select(Session).where(col(Session.user_id) == user_id, _is_live(now()))
    return list((await session.execute(mine.order_by(col(Session.last_seen_at).desc()))).scalars())


async def revoke(session: AsyncSession, user_id: UUID, session_id: UUID) -> None:
    """End one of the user's sessions, anywhere, now; NotFound when it is somebody else's or over."""
    if not await _end(session, col(Session.user_id) == user_id, col(Session.id) == session_id):
        raise NotFound


async def revoke_all(session: AsyncSession, user_id: UUID, except_id: UUID | None = None) -> int:
    """End all of the user's sessions but one; how many there were."""
    spared = [col(Session.id) != except_id] if except_id else []
    return await _end(session, col(Session.user_id) == user_id, *spared)


async def log_out(session: AsyncSession, secret: str) -> None:
    """End the session of this cookie, if it is one."""
    await _end(session, col(Session.token_digest) == digest(secret))


async def switch_org(session: AsyncSession, identity: Identity, org_id: UUID) -> None:
    """Let this session work in another of its user's orgs. Needs transaction(user_id=...)."""
    if not any(org.id == org_id for org, _ in await _orgs(session, identity.user_id)):
        raise NotFound
    await work_in(session, identity, org_id)


async def work_in(session: AsyncSession, identity: Identity, org_id: UUID) -> None:
    await session.execute(update(Session).where(col(Session.id) == identity.session_id).values(org_id=org_id))
    await _forget_everywhere(session)


async def rename(session: AsyncSession, user_id: UUID, name: str, ip: str = "") -> User:
    """Say what the user is called; Invalid at `name`."""
    user = await session.get(User, user_id)
    if user is None:
        raise NotFound
    user.name = read({"name": lambda: line(name, MAX_NAME, "Please enter your name.")})["name"]
    record(session, Actor("user", NOBODY, user.id, user.name, ip), "user.renamed", user.id)
    await _forget_everywhere(session)
    return user


async def forget_old(session: AsyncSession, before: datetime) -> int:
    """Delete the sessions that were over before `before`; how many."""
    over = or_(col(Session.expires_at) < before, col(Session.revoked_at) < before)
    gone = await session.execute(delete(Session).where(over).returning(col(Session.id)))
    return len(gone.all())


def _is_live(at: datetime) -> ColumnElement[bool]:
    return col(Session.revoked_at).is_(None) & (col(Session.expires_at) > at)


async def _look_up(session: AsyncSession, key: bytes) -> Identity | None:
    at = now()
    live = select(Session, User).join(User, col(User.id) == col(Session.user_id))
    row = (await session.execute(live.where(col(Session.token_digest) == key, _is_live(at)))).one_or_none()
    if row is None:
        return None
    held, user = row
    await enter(session, user_id=user.id)
    if at - held.last_seen_at > TOUCH_EACH:
        await _touch(session, held, at)
    return Identity(user.id, held.id, user.name, user.email, **_place(held, await _orgs(session, user.id)))


async def _touch(session: AsyncSession, held: Session, at: datetime) -> None:
    until = min(at + IDLE_LIFE, held.created_at + WHOLE_LIFE)
    touched = update(Session).where(col(Session.id) == held.id)
    await session.execute(touched.values(last_seen_at=at, expires_at=until))


async def _orgs(session: AsyncSession, user_id: UUID) -> list[tuple[Org, str]]:
    """The user's orgs with their role in each, the first joined first."""
    mine = select(Org, col(Membership.role)).join(Membership, col(Membership.org_id) == col(Org.id))
    found = await session.execute(
        mine.where(col(Membership.user_id) == user_id).order_by(col(Membership.created_at), col(Org.id))
    )
    return [(org, role) for org, role in found]


def _place(held: Session, orgs: list[tuple[Org, str]]) -> dict[str, Any]:
    """Where the session works: where it was put, if its user is still there, else in their first org."""
    if not orgs:
        return {}
    org, role = next((place for place in orgs if place[0].id == held.org_id), orgs[0])
    return {"org_id": org.id, "org_name": org.name, "org_slug": org.slug, "role": role}


async def _end(session: AsyncSession, *which: ColumnElement[bool]) -> int:
    at = now()
    ended = update(Session).where(*which, _is_live(at)).values(revoked_at=at)
    rows = (await session.execute(ended.returning(col(Session.user_id), col(Session.id)))).all()
    for user_id, session_id in rows:
        actor = Actor("user", NOBODY, user_id)
        record(session, actor, "user.logged_out", user_id, data={"session_id": str(session_id)})
    await _forget_everywhere(session)
    return len(rows)


async def _forget_everywhere(session: AsyncSession) -> None:
    """Have every process read identities anew once this transaction has committed, this one without hearing of it."""
    await session.execute(select(func.pg_notify(CHANNEL, "")))
    _known.empty_after(session)
