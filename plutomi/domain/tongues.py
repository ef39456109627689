"""In whose words somebody is spoken to: asked for, chosen before, their browser's own; else the org's, else English."""

import re

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.db import Away
from plutomi.domain import orgs
from plutomi.domain.actors import Actor, admit
from plutomi.domain.events import record
from plutomi.errors import Invalid, NotFound
from plutomi.models import Org
from plutomi.tongue.tongues import ENGLISH, Tongue, choose, offered, tongue_of

COOKIE = "plutomi_lang"  # what `?lang=` chose on our own pages; no secret, and of nobody in particular
_ORG = re.compile(r"/(?:apply|embed|api/v1/public/orgs)/([^/]+)")


async def tongue_at(path: str, asked: str, kept: str, accepts: str) -> Tongue:
    """The tongue for a page at this address: `asked` for in it, `kept` in the cookie, or what the browser `accepts`.

    Else the org's own; English for none, or while the database is away.
    """
    return choose(asked, kept, accepts=accepts) or await _of_org(path)


async def set_language(session: AsyncSession, actor: Actor, language: str) -> None:
    """What the org writes in, and what visitors read whose browser asks for nothing that we have. Invalid."""
    await admit(session, actor)
    if language not in offered():
        raise Invalid({"language": f"Choose one of: {', '.join(offered())}."})
    org = await session.get_one(Org, actor.org_id)
    if org.language == language:
        return
    org.language = language
    record(session, actor, "org.changed", org.id, data={"language": language})
    orgs.forget_after(session)


async def _of_org(path: str) -> Tongue:
    found = _ORG.match(path)
    try:
        language = (await orgs.by_slug(found[1])).language if found else ""
    except (NotFound, Away):
        language = ""
    return tongue_of(language) or ENGLISH
