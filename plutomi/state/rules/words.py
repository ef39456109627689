"""Rules read aloud, in pieces, also while they are put together: with gaps for what is not there yet."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from plutomi.domain.rules.surroundings import Surroundings
from plutomi.errors import Invalid
from plutomi.models.rule import MAX_RULE_NAME
from plutomi.rules import conditions
from plutomi.rules.conditions import Tree
from plutomi.rules.engine import as_cel, sentences
from plutomi.rules.engine.actions import KINDS, MAX_ACTIONS, Action, read_actions
from plutomi.rules.engine.rule import Written
from plutomi.rules.engine.sentences import Names, Part
from plutomi.rules.engine.source import MAX_SOURCE
from plutomi.rules.engine.triggers import When, read_when

GAP = Part("…")
Piece = list[Any]  # words, and whether they are a name


@dataclass(frozen=True, slots=True)
class Draft:
    """What can be read so far of a rule that is put together."""

    when: When | None
    condition: Tree | None
    expression: str
    actions: tuple[Action | Part, ...]
    is_whole: bool = True


def names_of(near: Surroundings) -> Names:
    """What everything is called there."""
    return Names(
        stages={one.id: one.name for one in near.stages}
        | {one.id: f"{one.name} ({one.opening})" for one in near.elsewhere},
        questions={question.key: question.title for question, _ in near.asked},
        labels={one.id: one.name for one in near.labels},
        users={one.id: one.name for one in near.members},
        templates={one.id: one.name for one in near.templates},
    )


def draft_of(raw: Mapping[str, Any]) -> Draft:
    """As much as there is; what cannot be taken is left out."""
    ignored: dict[str, str] = {}
    then = raw.get("then")
    listed = then[:MAX_ACTIONS] if isinstance(then, list) else []
    each = [(read_actions([one], "then", ignored) or (_begun(one),))[0] for one in listed]
    expression, condition = raw.get("expression"), raw.get("if")
    return Draft(
        read_when(raw.get("when"), "when", ignored),
        _tree(condition),
        expression[:MAX_SOURCE] if isinstance(expression, str) else "",
        tuple(each),
        is_whole=not condition or _parsed(condition) is not None,
    )


def told(draft: Draft, names: Names, here: UUID | None) -> list[Piece]:
    """The sentence; `here` is the stage it belongs to, None for any."""
    if draft.when is None:
        parts = [Part("When "), GAP]
    else:
        when = Written(draft.when, draft.condition, draft.expression, ())
        parts = list(sentences.said(when, replace(names, here=here)))
    if not draft.is_whole:
        parts.append(Part(" …" if draft.condition else ", if …"))
    last = len(draft.actions) - 1
    for at, action in enumerate(draft.actions):
        parts += [Part(", then " if at and at == last else ", "), *_does(action, names)]
    return pieces(parts if parts[-1].text.endswith(GAP.text) else [*parts, Part(".")])


def written(rule: Written, names: Names, here: UUID | None) -> list[Piece]:
    """The sentence of a rule that is kept."""
    return pieces([*sentences.said(rule, replace(names, here=here)), Part(".")])


def pieces(parts: Sequence[Part]) -> list[Piece]:
    """Each with whether it is a name; plain words beside each other as one."""
    said: list[Piece] = []
    for part in parts:
        if said and part.kind == "text" and not said[-1][1]:
            said[-1] = [said[-1][0] + part.text, False]
        else:
            said.append([part.text, part.kind != "text"])
    return said


def name_of(said: Sequence[Piece]) -> str:
    """A name for a rule that was given none: its sentence, cut where it is long."""
    words = "".join(words for words, _ in said).removesuffix(".")
    return words if len(words) <= MAX_RULE_NAME else words[: MAX_RULE_NAME - 1].rstrip() + "…"


def cel_of(tree: Tree | None) -> str:
    return as_cel.as_cel(tree) if tree is not None else ""


def _does(action: Action | Part, names: Names) -> list[Part]:
    return [action] if isinstance(action, Part) else sentences.does(action, names)


def _begun(raw: Any) -> Part:
    """An action of which something is still missing."""
    kind = KINDS.get(str(raw.get("kind"))) if isinstance(raw, Mapping) else None
    if kind is None:
        return GAP
    return Part(re.sub(r"{\w+}", GAP.text, kind.words(SimpleNamespace(tell=raw.get("tell") is True, user_ids=()))))


def _tree(raw: Any, depth: int = 1) -> Tree | None:
    """As much of a condition as can be read."""
    kind = next((one for one in conditions.GROUPS if isinstance(raw, Mapping) and isinstance(raw.get(one), list)), "")
    if not kind or depth >= conditions.MAX_DEPTH:
        return _parsed(raw)
    parts = [part for one in raw[kind][: conditions.MAX_CONDITIONS] if (part := _tree(one, depth + 1))]
    return conditions.Group(kind, tuple(parts)) if parts else None


def _parsed(raw: Any) -> Tree | None:
    try:
        return conditions.parse(raw, "if") if raw else None
    except Invalid:
        return None
