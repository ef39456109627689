"""What a style's preview shows: a real opening and a form of it."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.clock import living_in
from plutomi.domain import forms, openings, stages
from plutomi.domain.actors import Actor
from plutomi.models import Opening, Stage
from plutomi.models.markdown import to_html
from plutomi.state.asked import Ask, asks


@dataclass
class Sample:
    """`is_first` where people apply: they say who they are there, besides what is asked."""

    name: str = "Your opening"
    place: str = ""
    about: str = ""
    asked: list[Ask] = field(default_factory=list)
    is_first: bool = True


async def sample_of(session: AsyncSession, actor: Actor, opening: Opening | None, stage: Stage | None) -> Sample:
    """The form of the stage if it has one, else of the opening's first; the org's newest opening for no opening."""
    shown = opening or await _newest(session, actor)
    if shown is None:
        return Sample()
    about = to_html(shown.description)
    with living_in(shown.time_zone):
        later = stage and not await _is_first(session, stage) and await _asked(session, forms.of_stage(*_key(stage)))
        if later:
            return Sample(shown.name, shown.place, about, later, is_first=False)
        return Sample(shown.name, shown.place, about, await _asked(session, forms.of_opening(*_key(shown))))


def _key(row: Opening | Stage) -> tuple[UUID, UUID]:
    return row.org_id, row.id


async def _is_first(session: AsyncSession, stage: Stage) -> bool:
    return (await stages.in_order(session, stage.org_id, stage.opening_id))[0].id == stage.id


async def _asked(session: AsyncSession, form: object) -> list[Ask]:
    return asks(forms.read((await session.execute(form)).scalar()))  # type: ignore[call-overload]


async def _newest(session: AsyncSession, actor: Actor) -> Opening | None:
    """One that is public, if there is."""
    if public := await openings.public_of(session, actor.org_id):
        return public[0]
    return next((line.opening for line in await openings.list_all(session, actor)), None)
