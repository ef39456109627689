"""Rules as their list shows them: by stage, each as its sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from plutomi.domain.rules import reading
from plutomi.domain.rules.surroundings import Surroundings
from plutomi.domain.rules.tallies import Tally
from plutomi.errors import Invalid
from plutomi.models import Rule
from plutomi.rules.engine.sentences import Names
from plutomi.state.rules.runs import in_words
from plutomi.state.rules.words import Piece, name_of, names_of, written

Item = dict[str, Any]
ANY = "any"  # what stands for any stage when it is unfolded


@dataclass
class Group:
    """A stage with its own rules; without an id, those of any stage. Folded, it has none of its `many` in `rows`."""

    id: str
    name: str
    onward: str
    many: int
    rows: list[Item]


def groups_of(
    near: Surroundings,
    rules: Sequence[Rule],
    counts: Mapping[UUID | None, int],
    did: Mapping[UUID, Tally],
    unfolded: str | None,
) -> list[Group]:
    """Every stage in order, then any stage; of all rules, or only of the group `unfolded`."""
    names = names_of(near)
    by: dict[UUID | None, list[Rule]] = {}
    for rule in rules:
        by.setdefault(rule.stage_id, []).append(rule)
    groups = []
    for stage in (*near.stages, None):
        id = stage.id if stage else None
        key, mine = str(id or ""), by.get(id, [])
        is_folded = unfolded not in (None, key or ANY)
        rows = [] if is_folded else [item_of(rule, names, did.get(rule.id)) for rule in mine]
        onward = names.stages.get(stage.next_stage_id, "") if stage and stage.next_stage_id else ""
        groups.append(Group(key, stage.name if stage else "Any stage", onward, counts.get(id, 0), rows))
    return groups


def item_of(rule: Rule, names: Names, did: Tally | None = None) -> Item:
    """A rule for the sortable list: its sentence, and its name if it was given one."""
    said = sentence_of(rule, names)
    is_named = rule.name != name_of(said)
    return {
        "id": str(rule.id),
        "label": rule.name,
        "title": rule.name if is_named else "",
        "parts": said,
        "is_on": rule.is_on,
        "detail": in_words(did),
        "wrong": f"Stands still: {rule.broken}" if rule.broken else "",
    }


def sentence_of(rule: Rule, names: Names) -> list[Piece]:
    try:
        return written(reading.compiled(rule), names, rule.stage_id)
    except Invalid:  # written before something was forbidden
        return [[rule.name, False]]
