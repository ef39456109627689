"""Applying again by one's own link, as the opening allows it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.clock import living_in, now
from plutomi.domain.actors import Actor
from plutomi.domain.applicants.applying import door
from plutomi.domain.applicants.leading import take_place
from plutomi.domain.applicants.returning import WITHIN, lately, may_return, policy_of, stand_again
from plutomi.domain.applicants.standing import oneself, placement_of
from plutomi.errors import NotYet, TooSoon
from plutomi.models import Opening, Placement, Stage
from plutomi.tongue import say


async def come_back(session: AsyncSession, actor: Actor) -> UUID:
    """Stand in the first stage again; which one. What was answered before stays and is offered as a start.

    NotYet in the opening's words when it does not allow it, OpeningClosed, TooSoon; nothing when they are in already.
    """
    applicant = await oneself(session, actor)
    placement = await placement_of(session, applicant)
    if placement is not None:
        return placement.stage_id
    if applicant.rejected_at:
        raise NotYet(say("Your application was not taken further, so you cannot apply to this opening again."))
    opening = await session.get_one(Opening, (actor.org_id, applicant.opening_id))
    entered = await door(session, actor.org_id, opening.slug)
    if not may_return(applicant, opening):
        with living_in(applicant.time_zone or opening.time_zone):
            raise NotYet(policy_of(opening).words_for(applicant.withdrawn_at or now(), now()))
    if (await lately(session, applicant)).is_too_often:
        words = say("You have done that a few times today. Please try again tomorrow.")
        raise TooSoon(int(WITHIN.total_seconds()), words)
    to = (entered.stage_id, entered.stage_name)
    if not entered.asked and entered.next_stage_id:
        to = (entered.next_stage_id, entered.next_stage_name or "")
    event = await stand_again(session, actor, applicant, "applicant.returned", to)
    place = await session.get_one(Placement, (actor.org_id, applicant.id))
    await take_place(session, place, await session.get_one(Stage, (actor.org_id, to[0])), event.id, event.depth)
    return to[0]
