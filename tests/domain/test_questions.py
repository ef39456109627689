"""The bank of questions, and the forms that stages make of them."""

import asyncio

import pytest

from plutomi.db import transaction
from plutomi.domain import questions
from plutomi.domain.applicants import reading
from plutomi.errors import Invalid, NotFound, StillInUse, Taken, TooMany
from plutomi.ids import new_id
from plutomi.models import Question, Stage, StageQuestion
from plutomi.models.opening import MAX_SIBLINGS
from tests import make
from tests.domain.verbs import apply, do, events, stages_of


async def room() -> tuple:
    """A member, and a stage of theirs."""
    org = await make.org()
    opening = await make.opening(org, stages=2, state="public")
    return await make.actor(org), (await stages_of(opening))[0], opening


async def asked(actor, stage: Stage) -> list[str]:
    uses = await do(actor, questions.of_stage, stage.id)
    assert [use.position for use in uses] == list(range(len(uses)))
    return [use.question.key for use in uses]


async def three(actor, stage) -> list:
    made = [await do(actor, questions.create, key, key.title()) for key in ("a", "b", "c")]
    for question in made:
        await do(actor, questions.attach, stage.id, question.id)
    return made


async def test_a_key_is_made_of_the_title_and_never_changes(database):
    actor = await make.actor()
    question = await do(actor, questions.create, "", "Do you own a bike?", type="yes_no")
    assert question.key == "do_you_own_a_bike"
    changed = await do(actor, questions.change, question.id, title="Do you own a car?")
    assert (changed.key, changed.title, changed.type) == ("do_you_own_a_bike", "Do you own a car?", "yes_no")


async def test_a_key_is_taken_within_its_org_only(database):
    ours, theirs = await make.actor(), await make.actor()
    await do(ours, questions.create, "bike", "Bike?")
    await do(theirs, questions.create, "bike", "Bike?")
    with pytest.raises(Taken):
        await do(ours, questions.create, "BIKE", "Again?")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"key": "k", "title": "\u200b"}, "title"),
        ({"key": "k", "title": "t" * 301}, "title"),
        ({"key": "k", "title": "T", "type": "essay"}, "type"),
        ({"key": "k", "title": "T", "type": "one_choice", "options": ["only one"]}, "options"),
        ({"key": "k", "title": "T", "type": "one_choice", "options": ["same", "same "]}, "options"),
        ({"key": "k", "title": "T", "type": "several_choices", "options": [str(n) for n in range(201)]}, "options"),
        ({"key": "k", "title": "T", "type": "one_choice", "options": 7}, "options"),
        ({"key": "李", "title": "T"}, "key"),
        ({"key": "k", "title": "T", "description": "\ud800"}, "description"),
    ],
)
async def test_what_cannot_be_taken_is_named_by_field(database, given, field):
    with pytest.raises(Invalid) as refused:
        await do(await make.actor(), questions.create, **given)
    assert refused.value.errors.keys() == {field}


async def test_options_are_kept_for_choices_alone_each_once_in_order(database):
    actor = await make.actor()
    made = await do(actor, questions.create, "", "Size", type="one_choice", options=["L", " S ", "L", ""])
    assert made.options == ["L", "S"]
    assert (await do(actor, questions.change, made.id, type="number")).options == []


async def test_questions_are_asked_in_the_order_they_are_put_the_first_position_too(database):
    actor, stage, _ = await room()
    a, b, c = await three(actor, stage)
    assert await asked(actor, stage) == ["a", "b", "c"]
    await do(actor, questions.move, stage.id, c.id, 0)
    assert await asked(actor, stage) == ["c", "a", "b"]
    await do(actor, questions.move, stage.id, c.id, 10**30)
    assert await asked(actor, stage) == ["a", "b", "c"]
    assert (await events(actor.org_id))[-1].data["position"] == 2
    await do(actor, questions.arrange, stage.id, [b.id, c.id, a.id])
    assert await asked(actor, stage) == ["b", "c", "a"]
    await do(actor, questions.detach, stage.id, c.id)
    assert await asked(actor, stage) == ["b", "a"]
    await do(actor, questions.attach, stage.id, c.id, 0, is_required=False)
    assert await asked(actor, stage) == ["c", "b", "a"]


async def test_an_order_must_name_every_question_once(database):
    actor, stage, _ = await room()
    a, b, c = await three(actor, stage)
    for wrong in ([], [a.id, b.id], [a.id, b.id, new_id()], [a.id, a.id, b.id]):
        with pytest.raises(Invalid) as refused:
            await do(actor, questions.arrange, stage.id, wrong)
        assert refused.value.errors.keys() == {"question_ids"}
    assert await asked(actor, stage) == ["a", "b", "c"]
    assert c


async def test_a_stage_asks_a_question_once(database):
    actor, stage, _ = await room()
    a, *_ = await three(actor, stage)
    with pytest.raises(Taken):
        await do(actor, questions.attach, stage.id, a.id)


async def test_a_form_holds_at_most_200_questions(database):
    actor, stage, _ = await room()
    async with transaction(actor.org_id) as session:
        for number in range(MAX_SIBLINGS):
            question = Question(org_id=actor.org_id, key=f"q{number}", title="Q")
            session.add(question)
            await session.flush()
            place = {"org_id": actor.org_id, "stage_id": stage.id, "question_id": question.id}
            session.add(StageQuestion(position=number, **place))
    more = await do(actor, questions.create, "more", "Q")
    with pytest.raises(TooMany):
        await do(actor, questions.attach, stage.id, more.id)


async def test_changes_of_one_form_at_once_lose_none(committed):
    actor, stage, _ = await room()
    made = [await do(actor, questions.create, f"q{n}", "Q") for n in range(20)]
    for question in made[:10]:
        await do(actor, questions.attach, stage.id, question.id)
    await asyncio.gather(
        *(do(actor, questions.attach, stage.id, question.id, 0) for question in made[10:]),
        *(do(actor, questions.move, stage.id, question.id, 3) for question in made[:5]),
        *(do(actor, questions.detach, stage.id, question.id) for question in made[5:10]),
    )
    assert sorted(await asked(actor, stage)) == sorted(q.key for q in made[:5] + made[10:])


async def test_a_question_is_archived_only_when_no_stage_asks_it_and_its_key_is_free_again(database):
    actor, stage, _ = await room()
    a, *_ = await three(actor, stage)
    with pytest.raises(StillInUse, match="1 stage"):
        await do(actor, questions.archive, a.id)
    await do(actor, questions.detach, stage.id, a.id)
    await do(actor, questions.archive, a.id)
    assert [question.key for question, _ in await do(actor, questions.bank)] == ["b", "c"]
    with pytest.raises(NotFound):
        await do(actor, questions.get, a.id)
    assert (await do(actor, questions.create, "a", "A anew")).id != a.id


async def test_an_archived_question_is_as_none_to_whoever_would_change_it(database):
    actor, stage, _ = await room()
    a, *_ = await three(actor, stage)
    await do(actor, questions.detach, stage.id, a.id)
    await do(actor, questions.archive, a.id)
    for verb, given in ((questions.change, {"title": "Another"}), (questions.archive, {})):
        with pytest.raises(NotFound):
            await do(actor, verb, a.id, **given)
    assert [one.type for one in await events(actor.org_id) if one.subject_id == a.id][-1] == "question.archived"


async def test_a_question_archived_and_attached_at_once_is_never_both(committed):
    actor, stage, _ = await room()
    for number in range(10):
        question = await do(actor, questions.create, f"q{number}", "Q")
        answers = await asyncio.gather(
            do(actor, questions.attach, stage.id, question.id),
            do(actor, questions.archive, question.id),
            return_exceptions=True,
        )
        refused = [answer for answer in answers if answer is not None]
        assert len(refused) == 1, answers
        assert isinstance(refused[0], NotFound | StillInUse)
        is_asked = f"q{number}" in await asked(actor, stage)
        assert is_asked == (answers[0] is None)


async def test_an_answer_keeps_the_words_it_was_given_to(database):
    actor, stage, opening = await room()
    question = await do(actor, questions.create, "bike", "Do you own a bike?", type="yes_no")
    await do(actor, questions.attach, stage.id, question.id)
    applied = await apply(opening, answers={"bike": "yes"})
    await do(actor, questions.change, question.id, title="Do you own a truck?", type="short_text")
    await do(actor, questions.detach, stage.id, question.id)
    await do(actor, questions.archive, question.id)
    (answer,) = await do(actor, reading.answers, applied.applicant_id)
    assert (answer.title, answer.type, answer.value) == ("Do you own a bike?", "yes_no", True)


async def test_the_bank_tells_who_uses_a_question_and_can_be_searched(database):
    actor, stage, opening = await room()
    a, _, _ = await three(actor, stage)
    second = (await stages_of(opening))[1]
    await do(actor, questions.attach, second.id, a.id)
    assert {question.key: uses for question, uses in await do(actor, questions.bank)} == {"a": 2, "b": 1, "c": 1}
    used = await do(actor, questions.used_in, a.id)
    assert [(one.opening_name, one.stage_name) for one in used] == [
        ("New York City", "Stage 1"),
        ("New York City", "Stage 2"),
    ]
    assert [question.key for question, _ in await do(actor, questions.bank, " B ")] == ["b"]
    for strange in ("%", "_", "\\", "\x00\x01", "\ud800", "x" * 10_000):
        found = await do(actor, questions.bank, strange)
        assert len(found) in (0, 3)


async def test_whether_an_answer_is_needed_can_be_changed(database):
    actor, stage, opening = await room()
    a, *_ = await three(actor, stage)
    with pytest.raises(Invalid) as refused:
        await apply(opening)
    assert refused.value.errors.keys() == {"answers.a", "answers.b", "answers.c"}
    await do(actor, questions.require, stage.id, a.id, False)
    with pytest.raises(Invalid) as refused:
        await apply(opening)
    assert refused.value.errors.keys() == {"answers.b", "answers.c"}


async def test_another_orgs_questions_and_stages_are_absent(database):
    ours, stage, _ = await room()
    theirs, foreign_stage, _ = await room()
    foreign = await do(theirs, questions.create, "x", "X")
    own = await do(ours, questions.create, "x", "X")
    for verb, given in (
        (questions.get, [foreign.id]),
        (questions.change, [foreign.id]),
        (questions.archive, [foreign.id]),
        (questions.attach, [stage.id, foreign.id]),
        (questions.attach, [foreign_stage.id, own.id]),
        (questions.detach, [foreign_stage.id, own.id]),
        (questions.move, [foreign_stage.id, own.id, 0]),
        (questions.arrange, [foreign_stage.id, []]),
        (questions.require, [foreign_stage.id, own.id, True]),
    ):
        with pytest.raises(NotFound):
            await do(ours, verb, *given)
    assert not await do(ours, questions.used_in, foreign.id)
    assert not await do(ours, questions.of_stage, foreign_stage.id)
