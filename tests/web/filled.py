"""Fills a database for the walk: the example org, in it one of everything by a name of its own, and a rival org."""

import asyncio
import json
import os
import sys
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from plutomi import clock, db, seed
from plutomi.domain import labels, openings, option_lists, questions, sections, sessions, templates
from plutomi.domain.actors import Actor
from plutomi.domain.applicants import keeping, labelling, messaging
from plutomi.domain.orgs import by_slug
from plutomi.domain.rules import making
from plutomi.ids import new_id
from plutomi.jobs.relay import relay_all, roll_up_all
from plutomi.jobs.rules import plan_round
from plutomi.models import Held, Org, User
from tests import make
from tests.api.worlds import leads_to
from tests.domain.verbs import do, stages_of

ALONE = "Acme alone knows"  # how all of it is called


async def fill(url: str, cookies: int) -> None:
    db.open_database(url)
    rival = await make.org(name="Rival", slug="rival")
    eve = await make.user("eve@rival.example", name="Eve", org=rival)
    await make.opening(rival, name="Rivals only")
    acme = await by_slug("acme")
    owner = await owner_of("owner@acme.example")
    cookie = await make.cookie(owner)
    ids = await one_of_each(Actor("user", acme.id, owner.id, "Owner"), cookie)
    await relay_all()
    await roll_up_all()
    for minutes in (2, 4):  # what was planned is looked after once more, a minute later
        with clock.standing_at(clock.now() + timedelta(minutes=minutes)):
            while await plan_round():
                pass
    told = {"acme": acme.id, "ids": ids, "owner": cookie, "eve": [await make.cookie(eve) for _ in range(cookies)]}
    sys.stdout.write(json.dumps(told, default=str))
    await db.close_database()


async def owner_of(email: str) -> User:
    async with db.transaction() as session:
        found = await session.execute(text('select id from "user" where email = :email'), {"email": email})
        return User(id=found.scalar_one(), email="", email_key="")


async def one_of_each(actor: Actor, cookie: str) -> dict[str, UUID]:
    """An id of each kind, by the name that parameters have for it."""
    opening = await make.opening(Org(id=actor.org_id, name="", slug=""), name=f"{ALONE} this opening")
    first, second, _ = await stages_of(opening)
    shared = await do(actor, option_lists.create, f"{ALONE} these options", [f"{ALONE} this option", "Another"])
    question = await do(actor, questions.create, "alone", f"{ALONE} this question", type="file")
    await do(actor, questions.attach, first.id, question.id)
    section = await do(actor, sections.create, first.id, f"{ALONE} this section")
    applicant = await make.applicant(first, name=f"{ALONE} this applicant")
    file = await make.file(applicant, question, name=f"{ALONE} this file.pdf")
    label = await do(actor, labels.create, f"{ALONE} this label")
    await do(actor, labelling.label, [applicant.id], label.id)
    written = {"name": f"{ALONE} this template", "subject": "Hello", "body": f"{ALONE} these words"}
    template = await do(actor, templates.create, **written)
    said = {"when": {"kind": "stayed", "amount": 30, "unit": "days"}, "then": leads_to(second)}
    rule = await do(actor, making.create, opening.id, first.id, name=f"{ALONE} this rule", **said)
    note = await do(actor, keeping.write_note, applicant.id, f"{ALONE} this note")
    letter = await do(actor, messaging.write, applicant.id, f"{ALONE} this letter", "Hello")
    async with db.transaction(actor.org_id) as session:
        city = await openings.public_by_slug(session, actor.org_id, "new-york-city")
        said = {"name": f"{ALONE} whom it holds", "email": "held@acme.example", "reason": "It was quick."}
        session.add(held := Held(org_id=actor.org_id, id=new_id(), opening_id=city.id, **said))
    who = await sessions.identify(cookie)
    assert who
    return {
        "option_list_id": shared.id,
        "section_id": section.id,
        "file_id": file.id,
        "held_id": held.id,
        "label_id": label.id,
        "template_id": template.id,
        "rule_id": rule.id,
        "letter_id": letter.id,
        "note_id": note.id,
        "session_id": who.session_id,
        "user_id": who.user_id,
    }


if __name__ == "__main__":
    seed.example(os.environ["DATABASE_URL"])
    asyncio.run(fill(os.environ["DATABASE_URL"], int(os.environ["COOKIES"])))
