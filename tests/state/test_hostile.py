"""Any client may call any handler with anything: it gets a refusal, never an error of ours."""

from inspect import Parameter, signature
from typing import Any, Literal

import pytest
from reflex_base.utils.form import FormData

from plutomi.errors import Invalid, NotFound, Refusal
from plutomi.ids import new_id
from plutomi.state.arguments import check, fits
from plutomi.state.toasts import ToastState
from tests.api.worlds import world
from tests.state.desks import Desk, desk, handlers

FIELDS = [
    *("seq", "applicant_id", "to_stage_id", "from_stage_id", "above_id", "below_id", "stage_id", "position", "name"),
    *("email", "phone", "body", "org", "slug", "title", "type", "options", "description", "place", "state", "required"),
    *("next", "query", "answers", "answers.bike", "event", "payload", "id", "key", "code"),
]
ODD: list[Any] = [None, True, -1, 10**30, 1e308, "", "x" * 100_000, "\x00", "\ud800", "a\n\u202eb", [], [[]], {}]
ODD += [{"a": {"b": []}}, "00000000-0000-0000-0000-000000000000", "٣" * 32]
FORMS = [dict.fromkeys(FIELDS, odd) for odd in ODD]
EVERY = [
    pytest.param(*one, id=f"{one[0].__name__}.{one[1]}")
    for one in handlers()
    if not one[0].event_handlers[one[1]].is_background
]


def payloads(handler: Any) -> list[dict[str, Any]]:
    """Too little, too much, and each odd thing for every argument."""
    names = [name for name, p in list(signature(handler).parameters.items())[1:] if p.kind is not Parameter.VAR_KEYWORD]
    odd = [dict.fromkeys(names, value) for value in [*ODD, *FORMS]] if names else []
    return [{}, {"no_such_argument": 1}, *odd]


@pytest.mark.parametrize(("cls", "name"), EVERY)
async def test_whatever_a_handler_is_sent_it_refuses_or_takes(database, cls, name):
    own = await world()
    for payload in payloads(cls.event_handlers[name].fn):
        for tab in (await desk(own.user, opening_id=str(own.opening.id)), Desk()):
            try:
                await tab.call(cls, name, **payload)
            except Refusal:
                continue


@pytest.mark.parametrize(
    ("value", "hint", "expected"),
    [
        ("a", str, True), (1, str, False), (None, str, False), (["a"], str, False),
        (1, int, True), (1.0, int, True), (1.5, int, False), (True, int, False), ("12", int, True), ("x", int, False),
        (float("inf"), int, False), (float("nan"), int, False), (1.5, float, True), ({}, float, False),
        ({}, dict[str, Any], True), ([], dict[str, Any], False), (None, dict[str, Any], False),
        ({}, FormData[str, str], True), ("", FormData[str, str], False),
        (None, dict[str, Any] | None, True), ([], dict[str, Any] | None, False),
        ([], list[str], True), ({}, list[str], False), (True, bool, True), (1, bool, False),
        ("done", Literal["done", "refused"], True), ("other", Literal["done"], False), ([], Literal["done"], False),
        (object(), Any, True),
    ],
)  # fmt: skip
def test_a_value_fits_what_a_handler_says_it_takes(value, hint, expected):
    assert fits(value, hint) is expected


def test_arguments_missing_or_unheard_of_are_refused():
    async def handler(self, a: str, b: int = 0) -> None: ...

    check(handler, {"a": "x"})
    check(handler, {"a": "x", "b": 2})
    for wrong in ({}, {"b": 1}, {"a": "x", "c": 1}, {"a": 1}, {"a": "x", "self": 1}):
        with pytest.raises(Invalid):
            check(handler, wrong)


@pytest.mark.parametrize(("cls", "name"), [one for one in handlers() if one[1] == "setvar"])
async def test_no_var_of_any_state_can_be_set_from_outside(cls, name):
    with pytest.raises(NotFound):
        await Desk().call(cls, name, var_name="ops", value=[])


@pytest.mark.parametrize("undo", [{}, {"name": 1, "payload": {}}, {"name": "x"}, {"name": "x", "payload": []}])
async def test_an_undo_that_is_no_event_does_nothing(undo):
    tab = Desk()
    await tab.call(ToastState, "show", text="x" * 10_000, kind="done", undo=undo)
    (toast,) = (await tab.state(ToastState)).toasts
    assert len(toast.text) <= 1000
    assert await tab.call(ToastState, "undo", id=toast.id) == [None]


def test_ids_are_read_with_suspicion():
    from plutomi.state.parse import number_of, uuid_of

    good = new_id()
    assert uuid_of(str(good)) == uuid_of(good) == good
    for odd in ODD[:-2]:
        with pytest.raises(NotFound):
            uuid_of(odd)
    assert [number_of(odd) for odd in ODD] == [0, 0, -1, *[0] * (len(ODD) - 3)]
    assert [number_of(n) for n in (float("nan"), float("inf"), 2**53, 2**53 - 1, 3.7)] == [0, 0, 0, 2**53 - 1, 3]
