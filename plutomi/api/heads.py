"""What the first bytes of the public pages say of them: to browsers, search engines and messengers."""

import re

from starlette.requests import cookie_parser

from plutomi.api.edge import PageHead
from plutomi.db import transaction
from plutomi.domain import orgs, styles
from plutomi.domain.applicants.knowing import applicant_of, cookie_name
from plutomi.domain.memory import Memory
from plutomi.domain.openings import public_by_slug
from plutomi.errors import LinkSpent, NotFound
from plutomi.models.markdown import to_plain
from plutomi.rules.styling import page_css

PUBLIC = re.compile(r"/apply/([^/]+)(?:/([^/]+))?/?")
MINE = "/my"
DESCRIPTION = 200  # letters
MISSING = PageHead(404, "Nothing here · Plutomi", "This page does not exist.")

_known: Memory[str, PageHead] = Memory(seconds=5)


async def head_of(path: str, cookies: str = "") -> PageHead | None:
    """The head of an org's or an opening's page, at most five seconds old, or an applicant's; None for other pages."""
    if path.rstrip("/") == MINE:
        return await _of_applicant(cookies)
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
        async with transaction(org.id) as session:
            if opening_slug is None:
                css = page_css(await styles.public_of_org(session, org.id))
                return PageHead(200, f"Openings at {org.name}", f"See what is open at {org.name}, and apply.", css)
            opening = await public_by_slug(session, org.id, opening_slug)
            style = await styles.public_of_opening(session, org.id, opening.id)
    except NotFound:
        return MISSING
    words = to_plain(opening.description, DESCRIPTION) or f"Apply for {opening.name} at {org.name}."
    return PageHead(200, f"{opening.name} at {org.name}", words, page_css(style))


async def _of_applicant(cookies: str) -> PageHead | None:
    """The look of the page behind the personal link this browser has kept; None when there is none."""
    try:
        applicant = applicant_of(cookie_parser(cookies).get(cookie_name(), ""))
    except LinkSpent:
        return None
    async with transaction(applicant.org_id) as session:
        assert applicant.id
        style = await styles.public_of_applicant(session, applicant.org_id, applicant.id)
    return PageHead(200, "Your application", css=page_css(style))
