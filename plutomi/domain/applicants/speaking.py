"""What an applicant reads: chosen on their own page, it is the language of their letters from then on."""

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.domain.actors import Actor
from plutomi.domain.applicants.standing import oneself
from plutomi.tongue import spoken


async def speak(session: AsyncSession, actor: Actor) -> None:
    """Remember the present tongue as theirs."""
    (await oneself(session, actor)).locale = spoken().code
