"""Rules made, changed, switched on and off, deleted; read whole or refused by field, never the half of one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete as delete_from
from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from plutomi.clock import now
from plutomi.domain import fields
from plutomi.domain.actors import Actor, admit
from plutomi.domain.events import record
from plutomi.domain.rules import circles, reading, uses, versions
from plutomi.domain.rules.ordering import hold_parent
from plutomi.domain.siblings import insert_at, renumber
from plutomi.errors import Conflict, Invalid, NotFound, TooMany
from plutomi.ids import new_id
from plutomi.models import Rule, Stage
from plutomi.models.rule import MAX_RULE_NAME, MAX_RULES_OF_ORG
from plutomi.rules.engine import rule as engine
from plutomi.rules.engine.rule import Written

SAID = ("when", "if", "expression", "then")


async def create(
    session: AsyncSession,
    actor: Actor,
    opening_id: UUID,
    stage_id: UUID | None = None,
    *,
    name: Any,
    position: int | None = None,
    is_on: bool = True,
    **said: Any,
) -> Rule:
    """A new rule of a stage, or without one of the whole opening; `said` holds when, if, expression and then.

    Invalid by field (`name`, `when.amount`, `then.1.stage_id`), and where it closes a circle without end; TooMany.
    """
    await admit(session, actor)
    await versions.hold(session, actor.org_id)
    await hold_parent(session, actor.org_id, opening_id, stage_id)
    if stage_id is not None:
        await _check_stage(session, actor, opening_id, stage_id)
    await check_number(session, actor.org_id)
    title, written = _read(name, said, await uses.questions_of(session, actor.org_id))
    targets = await uses.targets_of(session, actor.org_id, written)
    rule = Rule(org_id=actor.org_id, id=new_id(), opening_id=opening_id, stage_id=stage_id, position=0, name=title)
    _write(rule, written)
    rule.is_on = is_on
    insert_at(await reading.in_order(session, actor.org_id, opening_id, stage_id), rule, position)
    session.add(rule)
    await session.flush()
    await _settle(session, rule, written.when.is_timer)
    await uses.keep(session, rule, targets)
    place = {"stage_id": stage_id and str(stage_id), "position": rule.position, "is_on": is_on}
    _record(session, actor, "rule.created", rule, place | reading.said(rule))
    return rule


async def change(session: AsyncSession, actor: Actor, id: UUID, version: int, **given: Any) -> Rule:
    """Change `name` or what it says; what is not given stays. Conflict when `version` is not the present one.

    It holds for those who are waiting, too; but what it did to somebody in a stay it does not do again.
    """
    await admit(session, actor)
    rule = await _held(session, actor, id, version)
    before = reading.said(rule)
    said = before | {key: given[key] for key in SAID if key in given}
    title, written = _read(given.get("name", rule.name), said, await uses.questions_of(session, actor.org_id))
    targets = await uses.targets_of(session, actor.org_id, written)
    is_timed = reading.is_timer(rule) or written.when.is_timer
    is_renamed, rule.name = title != rule.name, title
    _write(rule, written)
    is_other = reading.said(rule) != before or bool(rule.broken)
    rule.broken = ""
    if is_other:
        await _renew(session, rule, is_timed)
        await uses.keep(session, rule, targets)
    if is_other or is_renamed:
        _record(session, actor, "rule.changed", rule, {"version": rule.version, "from": before} | reading.said(rule))
    return rule


async def switch(session: AsyncSession, actor: Actor, id: UUID, is_on: bool) -> Rule:
    """Switch a rule on or off: from this moment on, for those who are waiting, too."""
    await admit(session, actor)
    rule = await _held(session, actor, id)
    if rule.is_on != is_on:
        rule.is_on = is_on
        await _renew(session, rule, reading.is_timer(rule))
        _record(session, actor, "rule.switched", rule, {"is_on": is_on, "version": rule.version})
    return rule


async def delete(session: AsyncSession, actor: Actor, id: UUID) -> None:
    await admit(session, actor)
    rule = await _held(session, actor, id)
    others = await reading.in_order(session, actor.org_id, rule.opening_id, rule.stage_id)
    await session.execute(delete_from(Rule).where(col(Rule.org_id) == actor.org_id, col(Rule.id) == id))
    session.expunge(rule)
    renumber([one for one in others if one.id != id])
    await versions.renew(session, actor.org_id, rule.opening_id, rule.stage_id, reading.is_timer(rule))
    _record(session, actor, "rule.deleted", rule, reading.said(rule))


async def _held(session: AsyncSession, actor: Actor, id: UUID, version: int | None = None) -> Rule:
    """A rule, locked with its siblings and read anew."""
    await versions.hold(session, actor.org_id)
    rule = await reading.find(session, actor.org_id, id)
    await hold_parent(session, actor.org_id, rule.opening_id, rule.stage_id)
    if version is not None and version != rule.version:
        raise Conflict("Somebody has changed this rule in the meantime. Please look again.")
    return rule


def _read(name: Any, said: Mapping[str, Any], questions: Mapping[str, str]) -> tuple[str, Written]:
    """Its name and what it says; every wrong field named at once."""
    errors: dict[str, str] = {}
    title, written = "", None
    try:
        title = fields.read({"name": lambda: fields.line(name, MAX_RULE_NAME, "Give the rule a name.")})["name"]
    except Invalid as refusal:
        errors |= refusal.errors
    try:
        written = engine.read(said, questions)
    except Invalid as refusal:
        errors |= refusal.errors
    if errors or written is None:
        raise Invalid(errors)
    return title, written


def _write(rule: Rule, written: Written) -> None:
    said = engine.dump(written)
    rule.when, rule.condition, rule.expression, rule.then = (said[key] for key in SAID)


async def _renew(session: AsyncSession, rule: Rule, is_timed: bool) -> None:
    rule.version, rule.changed_at = rule.version + 1, now()
    await session.flush()
    await _settle(session, rule, is_timed)


async def _settle(session: AsyncSession, rule: Rule, is_timed: bool) -> None:
    """Let it hold, unless it closes a circle without end."""
    await circles.refuse(session, rule)
    await versions.renew(session, rule.org_id, rule.opening_id, rule.stage_id, is_timed)


async def _check_stage(session: AsyncSession, actor: Actor, opening_id: UUID, stage_id: UUID) -> None:
    stage = await session.get_one(Stage, (actor.org_id, stage_id))
    if stage.opening_id != opening_id:
        raise NotFound


async def check_number(session: AsyncSession, org_id: UUID, more: int = 1) -> None:
    """TooMany when the org cannot have so many more rules."""
    many = select(func.count()).select_from(Rule).where(col(Rule.org_id) == org_id)
    if (await session.execute(many)).scalar_one() + more > MAX_RULES_OF_ORG:
        raise TooMany(f"An organization can have at most {MAX_RULES_OF_ORG:,} rules.")


def _record(session: AsyncSession, actor: Actor, type: str, rule: Rule, data: dict[str, Any]) -> None:
    record(session, actor, type, rule.id, opening_id=rule.opening_id, data={"name": rule.name} | data)
