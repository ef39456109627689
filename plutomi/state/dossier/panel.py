"""The panel itself: which applicant it shows, and the ones beside them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import reflex as rx

from plutomi.clock import now
from plutomi.db import forgettable, transaction
from plutomi.domain import boards, labels, members
from plutomi.domain.applicants import keeping, lettering, reading
from plutomi.domain.applicants.reading import TIMELINE
from plutomi.domain.live import hub
from plutomi.domain.rules import telling
from plutomi.errors import NotFound
from plutomi.state.boards import BoardState
from plutomi.state.dossier.answers import AnswerGroup, by_stage
from plutomi.state.dossier.rows import (
    Choice,
    Details,
    LabelChip,
    LetterLine,
    NoteLine,
    chip,
    details_of,
    letter_line,
    note_line,
)
from plutomi.state.live import seen_by_viewer
from plutomi.state.page import BROKEN
from plutomi.state.parse import text_of, uuid_of
from plutomi.state.session import ProtectedBase
from plutomi.state.timeline import QUIET, Moment, moments
from plutomi.state.toasts import say


class DossierState(ProtectedBase):
    """The applicant at hand, or none."""

    is_read: bool = False  # the page's address
    is_open: bool = False
    is_loading: bool = False
    problem: str = ""  # why they cannot be shown
    is_editing: bool = False
    is_deleting: bool = False
    selected: str = ""
    details: Details = Details()
    stages: list[Choice] = []
    labels: list[LabelChip] = []
    worn: list[str] = []
    label_choices: list[LabelChip] = []
    member_choices: list[Choice] = []
    template_choices: list[Choice] = []
    dialog: str = ""
    answers: list[AnswerGroup] = []
    notes: list[NoteLine] = []
    letters: list[LetterLine] = []
    letter_key: int = 0
    letter_errors: dict[str, str] = {}
    letter_subject: str = ""
    letter_body: str = ""
    letter_template: str = ""
    events: list[Moment] = []
    has_older: bool = False  # events
    errors: dict[str, str] = {}
    note_error: str = ""
    note_key: int = 0
    has_previous: bool = False
    has_next: bool = False
    _around: tuple[str, str] = ("", "")

    @rx.event
    async def open_from_address(self):
        """The applicant the page's address names, if any. Who is shown already, following reads anew."""
        asked = self.router.url.query_parameters.get("applicant", "")
        self.is_read = True
        if not asked:
            self._close()
            return None
        self.errors, self.note_error, self.letter_errors = {}, "", {}  # of what was typed before
        if asked != self.selected or not self.is_open or self.is_loading or self.problem:
            self.selected, self.is_loading = asked[:40], True
            return DossierState.open(asked)
        return None

    @rx.event
    async def open(self, applicant_id: str):
        """Show an applicant, and then remember that this member has seen them."""
        self.selected, self.is_open, self.is_loading = str(applicant_id)[:40], True, True
        self.is_editing = self.is_deleting = False
        self.errors, self.note_error, self.dialog, self.problem = {}, "", "", ""
        self._begin_letter()
        yield
        try:
            await self._load()
            yield
            await self._look()
        except NotFound:
            await self._lose(self.selected)
            yield say("That applicant is not here any more. They may have been deleted.", "refused")
        except Exception:
            if self.is_loading:
                self.is_loading, self.problem, self.details = False, BROKEN, Details()
            raise

    @rx.event
    async def close(self):
        self._close()

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

    def _id(self) -> UUID:
        return uuid_of(self.selected)

    def _meant(self, form: Any) -> UUID:
        """Whom a form is about: it says so itself, for another may be shown by the time it arrives."""
        return uuid_of(text_of(form, "applicant_id") or self.selected)

    def _is_at(self, id: UUID) -> bool:
        return str(id) == self.details.id

    def _called(self, id: UUID) -> str:
        return self.details.name if self._is_at(id) else "The applicant shown before"

    def _begin_letter(self, template: str = "", subject: str = "", body: str = "") -> None:
        """What the form to write to them with begins with."""
        self.letter_errors, self.letter_template, self.letter_subject, self.letter_body = {}, template, subject, body

    def _close(self) -> None:
        self.is_open = self.is_loading = self.is_editing = self.is_deleting = False
        self.selected, self.details, self.dialog, self.problem = "", Details(), "", ""

    async def _lose(self, id: str) -> None:
        """They are not there any more, here as little as in the list of all."""
        from plutomi.state.applicants import ApplicantsState  # its lines are made of our rows

        (await self.get_state(ApplicantsState))._drop([id])
        if id == self.selected:
            self._close()

    async def _load(self) -> None:
        """Read the applicant anew."""
        actor, id = self._actor(), self._id()
        is_shown = self.details.id == self.selected
        most = max(TIMELINE, len(self.events)) if is_shown else TIMELINE  # those asked for stay
        async with transaction(actor.org_id) as session:
            dossier = await reading.dossier(session, actor, id, most + 1, QUIET)
            around = await reading.neighbours(session, actor, id)
            told = await telling.told(session, actor, dossier.events)
        self._show(dossier, told)
        self._stand_between(around)
        self.events, self.has_older = self.events[:most], len(dossier.events) > most
        self.is_loading = False

    async def _look(self) -> None:
        """They are not new to this member any more, and what can be done with them is offered.

        Nobody waits for the disk to have heard of it.
        """
        actor, id = self._actor(), self._id()
        async with transaction(actor.org_id) as session:
            await forgettable(session)
            await keeping.look(session, actor, id)
            cards = await boards.cards_of(session, actor, [id])
            self.label_choices = [chip(one) for one in await labels.of_org(session, actor.org_id)]
            self.member_choices = _choices(await members.of_org(session, actor.org_id))
            self.template_choices = _choices(await lettering.fitting(session, actor, id))
        await self._tell_board(cards)

    async def _tell_board(self, cards: dict[str, dict[str, Any]]) -> None:
        board = await self.get_state(BoardState)
        board._tell([seen_by_viewer(card, int(now().timestamp() * 1000)) for card in cards.values()])

    def _stand_between(self, around: tuple[str, str]) -> None:
        self._around, self.has_previous, self.has_next = around, bool(around[0]), bool(around[1])

    def _show(self, dossier: reading.Dossier, told: telling.Told) -> None:
        names = {stage.id: stage.name for stage in dossier.stages}
        self.details = details_of(dossier, names)
        hub.turn(self.router.session.client_token, self.details.opening_id)
        self.stages = _choices(dossier.stages)
        self.labels = [chip(one) for one in dossier.labels]
        self.worn = [one.id for one in self.labels]
        self.answers = by_stage(dossier.answers, dossier.stages, dossier.files)
        self.notes = [note_line(note, self._me().user_id) for note in dossier.notes]
        self.letters = [letter_line(one) for one in dossier.messages]
        self.events = moments(dossier.events, dossier.applicant.name, told)


def _choices(found: Iterable[Any]) -> list[Choice]:
    return [Choice(str(one.id), one.name) for one in found]
