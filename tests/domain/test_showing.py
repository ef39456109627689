"""Forms whose questions appear by earlier answers: what is shown, what is kept, what may stand before what."""

import pytest

from plutomi.clock import standing_at
from plutomi.domain import option_lists, questions, sections, stages
from plutomi.domain.actors import Actor
from plutomi.domain.applicants import answering, reading, revealing
from plutomi.errors import Forbidden, Invalid, NotFound, StillInUse, Taken
from plutomi.models import Applicant, Opening, Stage
from plutomi.rules.asked import MASK
from tests import make
from tests.domain.verbs import apply, do, events, stages_of, types

YES = {"fact": "answers.licence", "op": "is", "value": True}


async def form(stage_at: int = 0) -> tuple[Actor, Opening, Stage, dict]:
    """A licence that is asked for, and its years that are shown by it, in one stage's form."""
    org = await make.org()
    opening = await make.opening(org, stages=3, state="public")
    actor, stage = await make.actor(org), (await stages_of(opening))[stage_at]
    made = {
        "licence": await do(actor, questions.create, "licence", "Do you have a driving licence?", type="yes_no"),
        "years": await do(actor, questions.create, "years", "For how many years?", type="number"),
    }
    await do(actor, questions.attach, stage.id, made["licence"].id)
    await do(actor, questions.attach, stage.id, made["years"].id, show_if=YES)
    return actor, opening, stage, made


async def kept(actor: Actor, applicant_id) -> dict:
    return {one.title: one.value for one in await do(actor, reading.answers, applicant_id)}


async def test_a_question_not_shown_is_neither_needed_nor_kept(database):
    actor, opening, *_ = await form()
    no = await apply(opening, "no@example.com", answers={"licence": "no", "years": "7"})
    assert await kept(actor, no.applicant_id) == {"Do you have a driving licence?": False}
    yes = await apply(opening, "yes@example.com", answers={"licence": "yes", "years": "7"})
    assert await kept(actor, yes.applicant_id) == {"Do you have a driving licence?": True, "For how many years?": 7}
    with pytest.raises(Invalid) as refused:
        await apply(opening, "gap@example.com", answers={"licence": "yes"})
    assert refused.value.errors.keys() == {"answers.years"}


async def test_an_answer_that_is_hidden_by_a_correction_goes_and_the_event_says_so(database):
    actor, _, stage, _ = await form(1)
    grace = await make.applicant(stage)
    me = Actor("applicant", actor.org_id, grace.id)
    await do(me, answering.submit, stage.id, {"licence": True, "years": 7})
    await do(me, answering.submit, stage.id, {"licence": False, "years": 7})
    assert await kept(actor, grace.id) == {"Do you have a driving licence?": False}
    event = (await events(actor.org_id))[-1]
    assert event.type == "applicant.corrected"
    assert event.data["changed"]["years"] == {"title": "For how many years?", "from": 7, "to": None}


async def test_a_question_may_be_shown_by_an_answer_of_an_earlier_stage(database):
    actor, opening, first, _ = await form()
    second = (await stages_of(opening))[1]
    await do(actor, stages.change, first.id, next_stage_id=second.id)
    more = await do(actor, questions.create, "number", "Your licence's number")
    await do(actor, questions.attach, second.id, more.id, show_if=YES)
    other = await do(actor, questions.create, "other", "Anything else?")
    await do(actor, questions.attach, second.id, other.id, is_required=False)
    for licence, title in ((True, {"Your licence's number": "X1"}), (False, {})):
        answers = {"licence": licence, "years": 3}
        grace = await apply(opening, f"{licence}@example.com", answers=answers)
        me = Actor("applicant", actor.org_id, grace.applicant_id)
        assert (await do(me, reading.portal)).known == {"answers.licence": licence}
        await do(me, answering.submit, second.id, {"number": "X1"})
        answered = await kept(actor, grace.applicant_id)
        assert {name: value for name, value in answered.items() if "number" in name} == title


@pytest.mark.parametrize("fact", ["answers.years", "answers.nothing", "applicant.name"])
async def test_only_what_is_asked_before_shows_a_question(database, fact):
    actor, _, stage, made = await form()
    with pytest.raises(Invalid) as refused:
        await do(actor, questions.adjust, stage.id, made["years"].id, show_if=YES | {"fact": fact})
    assert refused.value.errors.keys() == {"show_if"}
    with pytest.raises(Invalid) as refused:
        await do(actor, questions.adjust, stage.id, made["years"].id, show_if={"all": [YES | {"op": "was"}]})
    assert refused.value.errors.keys() == {"show_if.all.0.op"}


async def test_what_shows_another_stays_before_it(database):
    actor, opening, stage, made = await form()
    licence, years = made["licence"].id, made["years"].id
    late = (await stages_of(opening))[2]
    more = await do(actor, questions.create, "class", "Which class?")
    await do(actor, questions.attach, late.id, more.id, show_if=YES)
    for verb, given in (
        (questions.move, (stage.id, years, 0)),
        (questions.arrange, (stage.id, [years, licence])),
        (questions.detach, (stage.id, licence)),
        (stages.move, (late.id, 0)),
        (stages.delete, (stage.id,)),
    ):
        with pytest.raises(StillInUse, match="is shown by the answer to “licence”"):
            await do(actor, verb, *given)
    await do(actor, questions.detach, stage.id, years)
    await do(actor, questions.detach, late.id, more.id)
    await do(actor, questions.detach, stage.id, licence)


async def test_a_section_is_asked_as_a_whole_or_not(database):
    actor, opening, stage, made = await form()
    section = await do(actor, sections.create, stage.id, "Driving", show_if=YES)
    await do(actor, questions.move, stage.id, made["years"].id, 0, section.id)
    await do(actor, questions.adjust, stage.id, made["years"].id, show_if=None)
    no = await apply(opening, "no@example.com", answers={"licence": "no", "years": "7"})
    assert len(await kept(actor, no.applicant_id)) == 1
    yes = await apply(opening, "yes@example.com", answers={"licence": "yes", "years": "7"})
    assert len(await kept(actor, yes.applicant_id)) == 2
    with pytest.raises(StillInUse):
        await do(actor, questions.move, stage.id, made["licence"].id, 0, section.id)


async def order(actor: Actor, stage: Stage) -> list[tuple[str, str, int]]:
    found = await do(actor, questions.of_stage, stage.id)
    return [(use.section.title if use.section else "", use.question.key, use.position) for use in found]


async def test_questions_and_sections_stand_where_they_are_put(database):
    org = await make.org()
    actor, stage = await make.actor(org), (await stages_of(await make.opening(org)))[0]
    made = {key: (await do(actor, questions.create, key, key)).id for key in "abcd"}
    for id in made.values():
        await do(actor, questions.attach, stage.id, id)
    one, two = [await do(actor, sections.create, stage.id, title) for title in ("One", "Two")]
    await do(actor, questions.move, stage.id, made["a"], 0, two.id)
    await do(actor, questions.move, stage.id, made["b"], 5, two.id)
    await do(actor, questions.move, stage.id, made["d"], 0, one.id)
    assert await order(actor, stage) == [("", "c", 0), ("One", "d", 0), ("Two", "a", 0), ("Two", "b", 1)]
    await do(actor, sections.move, two.id, 0)
    await do(actor, questions.move, stage.id, made["b"], 0)
    assert await order(actor, stage) == [("", "c", 0), ("Two", "b", 0), ("Two", "a", 1), ("One", "d", 0)]
    await do(actor, questions.arrange, stage.id, [made[key] for key in "abcd"])
    assert await order(actor, stage) == [("", "c", 0), ("Two", "a", 0), ("Two", "b", 1), ("One", "d", 0)]
    await do(actor, sections.delete, two.id)
    assert await order(actor, stage) == [("", "c", 0), ("", "a", 1), ("", "b", 2), ("One", "d", 0)]
    await do(actor, sections.change, one.id, title="First", description="Of all.")
    assert [(one.title, one.position) for one in await do(actor, sections.list_of, stage.id)] == [("First", 0)]
    kinds = [type for type in await types(actor.org_id) if type.startswith("section.")]
    assert kinds == ["section.created"] * 2 + ["section.moved", "section.deleted", "section.changed"]


async def test_sections_are_their_forms_and_their_orgs_own(database):
    actor, opening, stage, made = await form()
    stranger, _, _, _ = await form()
    other = (await stages_of(opening))[1]
    section = await do(actor, sections.create, other.id, "Elsewhere")
    with pytest.raises(Invalid) as refused:
        await do(actor, questions.move, stage.id, made["years"].id, 0, section.id)
    assert refused.value.errors.keys() == {"section_id"}
    with pytest.raises(NotFound):
        await do(stranger, sections.change, section.id, title="Mine")
    with pytest.raises(NotFound):
        await do(stranger, sections.create, other.id, "Mine")
    assert list(await do(stranger, sections.list_of, other.id)) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"help": "x" * 501}, "help"),
        ({"placeholder": "x" * 201}, "placeholder"),
        ({"prefill": "a b"}, "prefill"),
        ({"prefill": "source"}, "prefill"),
        ({"is_hidden": True}, "prefill"),
    ],
)
async def test_settings_that_cannot_be_are_named(database, given, field):
    actor, _, stage, made = await form()
    with pytest.raises(Invalid) as refused:
        await do(actor, questions.adjust, stage.id, made["years"].id, **given)
    assert refused.value.errors.keys() == {field}


async def test_a_hidden_question_is_answered_by_the_address_alone_and_never_stands_in_the_way(database):
    actor, opening, stage, made = await form()
    await do(actor, questions.adjust, stage.id, made["years"].id, is_hidden=True, prefill="y", show_if=None)
    for email, prefill, years in (("a", {"y": "7"}, 7), ("b", {"y": "many"}, None), ("c", {}, None), ("d", None, None)):
        sent = await apply(opening, f"{email}@example.com", answers={"licence": "no"}, prefill=prefill)
        assert (await kept(actor, sent.applicant_id)).get("For how many years?") == years


async def test_a_correction_leaves_what_was_hidden(database):
    actor, _, stage, made = await form(1)
    grace = await make.applicant(stage)
    me = Actor("applicant", actor.org_id, grace.id)
    await do(me, answering.submit, stage.id, {"licence": True, "years": 7})
    await do(actor, questions.adjust, stage.id, made["years"].id, is_hidden=True, prefill="y")
    await do(me, answering.submit, stage.id, {"licence": True, "years": 9})
    assert (await kept(actor, grace.id))["For how many years?"] == 7


async def test_a_secure_answer_is_masked_everywhere_until_it_is_revealed_and_the_log_says_who(database):
    actor, _, stage, made = await form(1)
    years = made["years"].id
    await do(actor, questions.adjust, stage.id, years, is_secure=True)
    grace = await make.applicant(stage)
    me = Actor("applicant", actor.org_id, grace.id)
    await do(me, answering.submit, stage.id, {"licence": True, "years": 47110001})
    await do(me, answering.submit, stage.id, {"licence": True, "years": 47110002})
    assert (await kept(actor, grace.id))["For how many years?"] == MASK
    dossier = await do(actor, reading.dossier, grace.id)
    assert [one.value for one in dossier.answers] == [True, MASK]
    assert "4711000" not in str([event.data for event in await events(actor.org_id)])
    assert (await do(me, reading.portal)).values[years] == 47110002
    assert (await do(actor, revealing.reveal, grace.id, years)).value == 47110002
    event = (await events(actor.org_id))[-1]
    assert (event.type, event.subject_id, event.applicant_id) == ("answer.revealed", years, grace.id)
    assert event.data == {"title": "For how many years?"}
    await do(actor, revealing.reveal, grace.id, made["licence"].id)
    assert (await types(actor.org_id)).count("answer.revealed") == 1  # what is not secure is no secret


async def test_nobody_else_reveals(database):
    actor, _, stage, made = await form(1)
    grace, stranger = await make.applicant(stage), await make.actor()
    me = Actor("applicant", actor.org_id, grace.id)
    await do(me, answering.submit, stage.id, {"licence": True, "years": 7})
    with pytest.raises(Forbidden):
        await do(me, revealing.reveal, grace.id, made["years"].id)
    with pytest.raises(NotFound):
        await do(stranger, revealing.reveal, grace.id, made["years"].id)


async def test_what_was_answered_before_a_question_became_secure_is_masked_too(database):
    actor, opening, stage, made = await form()
    grace = await apply(opening, answers={"licence": True, "years": 7})
    await do(actor, questions.adjust, stage.id, made["years"].id, is_secure=True)
    assert (await kept(actor, grace.applicant_id))["For how many years?"] == MASK
    await apply(opening, answers={"licence": True, "years": 47110001})
    assert "4711000" not in str([event.data for event in await events(actor.org_id)])


async def test_a_shared_list_is_followed_by_its_questions_a_version_on(database):
    actor, opening, stage, _ = await form()
    shared = await do(actor, option_lists.create, "Boroughs", ["Bronx", "Queens"])
    made = await do(actor, questions.create, "borough", "Where?", type="one_choice", option_list_id=shared.id)
    assert made.options == ["Bronx", "Queens"]
    await do(actor, questions.attach, stage.id, made.id)
    grace = await apply(opening, answers={"licence": False, "borough": "Bronx"})
    await do(actor, option_lists.change, shared.id, options=["Brooklyn", "Queens"])
    again = await do(actor, questions.get, made.id)
    assert (again.options, again.version) == (["Brooklyn", "Queens"], 2)
    assert (await kept(actor, grace.applicant_id))["Where?"] == "Bronx"
    with pytest.raises(Invalid):
        await apply(opening, "b@example.com", answers={"licence": False, "borough": "Bronx"})
    with pytest.raises(StillInUse, match="1 question"):
        await do(actor, option_lists.delete, shared.id)
    own = await do(actor, questions.change, made.id, options=["A", "B"])
    assert (own.options, own.option_list_id, own.version) == (["A", "B"], None, 3)
    await do(actor, option_lists.delete, shared.id)
    assert list(await do(actor, option_lists.bank)) == []


async def test_lists_are_their_orgs_own_and_their_names_taken_once(database):
    ours, theirs = await make.actor(), await make.actor()
    shared = await do(ours, option_lists.create, "Sizes", ["S", "L"])
    other = await do(ours, option_lists.create, "Colors", ["Red", "Blue"])
    await do(theirs, option_lists.create, "Sizes", ["S", "L"])
    with pytest.raises(Taken):
        await do(ours, option_lists.create, "Sizes", ["S", "L"])
    with pytest.raises(Taken):
        await do(ours, option_lists.change, other.id, name="Sizes")
    with pytest.raises(NotFound):
        await do(theirs, option_lists.change, shared.id, name="Mine")
    for given in ({"option_list_id": shared.id}, {"option_list_id": other.id}):
        with pytest.raises(Invalid) as refused:
            await do(theirs, questions.create, "size", "Size?", type="one_choice", **given)
        assert refused.value.errors.keys() == {"option_list_id"}
    for wrong, field in (({"name": "", "options": ["a", "b"]}, "name"), ({"name": "N", "options": ["a"]}, "options")):
        with pytest.raises(Invalid) as refused:
            await do(ours, option_lists.create, **wrong)
        assert refused.value.errors.keys() == {field}


async def test_a_consent_and_a_signature_stay_as_they_were_given(database):
    actor, opening, _, _ = await form()
    stage = (await stages_of(opening))[1]
    terms = await do(actor, questions.create, "terms", "Terms", type="consent", limits={"text": "All of it."})
    name = await do(actor, questions.create, "name", "Sign here", type="signature")
    for one in (terms, name):
        await do(actor, questions.attach, stage.id, one.id)
    grace: Applicant = await make.applicant(stage)
    me, given = Actor("applicant", actor.org_id, grace.id), {"terms": "yes", "name": "Grace Hopper"}
    with standing_at(grace.applied_at):
        await do(me, answering.submit, stage.id, given)
    first = await kept(actor, grace.id)
    assert first["Terms"] == {"agreed": True, "text": "All of it.", "version": 1}
    changed = await do(actor, questions.change, terms.id, limits={"text": "Half of it."})
    assert changed.version == 2
    assert await kept(actor, grace.id) == first
    await do(me, answering.submit, stage.id, given)
    again = await kept(actor, grace.id)
    assert again["Sign here"] == first["Sign here"]
    assert again["Terms"] == {"agreed": True, "text": "Half of it.", "version": 2}
    (answer, _) = await do(actor, reading.answers, grace.id)
    assert answer.version == 2


async def test_files_are_refused_where_they_cannot_be_taken(database):
    actor, opening, stage, _ = await form()
    file = await do(actor, questions.create, "photo", "A photo", type="file")
    await do(actor, questions.attach, stage.id, file.id, is_required=False)
    with pytest.raises(Invalid) as refused:
        await apply(opening, answers={"licence": "no", "photo": str(file.id)})
    assert refused.value.errors.keys() == {"answers.photo"}
    await apply(opening, answers={"licence": "no", "photo": ""})
