"""Forms begun by people who are no applicants yet, kept so that they can finish them on another device."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func
from sqlalchemy import select as pick
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi import tokens
from plutomi.clock import now
from plutomi.domain import fields, messages
from plutomi.domain.actors import Actor
from plutomi.domain.applicants.applying import Door, door
from plutomi.domain.events import record
from plutomi.domain.files.waiting import keep_for
from plutomi.domain.letters import in_language
from plutomi.errors import LinkSpent
from plutomi.models import Beginning, Draft, Message, Opening, Org, Placement
from plutomi.models.email import read_email
from plutomi.rules.drafts import CONTACT, Typed, merge, read_typed
from plutomi.settings import get_settings
from plutomi.tongue import spoken

KEPT = timedelta(days=30)


def cookie_name() -> str:
    """The cookie that tells an opening's page which form is being gone on with."""
    return "__Host-plutomi_begun" if get_settings().is_secure else "plutomi_begun"


async def begin(session: AsyncSession, actor: Actor, slug: str, email: Any, given: Any) -> Beginning:
    """Keep what was typed so far, and owe a link to it to `email`. Invalid by field; OpeningClosed.

    Says nothing of whether that address has applied: every request makes a beginning of its own.
    """
    entered = await door(session, actor.org_id, slug)
    address = fields.read({"email": lambda: read_email(email if isinstance(email, str) else "").address})["email"]
    typed = merge({}, _typed(entered, given))
    beginning = Beginning(org_id=actor.org_id, opening_id=entered.opening_id, email=address, typed=typed)
    session.add(beginning)
    await keep_for(session, actor.org_id, beginning.id, entered.asked, typed)
    event = record(session, actor, "draft.begun", beginning.id, opening_id=entered.opening_id)
    org = await session.get_one(Org, actor.org_id)
    context = {"org": org.name, "opening": entered.opening_name, "draft_id": str(beginning.id)} | in_language(
        spoken().code
    )
    messages.owe(session, actor.org_id, "resume", address, context, event_id=event.id)
    return beginning


async def save(session: AsyncSession, actor: Actor, id: UUID, given: Any) -> Typed:
    """Merge what was typed since, field by field; all of it then. LinkSpent once it was sent or swept."""
    beginning, opening = await _locked(session, actor, id)
    entered = await door(session, actor.org_id, opening.slug)
    new = _typed(entered, given)
    beginning.typed = merge(beginning.typed, new)
    await keep_for(session, actor.org_id, id, entered.asked, new)
    beginning.saved_at = now()
    return beginning.typed


async def read(session: AsyncSession, actor: Actor, id: UUID) -> tuple[Beginning, Opening]:
    """A beginning and what it is for; LinkSpent once it was sent or swept."""
    found = select(Beginning, Opening).join(
        Opening, (col(Opening.org_id) == Beginning.org_id) & (col(Opening.id) == Beginning.opening_id)
    )
    row = (
        await session.execute(found.where(col(Beginning.org_id) == actor.org_id, col(Beginning.id) == id))
    ).one_or_none()
    if row is None:
        raise LinkSpent
    return row[0], row[1]


async def finish(session: AsyncSession, actor: Actor, token: Any) -> None:
    """Forget what was begun, for it has been sent now. A token of no beginning of this org does nothing."""
    try:
        org_id, id = tokens.read_draft(token if isinstance(token, str) else "")
    except LinkSpent:
        return
    if org_id == actor.org_id:
        await session.execute(delete(Beginning).where(col(Beginning.org_id) == org_id, col(Beginning.id) == id))


async def sweep(session: AsyncSession, org_id: UUID, before: datetime) -> None:
    """Forget what was begun and not touched since, with the letters that led there.

    So with applicants' drafts, but only of stages they have left: the form they stand at waits for as long as they do.
    """
    await session.execute(delete(Beginning).where(col(Beginning.org_id) == org_id, col(Beginning.saved_at) < before))
    here = select(Placement).where(
        col(Placement.org_id) == Draft.org_id,
        col(Placement.applicant_id) == Draft.applicant_id,
        col(Placement.stage_id) == Draft.stage_id,
    )
    left = (col(Draft.org_id) == org_id, col(Draft.saved_at) < before, ~here.exists())
    await session.execute(delete(Draft).where(*left).execution_options(synchronize_session=False))
    letters = (col(Message.org_id) == org_id, col(Message.template) == "resume", col(Message.created_at) < before)
    await session.execute(delete(Message).where(*letters, col(Message.state) != "owed"))


async def orgs_with_drafts(session: AsyncSession, before: datetime) -> Sequence[UUID]:
    """The orgs in which somebody's draft has not been touched since."""
    found = func.orgs_with_drafts(before).column_valued("org_id")
    return (await session.execute(pick(found))).scalars().all()


def token_of(beginning: Beginning) -> str:
    return tokens.sign_draft(beginning.org_id, beginning.id)


def _typed(entered: Door, given: Any) -> Typed:
    at = round(now().timestamp() * 1000)
    return read_typed(given, {one.key for one in entered.asked}, at, CONTACT)


async def _locked(session: AsyncSession, actor: Actor, id: UUID) -> tuple[Beginning, Opening]:
    found = select(Beginning).where(col(Beginning.org_id) == actor.org_id, col(Beginning.id) == id)
    beginning = (await session.execute(found.with_for_update())).scalar_one_or_none()
    if beginning is None:
        raise LinkSpent
    return beginning, await session.get_one(Opening, (actor.org_id, beginning.opening_id))
