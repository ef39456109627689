"""Events in words: what the timeline says of each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from plutomi.domain.rules.telling import Told
from plutomi.models import Event
from plutomi.models.applicant import WITHDRAWALS
from plutomi.rules.addresses import show
from plutomi.rules.asked import MASK
from plutomi.state.reasons import path_of, reasons
from plutomi.tongue import day, say

OWN = ("anyone", "applicant")
NOBODY = Told()
QUIET = frozenset({"applicant.ranked"})  # happened, but says nothing about the applicant: not worth telling


@dataclass
class Moment:
    """One event as the timeline shows it; `icon` is a key of the page's icons."""

    id: str
    icon: str
    who: str
    what: str
    more: list[str]
    at: str
    ip: str
    path: str = ""


def moments(events: Sequence[Event], applicant: str, told: Told = NOBODY) -> list[Moment]:
    """What `applicant` did is told under that name. `told` names rules."""
    return [moment(event, applicant, told) for event in events]


def moment(event: Event, applicant: str, told: Told = NOBODY) -> Moment:
    icon, words = WORDS.get(event.type, ("circle", lambda data: event.type.replace(".", " ").replace("_", " ")))
    return Moment(
        id=str(event.id),
        icon=icon,
        who=_who(event, applicant),
        what=words(event.data),
        more=_changes(event.data.get("changed") or {}) + _why(event) + reasons(event, told),
        at=event.at.isoformat(),
        ip=event.ip,
        path=path_of(event, told),
    )


def _who(event: Event, applicant: str) -> str:
    if event.actor_kind == "rule":
        return f"Rule “{event.actor_name}”"
    return event.actor_name or (applicant if event.actor_kind in OWN else "Somebody")


def shown(value: Any, type: str = "") -> str:
    """An answer's value in words, as its question's type reads."""
    if value is None or value == "" or value == []:
        return "—"
    if isinstance(value, bool):
        return say("Yes") if value else say("No")
    if isinstance(value, Mapping):
        return _whole(value)
    if type == "date" and value != MASK:
        return day(date.fromisoformat(value))
    return ", ".join(shown(one) for one in value) if isinstance(value, list) else str(value)


def _whole(value: Mapping[str, Any]) -> str:
    """A consent, a signature, a file or an address."""
    if "agreed" in value:
        return say("Agreed: {text}", text=value.get("text", ""))
    if "name" in value:
        return str(value["name"])
    return show(value)


def _changes(changed: Mapping[str, Any]) -> list[str]:
    return [
        f"{change.get('title') or field.capitalize()}: {shown(change.get('from'))} → {shown(change.get('to'))}"
        for field, change in changed.items()
        if isinstance(change, Mapping)
    ]


def _why(event: Event) -> list[str]:
    """Why somebody left, what they had said before they came back, and what they sent again."""
    data = event.data
    if event.type == "applicant.withdrawn":
        return [words for words in (WITHDRAWALS.get(data.get("why", ""), ""), data.get("words", "")) if words]
    if event.type == "applicant.rejected":
        return [data["why"]] if data.get("why") else []
    if event.type == "applicant.transferred":
        return [f"{data.get('from_opening_name')}, {data.get('from_name')} → {data.get('to_name')}"] if data else []
    if event.type == "applicant.reapplied":
        contact = [f"{field.capitalize()}: {data[field]}" for field in ("name", "phone") if data.get(field)]
        return contact + _said(data)
    if event.type in ("applicant.returned", "applicant.restored"):
        return [f"Before: {line}" for line in _said(data)]
    return []


def _said(data: Mapping[str, Any]) -> list[str]:
    """The answers an event keeps, by question key; older events have them by title alone."""
    answers = (data.get("answers") or {}).items()
    kept = [(one["title"], one["value"]) if _is_titled(one) else (key, one) for key, one in answers]
    return [f"{title}: {shown(value)}" for title, value in kept]


def _is_titled(answer: Any) -> bool:
    return isinstance(answer, Mapping) and answer.keys() == {"title", "value"}


def _moved(data: Mapping[str, Any]) -> str:
    origin, target = data.get("from_name"), data.get("to_name")
    if origin and target:
        return f"moved from {origin} to {target}"
    return f"moved to {target}" if target else "moved on"


def _assigned(data: Mapping[str, Any]) -> str:
    return f"gave them to {data['to_name']}" if data.get("to_name") else "gave them to nobody"


def _deadline(data: Mapping[str, Any]) -> str:
    if not data.get("at"):
        return "took the deadline away"
    at = datetime.fromisoformat(data["at"])
    return f"asked them to answer by {at:%B} {at.day}, {at.year}"


Words = Callable[[Mapping[str, Any]], str]
WORDS: dict[str, tuple[str, Words]] = {
    "applicant.applied": ("send", lambda data: f"applied via {data['source']}" if data.get("source") else "applied"),
    "applicant.reapplied": ("repeat", lambda _: "applied again with the same email"),
    "applicant.moved": ("move", _moved),
    "applicant.submitted": ("check", lambda data: f"completed {data.get('stage', 'the form')}"),
    "applicant.corrected": ("pencil", lambda data: "corrected " + (data.get("stage") or "the contact details")),
    "applicant.withdrawn": ("leave", lambda data: f"withdrew from {data.get('from_name', 'the opening')}"),
    "applicant.rejected": ("leave", lambda data: f"rejected them at {data.get('from_name', 'a stage')}"),
    "applicant.transferred": ("move", lambda data: f"moved them to {data.get('to_opening_name', 'another opening')}"),
    "applicant.labelled": ("label", lambda data: f"labelled them “{data.get('label', '')}”"),
    "applicant.unlabelled": ("label", lambda data: f"took off the label “{data.get('label', '')}”"),
    "applicant.assigned": ("person", _assigned),
    "applicant.deadline_set": ("clock", _deadline),
    "applicant.messaged": ("mail", lambda data: f"wrote “{data.get('subject', '')}”"),
    "applicant.restored": ("repeat", lambda data: f"put them back into {data.get('to_name', 'a stage')}"),
    "applicant.returned": ("repeat", lambda data: f"applied again and stands in {data.get('to_name', 'a stage')}"),
    "applicant.link_asked": ("link", lambda _: "asked for the personal link again"),
    "applicant.deleted": ("trash", lambda _: "deleted the applicant"),
    "answer.revealed": ("eye", lambda data: f"looked at the answer to “{data.get('title', 'a question')}”"),
    "file.refused": ("trash", lambda data: f"refused {data.get('name', 'a file')}: the virus scanner found something"),
    "applicant.looped": (
        "move",
        lambda _: "stopped the rules that sent them round; they wait until somebody moves them",
    ),
    "rule.failed": ("circle", lambda data: f"could not be followed: {data.get('reason', '')}"),
    "note.written": ("note", lambda _: "wrote a note"),
    "note.deleted": ("trash", lambda _: "took back a note"),
}
