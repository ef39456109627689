"""The personal link asked for again, by email."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain import fields
from plutomi.domain.actors import Actor
from plutomi.domain.events import record
from plutomi.models import Applicant, Placement
from plutomi.models.email import read_email

MOST = 20  # openings of one org a person is sent links for at once: each is a letter


async def ask_links(session: AsyncSession, actor: Actor, email: Any) -> None:
    """Owe whoever applied to this org with `email` their links. Says nothing of whether anybody did.

    Where they still stand on a board comes first, and of those the newest.
    """
    key = fields.read({"email": lambda: read_email(email if isinstance(email, str) else "").key})["email"]
    found = (
        select(Applicant)
        .outerjoin(
            Placement, (col(Placement.org_id) == Applicant.org_id) & (col(Placement.applicant_id) == Applicant.id)
        )
        .where(col(Applicant.org_id) == actor.org_id, col(Applicant.email_key) == key)
        .order_by(col(Placement.applicant_id).is_(None), col(Applicant.id).desc())
    )
    for applicant in (await session.execute(found.limit(MOST))).scalars():
        ids = {"opening_id": applicant.opening_id, "applicant_id": applicant.id}
        record(session, actor, "applicant.link_asked", applicant.id, **ids)
