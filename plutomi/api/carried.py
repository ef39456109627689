"""Files that a plain form carries itself: taken in one by one, so that the form holds their tickets like any answer."""

from collections.abc import AsyncIterator
from typing import NamedTuple

from starlette.datastructures import UploadFile
from starlette.requests import Request

from plutomi import tokens
from plutomi.api.plain import Typed, typed_in
from plutomi.api.viewer import client_ip
from plutomi.db import transaction
from plutomi.domain import throttles
from plutomi.domain.actors import anyone
from plutomi.domain.files import asking, receiving
from plutomi.domain.orgs import PublicOrg
from plutomi.errors import Invalid, NotFound, OpeningClosed, RoomFull, TooSoon
from plutomi.gateways.files import CHUNK
from plutomi.models import File


class Carried(NamedTuple):
    """A form's texts and tickets by name, words for each file that was not taken by its field, and what stood in those
    that were, by ticket."""

    typed: Typed
    wrong: dict[str, str]
    files: dict[str, str]


async def carried_in(request: Request, org: PublicOrg, slug: str) -> Carried:
    wrong: dict[str, str] = {}
    files: dict[str, str] = {}

    async def take(key: str, file: UploadFile) -> str:
        try:
            kept = await _take(request, org, slug, key, file)
        except Invalid as refusal:
            wrong.update(refusal.errors)
        except (TooSoon, RoomFull) as refusal:
            wrong[f"answers.{key}"] = refusal.message
        except (NotFound, OpeningClosed):
            pass  # nobody asked for it, or the form itself says that it is closed
        else:
            ticket = tokens.sign_ticket(kept.org_id, kept.id)
            files[ticket] = f"{kept.name} {kept.checksum.hex()}"
            return ticket
        return ""

    return Carried(await typed_in(request, take), wrong, files)


async def _take(request: Request, org: PublicOrg, slug: str, key: str, file: UploadFile) -> File:
    actor = anyone(org.id, client_ip(request))
    await throttles.count_upload(actor.ip, f"{org.id} {slug}")
    async with transaction(org.id) as session:
        wanted = await asking.at_door(session, actor, slug, key)
    return await receiving.receive(actor, wanted, file.filename, _pieces(file))


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while chunk := await file.read(CHUNK):
        yield chunk
