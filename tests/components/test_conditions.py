"""The browser's conditions say what the server's say: one table holds both."""

import json
from pathlib import Path

from tests.components.nodes import run

TABLE = json.loads((Path(__file__).parents[1] / "rules" / "conditions.json").read_text())


def test_conditions_hold_in_the_browser_of_what_they_hold_on_the_server() -> None:
    said = run("conditions_driver.mjs", "islands/conditions.js", TABLE)
    wrong = [case["name"] for case, met in zip(TABLE["cases"], said, strict=True) if met is not case["is_met"]]
    assert not wrong
