"""The personal link asked for again, by email."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain import fields
from plutomi.domain.actors import Actor
from plutomi.domain.events import record
from plutomi.models import Applicant
from plutomi.models.email import read_email

MOST = 5  # openings of one org a person is sent links for at once


async def ask_links(session: AsyncSession, actor: Actor, email: Any) -> None:
    """Owe whoever applied to this org with `email` their links, newest first. Says nothing of whether anybody did."""
    key = fields.read({"email": lambda: read_email(email if isinstance(email, str) else "").key})["email"]
    found = select(Applicant).where(col(Applicant.org_id) == actor.org_id, col(Applicant.email_key) == key)
    for applicant in (await session.execute(found.order_by(col(Applicant.id).desc()).limit(MOST))).scalars():
        ids = {"opening_id": applicant.opening_id, "applicant_id": applicant.id}
        record(session, actor, "applicant.link_asked", applicant.id, **ids)
