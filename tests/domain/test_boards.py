"""A board is one moment: exact counts, cards in their order, every one reached by pages."""

import asyncio

import pytest

from plutomi.db import transaction
from plutomi.domain import boards, questions
from plutomi.domain.actors import Actor
from plutomi.domain.applicants import moving
from plutomi.errors import Forbidden, Invalid, NotFound
from plutomi.ids import new_id
from tests import make
from tests.domain import verbs
from tests.domain.verbs import apply, do, stages_of
from tests.rooms import elsewhere


async def opening_with(people: int, stages: int = 3):
    org = await make.org()
    opening = await make.opening(org, stages=stages, state="public")
    first, *_ = await stages_of(opening) or [None]
    cards = [await make.applicant(first, name=f"P{n:03}") for n in range(people)]
    return await make.actor(org), opening, cards


async def test_a_board_without_stages_is_an_empty_board(database):
    actor, opening, _ = await opening_with(0, stages=0)
    board = await do(actor, boards.snapshot, opening.id)
    assert (board.opening.id, board.columns) == (opening.id, [])


async def test_empty_columns_are_columns(database):
    actor, opening, _ = await opening_with(1)
    board = await do(actor, boards.snapshot, opening.id)
    assert [(one["name"], one["position"], one["count"], len(one["cards"])) for one in board.columns] == [
        ("Stage 1", 0, 1, 1),
        ("Stage 2", 1, 0, 0),
        ("Stage 3", 2, 0, 0),
    ]
    assert [one["next"] for one in board.columns] == [None] * 3


@pytest.mark.parametrize(("people", "page"), [(0, 3), (1, 3), (3, 3), (7, 3), (6, 2)])
async def test_every_card_is_reached_once_by_pages(database, people, page):
    actor, opening, cards = await opening_with(people)
    board = await do(actor, boards.snapshot, opening.id, page)
    column = board.columns[0]
    found, cursor = list(column["cards"]), column["next"]
    while cursor:
        more, cursor = await do(actor, boards.column_page, opening.id, column["id"], cursor, page)
        found += more
    assert [card["id"] for card in found] == [str(card.id) for card in reversed(cards)]
    assert column["count"] == people


async def test_a_column_without_a_cursor_begins_at_the_top(database):
    actor, opening, cards = await opening_with(3)
    first = (await stages_of(opening))[0]
    page, cursor = await do(actor, boards.column_page, opening.id, first.id, "", 2)
    assert [card["name"] for card in page] == ["P002", "P001"]
    assert cursor.endswith(str(cards[1].id))


@pytest.mark.parametrize("cursor", ["x", "|", "abc|", "\x00|x", "A|" + "0" * 32, "\ud800|1", "a" * 10_000, "||", "é|é"])
async def test_what_is_no_cursor_is_refused_at_its_field(database, cursor):
    actor, opening, _ = await opening_with(1)
    first = (await stages_of(opening))[0]
    with pytest.raises(Invalid) as refused:
        await do(actor, boards.column_page, opening.id, first.id, cursor)
    assert refused.value.errors.keys() == {"after"}


@pytest.mark.parametrize("most", [-1, 0, 10**12])
async def test_any_size_of_page_is_brought_within_bounds(database, most):
    actor, opening, _ = await opening_with(2)
    first = (await stages_of(opening))[0]
    assert (await do(actor, boards.snapshot, opening.id, most)).columns[0]["cards"]
    assert (await do(actor, boards.column_page, opening.id, first.id, "", most))[0]


async def test_a_card_shows_that_answers_are_missing_only_where_they_are_needed(database):
    actor, opening, (card,) = await opening_with(1)
    _, second, third = await stages_of(opening)
    question = await do(actor, questions.create, "bike", "Bike?")
    await do(actor, questions.attach, second.id, question.id)
    await do(actor, questions.attach, third.id, question.id, is_required=False)
    signs = []
    for stage in (second, third):
        await do(actor, moving.move, moving.Move(card.id, stage.id))
        signs.append((await verbs.card(actor, card.id))["is_missing_answers"])
    assert signs == [True, False]


async def test_what_a_board_has_seen_is_told_by_its_moment(committed):
    actor, opening, (card,) = await opening_with(1)
    _, second, third = await stages_of(opening)
    before = await do(actor, moving.move, moving.Move(card.id, second.id))
    async with transaction(actor.org_id) as session:
        during = await moving.move(session, actor, moving.Move(card.id, third.id))
        board = await elsewhere(do(actor, boards.snapshot, opening.id))
    assert is_seen(board.seen, before.tx)
    assert not is_seen(board.seen, during.tx)
    assert [column["count"] for column in board.columns] == [0, 1, 0]
    after = await do(actor, boards.snapshot, opening.id)
    assert is_seen(after.seen, during.tx)
    assert [column["count"] for column in after.columns] == [0, 0, 1]


def is_seen(seen: boards.Seen, tx: int) -> bool:
    return tx < seen.xmin or (tx < seen.xmax and tx not in seen.xip)


async def test_a_board_read_while_people_arrive_is_always_whole(committed):
    actor, opening, _ = await opening_with(0)
    boards_read = []

    async def watch() -> None:
        for _ in range(15):
            boards_read.append(await do(actor, boards.snapshot, opening.id))

    await asyncio.gather(*(apply(opening, email=f"a{n}@example.com") for n in range(25)), watch())
    for board in boards_read:
        assert [column["count"] for column in board.columns] == [len(column["cards"]) for column in board.columns]
    assert (await do(actor, boards.snapshot, opening.id)).columns[0]["count"] == 25


async def test_another_orgs_board_is_absent_in_every_way(database):
    actor, opening, (card,) = await opening_with(1)
    eve, eves, _ = await opening_with(0)
    stage, eves_stage = (await stages_of(opening))[0], (await stages_of(eves))[0]
    for ids in ((opening.id, stage.id), (eves.id, stage.id), (opening.id, eves_stage.id), (eves.id, new_id())):
        with pytest.raises(NotFound):
            await do(eve, boards.column_page, *ids, "")
    with pytest.raises(NotFound):
        await do(eve, boards.snapshot, opening.id)
    assert await do(eve, boards.cards_of, [card.id, None]) == {}
    with pytest.raises(Forbidden):
        await do(Actor("user", actor.org_id, eve.id), boards.snapshot, opening.id)
