"""Business hours as people type them, and what is wrong with them at its day."""

from typing import Any

import pytest

from plutomi.errors import NotFound
from plutomi.state.opening import OpeningState
from plutomi.state.times import read_times
from tests.api.worlds import world
from tests.state.desks import desk

TYPED = {
    "time_zone": "America/New_York",
    "mon": "9-12:30, 13:00 to 17",
    "sat": "",
    "holidays": "2027-12-25\n2027-01-01",
}


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("09:00-17:00", [["09:00", "17:00"]]),
        ("9 \u2013 12:30, 13 to 17", [["09:00", "12:30"], ["13:00", "17:00"]]),
        ("9am - 12:30 p.m.", [["09:00", "12:30"]]),
        ("12am-1.15pm, 2 PM to 12pm", [["00:00", "13:15"], ["14:00", "12:00"]]),
        ("1-5pm", [["1", "5pm"]]),
        ("13pm-14pm", [["13 pm", "14 pm"]]),
        ("", []),
        ("all day", [["all day"]]),
    ],
)
def test_spans_are_read_as_they_are_typed(typed: str, spans: list[list[str]]) -> None:
    assert read_times({"mon": typed})["hours"]["mon"] == spans


def test_holidays_may_stand_in_one_line() -> None:
    assert read_times({"holidays": "2027-12-25, 2028-01-01;\n"})["holidays"] == ["2027-12-25", "2028-01-01"]


async def test_hours_are_kept_and_shown_again_and_only_ones_own(database: Any) -> None:
    own, other = await world(), await world("Ada Lovelace")
    tab = await desk(own.user, opening_id=str(own.opening.id))
    await tab.call(OpeningState, "load")
    await tab.call(OpeningState, "save_times", form=TYPED)
    page = await tab.state(OpeningState)
    assert (page.errors, page.times.time_zone, page.times.mon, page.times.tue) == (
        {},
        "America/New_York",
        "09:00-12:30, 13:00-17:00",
        "",
    )
    assert page.times.holidays == "2027-01-01\n2027-12-25"
    await tab.call(OpeningState, "save_times", form=TYPED | {"mon": "all day", "time_zone": "Mars"})
    assert {"mon", "time_zone"} & page.errors.keys()
    strange = await desk(own.user, opening_id=str(other.opening.id))
    with pytest.raises(NotFound):
        await strange.call(OpeningState, "save_times", form=TYPED)
