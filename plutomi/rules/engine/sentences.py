"""A rule said aloud: "When Questionnaire is not completed in 30 days, move to Waiting List"."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from plutomi.rules.conditions import Condition, Tree
from plutomi.rules.engine import actions, triggers
from plutomi.rules.engine.actions import Action, Distribute
from plutomi.rules.engine.rule import Written
from plutomi.rules.engine.saying import FACTS, compared, flag, value_of

GONE = "something deleted"
IS_HEX = re.compile("[0-9a-f]{32}")
JOINED = {"all": " and ", "any": " or ", "none": " or "}


@dataclass(frozen=True, slots=True)
class Part:
    """Some words: plain `text`, or what is named: a stage, question, label, user, template, time, value, code."""

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called; `here` is the stage a rule belongs to, None for any stage of its opening."""

    here: UUID | None = None
    stages: Mapping[UUID, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[UUID, str] = field(default_factory=dict)
    users: Mapping[UUID, str] = field(default_factory=dict)
    templates: Mapping[UUID, str] = field(default_factory=dict)


def said(rule: Written, names: Names) -> tuple[Part, ...]:
    """The rule as one sentence, in parts; what is named can be made to stand out."""
    parts = [Part("When "), *_filled(triggers.KINDS[rule.when.kind].words(rule.when), rule.when, names)]
    if rule.expression:
        parts += [Part(", if "), Part(rule.expression, "code")]
    elif rule.condition is not None:
        parts += [Part(", if "), *condition(rule.condition, names)]
    for at, action in enumerate(rule.actions):
        parts += [Part(", then " if at and at == len(rule.actions) - 1 else ", "), *does(action, names)]
    return tuple(_joined(parts))


def plain(parts: Sequence[Part]) -> str:
    return "".join(part.text for part in parts)


def does(action: Action, names: Names) -> list[Part]:
    """What one action does."""
    return list(_filled(actions.KINDS[action.kind].words(action), action, names))


def condition(tree: Tree, names: Names, within: bool = False) -> list[Part]:
    """What a condition asks, `within` another in brackets where they are needed."""
    if isinstance(tree, Condition):
        return _asked(tree, names)
    parts = [Part("not ")] if tree.kind == "none" else []
    brackets = tree.kind == "none" or (within and len(tree.parts) > 1)
    parts += [Part("(")] if brackets else []
    for at, one in enumerate(tree.parts):
        parts += [Part(JOINED[tree.kind])] if at else []
        parts += condition(one, names, within=len(tree.parts) > 1)
    return [*parts, Part(")")] if brackets else parts


def _asked(one: Condition, names: Names) -> list[Part]:
    if told := flag(one):
        return [Part(told)]
    before, _, after = compared(one).partition("{}")
    value = value_of(one, names.labels, names.users)
    parts = [*fact(one.fact, names), Part(f" {before}"), Part(value, "value"), Part(after)]
    return [part for part in parts if part.text]


def fact(name: str, names: Names) -> list[Part]:
    """A fact by the name people know it by."""
    room, _, rest = name.partition(".")
    key, _, part = rest.partition(".")
    if room == "answers":
        question = Part(names.questions.get(key, key), "question")
        return [Part(f"the {part.replace('_', ' ')} of "), question] if part else [question]
    if room == "files":
        return [Part("the file of "), Part(names.questions.get(key, key), "question")]
    if room == "stages":
        return [Part("the number of people in "), _stage(UUID(key) if IS_HEX.fullmatch(key) else GONE, names)]
    return [Part(f"the share “{rest}”" if room == "share" else FACTS.get(name, name))]


def _filled(words: str, what: Any, names: Names) -> Iterator[Part]:
    for piece in re.split(r"({\w+})", words):
        if piece.startswith("{"):
            yield from SLOTS[piece[1:-1]](what, names)
        elif piece:
            yield Part(piece)


def _joined(parts: Sequence[Part]) -> Iterator[Part]:
    """Neighbouring plain words as one part."""
    words = ""
    for part in parts:
        if part.kind == "text":
            words += part.text
            continue
        if words:
            yield Part(words)
        words = ""
        yield part
    if words:
        yield Part(words)


def _listed(several: Sequence[Part], last: str) -> list[Part]:
    parts: list[Part] = []
    for at, one in enumerate(several):
        parts += [Part(last if at == len(several) - 1 else ", ")] if at else []
        parts.append(one)
    return parts


def _stage(id: UUID | str | None, names: Names) -> Part:
    return Part(names.stages.get(id, GONE) if isinstance(id, UUID) else id or "any stage", "stage")


def _time(what: Any, names: Names) -> list[Part]:
    unit = what.unit if what.amount != 1 else what.unit.removesuffix("s")
    return [Part(f"{what.amount:,} {'business ' if getattr(what, 'business', False) else ''}{unit}", "time")]


def _days(what: Any, names: Names) -> list[Part]:
    if not what.days:
        return [Part("the day", "time"), Part(" of")]
    many = f"{abs(what.days):,} day{'s' if abs(what.days) > 1 else ''}"
    return [Part(many, "time"), Part(" before" if what.days < 0 else " after")]


def _among(what: Distribute, names: Names) -> list[Part]:
    """The stages, with their weights unless these are alike, and with their room."""
    is_even = len({share.weight for share in what.among}) == 1
    parts: list[Part] = []
    for at, share in enumerate(what.among):
        told = [] if is_even else [f"weight {share.weight}"]
        told += [] if share.most is None else [f"at most {share.most:,}"]
        parts += [Part(" and " if at == len(what.among) - 1 else ", ")] if at else []
        parts += [_stage(share.stage_id, names), *([Part(f" ({', '.join(told)})")] if told else [])]
    return parts


Slot = Callable[[Any, Names], list[Part]]
SLOTS: dict[str, Slot] = {
    "stage": lambda what, names: [_stage(getattr(what, "stage_id", names.here), names)],
    "question": lambda what, names: [Part(names.questions.get(what.question, what.question), "question")],
    "questions": lambda what, names: _listed(
        [Part(names.questions.get(key, key), "question") for key in what.questions], " or "
    ),
    "label": lambda what, names: [Part(names.labels.get(what.label_id, GONE), "label")],
    "users": lambda what, names: _listed([Part(names.users.get(id, GONE), "user") for id in what.user_ids], " and "),
    "template": lambda what, names: [Part(names.templates.get(what.template_id, GONE), "template")],
    "reason": lambda what, names: [Part(f"“{what.reason}”", "value")],
    "verdict": lambda what, names: [Part(what.verdict or "clean or refused", "value")],
    "time": _time,
    "days": _days,
    "among": _among,
}
