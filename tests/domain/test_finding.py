"""Search finds by any part, page by page, and uses its index where the wall between orgs stands."""

import pytest
from sqlalchemy import text

from plutomi.db import transaction
from plutomi.domain import labels, log
from plutomi.domain.applicants import assigning, finding, labelling
from plutomi.domain.narrowing import Only
from plutomi.errors import Invalid
from plutomi.ids import new_id
from plutomi.models.search import grams_sought, pattern_of
from tests import make
from tests.domain.verbs import apply, do, events, stages_of


async def people(*names: str):
    org = await make.org()
    opening = await make.opening(org, state="public")
    stage = (await stages_of(opening))[0]
    for number, name in enumerate(names):
        await make.applicant(stage, name=name, email=f"mail{number}@navy.example", phone=f"+1212555010{number}")
    return await make.actor(org), opening


async def found(actor, query: str, *more, **rest) -> list[str]:
    return [one.name for one in await do(actor, finding.find, query, *more, **rest)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["José", "Grace Hopper", "Ada"]),
        ("hop", ["Grace Hopper"]),
        ("OPPE", ["Grace Hopper"]),
        ("jose", ["José"]),
        ("gra hop", ["Grace Hopper"]),
        ("hopper grace", ["Grace Hopper"]),
        ("grace ada", []),
        ("a", ["Ada"]),
        ("navy.example", ["José", "Grace Hopper", "Ada"]),
        ("mail2", ["José"]),
        ("0101", ["Grace Hopper"]),
        ("+1212555", ["José", "Grace Hopper", "Ada"]),
        ("(212) 555-0101", ["Grace Hopper"]),
        ("555-0101", ["Grace Hopper"]),
        ("212.555.0101", ["Grace Hopper"]),
        ("+12125550101", ["Grace Hopper"]),
        ("+1 (212) 555-0101", ["Grace Hopper"]),
        ("555-0199", []),
        ("()-", []),
        ("%", []),
        ("_da", []),
        ("\\", []),
        ("\x00", ["José", "Grace Hopper", "Ada"]),
        ("\ud800hop", ["Grace Hopper"]),
        ("x" * 100_000, []),
        ("' or 1=1 --", []),
    ],
)
async def test_people_are_found_by_any_part_newest_first(database, query, expected):
    actor, _ = await people("Ada", "Grace Hopper", "José")
    assert await found(actor, query) == expected


@pytest.mark.parametrize(
    "query", ["+442079460958", "+44 20 7946 0958", "020 7946 0958", "0044 20 7946 0958", "7946 0958"]
)
async def test_a_number_from_abroad_is_found_as_it_is_written_here_and_there(database, query):
    actor, opening = await people("Ada")
    await make.applicant((await stages_of(opening))[0], name="Hal", phone="+442079460958")
    assert await found(actor, query) == ["Hal"]


async def test_pages_follow_each_other_and_end(database):
    actor, opening = await people("Ann 1", "Bob", "Ann 2", "Ann 3", "Ann 4")
    seen, before = [], None
    while page := await do(actor, finding.find, "ann", opening.id, before, 3):
        seen += [one.name for one in page]
        before = page[-1].id
    assert seen == ["Ann 4", "Ann 3", "Ann 2", "Ann 1"]


async def test_those_a_label_or_a_member_leaves_are_found_behind_any_number_who_match(database):
    actor, opening = await people(
        "Joan", "Ann 1", "Bob", "Ann 2", "Ann 3", *(f"Ann {number}" for number in range(4, 9))
    )
    called = await do(actor, labels.create, "Call back", "#c2570c")
    few = [
        one.id for one in await do(actor, finding.find, "") if one.name in ("Joan", "Ann 1", "Bob", "Ann 2", "Ann 3")
    ]
    await do(actor, labelling.label, few, called.id)
    await do(actor, assigning.assign, few, actor.id)
    for only in (Only(called.id), Only(None, actor.id), Only(called.id, actor.id)):
        assert await found(actor, "ann", most=2, only=only) == ["Ann 3", "Ann 2"]
        (last,) = [one.id for one in await do(actor, finding.find, "ann 2", only=only)]
        assert await found(actor, "ann", opening.id, before=last, most=2, only=only) == ["Ann 1"]
        assert await found(actor, "an", most=9, only=only) == ["Ann 3", "Ann 2", "Ann 1"]  # a beginning of a word
    assert await found(actor, "ann", only=Only(new_id())) == []


async def test_one_opening_of_several_can_be_asked_for(database):
    actor, opening = await people("Ann")
    other = await make.opening(type("O", (), {"id": actor.org_id})(), state="public", name="Other")
    await apply(other, name="Ann Other")
    assert await found(actor, "ann", opening_id=opening.id) == ["Ann"]
    assert await found(actor, "ann", opening_id=other.id) == ["Ann Other"]
    assert await found(actor, "ann", opening_id=new_id()) == []


async def test_another_orgs_people_are_not_found(database):
    actor, _ = await people("Ann Ours")
    eve, eves = await people("Ann Theirs")
    assert await found(actor, "ann") == ["Ann Ours"]
    assert await found(eve, "ann") == ["Ann Theirs"]
    assert await found(actor, "ann", opening_id=eves.id) == []


@pytest.mark.parametrize("most", [-1, 0, 10**12])
async def test_any_size_of_page_is_brought_within_bounds(database, most):
    actor, _ = await people("Ann", "Bob")
    assert await found(actor, "", most=most)


async def test_search_uses_its_index_where_it_may(database):
    """As the function's owner sees it; under row-level security alone the same query would read every row."""
    actor, opening = await people("Grace Hopper")
    await database.execute(
        text("""
        insert into applicant (org_id, id, opening_id, name, email, email_key, phone, source, applied_at, updated_at,
                               search_text, grams)
        select :org, gen_random_uuid(), :opening, 'N', n || '@x', n || '@x', '', '', now(), now(), 'n' || n,
               array[hashtext('a' || n), hashtext('b' || n), hashtext('c' || n % 100)]
        from generate_series(1, 20000) n"""),
        {"org": actor.org_id, "opening": opening.id},
    )
    await database.execute(text("set local role none"))
    await database.execute(text("analyze applicant"))
    body = (await database.execute(text("select prosrc from pg_proc where proname = 'search_applicants'"))).scalar_one()
    query = body[body.index("select a.id") : body.rindex(";\nend")]
    bound = {
        "org": f"'{actor.org_id}'::uuid",
        "wanted": f"array{grams_sought(actor.org_id, 'hopper')}",
        "patterns": "array['" + pattern_of("hopper")[0] + "']",
        "opening": "null::uuid",
        "before": "null::uuid",
        "most": "50",
    }
    await database.execute(text("set local role plutomi_gate"))
    plan = "\n".join(row[0] for row in await database.exec_driver_sql("explain " + substitute(query, bound)))
    await database.execute(text("set local role none"))
    assert "applicant_grams" in plan, plan
    assert "Seq Scan" not in plan, plan


def substitute(query: str, values: dict[str, str]) -> str:
    """The function's query with its arguments' values in place of their names."""
    import re

    return re.sub(r"(?<![\w.])(" + "|".join(values) + r")\b(?!\s*\()", lambda name: values[name[0]], query)


async def test_the_function_that_sees_through_the_wall_answers_for_ones_own_org_alone(database):
    actor, _ = await people("Ann Ours")
    eve, _ = await people("Ann Theirs")
    wanted = grams_sought(eve.org_id, "ann")
    async with transaction(actor.org_id) as session:
        ask = text("select count(*) from search_applicants(:org, :wanted, array['%ann%'], null, null, 50)")
        assert (await session.execute(ask, {"org": eve.org_id, "wanted": wanted})).scalar() == 0
    async with transaction(eve.org_id) as session:
        assert (await session.execute(ask, {"org": eve.org_id, "wanted": wanted})).scalar() == 1


async def test_the_log_is_read_newest_first_page_by_page_and_by_what_it_is_about(database):
    actor, opening = await people()
    eve, eves = await people()
    for number in range(5):
        await apply(opening, email=f"a{number}@example.com")
    await apply(eves)
    whole = [event.id for event in reversed(await events(actor.org_id))]
    first = await do(actor, log.page, most=2)
    rest = await do(actor, log.page, before=first[-1].id)
    assert [event.id for event in (*first, *rest)] == whole
    assert len(await do(actor, log.page, "applicant.applied", opening.id, rest[0].applicant_id)) == 1
    assert not await do(actor, log.page, "opening.created")
    assert not await do(actor, log.page, opening_id=eves.id)
    assert await do(eve, log.page, opening_id=eves.id)
    with pytest.raises(Invalid) as refused:
        await do(actor, log.page, "\x00")
    assert refused.value.errors.keys() == {"type"}
