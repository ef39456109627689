"""The way an applicant takes through an opening's stages, as far as it can be told ahead."""

from collections.abc import Sequence
from typing import Protocol, TypeVar
from uuid import UUID


class Step(Protocol):
    """A stage, as far as ways are concerned."""

    id: UUID
    next_stage_id: UUID | None


S = TypeVar("S", bound=Step)


def path(stages: Sequence[S], here: UUID) -> list[S]:
    """The stages one passes, in order: those that forms lead past are left out, unless one stands there.

    Where no form leads on, the next in order follows.
    """
    place = next(at for at, stage in enumerate(stages) if stage.id == here)
    before = [at for at in _walk(stages, 0) if at < place]
    return [stages[at] for at in (*before, *_walk(stages, place))]


def _walk(stages: Sequence[S], start: int) -> list[int]:
    """Places from `start` to the end; a form that leads back ends nothing and is not followed."""
    places = {stage.id: at for at, stage in enumerate(stages)}
    walked, at = [], start
    while at < len(stages):
        walked.append(at)
        leads_to = stages[at].next_stage_id
        at = max(at + 1, places.get(leads_to, 0) if leads_to else 0)
    return walked
