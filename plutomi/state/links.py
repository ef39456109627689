"""Asking for one's personal link again."""

from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import orgs, styles, throttles
from plutomi.domain.actors import anyone
from plutomi.domain.applicants import linking
from plutomi.domain.orgs import PublicOrg
from plutomi.errors import Invalid, NotFound, TooSoon
from plutomi.models.email import read_email
from plutomi.state.letters import has_local_mail, in_words
from plutomi.state.look import Look, look_of
from plutomi.state.session import ApplicantBase

NO_ORG = "We know no organization at this address. It is what stands after /apply/ where you applied."


class LinksState(ApplicantBase):
    """`org` is empty where nobody has said yet which one it is."""

    org: str = ""
    home: str = "/"
    look: Look = Look()
    sent_to: str = ""
    errors: dict[str, str] = {}
    problem: str = ""
    is_loaded: bool = False
    is_asking: bool = False
    has_local_mail: bool = False

    @rx.event
    async def arrive(self):
        """The org in the page's address, if it is one."""
        self.sent_to, self.problem, self.errors, self.org, self.home, self.look = "", "", {}, "", "/", Look()
        self.is_asking, self.has_local_mail = False, has_local_mail()
        try:
            org = await orgs.by_slug(self.router.url.query_parameters.get("org", ""))
            async with transaction(org.id) as session:
                style = await styles.public_of_org(session, org.id)
            self.org, self.home, self.look = org.name, f"/apply/{org.slug}", look_of(style, org.slug)
        except NotFound:
            pass  # the form asks for it
        self.is_loaded = True

    @rx.event
    async def ask(self, form: dict[str, Any]):
        """Send the links, if there are any: the answer is the same for everybody."""
        self.is_asking, self.problem = True, ""
        yield
        try:
            await self._ask(form if isinstance(form, dict) else {})
            self.errors = {}
        except Invalid as refusal:
            self.errors = refusal.errors
        except TooSoon as refusal:
            self.problem = f"That was asked for just now. Please wait {in_words(refusal.retry_after)}."
        finally:
            self.is_asking = False

    async def _ask(self, form: dict[str, Any]) -> None:
        ip = self.router.session.client_ip
        await throttles.count_submission(ip)
        org, (address, key) = await self._org(form), _email(form)
        await throttles.count_link(org.id, key)
        async with transaction(org.id) as session:
            await linking.ask_links(session, anyone(org.id, ip), address)
        self.sent_to = address

    async def _org(self, form: dict[str, Any]) -> PublicOrg:
        slug = self.router.url.query_parameters.get("org", "") if self.org else form.get("org", "")
        try:
            return await orgs.by_slug(str(slug).strip().rstrip("/").rpartition("/")[2].lower())
        except NotFound as error:
            raise Invalid({"org": NO_ORG}) from error


def _email(form: dict[str, Any]) -> tuple[str, str]:
    """The address and its key; Invalid."""
    try:
        read = read_email(str(form.get("email") or ""))
    except ValueError as error:
        raise Invalid({"email": str(error)}) from error
    return read.address, read.key
