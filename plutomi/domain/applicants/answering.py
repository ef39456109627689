"""The applicant's own verbs, by their personal link: answer, submit, correct, withdraw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.clock import living_in, now
from plutomi.domain import areas, fields, forms
from plutomi.domain.actors import Actor
from plutomi.domain.applicants.drafting import drop
from plutomi.domain.applicants.leading import lead_on
from plutomi.domain.applicants.leaving import leave
from plutomi.domain.applicants.recalling import answered, keep_hidden, keep_signed, known
from plutomi.domain.applicants.standing import oneself, placement_of, zone_of
from plutomi.domain.applicants.writing import write_answers
from plutomi.domain.events import record
from plutomi.domain.files.claiming import claim_files, give_files
from plutomi.errors import StageClosed
from plutomi.models import Applicant, Placement, ServiceArea, Stage
from plutomi.models.applicant import MAX_WHY, WITHDRAWALS
from plutomi.models.zone import zone_in
from plutomi.rules.answers import read_answers
from plutomi.rules.asked import MASK, Asked
from plutomi.rules.engine.triggers import Trigger
from plutomi.tongue import say


@dataclass(frozen=True, slots=True)
class Standing:
    """An applicant where they stand, locked."""

    applicant: Applicant
    placement: Placement
    stage: Stage
    asked: tuple[Asked, ...]


async def submit(
    session: AsyncSession, actor: Actor, stage_id: UUID, given: Mapping[str, Any], zone: Any = None
) -> UUID:
    """Complete, or correct, the form of the stage the applicant stands in; returns where they stand then.

    `given` is by question key, `zone` the time zone that their browser names. Invalid by field;
    StageClosed when they stand elsewhere by now.
    """
    standing = await _stand(session, actor, stage_id)
    standing.applicant.time_zone = zone_in(zone) or standing.applicant.time_zone
    before = await answered(session, actor.org_id, standing.applicant.id, standing.asked)
    values = await _read(session, actor, standing, keep_hidden(standing.asked, given, before))
    values = keep_signed(values, standing.asked, before)
    await write_answers(session, standing.applicant, standing.stage.id, standing.asked, before, values)
    await reassess(session, standing.applicant, standing.asked, values)
    await give_files(session, actor.org_id, standing.applicant.id, standing.asked, values, is_whole=True)
    is_first = standing.placement.completed_at is None
    standing.placement.completed_at = standing.placement.active_at = now()
    await drop(session, actor.org_id, standing.applicant.id, stage_id)
    changed = changes(standing.asked, before, values)
    data = {"stage_id": str(stage_id), "stage": standing.stage.name, "changed": changed}
    type = "applicant.submitted" if is_first else "applicant.corrected"
    event = _record(session, actor, type, standing.applicant, data)
    trigger = Trigger("completed") if is_first else Trigger("changed", questions=frozenset(changed))
    return await lead_on(session, actor, standing.placement, standing.stage, trigger, event.id, event.depth)


async def reassess(
    session: AsyncSession, applicant: Applicant, asked: Sequence[Asked], values: Mapping[UUID, Any]
) -> None:
    """Hold an address given anew against the opening's area."""
    if not any(one.type == "address" for one in asked):
        return
    of_opening = (col(ServiceArea.org_id) == applicant.org_id, col(ServiceArea.opening_id) == applicant.opening_id)
    id = (await session.execute(select(col(ServiceArea.id)).where(*of_opening, col(ServiceArea.is_set)))).scalar()
    area = await areas.remembered(session, applicant.org_id, id)
    applicant.sqlmodel_update(areas.columns(area, *areas.address_in(asked, values)))


async def withdraw(session: AsyncSession, actor: Actor, why: Any = "", words: Any = "") -> None:
    """Leave the opening: off the board, kept with all that was sent, drafts forgotten. Twice is the same as once.

    `why` is one of WITHDRAWALS or "", `words` what else they say about it; Invalid when those are too many.
    """
    applicant = await oneself(session, actor)
    placement = await placement_of(session, applicant)
    if placement is None:
        return
    said = fields.read({"words": lambda: fields.text(words, MAX_WHY)})["words"]
    applicant.withdrawn_for, applicant.withdrawn_words = _reason(why), said
    applicant.withdrawn_at = now()
    left = await leave(session, applicant, placement)
    _record(session, actor, "applicant.withdrawn", applicant, left | {"why": applicant.withdrawn_for, "words": said})


def _reason(why: Any) -> str:
    return why if isinstance(why, str) and why in WITHDRAWALS else ""


async def _stand(session: AsyncSession, actor: Actor, stage_id: UUID) -> Standing:
    applicant = await oneself(session, actor)
    placement = await placement_of(session, applicant)
    if placement is None or placement.stage_id != stage_id:
        raise StageClosed
    stage = await session.get_one(Stage, (actor.org_id, stage_id))
    asked = forms.read((await session.execute(forms.of_stage(actor.org_id, stage_id))).scalar())
    if not asked:
        raise StageClosed(say("There is nothing to answer at this step."))
    return Standing(applicant, placement, stage, asked)


async def _read(session: AsyncSession, actor: Actor, standing: Standing, given: Mapping[str, Any]) -> dict[UUID, Any]:
    facts = await known(session, actor.org_id, standing.applicant.id, standing.asked)
    with living_in(await zone_of(session, standing.applicant)):
        values = read_answers(standing.asked, given, facts)
    return await claim_files(session, actor, standing.asked, values)


def changes(asked: Sequence[Asked], before: Mapping[UUID, Any], after: Mapping[UUID, Any]) -> dict[str, Any]:
    """What changed, by question key, with what was there before; secure answers masked."""
    return {
        one.key: {"title": one.title} | {end: _told(one, values) for end, values in (("from", before), ("to", after))}
        for one in asked
        if before.get(one.question_id) != after.get(one.question_id)
    }


def _told(asked: Asked, values: Mapping[UUID, Any]) -> Any:
    value = values.get(asked.question_id)
    return MASK if asked.is_secure and value is not None else value


def _record(session: AsyncSession, actor: Actor, type: str, applicant: Applicant, data: dict[str, Any]) -> Any:
    return record(
        session, actor, type, applicant.id, opening_id=applicant.opening_id, applicant_id=applicant.id, data=data
    )
