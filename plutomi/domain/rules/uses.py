"""What rules point to: looked for when one is written, asked about before any of it goes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.domain.actors import Actor
from plutomi.domain.events import record
from plutomi.domain.rules import reading, versions
from plutomi.errors import Invalid, UsedByRules
from plutomi.models import EmailTemplate, Label, Membership, Question, Rule, RuleUse, Stage
from plutomi.rules.engine import actions
from plutomi.rules.engine.rule import Written
from plutomi.rules.engine.uses import Use, uses

NAMED = 3  # rules, in words
WORDS = {
    "stage": "There is no such stage.",
    "question": "There is no question with the key “{}”.",
    "label": "There is no such label.",
    "user": "There is no such member.",
    "template": "There is no such template.",
}
# By what a rule names them, and by what they are kept.
TARGETS: dict[str, tuple[Any, Any]] = {
    "stage": (col(Stage.id), col(Stage.id)),
    "question": (col(Question.key), col(Question.id)),
    "label": (col(Label.id), col(Label.id)),
    "template": (col(EmailTemplate.id), col(EmailTemplate.id)),
    "user": (col(Membership.user_id), col(Membership.user_id)),
}


async def targets_of(session: AsyncSession, org_id: UUID, written: Written) -> set[tuple[str, UUID]]:
    """What the rule points to, by kind and id; Invalid at the places that name what the org has not."""
    named = uses(written)
    found: dict[Use, UUID] = {}
    for kind in sorted({kind for kind, _ in named}):
        wanted = [name for of, name in named if of == kind]
        found |= {(kind, name): id for name, id in (await _found(session, org_id, kind, wanted)).items()}
    # An id that stands in an expression may be a label's or a member's, or just a text.
    certain = uses(replace(written, expression=""))
    gone = {use for use in named - found.keys() if use in certain or use[0] in ("question", "stage")}
    if gone:
        raise Invalid({_place(written, use): WORDS[use[0]].format(use[1]) for use in gone})
    return {(kind, id) for (kind, _), id in found.items()}


async def questions_of(session: AsyncSession, org_id: UUID) -> dict[str, str]:
    """The types of the bank's questions by key: what rules may look at."""
    here = (col(Question.org_id) == org_id, col(Question.archived_at).is_(None))
    return dict((await session.execute(select(col(Question.key), col(Question.type)).where(*here))).all())


async def keep(session: AsyncSession, rule: Rule, targets: Iterable[tuple[str, UUID]]) -> None:
    """Remember what a rule points to now."""
    ours = (col(RuleUse.org_id) == rule.org_id, col(RuleUse.rule_id) == rule.id)
    await session.execute(delete(RuleUse).where(*ours).execution_options(synchronize_session="fetch"))
    session.add_all(RuleUse(org_id=rule.org_id, rule_id=rule.id, kind=kind, target_id=id) for kind, id in targets)


async def release(session: AsyncSession, actor: Actor, kind: str, id: UUID, name: str, *, is_forced: bool) -> None:
    """Something goes that rules may use: UsedByRules names them. With `is_forced` they stand still from now on.

    Rules of a stage that goes do not count: they go with it.
    """
    rules = await _using(session, actor.org_id, kind, [id])
    rules = [rule for rule in rules if kind != "stage" or rule.stage_id != id]
    if rules and not is_forced:
        raise UsedByRules(_words(rules))
    await _stop_all(session, actor, rules, name)


async def release_opening(session: AsyncSession, actor: Actor, opening_id: UUID, name: str, *, is_forced: bool) -> None:
    """The same of an opening with all its stages: rules of other openings may lead there."""
    stages = select(col(Stage.id)).where(col(Stage.org_id) == actor.org_id, col(Stage.opening_id) == opening_id)
    rules = await _using(session, actor.org_id, "stage", stages)
    rules = [rule for rule in rules if rule.opening_id != opening_id]
    if rules and not is_forced:
        raise UsedByRules(_words(rules))
    await _stop_all(session, actor, rules, name)


async def _using(session: AsyncSession, org_id: UUID, kind: str, ids: Any) -> Sequence[Rule]:
    of_these = select(col(RuleUse.rule_id)).where(
        col(RuleUse.org_id) == org_id, col(RuleUse.kind) == kind, col(RuleUse.target_id).in_(ids)
    )
    found = select(Rule).where(col(Rule.org_id) == org_id, col(Rule.id).in_(of_these))
    return (await session.execute(found.order_by(col(Rule.name), col(Rule.id)))).scalars().all()


async def _stop_all(session: AsyncSession, actor: Actor, rules: Sequence[Rule], name: str) -> None:
    for rule in rules:
        await _stop(session, actor, rule, f"“{name}”, which it points to, was deleted.")


async def _stop(session: AsyncSession, actor: Actor, rule: Rule, why: str) -> None:
    rule.broken = why
    is_timed = reading.is_timer(rule)
    await versions.renew(session, actor.org_id, rule.opening_id, rule.stage_id, is_timed)
    data = {"name": rule.name, "broken": why}
    record(session, actor, "rule.changed", rule.id, opening_id=rule.opening_id, data=data)


async def _found(session: AsyncSession, org_id: UUID, kind: str, names: list[Any]) -> dict[Any, UUID]:
    """Those there are, held until the rule is kept."""
    if kind not in TARGETS:
        return {}
    name, id = TARGETS[kind]
    found = select(name, id).where(name.table.c.org_id == org_id, name.in_(names))
    if kind == "question":
        found = found.where(col(Question.archived_at).is_(None))
    return {one[0]: one[1] for one in await session.execute(found.with_for_update(read=True, key_share=True))}


def _place(written: Written, use: Use) -> str:
    """The field that names it."""
    kind, name = use
    if kind == "question" and name in written.when.questions_read:
        return "when.questions" if hasattr(written.when, "questions") else "when.question"
    if kind == "label" and getattr(written.when, "label_id", None) == name:
        return "when.label_id"
    for at, action in enumerate(written.actions):
        if name in actions.stages_of(action):
            return f"then.{at}.stage_id" if action.kind == "move" else f"then.{at}.among"
        for field in (f"{kind}_id", f"{kind}_ids"):
            held = getattr(action, field, ())
            if held == name or (isinstance(held, tuple) and name in held):
                return f"then.{at}.{field}"
    return "expression" if written.expression else "if"


def _words(rules: Sequence[Rule]) -> str:
    *named, last = [f"“{rule.name}”" for rule in rules[:NAMED]] + [f"{len(rules) - NAMED} more"] * (len(rules) > NAMED)
    if not named:
        return f"The rule {last} uses this."
    return f"The rules {', '.join(named)} and {last} use this."
