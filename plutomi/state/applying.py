"""Strangers at an org's door: its openings, one of them with its form, and applying.

Every handler reads where it is from the page's address: what it shows may be lost at any time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import reflex as rx
from reflex_base.utils.form import FormData
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import cookie_parser

from plutomi import tokens
from plutomi.clock import living_in, now
from plutomi.db import transaction
from plutomi.domain import beginnings, openings, orgs, proofs, styles
from plutomi.domain.actors import anyone
from plutomi.domain.applicants import applying, receiving, returning
from plutomi.domain.applicants.entering import Entrance, entrance
from plutomi.domain.orgs import PublicOrg
from plutomi.domain.proofs import Proof
from plutomi.errors import Invalid, LinkSpent, NotFound, OpeningClosed, TooSoon, Unproved
from plutomi.models import Beginning, Opening
from plutomi.models.email import read_email
from plutomi.models.markdown import to_html, to_plain
from plutomi.rules.drafts import values_of
from plutomi.rules.traps import FRESH, haste_of
from plutomi.state.asked import Ask, asks, is_of, stamp, submission, suggest
from plutomi.state.letters import has_local_mail, in_words
from plutomi.state.look import Look, look_of
from plutomi.state.session import ApplicantBase
from plutomi.tongue import say

BLURB = 160  # letters of a description in a list


@dataclass
class OpeningLine:
    """An opening in the org's list; `path` keeps the visitor's source."""

    path: str
    name: str
    place: str
    about: str
    posted_at: str


class ApplyingState(ApplicantBase):
    """`phase` is what the page shows: "" (on its way), list, form, closed, done or missing."""

    phase: str = ""
    title: str = "Openings"
    org: str = ""
    slug: str = ""
    home: str = "/"
    look: Look = Look()
    lines: list[OpeningLine] = []
    name: str = ""
    place: str = ""
    about: str = ""
    asked: list[Ask] = []
    draft: str = ""
    sent_draft: str = ""  # the draft that has arrived
    opening_slug: str = ""
    typed: dict[str, list[str]] = {}
    begun: str = ""  # the token of what was begun before
    policy: str = ""
    their_lang: str = "en"  # of the org's own words
    files_to: str = ""
    onward: str = ""
    errors: dict[str, str] = {}
    problem: str = ""
    suggestion: str = ""
    sent_to: str = ""
    again: str = ""  # the form's path, with the visitor's source
    answered: int = 0  # another after each answer to what was sent
    captcha: Proof = Proof()
    seal: str = ""  # says when the form was shown, also to a server that was started since
    _shown_at: datetime | None = None
    _is_sent: bool = False  # the form of the page that is open
    has_local_mail: bool = False

    @rx.event
    async def visit_org(self):
        """The org's openings."""
        with self._finding():
            org = await orgs.by_slug(self._arg("org_slug"))
            self._show_org(org)
            await self._show_lines(org, is_home=True)
            self.phase, self.title = "list", say("Openings at {org}", org=org.name)

    @rx.event
    async def visit_opening(self):
        """An opening and its form, or what follows once it has been sent."""
        if not await self._stood():
            self._is_sent = "sent" in self.router.url.query_parameters
            self._clear(errors={}, problem="", sent_draft="")
            if not self._is_sent:
                self._clear(sent_to="", suggestion="")
        self.answered = stamp()
        await self._show()
        self.seal, self._shown_at = tokens.sign_form(self._place()), now()
        if self._is_sent and self.phase == "form":
            self.phase = "done"

    @rx.event
    async def check_email(self, typed: str):
        """Notice a slip of the finger; what is no address is for later."""
        self.suggestion = suggested(typed)

    @rx.event
    async def apply(self, form: FormData[str, str]):
        """Send the form, once however often the button was hit."""
        await self._stood()
        if self.phase == "done":
            return
        given, self.problem = submission(form), ""
        try:
            await self._apply(given)
        except Invalid as refusal:
            await self._mark(refusal, given)
        except TooSoon as refusal:
            wait = in_words(refusal.retry_after)
            self.problem = say("That was sent too often. Please wait {time} and send it again.", time=wait)
        except Unproved as refusal:
            self.problem = refusal.message
        except (NotFound, OpeningClosed):
            await self._show()
        else:
            self._thank(given)
        finally:
            self.answered = stamp()

    async def _apply(self, given: dict[str, Any]) -> None:
        org, router = await orgs.by_slug(self._arg("org_slug")), self.router
        if fault := haste_of(self._first_shown(given.get("token")), now()):
            raise Invalid({}, fault)
        given["source"] = router.url.query_parameters.get("source", "")[: applying.MAX_SOURCE]
        await receiving.receive(org.id, self._arg("opening_slug"), given, router.session.client_ip)

    def _first_shown(self, seal: Any) -> datetime:
        """When the form was: to this connection, or before the last was lost, as its seal says."""
        here = self._shown_at or now()
        try:
            sealed = tokens.read_form(seal, self._place())
        except LinkSpent:
            return here
        return min(here, sealed) if now() - sealed <= FRESH else here

    def _place(self) -> str:
        return f"/apply/{self._arg('org_slug')}/{self._arg('opening_slug')}"

    async def _mark(self, refusal: Invalid, given: dict[str, Any]) -> None:
        """Put the errors at their fields; the questions may be others by now."""
        if not all(is_of(name, self.asked) for name in refusal.errors if "." in name):
            await self._show()
        self.asked = suggest(self.asked, given["answers"])
        self.errors, self.suggestion = refusal.errors, suggested(given.get("email"))
        self.problem = "" if refusal.errors else refusal.message

    def _thank(self, given: dict[str, Any]) -> None:
        """The page after."""
        self.phase, self.errors, self._is_sent = "done", {}, True
        self.sent_draft = self.draft or self._place()[1:]
        self.sent_to = str(given.get("email", "")).strip()
        self.suggestion = suggested(self.sent_to)

    async def _show(self) -> None:
        with self._finding():
            org = await orgs.by_slug(self._arg("org_slug"))
            self._show_org(org)
            async with transaction(org.id) as session:
                found = await entrance(session, org.id, self._arg("opening_slug"))
                begun = await self._begun(session, org.id, found.opening.id)
            self._show_entrance(found, org)
            self.typed = values_of(begun.typed) if begun else {}
            self.begun = beginnings.token_of(begun) if begun else ""
            if not found.is_open:
                await self._show_lines(org)

    async def _begun(self, session: AsyncSession, org_id: UUID, opening_id: UUID) -> Beginning | None:
        """What this browser has begun at this opening, on whatever device; None for nothing."""
        token = cookie_parser(self.router.headers.cookie).get(beginnings.cookie_name(), "")
        try:
            of_org, id = tokens.read_draft(token)
            found, _ = await beginnings.read(session, anyone(org_id), id)
        except LinkSpent:
            return None
        return found if (of_org, found.opening_id) == (org_id, opening_id) else None

    def _show_org(self, org: PublicOrg) -> None:
        self.org, self.slug, self.home = org.name, org.slug, f"/apply/{org.slug}{self._source()}"
        self.has_local_mail, self.their_lang = has_local_mail(), org.language

    async def _show_lines(self, org: PublicOrg, is_home: bool = False) -> None:
        async with transaction(org.id) as session:
            found = await openings.public_of(session, org.id)
            if is_home:
                self.look = look_of(await styles.public_of_org(session, org.id), org.slug)
        self.lines = [_line(one, f"/apply/{org.slug}/{one.slug}{self._source()}") for one in found]

    def _show_entrance(self, found: Entrance, org: PublicOrg) -> None:
        opening = found.opening
        self.title = say("{opening} at {org}", opening=opening.name, org=org.name)
        self.name, self.place, self.about = opening.name, opening.place, to_html(opening.description)
        with living_in(opening.time_zone):
            self.asked = asks(found.asked, parameters=self.router.url.query_parameters, lang=org.language)
        self.onward, self.again = found.onward, f"/apply/{org.slug}/{opening.slug}{self._source()}"
        self.captcha = proofs.asked()
        self.draft, self.look = f"apply/{org.slug}/{opening.slug}", look_of(found.style, org.slug)
        self.opening_slug, self.policy = opening.slug, returning.policy_of(opening).words
        self.files_to = f"/apply/{org.slug}/{opening.slug}/files"
        self.phase = "form" if found.is_open else "closed"

    @contextmanager
    def _finding(self) -> Iterator[None]:
        """Look for something in here; what strangers may not see is missing, not dressed as what was seen before."""
        self.org, self.home, self.look = "", "/", Look()
        try:
            yield
        except NotFound:
            self.phase, self.title = "missing", say("Nothing here")

    def _source(self) -> str:
        source = self.router.url.query_parameters.get("source", "")[: applying.MAX_SOURCE]
        return f"?{urlencode({'source': source})}" if source else ""

    def _arg(self, name: str) -> str:
        return str(self.router_data.get("query", {}).get(name, ""))


def suggested(typed: Any) -> str:
    """A likelier address than the one typed; "" when there is none."""
    try:
        return read_email(typed).suggestion if isinstance(typed, str) else ""
    except ValueError:
        return ""


def _line(opening: Opening, path: str) -> OpeningLine:
    about = to_plain(opening.description, BLURB)
    return OpeningLine(path, opening.name, opening.place, about, opening.created_at.isoformat())
