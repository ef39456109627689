"""What the first bytes of the public pages say of them: to browsers, search engines and messengers."""

import re

from plutomi.api.edge import PageHead
from plutomi.db import transaction
from plutomi.domain import orgs
from plutomi.domain.memory import Memory
from plutomi.domain.openings import public_by_slug
from plutomi.errors import NotFound
from plutomi.models.markdown import to_plain

PUBLIC = re.compile(r"/apply/([^/]+)(?:/([^/]+))?/?")
DESCRIPTION = 200  # letters
MISSING = PageHead(404, "Nothing here · Plutomi", "This page does not exist.")

_known: Memory[str, PageHead] = Memory(seconds=5)


async def head_of(path: str) -> PageHead | None:
    """The head of an org's or an opening's page, at most five seconds old; None for other pages."""
    match = PUBLIC.fullmatch(path)
    if match is None:
        return None
    age = _known.age
    head = _known.get(path)
    if head is None:
        head = await _read(*match.groups())
        _known.keep(path, head, age)
    return head


def forget() -> None:
    """Read every head anew."""
    _known.empty()


async def _read(org_slug: str, opening_slug: str | None) -> PageHead:
    try:
        org = await orgs.by_slug(org_slug)
        if opening_slug is None:
            return PageHead(200, f"Openings at {org.name}", f"See what is open at {org.name}, and apply.")
        async with transaction(org.id) as session:
            opening = await public_by_slug(session, org.id, opening_slug)
    except NotFound:
        return MISSING
    words = to_plain(opening.description, DESCRIPTION) or f"Apply for {opening.name} at {org.name}."
    return PageHead(200, f"{opening.name} at {org.name}", words)
