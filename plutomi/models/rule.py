"""Rules of a stage, or of its opening: what happens by itself, when and if."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from plutomi.models.base import Dated, InOrg, Owned, belongs_to, document, maybe_document, moment

MAX_RULE_NAME, MAX_RULES_OF_ORG = 100, 10_000


class Rule(Owned, Dated, table=True):
    """When, if, then (rules/engine/); without a stage it is of every stage of its opening.

    `version` grows with each change of what it does; an `expression` stands in a condition's place; a rule that is
    `broken` stands still, for what these words say.
    """

    __table_args__ = (
        belongs_to("opening", "opening_id"),
        belongs_to("stage", "stage_id"),
        UniqueConstraint(
            "org_id", "opening_id", "stage_id", "position", name="rule_order", deferrable=True, initially="DEFERRED",
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("condition is null or expression = ''", name="rule_condition"),
        Index("rule_stage", "org_id", "stage_id"),
    )  # fmt: skip
    opening_id: UUID
    stage_id: UUID | None = None
    position: int
    name: str = Field(max_length=MAX_RULE_NAME)
    is_on: bool = True
    version: int = 1
    changed_at: datetime = moment()
    when: dict[str, Any] = document()
    condition: dict[str, Any] | None = maybe_document()
    expression: str = ""
    then: list[dict[str, Any]] = document(list)
    broken: str = ""

    @property
    def runs(self) -> bool:
        return self.is_on and not self.broken


class RuleUse(InOrg, table=True):
    """What a rule points to, so that nobody deletes it without being asked."""

    __tablename__ = "rule_use"
    __table_args__ = (
        belongs_to("rule", "rule_id"),
        CheckConstraint("kind in ('stage', 'question', 'label', 'user', 'template')", name="rule_use_kind"),
        Index("rule_use_target", "org_id", "kind", "target_id"),
    )
    rule_id: UUID = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    target_id: UUID = Field(primary_key=True)
