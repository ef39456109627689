"""What a tab is sent of the board, of one applicant and of all of them, handler by handler."""

import asyncio
from asyncio import sleep
from contextlib import asynccontextmanager
from uuid import UUID

import pytest
from asyncpg import PostgresError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from plutomi.db import Away
from plutomi.domain import stages
from plutomi.domain.applicants import keeping, moving, reading
from plutomi.domain.applicants.moving import Move
from plutomi.errors import NotFound
from plutomi.ids import new_id
from plutomi.state import applicants as listing
from plutomi.state.applicants import ApplicantsState
from plutomi.state.boards import BoardState
from plutomi.state.dossier import DossierState
from plutomi.state.dossier.history import HistoryState
from plutomi.state.dossier.keeping import KeepingState
from plutomi.state.dossier.leaving import LeavingState
from plutomi.state.dossier.moving import MovingState
from plutomi.state.live import MOST, REPEATED, append, for_viewer, seen_by_viewer
from plutomi.state.page import BROKEN
from tests import make
from tests.api.worlds import World, world
from tests.domain.rules import rule
from tests.domain.verbs import counts, do, events, standing
from tests.state.desks import Desk, desk


@pytest.fixture
async def own(database) -> World:
    return await world()


async def at_board(own: World) -> Desk:
    tab = await desk(own.user, opening_id=str(own.opening.id))
    await tab.call(BoardState, "load")
    tab.delta()
    return tab


def drop(own: World, to: UUID, seq: int, **rest) -> dict:
    origin = {"from_stage_id": str(own.stages[0].id), "to_stage_id": str(to)}
    return {"seq": seq, "applicant_id": str(own.applicant.id), **origin} | rest


async def test_a_move_and_its_acknowledgement_come_in_one_delta(own):
    tab = await at_board(own)
    await tab.call(BoardState, "move_card", given=drop(own, own.stages[1].id, 7))
    sent = tab.delta()[BoardState.get_full_name()]
    assert (sent["ack"], len(sent["ops"])) == (7, 1)
    (op,) = sent["ops"]
    assert (op["from"], op["to"]) == (str(own.stages[0].id), str(own.stages[1].id))
    assert (op["of"], op["card"]["n"]) == (str(own.applicant.id), own.applicant.name)
    assert await standing(own.org) == {own.applicant.id: own.stages[1].id}


async def test_a_drag_that_a_rule_leads_on_is_told_as_it_was_asked_and_the_card_as_it_stands(own):
    _, second, third, *_ = own.stages
    await rule(own.actor, second, third, "entered")
    tab = await at_board(own)
    await tab.call(BoardState, "move_card", given=drop(own, second.id, 7))
    (op,) = tab.delta()[BoardState.get_full_name()]["ops"]
    assert (op["from"], op["to"], op["card"]["s"]) == (str(own.stages[0].id), str(second.id), str(third.id))


async def test_a_drag_to_where_a_rule_rejects_takes_the_card_off_the_board(own):
    await rule(own.actor, own.stages[1], [{"kind": "reject", "reason": "Too far away", "tell": False}], "entered")
    tab = await at_board(own)
    await tab.call(BoardState, "move_card", given=drop(own, own.stages[1].id, 7))
    sent = tab.delta()[BoardState.get_full_name()]
    assert (sent["ack"], sent["refusal"], sent["ops"][0]["card"]) == (7, "", None)
    assert await standing(own.org) == {}


async def test_a_board_that_cannot_be_read_says_so(own, monkeypatch):
    async def fail(*_):
        raise RuntimeError("the database is away")

    tab = await desk(own.user, opening_id=str(own.opening.id))
    monkeypatch.setattr("plutomi.state.boards.openings.get", fail)
    with pytest.raises(RuntimeError):
        await tab.call(BoardState, "load")
    board = await tab.state(BoardState)
    assert (board.is_loaded, board.problem) == (True, BROKEN)


async def test_a_board_goes_on_watching_though_what_stands_around_it_cannot_be_read(own, monkeypatch):
    async def news(_):
        for op in ({"id": "1", "tx": 1, "kind": "columns"}, {"id": "2", "tx": 2, "kind": "columns"}):
            yield [op]

    async def away(*_):
        raise Away

    tab = await at_board(own)
    board = await tab.state(BoardState)
    monkeypatch.setattr("plutomi.state.boards.news_of", news)
    monkeypatch.setattr("plutomi.state.boards.openings.get", away)
    monkeypatch.setattr(BoardState, "_me_now", lambda self: sleep(0, self._me()))
    monkeypatch.setattr(BoardState, "__aenter__", lambda self: sleep(0, self), raising=False)
    monkeypatch.setattr(BoardState, "__aexit__", lambda *_: sleep(0), raising=False)
    await board._pass_on(own.opening.id)
    assert [op["id"] for op in board.ops] == ["1", "2"]
    assert board.head.name == own.opening.name


@pytest.mark.parametrize("wrong", ["stage", "card", "origin"])
async def test_a_refused_move_is_acknowledged_with_its_reason_in_the_same_delta(own, wrong):
    tab = await at_board(own)
    odd = {"stage": {"to_stage_id": str(new_id())}, "card": {"applicant_id": str(new_id())},
           "origin": {"from_stage_id": str(own.stages[2].id)}}[wrong]  # fmt: skip
    await tab.call(BoardState, "move_card", given=drop(own, own.stages[1].id, 7) | odd)
    sent = tab.delta()[BoardState.get_full_name()]
    assert sent["ack"] == 7
    assert sent["refusal"]
    assert "ops" not in sent
    assert await standing(own.org) == {own.applicant.id: own.stages[0].id}


async def test_acknowledgements_never_go_back(own):
    tab = await at_board(own)
    for seq, expected in ((9, 9), (3, 9), ("x", 9), (None, 9), (10, 10)):
        await tab.call(BoardState, "move_card", given=drop(own, own.stages[0].id, seq))
        assert (await tab.state(BoardState)).ack == expected


async def test_moves_in_quick_succession_repeat_the_last_and_are_numbered_one_by_one(own):
    tab, board = await at_board(own), None
    for turn in range(REPEATED + 3):
        origin, target = own.stages[turn % 2], own.stages[(turn + 1) % 2]
        given = drop(own, target.id, turn + 1, from_stage_id=str(origin.id))
        await tab.call(BoardState, "move_card", given=given)
        board = await tab.state(BoardState)
        numbers = [op["seq"] for op in board.ops]
        assert numbers == list(range(board.ops_seq - len(numbers) + 1, board.ops_seq + 1))
        assert 1 <= len(numbers) <= REPEATED + 1
    assert board.ops_seq == REPEATED + 3


def test_a_batch_larger_than_the_window_leaves_a_gap_to_notice():
    ops, seq = append([], 10, [{"id": str(n), "kind": "columns"} for n in range(MOST + 5)], is_soon=False)
    assert (ops[0]["seq"], ops[-1]["seq"], len(ops)) == (16, seq, MOST)
    assert append(ops, seq, [], is_soon=True) == (ops[-REPEATED:], seq)


def test_ones_own_move_that_comes_back_as_news_is_told_once():
    own = {"id": "1", "kind": "card", "applicant_id": "a", "to": None, "card": None}
    ops, seq = append([], 0, [own], is_soon=False)
    assert append(ops, seq, [own], is_soon=False) == ([], seq)


def test_what_a_viewer_did_is_neither_new_nor_unread_to_them_and_says_not_who_did_it():
    op = {"kind": "card", "by": "ann", "card": {"id": "1", "name": "Grace", "has_unread_note": True}}
    mine, theirs = for_viewer(op, "ann"), for_viewer(op, "eve")
    assert (mine["card"]["is_new"], mine["card"]["has_unread_note"]) == (False, False)
    assert theirs["card"] == op["card"]
    assert "by" not in mine | theirs
    assert op["by"] == "ann", "others are told too"
    assert for_viewer({"kind": "columns"}, "ann") == {"kind": "columns"}
    assert for_viewer(op | {"card": None}, "ann")["card"] is None
    assert seen_by_viewer(op["card"], 1)["id"] != seen_by_viewer(op["card"], 2)["id"]


async def test_a_board_of_another_org_is_missing(own):
    other = await world()
    tab = await desk(other.user, opening_id=str(own.opening.id))
    await tab.call(BoardState, "load")
    board = await tab.state(BoardState)
    assert board.is_missing
    assert own.opening.name not in str(tab.delta())


async def test_opening_somebody_shows_all_of_them_and_marks_them_seen_on_the_board(own):
    tab = await at_board(own)
    await tab.call(DossierState, "open", applicant_id=str(own.applicant.id))
    panel, board = await tab.state(DossierState), await tab.state(BoardState)
    assert (panel.is_open, panel.is_loading, panel.details.name) == (True, False, own.applicant.name)
    assert [note.body for note in panel.notes] == ["Call her"]
    assert [stage.name for stage in panel.stages] == [stage.name for stage in own.stages]
    assert [(op["of"], op["card"]["w"]) for op in board.ops] == [(str(own.applicant.id), False)]


async def test_somebody_of_another_org_or_nobody_closes_the_panel(own):
    tab = await at_board(own)
    for id in (str((await world()).applicant.id), str(new_id()), "nonsense"):
        await tab.call(DossierState, "open", applicant_id=id)
        panel = await tab.state(DossierState)
        assert (panel.is_open, panel.selected, panel.details.name) == (False, "", "")


async def test_a_wrong_correction_keeps_the_form_open_with_the_error_at_its_field(own):
    tab = await at_board(own)
    await tab.call(DossierState, "open", applicant_id=str(own.applicant.id))
    await tab.call(KeepingState, "edit")
    await tab.call(KeepingState, "correct", form={"name": "", "email": "no address", "phone": "1"})
    panel = await tab.state(DossierState)
    assert panel.is_editing
    assert panel.errors.keys() == {"name", "email", "phone"}
    assert panel.errors["name"] == "Give them a name."
    assert panel.details.name == own.applicant.name
    await tab.call(KeepingState, "correct", form={"name": "Ada", "email": "ada@example.com", "phone": ""})
    panel = await tab.state(DossierState)
    assert (panel.is_editing, panel.errors, panel.details.name) == (False, {}, "Ada")


async def test_an_address_that_another_applicant_has_is_refused_at_its_field(own):
    await make.applicant(own.stages[0], email="taken@example.com")
    tab = await at_board(own)
    await tab.call(DossierState, "open", applicant_id=str(own.applicant.id))
    await tab.call(KeepingState, "correct", form={"name": "Ada", "email": "Taken@Example.com", "phone": ""})
    assert (await tab.state(DossierState)).errors.keys() == {"email"}


async def test_notes_are_written_with_an_empty_form_after_and_taken_back_by_their_author_alone(own):
    tab = await at_board(own)
    await tab.call(DossierState, "open", applicant_id=str(own.applicant.id))
    await tab.call(KeepingState, "write_note", form={"body": "  "})
    panel = await tab.state(DossierState)
    assert (bool(panel.note_error), panel.note_key, len(panel.notes)) == (True, 0, 1)
    await tab.call(KeepingState, "write_note", form={"body": "Hello"})
    panel = await tab.state(DossierState)
    assert (panel.note_error, panel.note_key, [note.body for note in panel.notes]) == ("", 1, ["Hello", "Call her"])
    colleague = await desk(await make.user(org=own.org))
    await colleague.call(DossierState, "open", applicant_id=str(own.applicant.id))
    with pytest.raises(NotFound):
        await colleague.call(KeepingState, "delete_note", note_id=panel.notes[0].id)
    await tab.call(KeepingState, "delete_note", note_id=panel.notes[0].id)
    assert [note.body for note in (await tab.state(DossierState)).notes] == ["Call her"]


async def test_a_note_is_written_once_however_often_its_button_is_pressed(own):
    tab = await at_board(own)
    await tab.call(DossierState, "open", applicant_id=str(own.applicant.id))
    for key in (0, 0, 1):
        form = {"body": "Hello", "key": str(key)}
        await tab.call(KeepingState, "write_note", form=form)
    assert [note.body for note in (await tab.state(DossierState)).notes] == ["Hello", "Hello", "Call her"]


async def test_what_is_sent_about_one_while_the_next_is_shown_is_theirs_alone(own):
    other, tab = await make.applicant(own.stages[0], "Ada Lovelace"), await at_board(own)
    await tab.call(DossierState, "open", applicant_id=str(other.id))
    about = {"applicant_id": str(own.applicant.id)}
    await tab.call(KeepingState, "write_note", form=about | {"body": "Hello", "key": "0"})
    await tab.call(KeepingState, "correct", form=about | {"name": "Grace B. Hopper", "email": "grace@example.com"})
    await tab.call(LeavingState, "reject", form=about | {"reason": "Too far"})
    panel = await tab.state(DossierState)
    assert (panel.details.name, panel.details.rejected_at, panel.notes) == ("Ada Lovelace", "", [])
    await tab.call(KeepingState, "ask_delete")
    await tab.call(KeepingState, "delete", form=about)
    assert (await tab.state(DossierState)).selected == str(other.id)
    assert await standing(own.org) == {other.id: own.stages[0].id}
    about = [event.type for event in await events(own.org.id) if event.applicant_id == own.applicant.id]
    assert about[-4:] == ["note.written", "applicant.corrected", "applicant.rejected", "applicant.deleted"]


async def test_the_history_goes_back_to_the_first_event_and_keeps_what_was_asked_for(own):
    tab = await at_board(own)
    for number in range(reading.TIMELINE + 1):
        await do(own.actor, keeping.correct, own.applicant.id, name=f"Grace {number}")
    await make.applicant(own.stages[0])
    for _ in range(3):  # quiet: none of them takes another's place
        await do(own.actor, moving.move, Move(own.applicant.id, own.stages[0].id))
    await tab.call(DossierState, "open", applicant_id=str(own.applicant.id))
    panel = await tab.state(HistoryState)
    assert (len(panel.events), panel.has_older) == (reading.TIMELINE, True)
    await tab.call(HistoryState, "show_older")
    every, last = len(panel.events), panel.events[-1].what
    assert (every > reading.TIMELINE, panel.has_older) == (True, False)
    await tab.call(HistoryState, "show_older")
    await panel._load()
    assert (len(panel.events), panel.events[-1].what, panel.has_older) == (every, last, False)
    told = [one.type for one in await events(own.org.id) if one.applicant_id == own.applicant.id]
    assert (told.count("applicant.ranked"), every) == (3, len(told) - 3)


async def test_somebody_moved_from_the_panel_leaves_the_next_one_key_away(own):
    below = own.applicant
    above = await make.applicant(own.stages[0], name="Above")
    tab = await at_board(own)
    await tab.call(DossierState, "open", applicant_id=str(above.id))
    await tab.call(MovingState, "move_to", stage_id=str(own.stages[1].id))
    panel = await tab.state(DossierState)
    assert (panel.details.stage_name, panel.has_previous, panel.has_next) == (own.stages[1].name, False, True)
    assert panel._around[1] == str(below.id)
    assert await counts(own.actor, own.opening) == [1, 1, 0]


async def test_somebody_deleted_is_gone_from_the_panel_too(own):
    tab = await at_board(own)
    await tab.call(DossierState, "open", applicant_id=str(own.applicant.id))
    await tab.call(KeepingState, "ask_delete")
    await tab.call(KeepingState, "delete", form={})
    panel = await tab.state(DossierState)
    assert (panel.is_open, panel.details.name) == (False, "")
    assert await standing(own.org) == {}


async def test_somebody_deleted_by_a_colleague_meanwhile_is_a_refusal(own):
    tab = await at_board(own)
    await tab.call(DossierState, "open", applicant_id=str(own.applicant.id))
    await do(own.actor, keeping.delete, own.applicant.id)
    with pytest.raises(NotFound):
        await tab.call(KeepingState, "write_note", form={"body": "Hello"})


@asynccontextmanager
async def broken(database, table):
    """Nothing that asks for this table is answered."""
    for before, after in ((table, "gone"), ("gone", table)):
        await database.execute(text("set local role none"))
        await database.execute(text(f"alter table {before} rename to {after}"))
        await database.execute(text("set local role plutomi_app"))
        if after == "gone":
            yield


async def test_a_list_that_cannot_be_loaded_says_so_and_can_be_tried_again(own, database):
    tab = await desk(own.user)
    async with broken(database, "stage"):
        with pytest.raises(DBAPIError):
            await tab.call(ApplicantsState, "load")
    listed = await tab.state(ApplicantsState)
    assert (listed.is_loaded, listed.problem, listed.lines) == (True, BROKEN, [])
    await tab.call(ApplicantsState, "load")
    assert (listed.is_loaded, listed.problem, len(listed.lines)) == (True, "", 1)


async def test_a_panel_that_cannot_be_loaded_says_so_and_can_be_tried_again(own, database):
    tab = await desk(own.user)
    async with broken(database, "note"):
        with pytest.raises(PostgresError):
            await tab.call(DossierState, "open", applicant_id=str(own.applicant.id))
    panel = await tab.state(DossierState)
    assert (panel.is_open, panel.is_loading, panel.problem) == (True, False, BROKEN)
    await tab.call(DossierState, "open", applicant_id=panel.selected)
    assert (panel.is_loading, panel.problem, panel.details.name) == (False, "", own.applicant.name)


async def test_the_list_pages_through_everybody_once(own, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 3)
    everybody = {own.applicant.id} | {(await make.applicant(own.stages[0])).id for _ in range(6)}
    tab = await desk(own.user)
    await tab.call(ApplicantsState, "load")
    for shown, more in ((3, True), (6, True), (7, False), (7, False)):
        state = await tab.state(ApplicantsState)
        assert (len(state.lines), state.has_more) == (shown, more)
        await tab.call(ApplicantsState, "more")
    assert {UUID(line.id) for line in state.lines} == everybody


async def test_the_list_searches_as_one_types_and_in_one_opening_alone(own):
    other = await make.opening(own.org, name="Other")
    stage = await do(own.actor, stages.create, other.id, "New")
    await make.applicant(stage, name="Ada Lovelace")
    tab = await desk(own.user)
    await tab.call(ApplicantsState, "load")
    for query, opening, names in (("love", "", {"Ada Lovelace"}), ("", str(other.id), {"Ada Lovelace"}),
                                  ("grace", str(other.id), set()), ("grace", "", {"Grace Hopper"})):  # fmt: skip
        await tab.call(ApplicantsState, "choose", opening_id=opening)
        await tab.call(ApplicantsState, "search", query=query)
        assert {line.name for line in (await tab.state(ApplicantsState)).lines} == names
    assert {choice.name for choice in (await tab.state(ApplicantsState)).choices} == {own.opening.name, "Other"}


async def test_what_is_no_opening_is_refused_and_forgotten(own):
    tab = await desk(own.user)
    await tab.call(ApplicantsState, "load")
    with pytest.raises(NotFound):
        await tab.call(ApplicantsState, "choose", opening_id="nonsense")
    await tab.call(ApplicantsState, "search", query="grace")
    assert len((await tab.state(ApplicantsState)).lines) == 1


async def test_two_tabs_that_move_the_same_card_end_with_one_move(committed):
    own = await world()
    tabs = [await at_board(own) for _ in range(2)]
    moves = [tab.call(BoardState, "move_card", given=drop(own, own.stages[n + 1].id, 1)) for n, tab in enumerate(tabs)]
    await asyncio.gather(*moves)
    boards = [await tab.state(BoardState) for tab in tabs]
    assert [board.ack for board in boards] == [1, 1]
    assert sorted(bool(board.refusal) for board in boards) == [False, True]
    assert sum(await counts(own.actor, own.opening)) == 1


async def test_a_card_ranked_within_its_stage_changes_no_count(own):
    other = await make.applicant(own.stages[0])
    tab = await at_board(own)
    await tab.call(BoardState, "move_card", given=drop(own, own.stages[0].id, 1, above_id=str(other.id)))
    (op,) = (await tab.state(BoardState)).ops
    assert (op["from"], op["to"]) == (None, None)
    with pytest.raises(NotFound):
        await do(own.actor, moving.move, Move(new_id(), own.stages[0].id))
