"""One applicant's panel, over the board and over the list: what it shows, what a recruiter does in it."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

import reflex as rx

from plutomi.clock import now
from plutomi.db import transaction
from plutomi.domain import boards
from plutomi.domain.applicants import keeping, moving, reading
from plutomi.errors import Invalid, NotFound, Refusal
from plutomi.models import Answer, Note, Stage
from plutomi.models.phone import show_phone
from plutomi.state.boards import BoardState
from plutomi.state.live import seen_by_viewer
from plutomi.state.parse import uuid_of
from plutomi.state.session import ProtectedBase
from plutomi.state.timeline import Moment, moments, shown
from plutomi.state.toasts import say


@dataclass
class Details:
    """Who it is and where they stand; no stage once they have withdrawn."""

    id: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    phone_shown: str = ""
    source: str = ""
    applied_at: str = ""
    opening_id: str = ""
    opening_name: str = ""
    stage_id: str = ""
    stage_name: str = ""
    entered_at: str = ""
    withdrawn_at: str = ""


@dataclass
class Answered:
    title: str
    value: str


@dataclass
class AnswerGroup:
    """A stage's answers."""

    stage: str
    answers: list[Answered] = field(default_factory=list)


@dataclass
class NoteLine:
    id: str
    author: str
    body: str
    at: str
    is_mine: bool


@dataclass
class StageChoice:
    id: str
    name: str


class DossierState(ProtectedBase):
    """The applicant at hand, or none."""

    is_open: bool = False
    is_loading: bool = False
    is_editing: bool = False
    is_deleting: bool = False
    tab: str = "details"
    selected: str = ""
    details: Details = Details()
    stages: list[StageChoice] = []
    answers: list[AnswerGroup] = []
    notes: list[NoteLine] = []
    events: list[Moment] = []
    errors: dict[str, str] = {}
    note_error: str = ""
    note_key: int = 0
    has_previous: bool = False
    has_next: bool = False
    _around: tuple[str, str] = ("", "")

    @rx.event
    async def open_from_address(self):
        """The applicant the page's address names, if any."""
        asked = self.router.url.query_parameters.get("applicant", "")
        if not asked:
            self._close()
            return None
        if asked != self.selected or not self.is_open:
            return DossierState.open(asked)
        return None

    @rx.event
    async def open(self, applicant_id: str):
        """Show an applicant, and remember that this member has seen them."""
        self.selected, self.is_open, self.is_loading = str(applicant_id)[:40], True, True
        self.is_editing = self.is_deleting = False
        self.errors, self.note_error = {}, ""
        yield
        try:
            await self._load(has_looked=True)
        except NotFound:
            self._close()
            yield say("That applicant is not here any more. They may have been deleted.", "refused")

    @rx.event
    async def close(self):
        self._close()

    @rx.event
    async def show_tab(self, tab: str):
        self.tab = tab if tab in ("details", "notes", "history") else "details"

    @rx.event
    async def previous(self):
        """The card above in the same stage."""
        if self.is_open and self._around[0]:
            return DossierState.open(self._around[0])
        return None

    @rx.event
    async def next(self):
        """The card below in the same stage."""
        if self.is_open and self._around[1]:
            return DossierState.open(self._around[1])
        return None

    @rx.event
    async def edit(self):
        self.is_editing, self.errors = True, {}

    @rx.event
    async def stop_editing(self):
        self.is_editing, self.errors = False, {}

    @rx.event
    async def correct(self, form: dict[str, Any]):
        """Save the contact details."""
        actor = self._actor()
        given = {name: form.get(name) or "" for name in keeping.CONTACT}
        try:
            async with transaction(actor.org_id) as session:
                await keeping.correct(session, actor, self._id(), **given)
        except Invalid as refusal:
            self.errors = refusal.errors
            return None
        except Refusal as refusal:
            self.errors = {"email": refusal.message}
            return None
        self.is_editing, self.errors = False, {}
        await self._load()
        return say("Contact details saved.")

    @rx.event
    async def write_note(self, form: dict[str, Any]):
        actor = self._actor()
        try:
            async with transaction(actor.org_id) as session:
                await keeping.write_note(session, actor, self._id(), form.get("body"))
        except Invalid as refusal:
            self.note_error = refusal.errors.get("body", refusal.message)
            return
        self.note_error = ""
        self.note_key += 1  # a new form, so that it is empty
        await self._load()

    @rx.event
    async def delete_note(self, note_id: str):
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            await keeping.delete_note(session, actor, uuid_of(note_id))
        await self._load()
        return say("Note deleted.")

    @rx.event
    async def move_to(self, stage_id: str):
        """Move the applicant to another stage; the next card stays one key away."""
        actor, was = self._actor(), self.details
        if not stage_id or stage_id == was.stage_id:
            return None
        asked = moving.Move(self._id(), uuid_of(stage_id), from_stage_id=uuid_of(was.stage_id))
        try:
            async with transaction(actor.org_id) as session:
                await moving.move(session, actor, asked)
        except Refusal as refusal:
            await self._load()  # they stand elsewhere by now
            return say(refusal.message, "refused")
        around = self._around
        await self._load()
        self._stand_between(around)
        return say(f"{was.name} moved to {self.details.stage_name}.")

    @rx.event
    async def ask_delete(self):
        self.is_deleting = True

    @rx.event
    async def keep(self):
        self.is_deleting = False

    @rx.event
    async def delete(self, _form: dict[str, Any] | None = None):
        """Delete the applicant, asked and confirmed."""
        actor, name = self._actor(), self.details.name
        async with transaction(actor.org_id) as session:
            await keeping.delete(session, actor, self._id())
        self._close()
        return say(f"{name} was deleted.")

    def _id(self) -> UUID:
        return uuid_of(self.selected)

    def _close(self) -> None:
        self.is_open = self.is_loading = self.is_editing = self.is_deleting = False
        self.selected, self.details = "", Details()

    async def _load(self, has_looked: bool = False) -> None:
        """Read the applicant anew; with `has_looked`, they are not new to this member any more."""
        actor, id = self._actor(), self._id()
        async with transaction(actor.org_id) as session:
            dossier = await reading.dossier(session, actor, id)
            around = await boards.neighbours(session, actor, id)
            if has_looked:
                await keeping.look(session, actor, id)
                await self._tell_board(await boards.cards_of(session, actor, [id]))
        self._show(dossier)
        self._stand_between(around)
        self.is_loading = False

    async def _tell_board(self, cards: dict[str, dict[str, Any]]) -> None:
        board = await self.get_state(BoardState)
        board._tell([seen_by_viewer(card, int(now().timestamp() * 1000)) for card in cards.values()])

    def _stand_between(self, around: tuple[str, str]) -> None:
        self._around, self.has_previous, self.has_next = around, bool(around[0]), bool(around[1])

    def _show(self, dossier: reading.Dossier) -> None:
        names = {stage.id: stage.name for stage in dossier.stages}
        self.details = _details(dossier, names)
        self.stages = [StageChoice(str(stage.id), stage.name) for stage in dossier.stages]
        self.answers = _by_stage(list(dossier.answers), list(dossier.stages))
        self.notes = [_note(note, self._me().user_id) for note in dossier.notes]
        self.events = moments(list(dossier.events), dossier.applicant.name)


def _details(dossier: reading.Dossier, names: dict[UUID, str]) -> Details:
    applicant, placement = dossier.applicant, dossier.placement
    return Details(
        id=str(applicant.id),
        name=applicant.name,
        email=applicant.email,
        phone=applicant.phone,
        phone_shown=show_phone(applicant.phone) if applicant.phone else "",
        source=applicant.source,
        applied_at=applicant.applied_at.isoformat(),
        opening_id=str(dossier.opening.id),
        opening_name=dossier.opening.name,
        stage_id=str(placement.stage_id) if placement else "",
        stage_name=names.get(placement.stage_id, "") if placement else "",
        entered_at=placement.entered_at.isoformat() if placement else "",
        withdrawn_at=applicant.withdrawn_at.isoformat() if applicant.withdrawn_at else "",
    )


def _by_stage(answers: list[Answer], stages: list[Stage]) -> list[AnswerGroup]:
    """Answers under the stages they were given in, in the stages' order; those of stages now gone come last."""
    order = {stage.id: at for at, stage in enumerate(stages)}
    names = {stage.id: stage.name for stage in stages}

    def place(answer: Answer) -> int:
        return order.get(answer.stage_id, len(order)) if answer.stage_id else len(order)

    return [
        AnswerGroup(
            names.get(stage_id, "A stage that is gone") if stage_id else "Earlier",
            [Answered(one.title, shown(one.value, one.type)) for one in group],
        )
        for stage_id, group in groupby(sorted(answers, key=place), key=lambda answer: answer.stage_id)
    ]


def _note(note: Note, viewer: UUID) -> NoteLine:
    return NoteLine(str(note.id), note.author, note.body, note.created_at.isoformat(), note.user_id == viewer)
