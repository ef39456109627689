"""What Acme asks: its bank of questions, New York's form in two sections, and answers that its conditions show."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.domain import questions, sections
from plutomi.domain.actors import Actor
from plutomi.models import Question, Stage
from plutomi.seed import homes
from plutomi.seed.people import BOROUGHS, VEHICLES

AGREEMENT = (
    "Acme may ask for my driving record and check my background before my first delivery. "
    "What it finds is used for nothing else, and is deleted when I leave."
)
TIMES = ("Weekday mornings", "Weekday evenings", "Weekends", "Nights")
REMARKS = (
    "", "", "", "I delivered for another company for two years.", "Weekends only until June, please.",
    "I know the Bronx like the back of my hand.", "Mi inglés es básico, mi español perfecto.",
)  # fmt: skip
BANK: dict[str, dict[str, Any]] = {
    "adult": {"title": "Are you 18 or older?", "type": "yes_no"},
    "borough": {"title": "Where would you like to deliver?", "type": "one_choice", "options": list(BOROUGHS)},
    "home": {
        "title": "Where do you live?", "description": "So that your first deliveries are near you.",
        "type": "address", "limits": {"country": "US"},
    },
    "hours": {
        "title": "How many hours a week would you like?", "type": "number",
        "limits": {"min": 4, "max": 60, "unit": "hours", "is_whole": True},
    },
    "times": {"title": "When could you work?", "type": "several_choices", "options": list(TIMES)},
    "start_date": {"title": "When can you start?", "type": "date"},
    "about": {"title": "Anything we should know?", "type": "long_text"},
    "has_license": {"title": "Do you have a driver's license?", "type": "yes_no"},
    "years_driving": {
        "title": "How many years have you been driving?", "type": "number",
        "limits": {"min": 0, "max": 70, "unit": "years", "is_whole": True},
    },
    "vehicle": {"title": "Which vehicle would you use?", "type": "one_choice", "options": list(VEHICLES)},
    "car_year": {
        "title": "What year is your car from?", "type": "number",
        "limits": {"min": 1990, "max": 2030, "is_whole": True},
    },
    "streets": {"title": "How well do you know the streets there?", "type": "rating", "limits": {"max": 5}},
    "record_check": {"title": "Driving record", "type": "consent", "limits": {"text": AGREEMENT}},
    "license_number": {"title": "Driver's license or state ID number", "type": "short_text"},
    "license_state": {"title": "Which state issued it?", "type": "short_text"},
    "license_expires": {"title": "When does it expire?", "type": "date"},
    "license_photo": {
        "title": "A photo of it", "description": "The front side. You can send it later, too.", "type": "file",
        "limits": {"kinds": ["image", "pdf"]},
    },
    "shift": {"title": "Which shifts suit you?", "type": "several_choices", "options": ["Days", "Evenings", "Nights"]},
    "forklift": {"title": "Have you driven a forklift?", "type": "yes_no"},
}  # fmt: skip
QUESTIONNAIRE = {
    "About you": ("adult", "borough", "home", "hours", "times", "start_date", "about"),
    "Driving": ("has_license", "years_driving", "vehicle", "car_year", "streets", "record_check"),
}
PAPERS = ("license_number", "license_state", "license_expires", "license_photo")
OPTIONAL = ("home", "times", "about", "streets", "license_photo")
SHOWN: dict[str, dict[str, Any]] = {
    "years_driving": {"fact": "answers.has_license", "op": "is", "value": True},
    "car_year": {"fact": "answers.vehicle", "op": "is", "value": "Car"},
    "record_check": {"fact": "answers.has_license", "op": "is", "value": True},
}


class Forms:
    """Acme's bank of questions, and how its stages come to ask them."""

    def __init__(self, session: AsyncSession, owner: Actor) -> None:
        self.session, self.owner = session, owner
        self.bank: Mapping[str, Question] = {}

    async def write(self) -> None:
        self.bank = {key: await questions.create(self.session, self.owner, key, **rest) for key, rest in BANK.items()}

    async def ask(self, stage: Stage, keys: tuple[str, ...], section_id: UUID | None = None) -> None:
        """All of them in one part of a stage's form, each as it is always asked."""
        for key in keys:
            how: dict[str, Any] = {
                "is_required": key not in OPTIONAL,
                "show_if": SHOWN.get(key),
                "section_id": section_id,
            }
            await questions.attach(self.session, self.owner, stage.id, self.bank[key].id, **how)

    async def ask_in_sections(self, stage: Stage) -> None:
        """New York's questionnaire."""
        for title, keys in QUESTIONNAIRE.items():
            section = await sections.create(self.session, self.owner, stage.id, title)
            await self.ask(stage, keys, section.id)


def driver(chance: random.Random, own: random.Random, moment: datetime) -> dict[str, Any]:
    """What somebody who applies at `moment` answers to the questionnaire; `own` says what came to be asked later."""
    start = moment + timedelta(days=chance.randint(2, 40))
    return {
        "adult": True,
        "borough": chance.choice(BOROUGHS),
        "home": homes.home(own),
        "vehicle": (vehicle := chance.sample(VEHICLES, chance.randint(1, 2))[0]),
        "hours": chance.choice((8, 12, 16, 20, 25, 30, 40)),
        "start_date": start.date().isoformat(),
        "about": chance.choice(REMARKS),
    } | _driving(own, vehicle)


def _driving(chance: random.Random, vehicle: str) -> dict[str, Any]:
    """Only what the form shows to somebody who comes with this vehicle."""
    has_license = vehicle in ("Scooter", "Car") or chance.random() < 0.6
    answers: dict[str, Any] = {"has_license": has_license, "times": chance.sample(TIMES, chance.randint(0, 3))}
    answers["streets"] = chance.choice((None, 2, 3, 4, 4, 5, 5))
    if has_license:
        answers |= {"years_driving": chance.randint(0, 25), "record_check": {"agreed": True}}
    if vehicle == "Car":
        answers["car_year"] = chance.randint(2004, 2026)
    return answers
