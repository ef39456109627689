"""A duplicate has applied before by that email, or gives the phone of somebody who has."""

import pytest

from plutomi.db import transaction
from plutomi.domain.rules import trying
from plutomi.models import Org
from tests import make
from tests.domain.rules import moves
from tests.domain.test_trying import world
from tests.domain.verbs import stages_of

PHONE = "+12125550123"


@pytest.mark.usefixtures("database")
async def test_email_or_phone_within_the_org_tells_duplicates():
    actor, (first, second, _) = await world()
    async with transaction(actor.org_id) as session:
        org = await session.get_one(Org, actor.org_id)
    other = (await stages_of(await make.opening(org)))[0]
    await make.applicant(first, "Ann", "ann@x.example", PHONE)
    await make.applicant(other, "Ann again", "ann@x.example")
    await make.applicant(other, "Her brother", "ben@x.example", PHONE)
    await make.applicant(first, "Cleo", "cleo@x.example")
    await make.applicant(first, "Dan", "dan@x.example")
    _, (theirs, *_) = await world()
    await make.applicant(theirs, "Cleo elsewhere", "cleo@x.example")
    said = {"when": {"kind": "completed"}, "then": moves(second)}
    for stage, names in ((first, {"Ann"}), (other, {"Ann again", "Her brother"})):
        fact = {"fact": "applicant.is_duplicate", "op": "is", "value": True}
        trial = await trying.try_whole(actor, stage.id, said | {"if": fact})
        assert {one.name for one in trial.shown if one.state == "matched"} == names
    earlier = {"fact": "applicant.earlier", "op": "at_least", "value": 1}
    trial = await trying.try_whole(actor, other.id, said | {"if": earlier})
    assert {one.name for one in trial.shown if one.state == "matched"} == {"Ann again"}
