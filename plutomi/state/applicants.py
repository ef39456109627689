"""All applicants of the org: search as you type, pages by cursor."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import reflex as rx
from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.db import transaction
from plutomi.domain import labels, members, openings
from plutomi.domain.applicants import finding, labelling
from plutomi.domain.narrowing import Only
from plutomi.models import Label
from plutomi.models.phone import show_phone
from plutomi.state.dossier.rows import LabelChip, chip
from plutomi.state.page import Page
from plutomi.state.parse import uuid_of
from plutomi.state.session import ProtectedBase

PAGE = 50


@dataclass
class ApplicantLine:
    id: str
    name: str
    email: str
    phone: str
    opening: str
    stage: str
    applied_at: str
    is_withdrawn: bool
    is_rejected: bool
    labels: list[LabelChip] = field(default_factory=list)


@dataclass
class Choice:
    """An opening or a member to narrow the list to."""

    id: str
    name: str


class ApplicantsState(Page, ProtectedBase):
    """The list as far as it was scrolled."""

    query: str = ""
    opening: str = ""
    label: str = ""
    assignee: str = ""
    choices: list[Choice] = []
    labels: list[LabelChip] = []
    members: list[Choice] = []
    lines: list[ApplicantLine] = []
    chosen: list[str] = []  # of those that are shown, to do something with
    has_more: bool = False

    @rx.event
    async def load(self):
        """The first page, and the openings to choose from."""
        with self._loading():
            await self._offer()
            await self._find()

    @rx.event
    async def search(self, query: str):
        """What is typed, as it is typed."""
        self.query = str(query)[:200]
        await self._find()

    @rx.event
    async def choose(self, opening_id: str):
        """Only one opening's applicants; "" for all."""
        self.opening = str(uuid_of(opening_id)) if opening_id else ""
        await self._find()

    @rx.event
    async def only_label(self, label_id: str):
        """Only who carries this label; "" for everybody."""
        self.label = str(uuid_of(label_id)) if label_id else ""
        await self._find()

    @rx.event
    async def only_assignee(self, user_id: str):
        """Only whom this member looks after; "" for everybody."""
        self.assignee = str(uuid_of(user_id)) if user_id else ""
        await self._find()

    @rx.event
    async def more(self):
        """The next page."""
        if self.has_more:
            await self._find(before=self.lines[-1].id)

    async def _offer(self) -> None:
        """What the list can be narrowed to."""
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            found = await openings.list_all(session, actor)
            worn, staff = await labels.of_org(session, actor.org_id), await members.of_org(session, actor.org_id)
        self.labels = [chip(one) for one in worn]
        others = [Choice(str(one.id), one.name) for one in staff if one.id != actor.id]
        self.members = [Choice(str(actor.id), "Mine"), *others]
        self.choices = [Choice(str(line.opening.id), line.opening.name) for line in found]

    async def _find(self, before: str = "") -> None:
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            found = await finding.find(
                session,
                actor,
                self.query,
                uuid_of(self.opening) if self.opening else None,
                uuid_of(before) if before else None,
                PAGE,
                Only(uuid_of(self.label) if self.label else None, uuid_of(self.assignee) if self.assignee else None),
            )
            lines = await _lines(session, actor.org_id, found)
        self.lines = [*self.lines, *lines] if before else lines
        self.chosen = [line.id for line in self.lines if line.id in self.chosen]
        self.has_more = len(lines) == PAGE

    async def _renew(self, ids: Collection[UUID]) -> None:
        """Show these as they are now, where they stand in the list; who is gone is gone from it."""
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            lines = await _lines(session, actor.org_id, await finding.those(session, actor, ids))
        fresh = {line.id: line for line in lines}
        self.lines = [fresh.get(line.id, line) for line in self.lines]
        self._drop({str(id) for id in ids} - fresh.keys())

    def _drop(self, gone: Collection[str]) -> None:
        """These are not there any more: no line, and nothing to be done with them."""
        if any(line.id in gone for line in self.lines):
            self.lines = [line for line in self.lines if line.id not in gone]
            self.chosen = [id for id in self.chosen if id not in gone]


async def _lines(session: AsyncSession, org_id: UUID, found: Sequence[finding.Found]) -> list[ApplicantLine]:
    worn = await labelling.worn_by_each(session, org_id, [one.id for one in found])
    return [_line(one, worn.get(one.id, ())) for one in found]


def _line(found: finding.Found, worn: Sequence[Label]) -> ApplicantLine:
    return ApplicantLine(
        id=str(found.id),
        name=found.name,
        email=found.email,
        phone=show_phone(found.phone) if found.phone else "",
        opening=found.opening_name,
        stage=found.stage_name or "",
        applied_at=found.applied_at.isoformat(),
        is_withdrawn=found.withdrawn_at is not None,
        is_rejected=found.rejected_at is not None,
        labels=[chip(one) for one in worn],
    )
