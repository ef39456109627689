"""The way through an opening's stages."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from plutomi.rules.paths import path


@dataclass
class Stop:
    name: str
    id: UUID
    next_stage_id: UUID | None = None


def stops(names: str, **leads: str) -> list[Stop]:
    made = {name: Stop(name, UUID(int=at)) for at, name in enumerate(names)}
    for origin, target in leads.items():
        made[origin].next_stage_id = made[target].id if target in made else UUID(int=99)
    return list(made.values())


def names(stages: list[Stop], here: str) -> str:
    at = next(stage.id for stage in stages if stage.name == here)
    return "".join(stage.name for stage in path(stages, at))


@pytest.mark.parametrize(
    ("leads", "here", "way"),
    [
        ({}, "A", "ABCDE"),
        ({}, "E", "ABCDE"),
        ({"A": "C"}, "A", "ACDE"),
        ({"A": "C", "C": "D"}, "D", "ACDE"),
        ({"A": "C"}, "B", "ABCDE"),  # whoever stands where forms lead past sees it
        ({"A": "E"}, "C", "ACDE"),
        ({"C": "A"}, "C", "ABCDE"),  # a form that leads back ends nothing
        ({"B": "gone"}, "A", "ABCDE"),
        ({"A": "A"}, "A", "ABCDE"),
    ],
)
def test_the_way_is_what_one_passes(leads: dict[str, str], here: str, way: str) -> None:
    assert names(stops("ABCDE", **leads), here) == way
