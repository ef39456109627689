"""The org's bank of questions."""

import dataclasses
from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import option_lists, questions
from plutomi.errors import StillInUse, UsedByRules
from plutomi.models import Question
from plutomi.state.page import Page
from plutomi.state.parse import text_of, uuid_of
from plutomi.state.session import ProtectedBase
from plutomi.state.toasts import say

LIMIT, KIND = "limits.", "kinds."  # how fields are named in a question's form
TYPES = {
    "short_text": "Short text",
    "long_text": "Long text",
    "one_choice": "One choice",
    "several_choices": "Several choices",
    "yes_no": "Yes or no",
    "number": "Number",
    "rating": "Rating",
    "date": "Date",
    "time": "Time",
    "email": "Email",
    "phone": "Phone",
    "link": "Link",
    "address": "Address",
    "file": "File",
    "consent": "Consent",
    "signature": "Signature",
}


@dataclasses.dataclass
class QuestionRow:
    """A question of the bank; `options` one a line, as they are typed."""

    id: str = ""
    key: str = ""
    title: str = ""
    description: str = ""
    type: str = "short_text"
    type_name: str = "Short text"
    options: str = ""
    uses: int = 0
    list_id: str = ""
    limits: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class ListChoice:
    """A list of options that questions share."""

    id: str
    name: str


@dataclasses.dataclass
class UseRow:
    """A stage that asks a question."""

    stage: str
    opening: str
    path: str


class QuestionsState(Page, ProtectedBase):
    """The page of the bank."""

    rows: list[QuestionRow] = []
    has_any: bool = False
    sought: str = ""
    chosen: QuestionRow = QuestionRow()
    used_in: list[UseRow] = []
    in_use: str = ""  # by which rules, once that was found
    dialog: str = ""
    type: str = "short_text"
    list_id: str = ""
    lists: list[ListChoice] = []

    @rx.event
    async def load(self):
        """Read the bank, as it was last searched."""
        self.dialog = "" if self.is_loaded else self.dialog  # kept only if it was opened while the page came
        with self._loading():
            await self._refresh()

    @rx.event
    async def search(self, text: str):
        """Show the questions with these words."""
        self.sought = str(text)[:200]
        await self._refresh()

    @rx.event
    async def start_adding(self):
        """Open an empty form."""
        self._open("edit", QuestionRow())

    @rx.event
    async def edit(self, id: str):
        """Open a question's form."""
        await self._choose("edit", id)

    @rx.event
    async def show_uses(self, id: str):
        """Say which stages ask a question."""
        await self._choose("uses", id)

    @rx.event
    async def ask_archive(self, id: str):
        """Ask before a question leaves the bank, or say where it is in use."""
        await self._choose("archive", id)

    @rx.event
    async def choose_type(self, type: str):
        """Show the fields this type has."""
        self.type = type if type in TYPES else "short_text"

    @rx.event
    async def choose_list(self, id: str):
        """Take the options from a list, or write them here."""
        self.list_id = str(id)[:40]

    @rx.event
    async def close(self):
        """Close whatever dialog is open."""
        self.dialog = ""

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Make a question, or change the chosen one."""
        actor, given = self._actor(), read_question(form)
        if self.dialog != "edit":  # a second click's form
            return
        with self._asking(taken="key"):
            async with transaction(actor.org_id) as session:
                if self.chosen.id:
                    question = await questions.change(session, actor, uuid_of(self.chosen.id), **given)
                else:
                    question = await questions.create(session, actor, text_of(form, "key"), **given)
            return await self._done(f"“{question.title}” is saved.")

    @rx.event
    async def archive(self):
        """Take the chosen question out of the bank; rules that ask about it stop once that was said."""
        actor = self._actor()
        try:
            async with transaction(actor.org_id) as session:
                await questions.archive(session, actor, uuid_of(self.chosen.id), stop_rules=self.in_use != "")
        except UsedByRules as refusal:
            self.in_use = refusal.message
            return None
        except StillInUse:  # since the dialog was opened: it now says where
            return await self._choose("archive", self.chosen.id)
        return await self._done(f"“{self.chosen.title}” is archived. Its answers are kept.")

    async def _choose(self, dialog: str, id: str) -> None:
        actor, wanted = self._actor(), uuid_of(id)
        async with transaction(actor.org_id) as session:
            question = await questions.get(session, actor, wanted)
            used = await questions.used_in(session, actor, wanted)
        self.used_in = [
            UseRow(u.stage_name, u.opening_name, f"/openings/{u.opening_id}/stages/{u.stage_id}") for u in used
        ]
        self._open(dialog, row_of(question, len(used)))

    def _open(self, dialog: str, chosen: QuestionRow) -> None:
        self.errors, self.in_use, self.dialog, self.chosen = {}, "", dialog, chosen
        self.type, self.list_id = chosen.type, chosen.list_id

    async def _done(self, words: str):
        self.dialog = ""
        await self._refresh()
        return say(words)

    async def _refresh(self) -> None:
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            found = await questions.bank(session, actor, self.sought)
            lists = await option_lists.bank(session, actor)
        self.lists = [ListChoice(str(one.id), one.name) for one, _ in lists]
        self.rows = [row_of(question, uses) for question, uses in found]
        self.has_any = bool(found) or bool(self.has_any and self.sought)


def row_of(question: Question, uses: int = 0) -> QuestionRow:
    """A question as pages show it."""
    q = question
    options = "" if q.option_list_id else "\n".join(q.options)
    row = QuestionRow(str(q.id), q.key, q.title, q.description, q.type, TYPES[q.type], options, uses)
    return dataclasses.replace(row, list_id=str(q.option_list_id or ""), limits=_limits(q.limits))


def read_question(form: Any) -> dict[str, Any]:
    """The fields of a question's form; the verbs say what is wrong with them."""
    given: dict[str, Any] = {field: text_of(form, field) for field in ("title", "description", "type", "options")}
    names = [str(name).removeprefix(LIMIT) for name in form if str(name).startswith(LIMIT)]
    limits: dict[str, Any] = {name: text_of(form, LIMIT + name) for name in names if not name.startswith(KIND)}
    if kinds := [name.removeprefix(KIND) for name in names if name.startswith(KIND)]:
        limits["kinds"] = kinds
    list_id = text_of(form, "option_list_id")
    return given | {"limits": limits, "option_list_id": uuid_of(list_id) if list_id else None}


def _limits(limits: dict[str, Any]) -> dict[str, str]:
    """Limits as they stand in the form: kinds of files each under a name of its own."""
    kinds = {KIND + kind: "on" for kind in limits.get("kinds", [])}
    flat = {name: value for name, value in limits.items() if name != "kinds"}
    return {name: "on" if value is True else str(value) for name, value in flat.items() if value is not False} | kinds
