"""Reading one applicant whole: a query per kind of thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain import forms, stages
from plutomi.domain.actors import Actor, admit
from plutomi.domain.applicants import drafting
from plutomi.domain.applicants.journeys import Step, journey
from plutomi.domain.applicants.messaging import Written, mine, written_to
from plutomi.domain.applicants.recalling import known
from plutomi.domain.applicants.revealing import masked
from plutomi.domain.files import giving
from plutomi.errors import NotFound
from plutomi.models import Answer, Applicant, Event, File, Note, Opening, Org, Placement, Stage, StageQuestion
from plutomi.models.style import Style, merged
from plutomi.rules.answers import Asked
from plutomi.rules.drafts import Typed

TIMELINE = 100


@dataclass(frozen=True, slots=True)
class Dossier:
    """All of an applicant that their panel shows; `placement` is None once they have withdrawn."""

    applicant: Applicant
    opening: Opening
    placement: Placement | None
    stages: Sequence[Stage]
    answers: Sequence[Answer]
    files: Sequence[File]
    notes: Sequence[Note]
    events: Sequence[Event]
    messages: Sequence[Written]
    begun: int = 0  # of the form at hand, how many questions they have something typed in, unsent
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Portal:
    """What an applicant sees of themselves: the steps, the present step's form, and what they have answered.

    `known` are the facts from earlier forms that this form's conditions look at.
    """

    org: Org
    opening: Opening
    applicant: Applicant
    placement: Placement | None
    stages: Sequence[Stage]
    asked: tuple[Asked, ...]
    answers: Sequence[Answer]
    known: dict[str, Any]
    steps: Sequence[Step]
    typed: Typed
    messages: Sequence[Written]
    files: Sequence[File]

    @property
    def style(self) -> Style:
        """How their page looks: as the stage they stand in."""
        here = self.placement and self.placement.stage_id
        stage = next((stage.style for stage in self.stages if stage.id == here), None)
        return merged(self.org.style, self.opening.style, stage)

    @property
    def values(self) -> dict[UUID, Any]:
        """What was answered, by question."""
        return {one.question_id: one.value for one in self.answers}


async def dossier(session: AsyncSession, actor: Actor, id: UUID) -> Dossier:
    """One applicant with answers (as asked), notes and events (newest first, at most 100).

    Of what they have typed and not sent it tells how far they are, and nothing else.
    """
    await admit(session, actor)
    applicant, opening, placement = await _one(session, actor.org_id, id)
    asked, typed = await _at_hand(session, placement)
    given = await answers_of(session, actor.org_id, id)
    return Dossier(
        applicant,
        opening,
        placement,
        await stages.in_order(session, actor.org_id, opening.id),
        masked(given),
        await _files(session, applicant, given),
        await _of(session, Note, actor.org_id, id),
        await timeline(session, actor, id),
        await written_to(session, actor, id),
        drafting.begun(asked, typed),
        len(asked),
    )


async def get(session: AsyncSession, actor: Actor, id: UUID) -> Applicant:
    """One applicant of the actor's org, for its members."""
    await admit(session, actor)
    return (await _one(session, actor.org_id, id))[0]


async def answers(session: AsyncSession, actor: Actor, id: UUID) -> Sequence[Answer]:
    """What an applicant answered, oldest first, for members: secure answers masked."""
    await get(session, actor, id)
    return masked(await answers_of(session, actor.org_id, id))


async def notes(session: AsyncSession, actor: Actor, id: UUID) -> Sequence[Note]:
    """What was noted about an applicant, newest first, for members."""
    await get(session, actor, id)
    return await _of(session, Note, actor.org_id, id)


async def portal(session: AsyncSession, actor: Actor) -> Portal:
    """The applicant's own page; NotFound for anybody but an applicant who is still there."""
    if actor.kind != "applicant" or actor.id is None:
        raise NotFound
    applicant, opening, placement = await _one(session, actor.org_id, actor.id)
    asked, typed = await _at_hand(session, placement)
    order = await stages.in_order(session, actor.org_id, opening.id)
    given = await answers_of(session, actor.org_id, actor.id)
    return Portal(
        await session.get_one(Org, actor.org_id),
        opening,
        applicant,
        placement,
        order,
        asked,
        given,
        await known(session, actor.org_id, actor.id, asked),
        await journey(session, placement, order) if placement else (),
        typed,
        await mine(session, actor),
        await _files(session, applicant, given),
    )


async def answers_of(session: AsyncSession, org_id: UUID, id: UUID) -> Sequence[Answer]:
    """Answers as their forms ask for them; those no longer asked come last."""
    use = (
        (col(StageQuestion.org_id) == Answer.org_id)
        & (col(StageQuestion.stage_id) == Answer.stage_id)
        & (col(StageQuestion.question_id) == Answer.question_id)
    )
    found = select(Answer).outerjoin(StageQuestion, use)
    mine = found.where(col(Answer.org_id) == org_id, col(Answer.applicant_id) == id)
    order = (col(StageQuestion.position).nulls_last(), col(Answer.answered_at), col(Answer.question_id))
    return (await session.execute(mine.order_by(*order))).scalars().all()


async def timeline(
    session: AsyncSession, actor: Actor, id: UUID, before: UUID | None = None, most: int = TIMELINE
) -> Sequence[Event]:
    """An applicant's events, newest first, `before` an event id for the next page."""
    await admit(session, actor)
    found = select(Event).where(col(Event.org_id) == actor.org_id, col(Event.applicant_id) == id)
    if before is not None:
        found = found.where(col(Event.id) < before)
    return (await session.execute(found.order_by(col(Event.id).desc()).limit(most))).scalars().all()


async def _at_hand(session: AsyncSession, placement: Placement | None) -> tuple[tuple[Asked, ...], Typed]:
    """The form of the stage they stand in, and what they have typed into it."""
    if placement is None:
        return (), {}
    org_id, stage_id = placement.org_id, placement.stage_id
    asked = forms.read((await session.execute(forms.of_stage(org_id, stage_id))).scalar())
    return asked, await drafting.typed_of(session, org_id, placement.applicant_id, stage_id)


async def _one(session: AsyncSession, org_id: UUID, id: UUID) -> tuple[Applicant, Opening, Placement | None]:
    found = (
        select(Applicant, Opening, Placement)
        .join(Opening, (col(Opening.org_id) == Applicant.org_id) & (col(Opening.id) == Applicant.opening_id))
        .outerjoin(
            Placement, (col(Placement.org_id) == Applicant.org_id) & (col(Placement.applicant_id) == Applicant.id)
        )
        .where(col(Applicant.org_id) == org_id, col(Applicant.id) == id)
    )
    row = (await session.execute(found)).first()
    if row is None:
        raise NotFound
    return row[0], row[1], row[2]


async def _files(session: AsyncSession, applicant: Applicant, given: Sequence[Answer]) -> Sequence[File]:
    """Theirs, when they answered with any."""
    has_any = any(one.type == "file" for one in given)
    return await giving.files_of(session, applicant.org_id, applicant.id) if has_any else ()


async def _of(session: AsyncSession, table: type[Note], org_id: UUID, id: UUID) -> Sequence[Note]:
    found = select(table).where(col(table.org_id) == org_id, col(table.applicant_id) == id)
    return (await session.execute(found.order_by(col(table.id).desc()))).scalars().all()
