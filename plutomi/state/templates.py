"""Email templates: the list, and the one being written with how it would read."""

import dataclasses
from typing import Any
from uuid import UUID

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import openings, stages, templates
from plutomi.domain.applicants import finding, lettering
from plutomi.errors import Invalid, UsedByRules
from plutomi.models import EmailTemplate
from plutomi.rules.letters import SAMPLE
from plutomi.state.page import Page
from plutomi.state.parse import text_of, uuid_of
from plutomi.state.session import ProtectedBase
from plutomi.state.toasts import say

NEW = "new"
RECENT = 20  # applicants to try a template on


@dataclasses.dataclass
class TemplateRow:
    """A template as lists show it; `place` is where it is offered, in words."""

    id: str = ""
    name: str = ""
    subject: str = ""
    body: str = ""
    opening_id: str = ""
    stage_id: str = ""
    place: str = ""


@dataclasses.dataclass
class Named:
    id: str
    name: str


class TemplatesState(Page, ProtectedBase):
    """The list."""

    rows: list[TemplateRow] = []
    chosen: TemplateRow = TemplateRow()
    in_use: str = ""  # by which rules, once that was found
    is_deleting: bool = False

    @rx.event
    async def load(self):
        """Read the templates."""
        with self._loading():
            await self._refresh()

    @rx.event
    async def ask_delete(self, id: str):
        self.chosen = next((row for row in self.rows if row.id == id), TemplateRow())
        self.is_deleting, self.in_use = self.chosen.id != "", ""

    @rx.event
    async def keep(self):
        self.is_deleting = False

    @rx.event
    async def delete(self):
        """Delete the chosen template; where rules use it, only when that has been said and is still wanted."""
        actor, name = self._actor(), self.chosen.name
        try:
            async with transaction(actor.org_id) as session:
                await templates.delete(session, actor, uuid_of(self.chosen.id), stop_rules=self.in_use != "")
        except UsedByRules as refusal:
            self.in_use = refusal.message
            return None
        self.is_deleting = False
        await self._refresh()
        return say(f"“{name}” is deleted.")

    async def _refresh(self) -> None:
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            found = await templates.list_all(session, actor)
            names = {line.opening.id: line.opening.name for line in await openings.list_all(session, actor)}
        self.rows = [row_of(one, names) for one in found]


class TemplateState(Page, ProtectedBase):
    """One template, and its preview as it is typed."""

    template: TemplateRow = TemplateRow()
    openings: list[Named] = []
    stages: list[Named] = []
    applicants: list[Named] = []
    names: list[Named] = []
    opening: str = ""
    applicant: str = ""
    subject: str = ""
    body: str = ""
    shown_subject: str = ""
    shown_body: str = ""
    wrong: dict[str, str] = {}

    @rx.event
    async def load(self):
        """The template of the page's address, or an empty one."""
        with self._loading():
            actor = self._actor()
            is_new = self.router_data.get("query", {}).get("template_id") == NEW
            async with transaction(actor.org_id) as session:
                found = None if is_new else await templates.get(session, actor, self._id("template_id"))
                self.template = row_of(found, {}) if found else TemplateRow()
                self.openings = [_named(one.opening) for one in await openings.list_all(session, actor)]
                self.applicants = [_named(one) for one in await finding.find(session, actor, most=RECENT)]
                keys = await templates.keys(session, actor.org_id)
            self.names = [Named(f"{{{{ {name} }}}}", sample) for name, sample in SAMPLE.items()]
            self.names += [Named("{{ link }}", "their own link, in the message alone")]
            self.names += [Named(f"{{{{ answers.{key} }}}}", title) for key, title in keys.items()]
            self.subject, self.body, self.applicant = self.template.subject, self.template.body, ""
            await self._choose(self.template.opening_id)
            await self._preview()

    @rx.event
    async def choose_opening(self, opening_id: str):
        """Only for one opening; "" for all."""
        await self._choose(opening_id)

    @rx.event
    async def type_subject(self, subject: str):
        self.subject = subject
        await self._preview()

    @rx.event
    async def type_body(self, body: str):
        self.body = body
        await self._preview()

    @rx.event
    async def show_for(self, applicant_id: str):
        """How it reads for one applicant; "" for somebody made up."""
        self.applicant = str(uuid_of(applicant_id)) if applicant_id else ""
        await self._preview()

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Keep what was written."""
        actor = self._actor()
        given: dict[str, Any] = {name: text_of(form, name) for name in ("name", "subject", "body")}
        given |= {"opening_id": _maybe(self.opening), "stage_id": _maybe(text_of(form, "stage_id"))}
        with self._asking(taken="name"):
            async with transaction(actor.org_id) as session:
                if self.template.id:
                    await templates.change(session, actor, uuid_of(self.template.id), **given)
                else:
                    await templates.create(session, actor, **given)
            return [say(f"“{given['name'].strip()}” is saved."), rx.redirect("/email-templates")]
        return None

    async def _choose(self, opening_id: str) -> None:
        self.opening, self.stages = str(_maybe(opening_id) or ""), []
        if self.opening:
            actor = self._actor()
            async with transaction(actor.org_id) as session:
                found = await stages.list_of(session, actor, uuid_of(self.opening))
            self.stages = [_named(one) for one in found]

    async def _preview(self) -> None:
        actor = self._actor()
        try:
            async with transaction(actor.org_id) as session:
                given = (self.subject, self.body, _maybe(self.applicant))
                self.shown_subject, self.shown_body = await lettering.preview(session, actor, *given)
            self.wrong = {}
        except Invalid as refusal:
            self.wrong = refusal.errors  # the last that could be read stays


def row_of(one: EmailTemplate, openings: dict[UUID, str]) -> TemplateRow:
    """A template as the page shows it."""
    place = openings.get(one.opening_id, "") if one.opening_id else "All openings"
    place += ", one stage" if one.stage_id else ""
    ids = (str(one.opening_id or ""), str(one.stage_id or ""))
    return TemplateRow(str(one.id), one.name, one.subject, one.body, *ids, place)


def _named(one: Any) -> Named:
    return Named(str(one.id), one.name)


def _maybe(value: str) -> UUID | None:
    return uuid_of(value) if value else None
