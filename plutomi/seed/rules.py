"""The rules Acme has come to: made once its first weeks were over, so that they hold for who waits and who comes."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.domain import labels
from plutomi.domain.actors import Actor
from plutomi.domain.rules import making
from plutomi.models import Stage


async def write(
    session: AsyncSession, owner: Actor, new_york: Mapping[str, Stage], chicago: Mapping[str, Stage]
) -> None:
    """New York keeps who does not answer, or lives too far away, waiting; Chicago marks who can drive a forklift."""
    questionnaire = new_york["Questionnaire"]
    outside: dict[str, Any] = {"if": {"fact": "applicant.area", "op": "is", "value": "outside"}}
    driven: dict[str, Any] = {"if": {"fact": "answers.forklift", "op": "is", "value": True}}
    waits = [{"kind": "move", "stage_id": str(new_york["Waiting List"].id)}]
    await making.create(
        session,
        owner,
        questionnaire.opening_id,
        questionnaire.id,
        name="Not completed in 30 days",
        when={"kind": "not_completed", "amount": 30, "unit": "days"},
        then=waits,
    )
    await making.create(
        session,
        owner,
        questionnaire.opening_id,
        questionnaire.id,
        name="Outside the delivery area",
        when={"kind": "completed"},
        then=waits,
        **outside,
    )
    forklift = await labels.create(session, owner, "Forklift", "#c2570c")
    application = chicago["Application"]
    await making.create(
        session,
        owner,
        application.opening_id,
        application.id,
        name="Has driven a forklift",
        when={"kind": "completed"},
        then=[{"kind": "label", "label_id": str(forklift.id)}],
        **driven,
    )
