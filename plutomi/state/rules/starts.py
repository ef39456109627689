"""How a new rule begins: empty, or as one of those that are made most."""

from typing import Any

from plutomi.domain.rules.surroundings import Surroundings

START, LATE, ANSWER, GREET = "completed", "late", "answer", "greet"
MOVE = {"kind": "move", "stage_id": ""}
AFTER = {"amount": 30, "unit": "days", "business": False}


def start_of(near: Surroundings, stage_id: str, kind: str) -> dict[str, Any]:
    """A rule to go on from, in a stage or the first that there is; `kind` is one of the above."""
    first = str(near.stages[0].id) if near.stages and kind in (LATE, ANSWER) and not stage_id else ""
    condition = _about_an_answer(near) if kind == ANSWER else None
    when: dict[str, Any] = {"kind": "not_completed", **AFTER} if kind == LATE else {"kind": "completed"}
    return {
        "id": "",
        "name": "",
        "stage_id": stage_id or first,
        "when": {"kind": "entered"} if kind == GREET else when,
        "if": condition,
        "expression": "",
        "then": [_greeting(near) if kind == GREET else MOVE],
        "is_on": True,
        "broken": "",
    }


def _about_an_answer(near: Surroundings) -> dict[str, Any] | None:
    """Held against the first question that is answered by choosing."""
    for question, _ in near.asked:
        if question.type == "yes_no":
            return {"all": [{"fact": f"answers.{question.key}", "op": "is", "value": True}]}
        if question.type == "one_choice" and question.options:
            return {"all": [{"fact": f"answers.{question.key}", "op": "is", "value": question.options[0]}]}
    return None


def _greeting(near: Surroundings) -> dict[str, Any]:
    if near.templates:
        return {"kind": "email", "template_id": str(near.templates[0].id)}
    return {"kind": "deadline", "amount": 7, "unit": "days"}
