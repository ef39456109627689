"""Letters written once: their names checked when they are saved, filled in when they are sent, never evaluated."""

import pytest

from plutomi.domain import envelopes, openings, questions, stages, templates
from plutomi.domain.actors import Actor, Because
from plutomi.domain.applicants import lettering, messaging
from plutomi.errors import Forbidden, Invalid, NotFound, Taken
from plutomi.ids import new_id
from tests import make
from tests.domain.verbs import apply, do, events, letters, stages_of, types

LETTER = {"name": "Invite", "subject": "{{opening.name}}: hello", "body": "Dear {{ applicant.name }},\nsee {{ link }}"}


async def world(**rest):
    """(member, opening, stages, Grace by her link), of whom a bike, a number and a secret are asked."""
    org = await make.org()
    actor, opening = await make.actor(org), await make.opening(org, state="public")
    places = await stages_of(opening)
    for key, type, secure in (("bike", "yes_no", False), ("pin", "short_text", True), ("cv", "file", False)):
        question = await do(actor, questions.create, key, key, type=type)
        await do(actor, questions.attach, places[0].id, question.id, is_secure=secure, is_required=False)
    given = {"bike": "yes", "pin": "1234"} | rest.pop("answers", {})
    applied = await apply(opening, answers=given, **rest)
    return actor, opening, places, Actor("applicant", org.id, applied.applicant_id)


async def test_a_template_is_sent_filled_in_and_shows_on_their_page(database):
    actor, _, _, me = await world()
    template = await do(actor, templates.create, **LETTER)
    sent = await do(actor, lettering.send, me.id, template.id)
    assert (sent.subject, sent.is_personal) == ("New York City: hello", True)
    assert "see http" in sent.body
    assert "{{" not in sent.body
    told = (await events(actor.org_id))[-1]
    assert (told.type, told.data["template"]) == ("applicant.messaged", "Invite")
    (mine,) = await do(me, messaging.mine)
    assert mine.body.startswith("Dear Grace Hopper,")


async def test_their_link_is_made_when_the_letter_goes_and_is_kept_nowhere(database):
    actor, _, _, me = await world()
    template = await do(actor, templates.create, **LETTER)
    await do(actor, lettering.send, me.id, template.id)
    (message,) = await letters(actor.org_id)
    assert message.context["body"] == "Dear Grace Hopper,\nsee {{ link }}"
    letter = envelopes.letter_for(message)
    url = envelopes.personal_url(message)
    assert f"see {url}" in letter.text
    assert f'<a class="link" href="{url}"' in letter.html
    assert "{{" not in letter.html


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("subject", "{{ link }}"),
        ("subject", "{{ nobody }}"),
        ("body", "{{ applicant.password }}"),
        ("body", "{{ answers.pin }}"),
        ("body", "{{ answers.cv }}"),
        ("body", "{{ answers.none }}"),
        ("body", "{{ applicant.name | upper }}"),
        ("body", "{{ 7 * 7 }}"),
        ("body", "{{ applicant.name"),
        ("body", "applicant.name }}"),
        ("body", "{{{{ link }}}}"),
        ("name", ""),
        ("subject", ""),
        ("body", " \n "),
        ("body", "x" * 10_001),
    ],
)
async def test_a_name_that_is_not_there_is_refused_when_it_is_saved(database, field, text):
    actor, *_ = await world()
    with pytest.raises(Invalid) as refused:
        await do(actor, templates.create, **LETTER | {field: text})
    assert refused.value.errors.keys() == {field}


async def test_what_people_typed_is_inert(database):
    actor, _, _, me = await world(name="{{ link }} <b>{% x %}")
    template = await do(actor, templates.create, **LETTER)
    await do(actor, lettering.send, me.id, template.id)
    letter = envelopes.letter_for((await letters(actor.org_id))[-1])
    assert "<b>" not in letter.html
    assert "{% x %}" in letter.html
    assert letter.text.count(envelopes.personal_url((await letters(actor.org_id))[-1])) == 2, "in the body and below it"


async def test_answers_are_told_in_words_and_secure_ones_are_not(database):
    actor, _, places, me = await world()
    body = "Bike: {{ answers.bike }}. At {{ stage.name }}, {{ org.name }}, {{ applicant.email }}"
    template = await do(actor, templates.create, **LETTER | {"body": body})
    assert (
        await do(actor, lettering.send, me.id, template.id)
    ).body == "Bike: Yes. At Stage 1, Acme, grace@example.com"
    bike = next(one for one in await do(actor, questions.of_stage, places[0].id) if one.key == "bike")
    await do(actor, questions.adjust, places[0].id, bike.question.id, is_secure=True)
    assert (await do(actor, lettering.send, me.id, template.id)).body.startswith("Bike: . At"), "not any more"


async def test_a_preview_is_of_somebody_made_up_or_of_a_real_applicant(database):
    actor, _, _, me = await world()
    made_up = await do(actor, lettering.preview, "Hi {{applicant.name}}", "{{ answers.bike }} {{ link }}")
    assert made_up == ("Hi Grace Hopper", "[bike] {{ link }}")
    assert await do(actor, lettering.preview, "Hi", "{{ answers.bike }}", me.id) == ("Hi", "Yes")
    with pytest.raises(Invalid):
        await do(actor, lettering.preview, "Hi", "{{ answers.pin }}")


async def test_a_template_is_for_all_or_for_one_opening_or_stage(database):
    actor, opening, (first, second, _), me = await world()
    other = await do(actor, openings.create, "Boston")
    for name, place in (
        ("All", {}),
        ("Here", {"opening_id": opening.id}),
        ("First", {"stage_id": first.id}),
        ("Second", {"opening_id": opening.id, "stage_id": second.id}),
        ("Boston", {"opening_id": other.id}),
    ):
        await do(actor, templates.create, **LETTER | {"name": name} | place)
    assert [one.name for one in await do(actor, lettering.fitting, me.id)] == ["All", "First", "Here"]
    with pytest.raises(Invalid) as refused:
        await do(actor, templates.create, **LETTER | {"opening_id": other.id, "stage_id": first.id})
    assert refused.value.errors.keys() == {"stage_id"}
    await do(actor, stages.delete, second.id)
    await do(actor, openings.delete, other.id)
    left = {one.name: (one.opening_id, one.stage_id) for one in await do(actor, templates.list_all)}
    assert (left["Second"], left["Boston"]) == ((opening.id, None), (None, None)), "it outlives what it was for"


async def test_it_is_changed_and_deleted_and_called_as_no_other(database):
    actor, *_ = await world()
    template = await do(actor, templates.create, **LETTER)
    with pytest.raises(Taken):
        await do(actor, templates.create, **LETTER | {"name": " INVITE "})
    other = await do(actor, templates.create, **LETTER | {"name": "Other"})
    with pytest.raises(Taken):
        await do(actor, templates.change, other.id, name="invite")
    await do(actor, templates.change, template.id, subject="Hello again")
    assert (await events(actor.org_id))[-1].data == {"name": "Invite", "to": {"subject": "Hello again"}}
    await do(actor, templates.delete, template.id)
    assert (await types(actor.org_id))[-1] == "email_template.deleted"
    assert [one.name for one in await do(actor, templates.list_all)] == ["Other"]


async def test_another_orgs_templates_and_applicants_are_not_there(database):
    actor, _, _, me = await world()
    stranger, _, (theirs, *_), eve = await world()
    template = await do(stranger, templates.create, **LETTER)
    mine = await do(actor, templates.create, **LETTER)
    for verb, given in (
        (templates.get, (template.id,)),
        (templates.delete, (template.id,)),
        (templates.change, (template.id,)),
        (lettering.send, (me.id, template.id)),
        (lettering.send, (eve.id, mine.id)),
        (lettering.fitting, (eve.id,)),
        (lettering.preview, ("a", "b", eve.id)),
    ):
        with pytest.raises(NotFound):
            await do(actor, verb, *given)
    with pytest.raises(Invalid):
        await do(actor, templates.create, **LETTER | {"name": "X", "stage_id": theirs.id})
    with pytest.raises(Forbidden):
        await do(me, templates.list_all)


async def test_a_rule_sends_one_as_itself(database):
    actor, _, _, me = await world()
    template = await do(actor, templates.create, **LETTER)
    rule = Actor("rule", actor.org_id, new_id(), "Welcome them", because=Because(None, 1, {"version": 1}))
    await do(rule, lettering.send, me.id, template.id)
    told = (await events(actor.org_id))[-1]
    assert (told.actor_kind, told.actor_name, told.data["rule"]) == ("rule", "Welcome them", {"version": 1})
