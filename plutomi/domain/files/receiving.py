"""Taking a file in: landed, told by its bytes, washed, kept, scanned; in transactions of its own, for it takes a while.

The row comes before the bytes: whatever dies in between leaves a row the sweep finds, never bytes nobody knows of.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from plutomi.clock import now
from plutomi.db import transaction
from plutomi.domain.actors import Actor
from plutomi.domain.files import scanning
from plutomi.domain.files.asking import Wanted
from plutomi.domain.files.incoming import TooLong, landing, place
from plutomi.errors import Invalid, NotFound, RoomFull
from plutomi.gateways import files as rooms
from plutomi.gateways import washing
from plutomi.gateways.files import NotThere, Offer, RoomAway
from plutomi.ids import new_id
from plutomi.models import File
from plutomi.models.file import small_of
from plutomi.models.filetype import EMPTY, HEAD, TYPES, UNREADABLE, clean_name, read_type
from plutomi.rules.files import check_kind, too_large
from plutomi.settings import get_settings
from plutomi.tongue import mark, say

SHA256_BYTES = 32
LOST = mark("This file did not arrive whole. Please send it again.")


async def receive(actor: Actor, wanted: Wanted, name: Any, content: AsyncIterator[bytes]) -> File:
    """Take the bytes of one file; Invalid at the question's field, RoomFull."""
    try:
        async with landing(content, wanted.most) as landed:
            type = _told(wanted, landed.head)
            file = _row(actor, wanted, name, landed.size, type, landed.checksum)
            washed = await _washed(wanted, landed.path, type)
            async with transaction(actor.org_id) as session:
                session.add(file)
            return await _keep(actor, file, washed)
    except TooLong as error:
        raise Invalid({wanted.asked.field: too_large(wanted.most)}) from error
    except TimeoutError as error:
        raise Invalid({wanted.asked.field: say(LOST)}) from error


async def offer(
    actor: Actor, wanted: Wanted, name: Any, size: int, type: str, checksum: bytes
) -> tuple[File, Offer] | None:
    """Let a browser send the file straight to the room; None where it cannot. Invalid at the question's field."""
    field = wanted.asked.field
    if not 0 < size <= wanted.most:
        raise Invalid({field: too_large(wanted.most) if size > 0 else say(EMPTY)})
    if type not in TYPES or len(checksum) != SHA256_BYTES:
        raise Invalid({field: say(UNREADABLE)})
    _check(wanted, type)
    file = _row(actor, wanted, name, size, type, checksum)
    try:
        offered = await rooms.room(get_settings()).offer(file.key, size, type, checksum)
    except RoomAway as error:
        raise RoomFull from error
    if offered is None:
        return None
    async with transaction(actor.org_id) as session:
        session.add(file)
    return file, offered


async def confirm(actor: Actor, wanted: Wanted, id: UUID) -> File:
    """What a browser has sent straight to the room, looked at as if it had come through us; twice is once."""
    async with transaction(actor.org_id) as session:
        file = await unclaimed(session, actor.org_id, id)
    if file.state != "arriving":
        return file
    room = rooms.room(get_settings())
    async with place() as path:
        try:
            await room.fetch_offered(file.key, path, file.size, file.checksum)
        except NotThere as error:
            raise Invalid({wanted.asked.field: say(LOST)}) from error
        except RoomAway as error:
            raise RoomFull from error
        try:
            washed = await _washed(wanted, path, _told(wanted, _head_of(path)))
        except Invalid:
            await room.forget_offered(file.key)
            raise
        return await _keep(actor, file, washed, is_offered=True)


async def unclaimed(session: Any, org_id: UUID, id: UUID) -> File:
    """A file that nobody has handed in yet; NotFound."""
    found = select(File).where(col(File.org_id) == org_id, col(File.id) == id, col(File.applicant_id).is_(None))
    file = (await session.execute(found)).scalar_one_or_none()
    if file is None:
        raise NotFound
    return file


def _told(wanted: Wanted, head: bytes) -> str:
    try:
        type = read_type(head)
    except ValueError as error:
        raise Invalid({wanted.asked.field: str(error)}) from error
    _check(wanted, type.type)
    return type.type


def _check(wanted: Wanted, type: str) -> None:
    try:
        check_kind(wanted.asked, TYPES[type])
    except ValueError as error:
        raise Invalid({wanted.asked.field: str(error)}) from error


async def _washed(wanted: Wanted, path: Path, type: str) -> washing.Washed:
    try:
        return await washing.wash(path, type)
    except washing.Refused as error:
        raise Invalid({wanted.asked.field: str(error)}) from error


async def _keep(actor: Actor, file: File, washed: washing.Washed, is_offered: bool = False) -> File:
    room = rooms.room(get_settings())
    try:
        await room.keep(file.key, washed.path, washed.type)
        if washed.small:
            await room.keep(small_of(file.key), washed.small, "image/jpeg")
        if is_offered:
            await room.forget_offered(file.key)
    except RoomAway as error:
        raise RoomFull from error
    kept = await _arrive(actor, file.id, washed)
    if kept is None:  # its opening was deleted meanwhile
        await room.drop(file.key, small_of(file.key))
        raise NotFound
    return await scanning.scan(kept) if kept.state == "held" else kept


async def _arrive(actor: Actor, id: UUID, washed: washing.Washed) -> File | None:
    async with transaction(actor.org_id) as session:
        found = select(File).where(col(File.org_id) == actor.org_id, col(File.id) == id).with_for_update()
        file = (await session.execute(found)).scalar_one_or_none()
        if file is not None:
            file.size, file.type = washed.path.stat().st_size, washed.type
            file.name = clean_name(file.name, TYPES[washed.type])
            file.state = "held" if get_settings().clamd_url else "clean"
            file.due_at = now() + scanning.LEASE
        return file


def _row(actor: Actor, wanted: Wanted, name: Any, size: int, type: str, checksum: bytes) -> File:
    return File(
        org_id=actor.org_id,
        id=new_id(),
        opening_id=wanted.opening_id,
        question_id=wanted.asked.question_id,
        name=clean_name(name, TYPES[type]),
        size=size,
        type=type,
        checksum=checksum,
    )


def _head_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)
