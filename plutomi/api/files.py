"""Sending files while a form is filled in: by whoever applies, and by applicants on their own page.

Bytes come as they are, `application/octet-stream`, and are streamed to the disk; the answer's `id` is the file's
ticket, which the form then holds as `answers.KEY`. Nobody else gets to know it.
"""

import base64
import binascii
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import ClientDisconnect, Request

from plutomi import tokens
from plutomi.api.shapes import Given, Shown
from plutomi.api.viewer import client_ip
from plutomi.db import transaction
from plutomi.domain import orgs, throttles
from plutomi.domain.actors import Actor, anyone
from plutomi.domain.applicants.knowing import cookie_name, meant_by
from plutomi.domain.files import asking, giving, receiving
from plutomi.domain.files.asking import Wanted
from plutomi.errors import Invalid, LinkSpent, NotSignedIn
from plutomi.models import File
from plutomi.models.file import FileState
from plutomi.tongue import say

router = APIRouter()


class TicketOut(Shown):
    """A file somebody has sent; `id` is theirs alone. `reason` says why it was refused."""

    id: str
    name: str
    size: int
    type: str
    state: FileState
    reason: str


class OfferIn(Given):
    """`checksum` is the SHA-256 of the bytes, in base64."""

    question: str
    name: str = ""
    size: int
    type: str
    checksum: str


class OfferOut(Shown):
    """Where to POST the file with these fields before it; without a `url` send the bytes here instead."""

    id: str | None = None
    url: str | None = None
    fields: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, and which questions they may be asked."""

    actor: Actor
    find: Callable[[AsyncSession, str], Awaitable[Wanted]]
    where: str

    async def wanted(self, key: str) -> Wanted:
        """The question `key` that a file is sent for."""
        async with transaction(self.actor.org_id) as session:
            return await self.find(session, key)

    async def count(self) -> None:
        await throttles.count_upload(self.actor.ip, self.where)


async def stranger(org_slug: str, opening_slug: str, request: Request) -> Sender:
    org = await orgs.by_slug(org_slug)
    actor = anyone(org.id, client_ip(request))
    return Sender(
        actor, lambda session, key: asking.at_door(session, actor, opening_slug, key), f"{org.id} {opening_slug}"
    )


async def applicant(applicant_id: UUID, request: Request) -> Sender:
    """Whom the page shows; NotSignedIn when the browser's personal link is not theirs, or there is none."""
    try:
        actor = meant_by(request.cookies.get(cookie_name(), ""), applicant_id, client_ip(request))
    except LinkSpent as error:
        raise NotSignedIn(say("Please open the link in the email you got when you applied.")) from error
    return Sender(actor, lambda session, key: asking.at_stage(session, actor, key), str(actor.id))


def ticket_of(file: File) -> TicketOut:
    return TicketOut(
        id=tokens.sign_ticket(file.org_id, file.id),
        name=file.name,
        size=file.size,
        type=file.type,
        state=file.state,
        reason=say(file.reason),
    )


def _add(base: str, tag: str, sender_of: Callable[..., Awaitable[Sender]]) -> None:
    """The same routes for both."""
    From = Annotated[Sender, Depends(sender_of)]
    tags: list[str | Enum] = [tag]

    @router.post(base, status_code=201, tags=tags, openapi_extra=BYTES)
    async def send(sender: From, request: Request, question: str, name: str = "") -> TicketOut:
        """Send one file's bytes for a question; 422 at `answers.KEY` when it cannot be taken."""
        await sender.count()
        wanted = await sender.wanted(question)
        try:
            return ticket_of(await receiving.receive(sender.actor, wanted, name, request.stream()))
        except ClientDisconnect as error:  # nobody is left to tell
            raise Invalid({wanted.asked.field: say(receiving.LOST)}) from error

    @router.post(base + "/offers", status_code=201, tags=tags)
    async def offer(sender: From, body: OfferIn) -> OfferOut:
        """Ask to send a file straight to the bucket; `url` is null where there is none."""
        await sender.count()
        wanted = await sender.wanted(body.question)
        offered = await receiving.offer(
            sender.actor, wanted, body.name, body.size, body.type, _sum(body.checksum, wanted.asked.field)
        )
        if offered is None:
            return OfferOut()
        file, there = offered
        return OfferOut(id=tokens.sign_ticket(file.org_id, file.id), url=there.url, fields=there.fields)

    @router.post(base + "/{ticket}/arrival", tags=tags)
    async def confirm(sender: From, ticket: str, question: str) -> TicketOut:
        """Say that the bucket has it: size, checksum and type are looked at, and it is taken in or refused."""
        wanted = await sender.wanted(question)
        id = tokens.read_ticket(sender.actor.org_id, ticket)
        return ticket_of(await receiving.confirm(sender.actor, wanted, id))

    @router.get(base + "/{ticket}", tags=tags)
    async def read(sender: From, ticket: str) -> TicketOut:
        """One's own file before the form is sent: whether it is there, still scanned, or refused."""
        async with transaction(sender.actor.org_id) as session:
            return ticket_of(await giving.sent(session, sender.actor, ticket))

    @router.delete(base + "/{ticket}", status_code=204, tags=tags, response_class=Response)
    async def take_back(sender: From, ticket: str) -> None:
        """Take back a file before the form is sent."""
        async with transaction(sender.actor.org_id) as session:
            await giving.take_back(session, sender.actor, ticket)


def _sum(checksum: str, field: str) -> bytes:
    try:
        return base64.b64decode(checksum, validate=True)
    except (ValueError, binascii.Error) as error:
        raise Invalid({field: "The checksum must be base64."}) from error


BYTES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_add("/apply/{org_slug}/{opening_slug}/files", "files", stranger)
_add("/my/files/of/{applicant_id}", "my files", applicant)
