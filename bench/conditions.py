"""Conditions: a tree of ten, compiled, against the same test written by hand in Python."""

import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bench.bars import Bar, in_turn
from bench.scale import some
from plutomi.rules import conditions

NEEDS: set = set()
TIMES = 200_000  # evaluations a round
TREE = {
    "all": [
        {"fact": "answers.borough", "op": "is", "value": "Queens"},
        {"fact": "answers.vehicle", "op": "one_of", "value": ["Bike", "Car", "Scooter"]},
        {"fact": "answers.years", "op": "at_least", "value": 2},
        {"fact": "answers.radius", "op": "between", "value": [5, 50]},
        {"fact": "answers.licence", "op": "is", "value": True},
        {"fact": "answers.starts", "op": "after", "value": "2026-01-31"},
        {"none": [{"fact": "answers.languages", "op": "contains", "value": "Klingon"}]},
        {
            "any": [
                {"fact": "answers.about", "op": "contains", "value": "parcels"},
                {"fact": "answers.source", "op": "is_not", "value": "flyer"},
            ]
        },
        {"fact": "answers.email", "op": "matches", "value": "*@example.com"},
    ]
}
GOOD = {
    "answers.borough": "Queens",
    "answers.vehicle": "Car",
    "answers.years": 4,
    "answers.radius": 20,
    "answers.licence": True,
    "answers.starts": "2026-03-01",
    "answers.languages": ["English", "Spanish"],
    "answers.about": "I like cycling and meeting people.",
    "answers.source": "a friend",
    "answers.email": "grace@example.com",
}
OTHERS = (
    {},
    {"answers.email": "Grace@Example.COM"},
    {"answers.about": "Parcels, for years."},
    {"answers.source": "Flyer"},
)
EVERYBODY: list[Mapping[str, Any]] = [GOOD | changes for changes in OTHERS]
Check = Callable[[Mapping[str, Any]], bool]


async def measure(worlds: dict) -> list[Bar]:
    compiled = conditions.compile(conditions.parse(TREE))
    assert (
        [compiled(facts) for facts in EVERYBODY] == [by_hand(facts) for facts in EVERYBODY] == [True, True, True, False]
    )
    ours, hand = await in_turn(lambda: _rate(compiled), lambda: _rate(by_hand))
    return [
        Bar("A condition of ten parts, evaluated", ours, hand, "/s", "written by hand in Python", 0.25, is_least=True)
    ]


def by_hand(facts: Mapping[str, Any]) -> bool:
    """TREE as somebody would write it who trusts no answer to be there or to be of its type."""
    borough, vehicle = facts.get("answers.borough"), facts.get("answers.vehicle")
    years, radius = facts.get("answers.years"), facts.get("answers.radius")
    languages, about = facts.get("answers.languages"), facts.get("answers.about")
    source, email = facts.get("answers.source"), facts.get("answers.email")
    return (
        isinstance(borough, str)
        and borough.strip().lower() == "queens"
        and isinstance(vehicle, str)
        and vehicle.strip().lower() in ("bike", "car", "scooter")
        and isinstance(years, int | float)
        and years >= 2
        and isinstance(radius, int | float)
        and 5 <= radius <= 50
        and facts.get("answers.licence") is True
        and (starts := day(facts.get("answers.starts"))) is not None
        and starts > LAST
        and not (isinstance(languages, list) and "klingon" in [one.strip().lower() for one in languages])
        and (
            (isinstance(about, str) and "parcels" in about.lower())
            or (isinstance(source, str) and source.strip().lower() not in ("", "flyer"))
        )
        and isinstance(email, str)
        and email.strip().lower().endswith("@example.com")
    )


LAST = date(2026, 1, 31)


def day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


async def _rate(check: Check) -> float:
    begun = time.perf_counter()
    for _ in range(some(TIMES // len(EVERYBODY), 100)):
        for facts in EVERYBODY:
            check(facts)
    return some(TIMES // len(EVERYBODY), 100) * len(EVERYBODY) / (time.perf_counter() - begun)
