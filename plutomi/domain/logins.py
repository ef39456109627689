"""Login by an emailed link: asked for, shown, used once."""

import re
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi import tokens
from plutomi.clock import now
from plutomi.domain import messages, sessions
from plutomi.domain.actors import Actor
from plutomi.domain.events import record
from plutomi.domain.fields import read
from plutomi.errors import LinkSpent, TooSoon
from plutomi.ids import NOBODY, new_id
from plutomi.models import LoginLink, User
from plutomi.models.email import Email, read_email
from plutomi.models.network import network_of
from plutomi.settings import get_settings

WINDOW = timedelta(hours=1)
PAUSE = timedelta(seconds=30)  # between two links to one address
MAX_NEXT = 500
HOME = "/"
_ODD = r"\\\x00-\x20\x7f-\x9f\ud800-\udfff"  # what browsers drop, or take for a slash
_INSIDE = re.compile(rf"/(?:[^/?#{_ODD}]+/)*[^/?#{_ODD}]*(?:[?#][^{_ODD}]*)?")
_DOTS = re.compile(r"/(?:\.|%2e){1,2}(?=[/?#]|$)", re.IGNORECASE)


class Login(NamedTuple):
    user: User
    secret: str
    next_path: str
    is_first: bool


async def ask_link(session: AsyncSession, email: str, ip: str, next_path: str = HOME) -> None:
    """Owe this address a login link: whether anybody has it makes no difference, to the answer or to the work.

    Invalid at `email`; TooSoon when it, or this network, has asked too often.
    """
    address, network = _read(email), network_of(ip)
    await _cool_down(session, address.key, network)
    link = LoginLink(email_key=address.key, ip=network)
    session.add(link)
    context = {"jti": str(link.id), "email": address.address, "next": inside(next_path)}
    messages.owe(session, NOBODY, "login_link", address.address, context)


def time_left(asked_at: datetime) -> timedelta:
    """How much longer a link asked for then logs anybody in."""
    return asked_at + tokens.LOGIN_LINK_LIFE - now()


def login_link_context(context: dict[str, Any], left: timedelta = tokens.LOGIN_LINK_LIFE) -> dict[str, Any]:
    """What the login email shows: the link is signed here, when it is rendered, so that no secret is stored."""
    token = tokens.sign_login(context["email"], context["jti"], context["next"])
    minutes = max(1, round(left.total_seconds() / 60))
    return {"url": f"{get_settings().base_url}/auth/link?{urlencode({'token': token})}", "minutes": minutes}


def peek_link(token: str) -> str:
    """The address a link is for, without using it up; LinkSpent when it is not ours or too old."""
    return tokens.read_login(token)["sub"]


async def use_link(session: AsyncSession, token: str, ip: str, user_agent: str) -> Login:
    """Log in by a link, once: whoever is new is made known. LinkSpent when it is forged, too old or used."""
    claims = tokens.read_login(token)
    address = _read(claims["sub"])
    await _consume(session, claims["jti"], address.key)
    user, is_first = await _user(session, address)
    secret = await sessions.start(session, user.id, ip, user_agent)
    _record(session, user, ip, is_first)
    return Login(user, secret, inside(claims.get("next", HOME)), is_first)


def inside(path: str) -> str:
    """The path if it leads into this site, else the front door: never to another host, whatever browsers make of it."""
    return path if len(path) <= MAX_NEXT and _INSIDE.fullmatch(path) and not _DOTS.search(path) else HOME


async def forget_old(session: AsyncSession, before: datetime) -> int:
    """Delete the links asked for before `before`; how many. Keep them for an hour at least: they are counted."""
    old = delete(LoginLink).where(col(LoginLink.created_at) < before)
    return len((await session.execute(old.returning(col(LoginLink.id)))).all())


def _read(email: str) -> Email:
    address: Email = read({"email": lambda: read_email(email)})["email"]
    return address


async def _cool_down(session: AsyncSession, email_key: str, network: str) -> None:
    settings = get_settings()
    await _one_at_a_time(session, f"email {email_key}")
    await _limit(session, col(LoginLink.email_key) == email_key, settings.login_links_per_hour, PAUSE)
    await _one_at_a_time(session, f"ip {network}")
    await _limit(session, col(LoginLink.ip) == network, settings.login_links_per_ip_per_hour)


async def _one_at_a_time(session: AsyncSession, what: str) -> None:
    """Wait for others who ask for the same: else a burst would be counted before any of it is written."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"login_link {what}", 0))))


async def _limit(session: AsyncSession, whose: ColumnElement[bool], most: int, pause: timedelta | None = None) -> None:
    at, asked = now(), col(LoginLink.created_at)
    recent = select(asked).where(whose, asked > at - WINDOW).order_by(asked.desc()).limit(most)
    times = list((await session.execute(recent)).scalars())
    until = times[-1] + WINDOW if len(times) >= most else times[0] + pause if times and pause else at
    if until > at:
        raise TooSoon(int((until - at).total_seconds()) + 1)


async def _consume(session: AsyncSession, jti: str, email_key: str) -> None:
    try:
        id = UUID(jti)
    except ValueError as error:
        raise LinkSpent from error
    unused = (col(LoginLink.id) == id, col(LoginLink.email_key) == email_key, col(LoginLink.used_at).is_(None))
    fresh = col(LoginLink.created_at) > now() - tokens.LOGIN_LINK_LIFE
    used = update(LoginLink).where(*unused, fresh).values(used_at=now()).returning(col(LoginLink.id))
    if (await session.execute(used)).scalar() is None:
        raise LinkSpent


async def _user(session: AsyncSession, address: Email) -> tuple[User, bool]:
    """The one user with this address, and whether they were made just now, by us rather than by a rival."""
    row = {"id": new_id(), "email": address.address, "email_key": address.key, "name": "", "created_at": now()}
    made = insert(User).values(row).on_conflict_do_nothing(index_elements=["email_key"]).returning(col(User.id))
    is_new = (await session.execute(made)).scalar() is not None
    known = await session.execute(select(User).where(col(User.email_key) == address.key))
    return known.scalar_one(), is_new


def _record(session: AsyncSession, user: User, ip: str, is_first: bool) -> None:
    actor = Actor("user", NOBODY, user.id, user.name or user.email, ip)
    if is_first:
        record(session, actor, "user.joined", user.id)
        messages.owe(session, NOBODY, "welcome", user.email, {})
    record(session, actor, "user.logged_in", user.id)
