"""Two orgs that know nothing of each other, each with one of everything, and every route there is."""

from dataclasses import dataclass
from uuid import UUID

import httpx
from fastapi.routing import APIRoute

from plutomi.api import ROOMS
from plutomi.db import transaction
from plutomi.domain import labels, option_lists, questions, sections, sessions, templates
from plutomi.domain.actors import Actor, anyone
from plutomi.domain.applicants import holding, keeping, labelling
from plutomi.domain.rules import making
from plutomi.ids import new_id
from plutomi.models import (
    Answer,
    Applicant,
    EmailTemplate,
    File,
    Held,
    Label,
    Note,
    Opening,
    OptionList,
    Org,
    Question,
    Rule,
    Section,
    Stage,
    User,
)  # fmt: skip
from plutomi.rules.traps import TRAP
from tests import make
from tests.domain.verbs import do, stages_of


@dataclass
class World:
    org: Org
    user: User
    actor: Actor
    opening: Opening
    stages: list[Stage]
    question: Question
    applicant: Applicant
    note: Note
    file: File
    section: Section
    option_list: OptionList
    session_id: UUID
    held: Held
    label: Label
    template: EmailTemplate
    rule: Rule

    @property
    def ids(self) -> dict[str, UUID]:
        """What stands for each parameter of a path."""
        return {
            "opening_id": self.opening.id,
            "stage_id": self.stages[0].id,
            "question_id": self.question.id,
            "applicant_id": self.applicant.id,
            "note_id": self.note.id,
            "file_id": self.file.id,
            "section_id": self.section.id,
            "option_list_id": self.option_list.id,
            "session_id": self.session_id,
            "held_id": self.held.id,
            "label_id": self.label.id,
            "template_id": self.template.id,
            "rule_id": self.rule.id,
        }


async def world(name: str = "Grace Hopper") -> World:
    """An org with a member, a public opening of three stages, a question asked in the first, an applicant, a note.

    And a section of the first stage's form, a list of options, an answer, a rule of the first stage.
    """
    org = await make.org()
    user = await make.user(org=org)
    actor = Actor("user", org.id, user.id, user.name, "192.0.2.1")
    opening = await make.opening(org, state="public")
    stages = await stages_of(opening)
    question = await do(actor, questions.create, "bike", "Do you own a bike?", type="yes_no")
    await do(actor, questions.attach, stages[0].id, question.id)
    applicant = await make.applicant(stages[0], name=name)
    note = await do(actor, keeping.write_note, applicant.id, "Call her")
    section = await do(actor, sections.create, stages[0].id, "More")
    shared = await do(actor, option_lists.create, "Sizes", ["S", "L"])
    async with transaction(org.id) as session:
        place = {"org_id": org.id, "applicant_id": applicant.id, "question_id": question.id}
        session.add(Answer(**place, stage_id=stages[0].id, title=question.title, type=question.type, value=True))
    who = await sessions.identify(await make.cookie(user))
    file = await make.file(applicant, question)
    given = {"name": name, "email": f"{new_id()}@example.com", "answers": {"bike": "yes"}, TRAP: "Buy now"}
    await do(anyone(org.id), holding.hold, opening.slug, given)
    (held,) = await do(actor, holding.list_held, opening.id)
    label = await do(actor, labels.create, "Follow up")
    await do(actor, labelling.label, [applicant.id], label.id)
    template = await do(actor, templates.create, name="Hello", subject="Hi", body="See {{ link }}")
    said = {"when": {"kind": "stayed", "amount": 30, "unit": "days"}, "then": leads_to(stages[2])}
    rule = await do(actor, making.create, opening.id, stages[0].id, name="Patience", **said)
    parts = (note, file, section, shared, who.session_id, held, label, template, rule)
    return World(org, user, actor, opening, stages, question, applicant, *parts)


def leads_to(stage: Stage) -> list[dict[str, str]]:
    """What a rule does that moves people there."""
    return [{"kind": "move", "stage_id": str(stage.id)}]


async def log_in(client: httpx.AsyncClient, user: User) -> None:
    client.cookies.set(sessions.cookie_name(), await make.cookie(user))


def routes() -> list[tuple[str, str]]:
    """Every route for members, as (method, path)."""
    found = [route for room in ROOMS for route in room.router.routes if isinstance(route, APIRoute)]
    private = [route for route in found if route.path.startswith("/api/v1/") and "/public/" not in route.path]
    return [(method, route.path) for route in private for method in sorted(route.methods)]


def bodies(own: World) -> dict[str, dict | None]:
    """A good body for every route, so that whatever refuses it is not its form."""
    stage, other = str(own.stages[0].id), str(own.stages[1].id)
    order, person = [str(one.id) for one in own.stages], str(own.applicant.id)
    rule = {"name": "Onward", "when": {"kind": "entered"}, "then": leads_to(own.stages[1])}
    return {
        "GET /api/v1/me": None,
        "PATCH /api/v1/me": {"name": "Ann"},
        "PUT /api/v1/me/org": {"org_id": str(own.org.id)},
        "GET /api/v1/me/sessions": None,
        "DELETE /api/v1/me/sessions": None,
        "DELETE /api/v1/me/sessions/{session_id}": None,
        "GET /api/v1/orgs": None,
        "POST /api/v1/orgs": {"name": "New", "slug": "brand-new"},
        "GET /api/v1/org/language": None,
        "PUT /api/v1/org/language": {"language": "es"},
        "GET /api/v1/org/style": None,
        "PUT /api/v1/org/style": {"color": "#005b6e"},
        "GET /api/v1/openings/{opening_id}/style": None,
        "PUT /api/v1/openings/{opening_id}/style": {"buttons": {"apply": "Join us"}},
        "GET /api/v1/stages/{stage_id}/style": None,
        "PUT /api/v1/stages/{stage_id}/style": {"font": "serif"},
        "POST /api/v1/pictures": None,
        "GET /api/v1/openings": None,
        "POST /api/v1/openings": {"name": "Drivers"},
        "GET /api/v1/openings/{opening_id}": None,
        "PATCH /api/v1/openings/{opening_id}": {"name": "Riders"},
        "DELETE /api/v1/openings/{opening_id}": None,
        "PUT /api/v1/openings/{opening_id}/state": {"state": "closed"},
        "POST /api/v1/openings/{opening_id}/clones": {"name": "A copy"},
        "GET /api/v1/openings/{opening_id}/area": None,
        "PUT /api/v1/openings/{opening_id}/area": {"shapes": [{"kind": "postcodes", "postcodes": ["10001"]}]},
        "GET /api/v1/openings/{opening_id}/area/verdict": None,
        "GET /api/v1/openings/{opening_id}/board": None,
        "GET /api/v1/openings/{opening_id}/board/{stage_id}": None,
        "GET /api/v1/openings/{opening_id}/stages": None,
        "POST /api/v1/openings/{opening_id}/stages": {"name": "New", "position": 0},
        "PUT /api/v1/openings/{opening_id}/stages/order": {"stage_ids": order[::-1]},
        "GET /api/v1/openings/{opening_id}/rules": None,
        "POST /api/v1/openings/{opening_id}/rules": rule,
        "PUT /api/v1/openings/{opening_id}/rules/order": {"rule_ids": []},
        "GET /api/v1/stages/{stage_id}/rules": None,
        "POST /api/v1/stages/{stage_id}/rules": rule,
        "PUT /api/v1/stages/{stage_id}/rules/order": {"rule_ids": [str(own.rule.id)]},
        "POST /api/v1/stages/{stage_id}/rules/trials": {key: rule[key] for key in ("when", "then")},
        "GET /api/v1/rules/{rule_id}": None,
        "GET /api/v1/rules/{rule_id}/runs": None,
        "PATCH /api/v1/rules/{rule_id}": {"version": 1, "name": "Onward"},
        "PUT /api/v1/rules/{rule_id}/state": {"is_on": False},
        "POST /api/v1/rules/{rule_id}/moves": {"position": 0},
        "DELETE /api/v1/rules/{rule_id}": None,
        "GET /api/v1/stages/{stage_id}": None,
        "PATCH /api/v1/stages/{stage_id}": {"name": "Renamed"},
        "DELETE /api/v1/stages/{stage_id}": None,
        "POST /api/v1/stages/{stage_id}/moves": {"position": 0},
        "POST /api/v1/stages/{stage_id}/clones": {"name": "A copy"},
        "GET /api/v1/stages/{stage_id}/questions": None,
        "POST /api/v1/stages/{stage_id}/questions": {"question_id": str(own.question.id)},
        "PUT /api/v1/stages/{stage_id}/questions/order": {"question_ids": [str(own.question.id)]},
        "PATCH /api/v1/stages/{stage_id}/questions/{question_id}": {"is_required": False},
        "DELETE /api/v1/stages/{stage_id}/questions/{question_id}": None,
        "POST /api/v1/stages/{stage_id}/questions/{question_id}/moves": {"position": 0},
        "GET /api/v1/stages/{stage_id}/sections": None,
        "POST /api/v1/stages/{stage_id}/sections": {"title": "Even more"},
        "PATCH /api/v1/sections/{section_id}": {"title": "Less"},
        "POST /api/v1/sections/{section_id}/moves": {"position": 0},
        "DELETE /api/v1/sections/{section_id}": None,
        "GET /api/v1/option-lists": None,
        "POST /api/v1/option-lists": {"name": "Colors", "options": ["Red", "Blue"]},
        "GET /api/v1/option-lists/{option_list_id}": None,
        "PATCH /api/v1/option-lists/{option_list_id}": {"options": ["S", "M", "L"]},
        "DELETE /api/v1/option-lists/{option_list_id}": None,
        "GET /api/v1/questions": None,
        "POST /api/v1/questions": {"title": "How old are you?"},
        "GET /api/v1/questions/{question_id}": None,
        "PATCH /api/v1/questions/{question_id}": {"title": "Do you own a car?"},
        "DELETE /api/v1/questions/{question_id}": None,
        "GET /api/v1/questions/{question_id}/stages": None,
        "GET /api/v1/openings/{opening_id}/held": None,
        "POST /api/v1/held/{held_id}/releases": None,
        "DELETE /api/v1/held/{held_id}": None,
        "GET /api/v1/applicants": None,
        "GET /api/v1/applicants/{applicant_id}": None,
        "PATCH /api/v1/applicants/{applicant_id}": {"name": "Ada"},
        "DELETE /api/v1/applicants/{applicant_id}": None,
        "POST /api/v1/applicants/{applicant_id}/moves": {"stage_id": other, "from_stage_id": stage},
        "POST /api/v1/applicants/{applicant_id}/restorations": {"stage_id": other},
        "POST /api/v1/applicants/{applicant_id}/transfers": {"stage_id": stage},
        "POST /api/v1/applicants/{applicant_id}/rejections": {"reason": "No licence", "tell": True},
        "POST /api/v1/applicants/{applicant_id}/withdrawals": {"reason": "Said so by phone"},
        "PUT /api/v1/applicants/{applicant_id}/deadline": {"at": "2099-01-01T00:00:00Z"},
        "PUT /api/v1/applicants/{applicant_id}/assignee": {"user_id": str(own.user.id)},
        "POST /api/v1/applicants/assignments": {"applicant_ids": [person], "user_ids": [str(own.user.id)]},
        "PUT /api/v1/applicants/{applicant_id}/labels/{label_id}": None,
        "DELETE /api/v1/applicants/{applicant_id}/labels/{label_id}": None,
        "GET /api/v1/applicants/{applicant_id}/email-templates": None,
        "POST /api/v1/applicants/{applicant_id}/letters": {"template_id": str(own.template.id)},
        "GET /api/v1/labels": None,
        "POST /api/v1/labels": {"name": "Urgent", "color": "#b3261e"},
        "GET /api/v1/labels/{label_id}": None,
        "PATCH /api/v1/labels/{label_id}": {"name": "Later"},
        "DELETE /api/v1/labels/{label_id}": None,
        "POST /api/v1/labels/{label_id}/applicants": {"applicant_ids": [person]},
        "POST /api/v1/labels/{label_id}/removals": {"applicant_ids": [person]},
        "GET /api/v1/members": None,
        "GET /api/v1/email-templates": None,
        "POST /api/v1/email-templates": {"name": "Invite", "subject": "Hello", "body": "{{ applicant.name }}"},
        "GET /api/v1/email-templates/{template_id}": None,
        "PATCH /api/v1/email-templates/{template_id}": {"body": "Hello"},
        "DELETE /api/v1/email-templates/{template_id}": None,
        "POST /api/v1/email-templates/previews": {"subject": "Hello", "body": "{{ applicant.name }}"},
        "PUT /api/v1/applicants/{applicant_id}/view": None,
        "GET /api/v1/applicants/{applicant_id}/messages": None,
        "POST /api/v1/applicants/{applicant_id}/messages": {"subject": "Hello", "body": "Are you free on Friday?"},
        "GET /api/v1/applicants/{applicant_id}/answers": None,
        "PUT /api/v1/applicants/{applicant_id}/answers/{question_id}": {"value": "no"},
        "POST /api/v1/applicants/{applicant_id}/answers/{question_id}/reveals": None,
        "GET /api/v1/applicants/{applicant_id}/events": None,
        "GET /api/v1/applicants/{applicant_id}/files": None,
        "GET /api/v1/files/{file_id}": None,
        "GET /api/v1/files/{file_id}/content": None,
        "GET /api/v1/applicants/{applicant_id}/notes": None,
        "POST /api/v1/applicants/{applicant_id}/notes": {"body": "Call"},
        "DELETE /api/v1/notes/{note_id}": None,
        "GET /api/v1/events": None,
    }
