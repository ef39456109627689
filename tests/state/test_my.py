"""The applicant's own page, known by their cookie alone."""

import json
from datetime import date, timedelta

import pytest
from reflex_base.utils.form import FormData

from plutomi.clock import now
from plutomi.db import transaction
from plutomi.domain import openings, questions, stages, throttles
from plutomi.domain.actors import Actor
from plutomi.domain.applicants import deadlines, drafting, keeping, leaving, messaging, moving
from plutomi.domain.applicants.knowing import cookie_name
from plutomi.models import Applicant
from plutomi.state.links import LinksState
from plutomi.state.my.contact import ContactState
from plutomi.state.my.leaving import LeavingState
from plutomi.tokens import sign_applicant
from tests import make
from tests.domain.verbs import apply, do, stages_of, standing, types
from tests.state.pages import at, run, tab, turn

S = LeavingState  # with all that the page can do


@pytest.fixture
async def ann(database):
    """(owner, opening, Ann's id): her form led to the third stage, which asks for a license."""
    await throttles.forget()
    org = await make.org(slug="acme")
    actor = await make.actor(org)
    opening = await make.opening(org, state="public", slug="nyc", stages=4)
    first, _, third, last = await stages_of(opening)
    for stage, key, type in ((first, "bike", "yes_no"), (third, "license", "short_text"), (third, "until", "date")):
        question = await do(actor, questions.create, key, f"{key.title()}?", type=type)
        await do(actor, questions.attach, stage.id, question.id)
    await do(actor, stages.change, first.id, next_stage_id=third.id)
    await do(actor, stages.change, third.id, next_stage_id=last.id)
    applied = await apply(opening, email="ann@example.com", name="Ann", answers={"bike": "yes"})
    return actor, opening, applied.applicant_id


async def arrive(org_id, id, extra: str = "") -> S:
    state = await tab(S, "/my", f"{extra}{cookie_name()}={sign_applicant(org_id, id)}")
    await run(state, S.arrive)
    return state


async def send(state: S, **answers: str) -> None:
    whose = {"applicant_id": state.applicant_id, "stage_id": state.stage_id}
    await run(state, S.submit, FormData((whose | {f"answers.{key}": said for key, said in answers.items()}).items()))


async def test_conditions_are_told_what_was_answered_in_earlier_forms(ann):
    actor, opening, id = ann
    third = (await stages_of(opening))[2]
    license_ = next(use for use in await do(actor, questions.of_stage, third.id) if use.question.key == "license")
    show_if = {"fact": "answers.bike", "op": "is", "value": True}
    await do(actor, questions.adjust, third.id, license_.question.id, show_if=show_if)
    state = await arrive(opening.org_id, id)
    assert json.loads(state.known) == {"answers.bike": True}


async def test_the_page_shows_where_one_is_and_what_was_sent(ann):
    _, opening, id = ann
    state = await arrive(opening.org_id, id, "plutomi_session=whoever; ")
    assert (state.phase, state.org, state.opening, state.name) == ("here", "Acme", opening.name, "Ann")
    assert [(step.name, step.state) for step in state.steps] == [
        ("Stage 1", "done"),
        ("Stage 3", "yours"),
        ("Stage 4", "ahead"),
    ]
    assert state.steps[0].day
    assert [step.about for step in state.steps] == [
        "",
        "2 questions for you. When you have sent it, Acme goes on with it.",
        "Acme decides here. There is nothing for you to do.",
    ]
    assert [ask.name for ask in state.asked] == ["answers.license", "answers.until"]
    assert [(group.stage, [(a.title, a.value) for a in group.answers]) for group in state.sent] == [
        ("About you", [("Name", "Ann"), ("Email", "ann@example.com")]),
        ("Stage 1", [("Bike?", "Yes")]),
    ]


@pytest.mark.parametrize("cookie", ["", "plutomi_my=", "plutomi_my=nonsense", "plutomi_session=x"])
async def test_without_a_link_of_ours_there_is_nobody(ann, cookie):
    state = await tab(S, "/my", cookie)
    for handler, arguments in (
        (S.arrive, ()),
        (S.submit, (FormData([]),)),
        (S.withdraw, ({},)),
        (S.come_back, ("",)),
        (S.read_letter, ("x",)),
        (S.look_again, ()),
    ):
        await run(state, handler, *arguments)
        assert (state.phase in ("nobody", ""), state.name, state.sent) == (True, "", [])
    assert state.phase == "nobody"


async def test_what_was_sent_from_another_applicants_page_changes_nothing(ann):
    _, opening, id = ann
    other = (await apply(opening, email="eve@example.com", answers={"bike": "no"})).applicant_id
    state = await arrive(opening.org_id, id)
    at(state, "/my", f"{cookie_name()}={sign_applicant(opening.org_id, other)}")  # their link was opened in another tab
    before = await types(opening.org_id)
    await send(state, license="A1", until="2029-05-31")
    assert state.phase == "nobody"
    whose = {"applicant_id": state.applicant_id}
    await run(state, ContactState.correct, {"name": "Ann Lee", "phone": ""} | whose)
    await run(state, S.withdraw, whose)
    await run(state, S.come_back, state.applicant_id)
    assert await types(opening.org_id) == before


async def test_a_form_that_leads_on_leads_on(ann):
    _, opening, id = ann
    state = await arrive(opening.org_id, id)
    draft = state.draft
    await send(state, license="A1", until="2029-05-31")
    assert (state.stage, state.steps[2].state, state.asked) == ("Stage 4", "review", [])
    assert (state.news, state.saved, state.done) == ("Stage 3 is done. Thank you!", "", draft)
    assert [(a.value, a.day) for a in state.sent[-1].answers] == [("A1", ""), ("2029-05-31", "2029-05-31")]


async def test_a_form_sent_twice_at_once_has_led_on_once(ann):
    _, opening, id = ann
    state = await arrive(opening.org_id, id)
    whose = {"applicant_id": state.applicant_id, "stage_id": state.stage_id}
    form = whose | {"answers.license": "A1", "answers.until": "2029-05-31"}
    for _ in range(2):
        await run(state, S.submit, FormData(form.items()))
        assert (state.news, state.trouble, state.unsent) == ("Stage 3 is done. Thank you!", "", [])
    await run(state, S.submit, FormData((form | {"answers.license": "A2"}).items()))
    assert ("closed" in state.trouble, [one.value for one in state.unsent]) == (True, ["A2", "2029-05-31"])


async def test_a_form_that_stays_can_be_corrected(ann):
    actor, opening, id = ann
    _, _, third, _ = await stages_of(opening)
    await do(actor, stages.change, third.id, next_stage_id=None)
    state = await arrive(opening.org_id, id)
    await send(state, license="A1", until="2029-05-31")
    assert (state.saved, state.is_complete, state.stage) == ("Sent. Thank you!", True, "Stage 3")
    assert [ask.value for ask in state.asked] == ["A1", "2029-05-31"]
    await send(state, license="A2", until="2029-05-31")
    assert (state.saved, state.asked[0].value) == ("Your changes are saved.", "A2")
    assert (await types(opening.org_id))[-2:] == ["applicant.submitted", "applicant.corrected"]


async def test_name_and_phone_are_corrected_beside_the_form_at_hand(ann):
    _, opening, id = ann
    state = await tab(ContactState, "/my", f"{cookie_name()}={sign_applicant(opening.org_id, id)}")
    await run(state, ContactState.arrive)
    await run(state, ContactState.ask)
    also = {"applicant_id": state.applicant_id, "email": "eve@example.com"}
    await run(state, ContactState.correct, {"name": "", "phone": "12"} | also)
    assert (state.wrong.keys(), state.is_correcting, state.name) == ({"name", "phone"}, True, "Ann")
    await run(state, ContactState.correct, {"name": "Ann Lee", "phone": "(212) 555-0123"} | also)
    assert (state.wrong, state.is_correcting, state.name) == ({}, False, "Ann Lee")
    assert [one.value for one in state.sent[0].answers] == ["Ann Lee", "ann@example.com", "(212) 555-0123"]
    assert (await types(opening.org_id))[-1] == "applicant.corrected"
    await run(state, ContactState.ask)
    await run(state, ContactState.arrive)
    assert state.is_correcting, "only the connection was made again"
    await turn(state)
    await run(state, ContactState.arrive)
    assert not state.is_correcting


async def test_errors_stand_at_their_fields(ann):
    _, opening, id = ann
    state = await arrive(opening.org_id, id)
    await send(state, license="", until="soon")
    assert state.errors.keys() == {"answers.license", "answers.until"}
    assert state.stage == "Stage 3"


async def test_a_stage_closed_meanwhile_is_told_and_the_words_are_kept(ann):
    actor, opening, id = ann
    *_, last = await stages_of(opening)
    state = await arrive(opening.org_id, id)
    await do(actor, moving.move, moving.Move(id, last.id))
    await send(state, license="A1", until="")
    assert (state.stage, [(one.title, one.value) for one in state.unsent]) == ("Stage 4", [("License?", "A1")])
    assert "closed while you were writing" in state.trouble
    await run(state, S.arrive)
    assert state.unsent, "only the connection was made again"
    await turn(state)
    await run(state, S.arrive)
    assert (state.unsent, state.trouble) == ([], "")


async def test_looking_again_finds_news_but_never_takes_a_form_away(ann):
    actor, opening, id = ann
    _, second, _, last = await stages_of(opening)
    state = await arrive(opening.org_id, id)
    await do(actor, moving.move, moving.Move(id, second.id))
    await run(state, S.look_again)
    assert state.stage == "Stage 3"
    await run(state, S.arrive)
    await do(actor, moving.move, moving.Move(id, last.id))
    await run(state, S.look_again)
    assert state.stage == "Stage 4"


async def test_withdrawing_is_asked_confirmed_and_final(ann):
    _, opening, id = ann
    state = await arrive(opening.org_id, id)
    whose = {"applicant_id": state.applicant_id}
    await run(state, S.ask_withdraw)
    await run(state, S.stay)
    assert (state.is_leaving, state.phase) == (False, "here")
    await run(state, S.ask_withdraw)
    await run(state, S.withdraw, {"why": "pay", "words": "x" * 1001} | whose)
    assert (state.errors.keys(), state.is_leaving) == ({"words"}, True)
    await run(state, S.withdraw, {"why": "pay", "words": "Too far"} | whose)
    assert (state.phase, await standing(opening)) == ("withdrawn", {})
    assert (state.may_return, state.policy.startswith("This opening takes each person once")) == (False, True)
    await run(state, S.withdraw, whose)
    assert (await types(opening.org_id)).count("applicant.withdrawn") == 1
    await run(state, S.submit, FormData((whose | {"stage_id": str((await stages_of(opening))[2].id)}).items()))
    assert state.phase == "withdrawn"


async def test_the_link_of_a_deleted_applicant_leads_to_nobody(ann):
    actor, opening, id = ann
    state = await arrive(opening.org_id, id)
    await do(actor, keeping.delete, id)
    await send(state, license="A1", until="2029-05-31")
    assert state.phase == "nobody"
    assert (await arrive(opening.org_id, id)).phase == "nobody"


async def test_a_form_for_no_stage_changes_nothing(ann):
    _, opening, id = ann
    state = await arrive(opening.org_id, id)
    await run(
        state, S.submit, FormData([("applicant_id", str(id)), ("stage_id", "nonsense"), ("answers.license", "A1")])
    )
    assert (state.stage, state.phase) == ("Stage 3", "here")
    assert "applicant.submitted" not in await types(opening.org_id)


async def test_the_answer_is_the_same_whether_or_not_one_has_applied(ann):
    _, opening, _ = ann
    for email, count in (("nobody@example.com", 0), (" ANN@example.com ", 1)):
        state = await tab(LinksState, "/my/link?org=acme")
        await run(state, LinksState.arrive)
        await run(state, LinksState.ask, {"email": email})
        assert (state.org, state.errors, state.problem) == ("Acme", {}, "")
        assert state.sent_to
        assert (await types(opening.org_id)).count("applicant.link_asked") == count


async def test_asking_for_links_names_what_is_wrong(ann):
    state = await tab(LinksState, "/my/link?org=acme")
    await run(state, LinksState.arrive)
    for form in ({"email": "x"}, {}, None):
        await run(state, LinksState.ask, form)
        assert (state.errors.keys(), state.sent_to) == ({"email"}, "")
    nowhere = await tab(LinksState, "/my/link?org=nobody")
    await run(nowhere, LinksState.arrive)
    await run(nowhere, LinksState.ask, {"email": "ann@example.com"})
    assert (nowhere.org, nowhere.sent_to) == ("", "")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ac", ["Acme"]),
        ("ACME", ["Acme"]),
        ("https://jobs.example/apply/acme/nyc?source=x", ["Acme"]),
        ("a", []),
        ("%%", []),
        ("nobody", []),
        ("cme", []),
    ],
)
async def test_a_company_is_found_by_the_beginning_of_its_name_or_by_its_page(ann, words, found):
    state = await tab(LinksState, "/my/link")
    await run(state, LinksState.arrive)
    await run(state, LinksState.seek, words)
    assert [one.name for one in state.found] == found
    assert [one.path for one in state.found] == ["/my/link?org=acme"] * len(found)


async def test_nobody_reads_off_all_the_companies_there_are(ann):
    state = await tab(LinksState, "/my/link")
    await run(state, LinksState.arrive)
    for _ in range(throttles.SEARCHES + 1):
        await run(state, LinksState.seek, "acme")
    assert "Please wait" in state.problem


async def test_a_letter_is_new_until_it_is_opened(ann):
    actor, opening, id = ann
    await do(actor, messaging.write, id, "Are you free?", "On Friday at ten.")
    state = await arrive(opening.org_id, id)
    assert (state.new_letters, state.letters[0].subject) == (1, "Are you free?")
    await run(state, S.read_letter, state.letters[0].id)
    assert (state.new_letters, state.open_letter) == (0, state.letters[0].id)
    await run(state, S.read_letter, state.letters[0].id)
    assert state.open_letter == ""


async def test_who_may_comes_back_with_one_tap(ann):
    actor, opening, id = ann
    await do(actor, openings.change, opening.id, reapply="unlimited")
    state = await arrive(opening.org_id, id)
    await run(state, S.withdraw, {"applicant_id": state.applicant_id})
    assert (state.may_return, state.policy) == (True, "You can apply again.")
    await run(state, S.come_back, state.applicant_id)
    assert (state.phase, state.stage, [ask.value for ask in state.asked]) == ("here", "Stage 1", ["yes"])


async def test_what_was_typed_elsewhere_stands_in_the_form(ann):
    _, opening, id = ann
    third = (await stages_of(opening))[2]
    me = Actor("applicant", opening.org_id, id)
    await do(me, drafting.save, third.id, {"answers.license": {"said": ["A1"]}})
    state = await arrive(opening.org_id, id)
    assert state.typed == {"answers.license": ["A1"]}
    await send(state, license="A1", until="2029-05-31")
    assert state.typed == {}


async def test_links_asked_for_again_and_again_wait(ann):
    state = await tab(LinksState, "/my/link?org=acme")
    await run(state, LinksState.arrive)
    for _ in range(4):
        await run(state, LinksState.ask, {"email": "ann@example.com"})
    assert "Please wait" in state.problem


async def test_a_deadline_is_told_while_there_is_something_to_answer(ann):
    actor, opening, id = ann
    at = now() + timedelta(days=2)
    await do(actor, deadlines.set_deadline, id, at)
    state = await arrive(opening.org_id, id)
    assert (state.deadline, state.is_overdue) == (at.date().isoformat(), False)
    assert state.deadline_hour == ""
    await do(actor, leaving.reject, id, "Too slow")
    await run(state, S.arrive)
    assert (state.phase, state.deadline) == ("rejected", "")
    assert "Too slow" not in str(state.dict())


@pytest.mark.parametrize(
    ("zone", "day", "hour"),
    [("America/New_York", 0, ""), ("America/Los_Angeles", 0, "8:59\u00a0PM"), ("Europe/Berlin", 1, "5:59\u00a0AM")],
)
async def test_a_deadline_is_told_by_the_clock_of_where_they_are(ann, zone, day, hour):
    actor, opening, id = ann
    await do(actor, openings.change, opening.id, time_zone="America/New_York")
    last = date(2100, 6, 1)
    await do(actor, deadlines.set_deadline, id, deadlines.end_of(last, "America/New_York"))
    async with transaction(opening.org_id) as session:
        (await session.get_one(Applicant, (opening.org_id, id))).time_zone = zone
    state = await arrive(opening.org_id, id)
    assert (state.deadline, state.deadline_hour) == ((last + timedelta(days=day)).isoformat(), hour)
