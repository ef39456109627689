"""Labels, assignment, deadlines, letters and ways to go, as the pages' states do them."""

from datetime import timedelta

import pytest

from plutomi.clock import now
from plutomi.domain import labels, questions, templates
from plutomi.domain.rules import making
from plutomi.state.applicants import ApplicantsState
from plutomi.state.boards import BoardState
from plutomi.state.dossier import DossierState
from plutomi.state.dossier.amending import AmendingState
from plutomi.state.dossier.leaving import LeavingState
from plutomi.state.dossier.moving import ELSEWHERE, MovingState
from plutomi.state.dossier.signing import SigningState
from plutomi.state.dossier.writing import WritingState
from plutomi.state.labels import LabelsState
from plutomi.state.templates import NEW, TemplatesState, TemplateState
from tests import make
from tests.api.worlds import world
from tests.domain.verbs import do, events, letters, stages_of, standing
from tests.state.desks import desk


@pytest.fixture
async def own(database):
    return await world()


@pytest.fixture
async def tab(own):
    """A tab with the applicant's panel open over their board."""
    tab = await desk(own.user, opening_id=str(own.opening.id))
    await tab.call(BoardState, "load")
    await tab.call(DossierState, "open", applicant_id=str(own.applicant.id))
    return tab


async def test_the_panel_shows_labels_and_takes_and_puts_them(own, tab):
    panel = await tab.state(SigningState)
    assert [one.name for one in panel.labels] == ["Follow up"]
    assert [one.name for one in panel.label_choices] == ["Follow up"]
    await tab.call(SigningState, "take_label", label_id=str(own.label.id))
    assert (await tab.state(SigningState)).labels == []
    await tab.call(SigningState, "put_label", label_id=str(own.label.id))
    assert [one.ink for one in (await tab.state(SigningState)).labels] == ["#ffffff"]


async def test_the_panel_assigns_to_members_alone(own, tab):
    await tab.call(SigningState, "assign", user_id=str(own.user.id))
    assert (await tab.state(SigningState)).details.assignee == own.user.name
    await tab.call(SigningState, "assign", user_id=str((await make.user()).id))
    assert (await tab.state(SigningState)).details.assignee_id == str(own.user.id)
    await tab.call(SigningState, "assign", user_id="")
    assert (await tab.state(SigningState)).details.assignee == ""


async def test_the_panel_sets_a_day_to_come(own, tab):
    day = (now() + timedelta(days=9)).date().isoformat()
    for typed in (day, "2001-01-01", "nonsense", "99"):
        await tab.call(SigningState, "set_deadline", day=typed)
        assert (await tab.state(SigningState)).details.deadline == day
    await tab.call(SigningState, "set_deadline", day="")
    assert (await tab.state(SigningState)).details.deadline == ""


async def test_who_is_rejected_stays_in_the_panel_and_is_put_back(own, tab):
    await tab.call(LeavingState, "ask", dialog="reject")
    await tab.call(LeavingState, "reject", form={"reason": "x" * 201})
    panel = await tab.state(LeavingState)
    assert (panel.dialog, bool(panel.reason_error)) == ("reject", True)
    await tab.call(LeavingState, "reject", form={"reason": "No licence", "tell": "on"})
    panel = await tab.state(LeavingState)
    assert (panel.dialog, panel.details.rejected_for, panel.details.stage_id) == ("", "No licence", "")
    assert (await events(own.org.id))[-1].data["tell"] is True
    listed = await desk(own.user)
    await listed.call(ApplicantsState, "load")
    assert [one.is_rejected for one in (await listed.state(ApplicantsState)).lines] == [True]
    await tab.call(MovingState, "restore", form={"stage_id": str(own.stages[1].id)})
    assert (await tab.state(MovingState)).details.rejected_at == ""


async def test_another_opening_is_asked_for_and_gone_to(own, tab):
    boston = await make.opening(own.org, "Boston")
    await tab.call(MovingState, "move_to", stage_id=ELSEWHERE)
    await tab.call(LeavingState, "ask", dialog="transfer")
    panel = await tab.state(LeavingState)
    assert [(one.name, len(one.stages)) for one in panel.elsewhere] == [("Boston", 3)]
    await tab.call(LeavingState, "transfer", form={"stage_id": ""})
    assert (await tab.state(LeavingState)).reason_error
    first = (await stages_of(boston))[0]
    await tab.call(LeavingState, "transfer", form={"stage_id": str(first.id)})
    assert (await tab.state(LeavingState)).details.opening_name == "Boston"
    assert await standing(own.org) == {own.applicant.id: first.id}


async def test_a_message_begins_from_a_template_and_is_sent_as_it_was_changed(own, tab):
    panel = await tab.state(WritingState)
    assert [one.name for one in panel.template_choices] == ["Hello"]
    await tab.call(WritingState, "begin_from", template_id=str(own.template.id))
    panel = await tab.state(WritingState)
    assert (panel.letter_subject, panel.letter_body) == ("Hi", "See {{ link }}")
    await tab.call(WritingState, "write", form={"subject": "Hi", "body": "Look at {{ link }}"})
    assert (await letters(own.org.id))[-1].context["body"] == "Look at {{ link }}"
    assert (await tab.state(WritingState)).letter_body == ""


async def test_a_message_is_sent_once_however_often_its_button_is_pressed(own, tab):
    sent = len(await letters(own.org.id))
    for key in (0, 0, 1):
        form = {"subject": "Hi", "body": "Hello", "key": str(key)}
        await tab.call(WritingState, "write", form=form)
    assert len(await letters(own.org.id)) == sent + 2


async def test_boards_and_lists_are_narrowed(own, tab):
    board = await tab.state(BoardState)
    board._begin(own.opening.id)
    await tab.call(BoardState, "only_label", label_id=str(own.label.id))
    await tab.call(BoardState, "only_assignee", user_id=str(own.user.id))
    assert board.members[0].name == "Mine"
    asked = f"/board?label_id={own.label.id}&assignee_id={own.user.id}"
    assert board.snapshot_url.endswith(asked)
    for handler in ("only_label", "only_assignee"):
        await tab.call(BoardState, handler, **{"label_id" if handler == "only_label" else "user_id": ""})
    assert board.snapshot_url.endswith("/board")
    await tab.call(ApplicantsState, "load")
    await tab.call(ApplicantsState, "only_assignee", user_id=str(own.user.id))
    assert (await tab.state(ApplicantsState)).lines == []
    await tab.call(ApplicantsState, "only_assignee", user_id="")
    await tab.call(ApplicantsState, "only_label", label_id=str(own.label.id))
    assert len((await tab.state(ApplicantsState)).lines) == 1


async def test_labels_are_made_changed_and_deleted(own):
    tab = await desk(own.user)
    await tab.call(LabelsState, "load")
    await tab.call(LabelsState, "start_adding")
    await tab.call(LabelsState, "save", form={"name": "follow UP", "color": "#000000"})
    assert (await tab.state(LabelsState)).errors.keys() == {"name"}
    await tab.call(LabelsState, "save", form={"name": "Later", "color": "#000000"})
    state = await tab.state(LabelsState)
    assert [(one.name, one.applicants, one.ink) for one in state.rows] == [
        ("Follow up", 1, "#ffffff"),
        ("Later", 0, "#ffffff"),
    ]
    await tab.call(LabelsState, "ask_delete", id=str(own.label.id))
    assert (await tab.state(LabelsState)).chosen.applicants == 1
    await tab.call(LabelsState, "delete")
    assert [one.name for one in await do(own.actor, labels.list_all)] == ["Later"]


async def test_a_template_is_written_beside_how_it_reads(own):
    tab = await desk(own.user, template_id=NEW)
    await tab.call(TemplateState, "load")
    await tab.call(TemplateState, "type_subject", subject="Hi {{ applicant.name }}")
    await tab.call(TemplateState, "type_body", body="{{ nobody }}")
    state = await tab.state(TemplateState)
    assert (state.wrong.keys(), state.shown_subject) == ({"body"}, "Hi Grace Hopper")
    await tab.call(TemplateState, "type_body", body="At {{ opening.name }}")
    await tab.call(TemplateState, "show_for", applicant_id=str(own.applicant.id))
    state = await tab.state(TemplateState)
    assert (state.shown_subject, state.shown_body) == (f"Hi {own.applicant.name}", f"At {own.opening.name}")
    await tab.call(TemplateState, "choose_opening", opening_id=str(own.opening.id))
    form = {"name": "Welcome", "subject": "Hi", "body": "{{ applicant.name }}", "stage_id": str(own.stages[0].id)}
    await tab.call(TemplateState, "save", form=form | {"name": ""})
    assert (await tab.state(TemplateState)).errors.keys() == {"name"}
    await tab.call(TemplateState, "save", form=form)
    made = next(one for one in await do(own.actor, templates.list_all) if one.name == "Welcome")
    assert (made.opening_id, made.stage_id) == (own.opening.id, own.stages[0].id)
    listed = await desk(own.user)
    await listed.call(TemplatesState, "load")
    places = {one.name: one.place for one in (await listed.state(TemplatesState)).rows}
    assert places == {"Hello": "All openings", "Welcome": f"{own.opening.name}, one stage"}
    await listed.call(TemplatesState, "ask_delete", id=str(made.id))
    await listed.call(TemplatesState, "delete")
    assert len((await listed.state(TemplatesState)).rows) == 1


async def test_another_orgs_template_is_not_there(own):
    other = await world()
    tab = await desk(own.user, template_id=str(other.template.id))
    await tab.call(TemplateState, "load")
    state = await tab.state(TemplateState)
    assert (bool(state.problem), state.template.name) == (True, "")


async def test_what_rules_use_is_deleted_only_when_that_was_said(own):
    when, then = (
        {"kind": "entered"},
        [
            {"kind": "label", "label_id": str(own.label.id)},
            {"kind": "email", "template_id": str(own.template.id)},
        ],
    )
    rule = await do(own.actor, making.create, own.opening.id, own.stages[1].id, name="Greet", when=when, then=then)
    for state, id in ((LabelsState, own.label.id), (TemplatesState, own.template.id)):
        tab = await desk(own.user)
        await tab.call(state, "load")
        await tab.call(state, "ask_delete", id=str(id))
        await tab.call(state, "delete")
        assert f"“{rule.name}”" in (await tab.state(state)).in_use
        assert len((await tab.state(state)).rows) == 1
        await tab.call(state, "delete")
        assert (await tab.state(state)).rows == []


async def test_an_answer_is_corrected_in_its_own_field(own, tab):
    state, id = await tab.state(AmendingState), str(own.question.id)
    await tab.call(AmendingState, "amend", question_id=id)
    (field,) = state.amended
    assert (state.dialog, field.type, field.value) == ("amend", "yes_no", "yes")
    await tab.call(AmendingState, "keep_answer", form={field.name: "perhaps"})
    assert field.name in state.amend_errors
    await tab.call(AmendingState, "keep_answer", form={field.name: "no"})
    assert (state.dialog, state.answers[0].answers[0].value) == ("", "No")
    assert (await events(own.org.id))[-1].type == "applicant.corrected"
    await tab.call(AmendingState, "keep_answer", form={field.name: "yes"})
    assert state.answers[0].answers[0].value == "No", "the dialog is closed: a second click"


async def test_a_secure_answer_that_is_corrected_is_told_to_have_been_seen_once(own, tab):
    await do(own.actor, questions.adjust, own.stages[0].id, own.question.id, is_secure=True)
    state = await tab.state(AmendingState)
    await tab.call(AmendingState, "amend", question_id=str(own.question.id))
    await tab.call(AmendingState, "keep_answer", form={state.amended[0].name: "no"})
    assert [event.type for event in await events(own.org.id)].count("answer.revealed") == 1
