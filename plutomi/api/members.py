"""The members of the org."""

from uuid import UUID

from fastapi import APIRouter

from plutomi.api.shapes import Page, Shown
from plutomi.api.viewer import CurrentActor
from plutomi.db import transaction
from plutomi.domain import members

router = APIRouter(prefix="/api/v1/members", tags=["members"])


class MemberOut(Shown):
    """Somebody who may be given applicants; called by their email until they have said their name."""

    id: UUID
    name: str


@router.get("")
async def list_all(actor: CurrentActor) -> Page[MemberOut]:
    """Everybody in the org, by name."""
    async with transaction(actor.org_id) as session:
        found = await members.list_all(session, actor)
    return Page(data=[MemberOut.model_validate(one) for one in found])
