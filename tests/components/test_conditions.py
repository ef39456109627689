"""The browser's conditions say what the server's say: one table holds both."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from plutomi.clock import living_in, standing_at
from plutomi.rules.conditions import is_met
from tests.components.nodes import run

TABLE = json.loads((Path(__file__).parents[1] / "rules" / "conditions.json").read_text())


def test_conditions_hold_in_the_browser_of_what_they_hold_on_the_server() -> None:
    said = run("conditions_driver.mjs", "islands/conditions.js", TABLE)
    wrong = [case["name"] for case, met in zip(TABLE["cases"], said, strict=True) if met is not case["is_met"]]
    assert not wrong


@pytest.mark.parametrize(
    ("zone", "day"), [("UTC", "2026-02-28"), ("Pacific/Kiritimati", "2026-03-01"), ("Etc/GMT+12", "2026-02-28")]
)
def test_today_is_where_the_visitor_is_on_the_server_too(zone: str, day: str) -> None:
    case = {"tree": {"fact": "answers.on", "op": "within_days", "value": 0}, "facts": {"answers.on": day}}
    assert run("conditions_driver.mjs", "islands/conditions.js", TABLE | {"cases": [case]}, zone) == [True]
    with standing_at(datetime.fromisoformat(f"{TABLE['today']}T12:00Z")), living_in(zone):
        assert is_met(case["tree"], case["facts"])
