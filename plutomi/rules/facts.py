"""Answers as facts that conditions look at: `answers.KEY`, and `answers.KEY.PART` of an address."""

from typing import Any

from plutomi.rules.asked import Asked
from plutomi.rules.conditions import Facts, is_met


def facts_from(key: str, type: str, value: Any) -> dict[str, Any]:
    """The facts one answer makes; none when it was not given."""
    name = f"answers.{key}"
    if value is None:
        return {}
    if type == "consent":
        return {name: value.get("agreed")}
    if type == "signature":
        return {name: value.get("name")}
    if type == "file":
        return {name: len(value)}
    if type == "address":
        line = ", ".join(part for part in value.values() if isinstance(part, str) and part)
        return {name: line} | {f"{name}.{part}": text for part, text in value.items()}
    return {name: value}


def is_shown(question: Asked, facts: Facts) -> bool:
    """Whether a form asks a question, as far as it is answered: its section's condition and its own are met."""
    within = question.section.show_if if question.section else None
    return is_met(within, facts) and is_met(question.show_if, facts)
