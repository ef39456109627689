"""The example: Acme's openings and the last weeks of them, told through the verbs with the clock moved back."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select

from plutomi import clock, db
from plutomi.domain import areas, openings, stages
from plutomi.domain.actors import Actor, anyone
from plutomi.domain.applicants import answering, applying, drafting, keeping, messaging, moving
from plutomi.domain.orgs import by_slug
from plutomi.errors import NotFound
from plutomi.ids import new_id, rank_on_top
from plutomi.models import Membership, Opening, Org, Placement, Stage, User
from plutomi.seed import brand, forms, homes, papers, rules, signs
from plutomi.seed.people import Somebody, somebody
from plutomi.seed.words import CAMP, LETTER, NEW_YORK, NOTES, REASONS, WAREHOUSE

OWNER, NAME, SLUG = "owner@acme.example", "Olivia Owner", "acme"
DAYS, PEOPLE = 34, 46
ZONES = {
    "new-york-city": "America/New_York",
    "chicago-warehouse": "America/Chicago",
    "camp-counselors-2027": "America/New_York",
}


async def tell() -> bool:
    """Make Acme unless there is one; whether it was made."""
    try:
        await by_slug(SLUG)
    except NotFound:
        await Story().tell()
        return True
    return False


class Story:
    """Acme, its owner, and chance that always falls the same way."""

    def __init__(self) -> None:
        self.chance = random.Random(2026)  # noqa: S311  an example, not a secret
        self.homes = random.Random(1898)  # noqa: S311  of its own, so that the rest of the story stays as it was
        self.end = clock.now()
        self.org_id = new_id()

    async def tell(self) -> None:
        """All of it in one transaction, so that a newcomer finds the whole example or none."""
        async with db.transaction(self.org_id) as self.session:
            with clock.standing_at(self.end - timedelta(days=DAYS + 1)):
                self.owner_id = await self.own()
                self.owner = Actor("user", self.org_id, self.owner_id, NAME)
                await self.found()
                new_york = await self.open_new_york()
                chicago = await self.open_others()
            await self.live_through(new_york)
            await self.put_in_order()
            await signs.put(self.session, self.owner, await self.standing())
            await rules.write(self.session, self.owner, new_york, chicago)
            # The past owes nobody an email now.
            for done in (
                "update event set relayed_at = at where org_id = :org",
                "update message set state = 'sent', sent_at = created_at where org_id = :org",
            ):
                await self.session.execute(text(done), {"org": self.org_id})

    async def put_in_order(self) -> None:
        """People's lives were told one after the other; on the board the latest arrivals stand first."""
        found = await self.session.execute(select(Placement).where(col(Placement.org_id) == self.org_id))
        for placement in found.scalars():
            with clock.standing_at(placement.entered_at):
                placement.rank = rank_on_top(new_id())

    async def standing(self) -> Sequence[UUID]:
        """Who stands on the boards, in the order they came."""
        found = select(col(Placement.applicant_id)).where(col(Placement.org_id) == self.org_id)
        return (await self.session.execute(found.order_by(col(Placement.applicant_id)))).scalars().all()

    async def own(self) -> UUID:
        """Acme's owner, who may have been here before Acme."""
        known = select(User).where(col(User.email_key) == OWNER)
        owner = (await self.session.execute(known)).scalar_one_or_none() or User(email=OWNER, email_key=OWNER)
        owner.name = owner.name or NAME
        self.session.add(owner)
        await self.session.flush()
        return owner.id

    async def found(self) -> None:
        self.session.add(Org(id=self.org_id, slug=SLUG, name="Acme"))
        await self.session.flush()
        self.session.add(Membership(org_id=self.org_id, user_id=self.owner_id))
        await brand.dress(self.session, self.owner)
        self.forms = forms.Forms(self.session, self.owner)
        await self.forms.write()

    async def open_new_york(self) -> dict[str, Stage]:
        names = ("Questionnaire", "Waiting List", "Document Upload", "Final Review", "Ready to Drive")
        opening, found = await self.open("New York City", "New York, NY", NEW_YORK, names)
        await self.forms.ask_in_sections(found["Questionnaire"])
        await areas.change(self.session, self.owner, opening.id, [homes.AREA])
        await self.forms.ask(found["Document Upload"], forms.PAPERS)
        await self.lead(found["Questionnaire"], found["Document Upload"])
        await self.lead(found["Document Upload"], found["Final Review"])
        await openings.change(self.session, self.owner, opening.id, reapply="after", reapply_days=30)
        await openings.set_state(self.session, self.owner, opening.id, "public")
        self.new_york = opening
        return found

    async def open_others(self) -> dict[str, Stage]:
        chicago, found = await self.open(
            "Chicago Warehouse", "Chicago, IL", WAREHOUSE, ("Application", "Phone Call", "Orientation", "Hired")
        )
        await self.forms.ask(found["Application"], ("adult", "shift", "forklift", "start_date"))
        await openings.set_state(self.session, self.owner, chicago.id, "public")
        await self.open("Camp Counselors 2027", "Lake Placid, NY", CAMP, ("Application", "Interview", "Offer"))
        return found

    async def open(self, name: str, place: str, about: str, names: tuple[str, ...]) -> tuple[Opening, dict[str, Stage]]:
        opening = await openings.create(self.session, self.owner, name, place, about)
        await openings.change(self.session, self.owner, opening.id, time_zone=ZONES[opening.slug])
        made = [await stages.create(self.session, self.owner, opening.id, one) for one in names]
        return opening, {stage.name: stage for stage in made}

    async def lead(self, stage: Stage, onward: Stage) -> None:
        await stages.change(self.session, self.owner, stage.id, next_stage_id=onward.id)

    async def live_through(self, new_york: dict[str, Stage]) -> None:
        """People apply over the weeks, the last a few minutes ago; how far each has come is chance's."""
        span = timedelta(days=DAYS)
        moments = sorted(self.end - span * self.chance.random() ** 1.7 for _ in range(PEOPLE + 8))
        for number, moment in enumerate(moments):
            person = somebody(self.chance, number)
            if number % 7 == 3:
                await self.apply(moment, person, "chicago-warehouse", self.warehouse_answers())
            else:
                id = await self.apply(moment, person, "new-york-city", forms.driver(self.chance, self.homes, moment))
                await self.go_on(moment, id, person, new_york)

    async def apply(self, moment: datetime, person: Somebody, slug: str, answers: dict[str, Any]) -> UUID:
        given = {"name": person.name, "email": person.email, "phone": person.phone, "source": person.source}
        given["time_zone"] = ZONES[slug]
        with clock.standing_at(moment):
            applied = await applying.apply(self.session, anyone(self.org_id), slug, given | {"answers": answers})
        return applied.applicant_id

    async def go_on(self, moment: datetime, id: UUID, person: Somebody, at: dict[str, Stage]) -> None:
        """Documents within days, then the recruiter's verdict; some wait, some withdraw."""
        me, fate = Actor("applicant", self.org_id, id), self.chance.random()
        if (sent := self.later(moment, 60)) is None or fate < 0.25:
            return await self.stall(moment, id, at, fate)
        with clock.standing_at(sent):
            answers = self.papers(sent)
            photo = self.forms.bank["license_photo"]
            ticket = await papers.send(self.session, self.new_york.id, photo, person.name, answers)
            await answering.submit(self.session, me, at["Document Upload"].id, answers | {"license_photo": [ticket]})
        if (reviewed := self.later(sent, 48)) is None:
            return None
        with clock.standing_at(reviewed):
            await keeping.look(self.session, self.owner, id)
            if fate > 0.9:
                return await answering.withdraw(self.session, me, *self.chance.choice(REASONS))
            if self.chance.random() < 0.4:
                await keeping.write_note(self.session, self.owner, id, self.chance.choice(NOTES))
        if (decided := self.later(reviewed, 36)) is not None and fate < 0.8:
            with clock.standing_at(decided):
                await moving.move(self.session, self.owner, moving.Move(id, at["Ready to Drive"].id))
        return None

    async def stall(self, moment: datetime, id: UUID, at: dict[str, Stage], fate: float) -> None:
        """Some are put on the waiting list, some are asked to answer again, some have begun to."""
        if fate >= 0.18 and (begun := self.later(moment, 40)) is not None:
            await self.begin(begun, id, at["Document Upload"])
        if fate < 0.18 and (parked := self.later(moment, 200)) is not None:
            target = at["Waiting List" if fate < 0.1 else "Questionnaire"]
            with clock.standing_at(parked):
                await moving.move(self.session, self.owner, moving.Move(id, target.id))

    async def begin(self, moment: datetime, id: UUID, stage: Stage) -> None:
        """A license number typed and not sent; a recruiter asks after it."""
        me, typed = Actor("applicant", self.org_id, id), {"answers.license_number": {"said": ["D1234"], "ago": 0}}
        with clock.standing_at(moment):
            await drafting.save(self.session, me, stage.id, typed)
        if (asked := self.later(moment, 72)) is not None:
            with clock.standing_at(asked):
                await messaging.write(self.session, self.owner, id, *LETTER)

    def later(self, moment: datetime, hours: int) -> datetime | None:
        """Some hours after; None when that has not come yet."""
        then = moment + timedelta(hours=self.chance.uniform(0.3, hours))
        return then if then < self.end else None

    def papers(self, moment: datetime) -> dict[str, Any]:
        number = "".join(self.chance.choices("0123456789", k=9))
        expires = moment + timedelta(days=self.chance.randint(30, 2500))
        state = self.chance.choice(("New York", "New York", "New Jersey", "Connecticut"))
        return {"license_number": number, "license_state": state, "license_expires": expires.date().isoformat()}

    def warehouse_answers(self) -> dict[str, Any]:
        start = self.end + timedelta(days=self.chance.randint(2, 30))
        return {
            "adult": True,
            "shift": self.chance.sample(("Days", "Evenings", "Nights"), self.chance.randint(1, 3)),
            "forklift": self.chance.random() < 0.3,
            "start_date": start.date().isoformat(),
        }
