"""Reading one applicant whole: a query per kind of thing. Rows have their tables' columns (records.py)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.domain.actors import Actor, admit
from plutomi.domain.applicants import drafting, records
from plutomi.domain.applicants.journeys import Step, journey
from plutomi.domain.applicants.messaging import Written, letters_to, mine, written
from plutomi.domain.applicants.recalling import known
from plutomi.domain.applicants.revealing import masked
from plutomi.domain.files import giving
from plutomi.errors import NotFound
from plutomi.models import File, Label, Org
from plutomi.models.style import Style, merged
from plutomi.ready import Row
from plutomi.rules.answers import Asked
from plutomi.rules.drafts import Typed

TIMELINE = 100


@dataclass(frozen=True, slots=True)
class Dossier:
    """All of an applicant that their panel shows; `placement` is None once they have left the board."""

    applicant: Row
    opening: Row
    placement: Row | None
    stages: Sequence[Row]
    answers: Sequence[Row]
    files: Sequence[File]
    notes: Sequence[Row]
    events: Sequence[Row]
    messages: Sequence[Written]
    begun: int = 0  # of the form at hand, how many questions they have something typed in, unsent
    asked: int = 0

    @property
    def labels(self) -> list[Label]:
        """What they carry, by name."""
        return [Label(org_id=self.applicant.org_id, **one | {"id": UUID(one["id"])}) for one in self.applicant.labels]

    @property
    def assignee(self) -> str:
        """Who looks after them, "" for nobody."""
        return self.applicant.assignee or ""


@dataclass(frozen=True, slots=True)
class Portal:
    """What an applicant sees of themselves: the steps, the present step's form, and what they have answered.

    `known` are the facts from earlier forms that this form's conditions look at.
    """

    org: Org
    opening: Row
    applicant: Row
    placement: Row | None
    stages: Sequence[Row]
    asked: tuple[Asked, ...]
    answers: Sequence[Row]
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


async def dossier(
    session: AsyncSession, actor: Actor, id: UUID, most: int = TIMELINE, but: Collection[str] = ()
) -> Dossier:
    """One applicant with answers (as asked), notes and events (newest first, at most `most`, of no type in `but`).

    Of what they have typed and not sent it tells how far they are, and nothing else.
    """
    await admit(session, actor)
    applicant, opening, placement = await records.person(session, actor.org_id, id)
    asked, typed = await records.at_hand(session, placement)
    given = await records.answers(session, actor.org_id, id)
    return Dossier(
        applicant,
        opening,
        placement,
        await records.stages(session, opening),
        masked(given),
        await _files(session, applicant, given),
        await records.notes(session, actor.org_id, id),
        await timeline(session, actor, id, None, most, but),
        [written(one) for one in await letters_to(session, actor.org_id, id)],
        drafting.begun(asked, typed),
        len(asked),
    )


async def get(session: AsyncSession, actor: Actor, id: UUID) -> Row:
    """One applicant of the actor's org, for its members."""
    await admit(session, actor)
    return (await records.person(session, actor.org_id, id))[0]


async def answers(session: AsyncSession, actor: Actor, id: UUID) -> Sequence[Row]:
    """What an applicant answered, oldest first, for members: secure answers masked."""
    await get(session, actor, id)
    return masked(await records.answers(session, actor.org_id, id))


async def notes(session: AsyncSession, actor: Actor, id: UUID) -> Sequence[Row]:
    """What was noted about an applicant, newest first, for members."""
    await get(session, actor, id)
    return await records.notes(session, actor.org_id, id)


async def neighbours(session: AsyncSession, actor: Actor, id: UUID) -> tuple[str, str]:
    """The applicants above and below in the same stage; "" where there is none, or when they stand nowhere."""
    await admit(session, actor)
    return await records.neighbours(session, actor.org_id, id)


async def portal(session: AsyncSession, actor: Actor) -> Portal:
    """The applicant's own page; NotFound for anybody but an applicant who is still there."""
    if actor.kind != "applicant" or actor.id is None:
        raise NotFound
    applicant, opening, placement = await records.person(session, actor.org_id, actor.id)
    asked, typed = await records.at_hand(session, placement)
    order = await records.stages(session, opening)
    given = await records.answers(session, actor.org_id, actor.id)
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


async def timeline(
    session: AsyncSession,
    actor: Actor,
    id: UUID,
    before: UUID | None = None,
    most: int = TIMELINE,
    but: Collection[str] = (),
) -> Sequence[Row]:
    """An applicant's events, newest first, `before` an event id for the next page; of no type in `but`."""
    await admit(session, actor)
    return await records.events(session, actor.org_id, id, before, most, but)


async def _files(session: AsyncSession, applicant: Row, given: Sequence[Row]) -> Sequence[File]:
    """Theirs, when they answered with any."""
    has_any = any(one.type == "file" for one in given)
    return await giving.files_of(session, applicant.org_id, applicant.id) if has_any else ()
