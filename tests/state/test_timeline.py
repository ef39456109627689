"""The timeline in words: what was sent again, and what had been said before."""

from uuid import uuid4

from plutomi.clock import now
from plutomi.models import Event
from plutomi.rules.asked import MASK
from plutomi.state.timeline import moment


def told(type, **data):
    event = Event(org_id=uuid4(), id=uuid4(), type=type, subject_id=uuid4(), actor_kind="anyone", data=data, at=now())
    return moment(event, "Grace").more


def test_what_was_sent_again_is_told_with_name_phone_and_answers():
    answers = {
        "start": {"title": "Which day?", "value": "Monday"},
        "end": {"title": "Which day?", "value": "Friday"},
        "id": {"title": "Your number", "value": MASK},
    }
    lines = told("applicant.reapplied", name="G. Hopper", phone="+12125550123", answers=answers, tell=False)
    assert lines == [
        "Name: G. Hopper",
        "Phone: +12125550123",
        "Which day?: Monday",
        "Which day?: Friday",
        f"Your number: {MASK}",
    ]
    assert told("applicant.reapplied", name="G. Hopper", phone="", answers={}) == ["Name: G. Hopper"]


def test_what_was_said_before_is_told_of_events_of_any_age():
    before = {"title": "Do you own a bike?", "value": True}
    assert told("applicant.returned", answers={"bike": before}) == ["Before: Do you own a bike?: Yes"]
    old = {"Do you own a bike?": True, "CV": [{"id": "1", "name": "cv.pdf"}], "Terms": {"agreed": True, "text": "ok"}}
    assert told("applicant.returned", answers=old) == [
        "Before: Do you own a bike?: Yes",
        "Before: CV: cv.pdf",
        "Before: Terms: Agreed: ok",
    ]


def test_what_was_emptied_has_nothing_to_tell():
    assert told("applicant.reapplied") == []
