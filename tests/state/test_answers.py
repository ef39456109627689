"""Answers as the applicant panel shows them."""

from typing import Any
from uuid import UUID

import pytest

from plutomi.models import Answer
from plutomi.models.question import QUESTION_TYPES
from plutomi.rules.asked import MASK
from plutomi.state.dossier.answers import answered

NOON = "2026-05-31T12:00:00+00:00"


def answer(type: str, value: Any) -> Answer:
    ids = {"org_id": UUID(int=1), "applicant_id": UUID(int=2), "question_id": UUID(int=3)}
    return Answer(**ids, title="Q", type=type, value=value)


@pytest.mark.parametrize(
    ("type", "value", "shows"),
    [
        ("rating", 3, {"value": "3 of 4", "stars": [True, True, True, False]}),
        ("consent", {"agreed": True, "text": "All.", "version": 2}, {"value": "Agreed to version 2", "about": "All."}),
        ("signature", {"name": "Ann", "signed_at": NOON}, {"value": "Ann", "at": NOON}),
        ("address", {"street": "1 Main", "extra": "", "city": "Troy", "region": "NY", "postcode": "1", "country": "US"},
         {"value": "1 Main\nTroy NY 1\nUS"}),
        ("link", "https://a.example/b", {"value": "https://a.example/b", "href": "https://a.example/b"}),
        ("link", "javascript:x", {"href": ""}),
        ("phone", "+12125550123", {"value": "(212) 555-0123", "href": "tel:+12125550123"}),
        ("email", "a@b.example", {"href": "mailto:a@b.example"}),
        ("yes_no", False, {"value": "No"}),
    ],
)  # fmt: skip
def test_each_type_reads_as_it_should(type: str, value: Any, shows: dict[str, Any]) -> None:
    row = answered(answer(type, value), {"max": 4} if type == "rating" else {})
    assert {name: getattr(row, name) for name in shows} == shows


@pytest.mark.parametrize("type", QUESTION_TYPES)
def test_what_is_masked_shows_nothing_of_itself(type: str) -> None:
    row = answered(answer(type, MASK), {})
    assert (row.value, row.is_masked, row.href, row.about, row.at, row.stars) == (MASK, True, "", "", "", [])
