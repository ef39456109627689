"""A card moved is moved whole, stands where it was put, and is counted once."""

import asyncio

import pytest

from plutomi.domain.actors import Actor, Because
from plutomi.domain.applicants import moving
from plutomi.domain.applicants.moving import Move
from plutomi.errors import CardElsewhere, Forbidden, NotFound
from plutomi.ids import new_id
from tests import make
from tests.domain.verbs import apply, counts, do, events, names, stages_of, standing, types


async def board(*people: str):
    """A member, an opening, its stages, and cards of the first, from the top."""
    org = await make.org()
    opening = await make.opening(org, state="public")
    stages = await stages_of(opening)
    cards = [await make.applicant(stages[0], name=name) for name in reversed(people)][::-1]
    return await make.actor(org), opening, stages, cards


async def test_a_card_moved_to_a_stage_lands_on_top_and_is_counted_there(database):
    actor, opening, (first, second, _), (a, b) = await board("A", "B")
    await do(actor, moving.move, Move(a.id, second.id))
    moved = await do(actor, moving.move, Move(b.id, second.id, from_stage_id=first.id))
    assert await names(actor, opening) == [[], ["B", "A"], []]
    assert await counts(actor, opening) == [0, 2, 0]
    assert (moved.from_stage_id, moved.to_stage_id, moved.version) == (first.id, second.id, 2)
    told = (await events(actor.org_id))[-1]
    assert (told.id, told.type, told.tx) == (moved.event_id, "applicant.moved", moved.tx)
    assert told.data == {"from": str(first.id), "from_name": "Stage 1", "to": str(second.id), "to_name": "Stage 2"}


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        (None, "A", "DABC"),
        ("A", "B", "ADBC"),
        ("B", "C", "ABDC"),
        ("C", None, "ABCD"),
        (None, None, "DABC"),
        ("B", None, "ABDC"),
        (None, "C", "ABDC"),
        ("B", "A", "ABDC"),
        ("D", "D", "ABCD"),
    ],
)
async def test_a_card_stands_between_the_cards_it_is_dropped_between(database, above, below, expected):
    actor, opening, (first, *_), cards = await board("A", "B", "C", "D")
    ids = {card.name: card.id for card in cards} | {None: None}
    moved = await do(actor, moving.move, Move(ids["D"], first.id, None, ids[above], ids[below]))
    assert "".join((await names(actor, opening))[0]) == expected
    assert await counts(actor, opening) == [4, 0, 0]
    assert moved.from_stage_id == moved.to_stage_id == first.id
    assert await types(actor.org_id) == ["applicant.ranked"]


async def test_a_place_within_a_stage_is_no_new_entrance(database):
    actor, _, (first, *_), (a, b) = await board("A", "B")
    before = await do(actor, moving.move, Move(b.id, first.id))
    after = await do(actor, moving.move, Move(b.id, first.id, above_id=a.id))
    assert (before.entered_at, before.version + 1) == (after.entered_at, after.version)


async def test_newcomers_land_above_a_card_that_was_dragged_to_the_top(database):
    actor, opening, (first, *_), (a, b) = await board("A", "B")
    await do(actor, moving.move, Move(b.id, first.id, below_id=a.id))
    await apply(opening, name="C")
    assert await names(actor, opening) == [["C", "B", "A"], [], []]


async def test_neighbours_that_have_gone_elsewhere_are_passed_over(database):
    actor, opening, (_, second, third), (a, b, c) = await board("A", "B", "C")
    await do(actor, moving.move, Move(b.id, third.id))
    await do(actor, moving.move, Move(a.id, second.id, above_id=b.id, below_id=new_id()))
    await do(actor, moving.move, Move(c.id, second.id, above_id=b.id, below_id=a.id))
    assert await names(actor, opening) == [[], ["C", "A"], ["B"]]


async def test_forty_drops_into_one_gap_keep_their_order(database):
    actor, opening, (first, *_), cards = await board(*"ABCDEF")
    top = cards[0]
    for number in range(40):
        card = cards[1 + number % 5]
        await do(actor, moving.move, Move(card.id, first.id, above_id=top.id))
        assert (await names(actor, opening))[0][:2] == ["A", card.name]


async def test_a_move_is_refused_when_the_card_stands_elsewhere_by_now(database):
    actor, opening, (first, second, third), (a,) = await board("A")
    await do(actor, moving.move, Move(a.id, second.id))
    with pytest.raises(CardElsewhere, match="Stage 2"):
        await do(actor, moving.move, Move(a.id, third.id, from_stage_id=first.id))
    assert await counts(actor, opening) == [0, 1, 0]


async def test_of_many_moves_of_one_card_at_once_one_wins_whole(committed):
    actor, opening, (first, second, third), (a,) = await board("A")
    targets = [second, third] * 10
    answers = await asyncio.gather(
        *(do(actor, moving.move, Move(a.id, stage.id, from_stage_id=first.id)) for stage in targets),
        return_exceptions=True,
    )
    winners = [answer for answer in answers if isinstance(answer, moving.Moved)]
    assert len(winners) == 1
    assert all(isinstance(answer, CardElsewhere) for answer in answers if answer not in winners), answers
    assert (await standing(opening))[a.id] == winners[0].to_stage_id
    assert sorted(await counts(actor, opening)) == [0, 0, 1]
    assert (await types(actor.org_id)).count("applicant.moved") == 1


async def test_moves_that_follow_each_other_at_once_all_happen_and_count_exactly(committed):
    actor, opening, stages, cards = await board(*"ABCDEFGH")
    moves = [Move(cards[n % 8].id, stages[n % 3].id) for n in range(64)]
    answers = await asyncio.gather(*(do(actor, moving.move, one) for one in moves))
    stand = list((await standing(opening)).values())
    assert await counts(actor, opening) == [stand.count(stage.id) for stage in stages]
    assert sum(await counts(actor, opening)) == 8
    assert [max(a.version for a in answers if a.applicant_id == card.id) for card in cards] == [9] * 8


async def test_what_each_move_says_it_left_is_where_the_one_before_put_it(committed):
    actor, _, stages, (a,) = await board("A")
    moves = [do(actor, moving.move, Move(a.id, stages[n % 3].id)) for n in range(30)]
    path = sorted(await asyncio.gather(*moves), key=lambda moved: moved.version)
    assert [later.from_stage_id for later in path[1:]] == [earlier.to_stage_id for earlier in path[:-1]]


async def test_drops_into_one_gap_at_once_all_find_a_place(committed):
    actor, opening, (first, *_), cards = await board(*"ABCDEFGHIJ")
    top, *others = cards
    await asyncio.gather(*(do(actor, moving.move, Move(one.id, first.id, above_id=top.id)) for one in others))
    found = (await names(actor, opening))[0]
    assert found[0] == "A"
    assert sorted(found) == list("ABCDEFGHIJ")
    last = await do(actor, moving.move, Move(others[0].id, first.id, above_id=top.id))
    assert (await names(actor, opening))[0][1] == "B"
    assert last


async def test_a_card_goes_to_no_stage_of_another_opening_or_org(database):
    actor, opening, _, (a,) = await board("A")
    sibling = await make.opening(await make.org())
    same_org = await make.opening(type("O", (), {"id": actor.org_id})())
    messages = set()
    for id in ((await stages_of(sibling))[0].id, (await stages_of(same_org))[0].id, new_id()):
        with pytest.raises(NotFound) as refused:
            await do(actor, moving.move, Move(a.id, id))
        messages.add(refused.value.message)
    assert len(messages) == 1
    assert await counts(actor, opening) == [1, 0, 0]


async def test_another_orgs_card_is_as_absent_as_one_that_never_was(database):
    _, opening, (first, *_), (a,) = await board("A")
    eve = await make.actor()
    eves = (await stages_of(await make.opening(type("O", (), {"id": eve.org_id})())))[0]
    for card, stage in ((a.id, first.id), (a.id, eves.id), (new_id(), eves.id)):
        with pytest.raises(NotFound):
            await do(eve, moving.move, Move(card, stage))
    assert set((await standing(opening)).values()) == {first.id}


async def test_somebody_who_is_no_member_moves_nothing(database):
    actor, _, (_, second, _), (a,) = await board("A")
    outsider = Actor("user", actor.org_id, (await make.user()).id)
    with pytest.raises(Forbidden):
        await do(outsider, moving.move, Move(a.id, second.id))


async def test_what_a_rule_does_says_which_rule_why_and_from_what_it_follows(database):
    actor, _, (_, second, _), (a,) = await board("A")
    cause, told = new_id(), {"version": 3, "when": "completed", "facts": {"answers.age": 17}}
    rule = Actor("rule", actor.org_id, new_id(), "Too young", because=Because(cause, 2, told))
    await do(rule, moving.move, Move(a.id, second.id))
    moved = (await events(actor.org_id))[-1]
    assert (moved.actor_kind, moved.actor_id, moved.actor_name) == ("rule", rule.id, "Too young")
    assert (moved.cause, moved.depth, moved.data["rule"]) == (cause, 2, told)
