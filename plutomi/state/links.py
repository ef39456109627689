"""Asking for one's personal link again."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import orgs, styles, throttles
from plutomi.domain.actors import anyone
from plutomi.domain.applicants import linking
from plutomi.domain.orgs import PublicOrg
from plutomi.errors import Invalid, NotFound, TooSoon
from plutomi.models.email import read_email
from plutomi.state.asked import stamp
from plutomi.state.letters import has_local_mail, in_words
from plutomi.state.look import Look, look_of
from plutomi.state.session import ApplicantBase
from plutomi.tongue import say

MOST_SOUGHT = 200


@dataclass
class OrgLine:
    """A company that was found; its path asks for the address they applied with there."""

    name: str
    path: str


class LinksState(ApplicantBase):
    """`org` is empty where nobody has said yet which one it is: then it is sought by name."""

    org: str = ""
    home: str = "/"
    look: Look = Look()
    sought: str = ""
    found: list[OrgLine] = []
    sent_to: str = ""
    errors: dict[str, str] = {}
    problem: str = ""
    is_loaded: bool = False
    answered: int = 0  # another after each answer to what was sent
    has_local_mail: bool = False

    @rx.event
    async def arrive(self):
        """The org in the page's address, if it is one."""
        if not await self._stood():
            self._clear(sent_to="", problem="", errors={}, sought="", found=[])
        self.org, self.home, self.look = "", "/", Look()
        self.answered, self.has_local_mail = stamp(), has_local_mail()
        try:
            org = await orgs.by_slug(self.router.url.query_parameters.get("org", ""))
            async with transaction(org.id) as session:
                style = await styles.public_of_org(session, org.id)
            self.org, self.home, self.look = org.name, f"/apply/{org.slug}", look_of(style, org.slug)
        except NotFound:
            pass  # the form asks for it
        self.is_loaded = True

    @rx.event
    async def seek(self, words: str):
        """The companies these words may mean; an address of ours means the one in it."""
        self.problem = ""
        _, _, slug = words[:MOST_SOUGHT].strip().partition("/apply/")
        try:
            await throttles.count_search(self.router.session.client_ip)
            found = await orgs.search(slug.partition("/")[0] if slug else words[:MOST_SOUGHT])
        except TooSoon as refusal:
            self.problem = say("Please wait {time}, then try again.", time=in_words(refusal.retry_after))
            return
        self.sought = words[:MOST_SOUGHT].strip() if len(words.strip()) > 1 else ""
        self.found = [OrgLine(one.name, f"/my/link?org={one.slug}") for one in found]

    @rx.event
    async def ask(self, form: dict[str, Any]):
        """Send the links, if there are any: the answer is the same for everybody."""
        await self._stood()
        self.problem = ""
        try:
            await self._ask(form if isinstance(form, dict) else {})
            self.errors = {}
        except Invalid as refusal:
            self.errors = refusal.errors
        except NotFound:
            self.org = ""  # the form asks for it
        except TooSoon as refusal:
            self.problem = say("That was asked for just now. Please wait {time}.", time=in_words(refusal.retry_after))
        finally:
            self.answered = stamp()

    async def _ask(self, form: dict[str, Any]) -> None:
        ip = self.router.session.client_ip
        await throttles.count_submission(ip)
        org, (address, key) = await self._org(), _email(form)
        await throttles.count_link(org.id, key)
        async with transaction(org.id) as session:
            await linking.ask_links(session, anyone(org.id, ip), address)
        self.sent_to = address

    async def _org(self) -> PublicOrg:
        return await orgs.by_slug(self.router.url.query_parameters.get("org", ""))


def _email(form: dict[str, Any]) -> tuple[str, str]:
    """The address and its key; Invalid."""
    try:
        read = read_email(str(form.get("email") or ""))
    except ValueError as error:
        raise Invalid({"email": str(error)}) from error
    return read.address, read.key
