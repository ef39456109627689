"""Email templates: letters written once, for many."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from plutomi.models.base import Dated, Owned, belongs_to, in_org, moment

MAX_NAME, MAX_TEMPLATES = 100, 500


class EmailTemplate(Owned, Dated, table=True):
    """A letter with names to fill in (rules/letters.py). Without an opening it is for all of them."""

    __tablename__ = "email_template"
    __table_args__ = (
        in_org(),
        belongs_to("opening", "opening_id", ondelete="SET NULL (opening_id)"),
        belongs_to("stage", "stage_id", ondelete="SET NULL (stage_id)"),
        UniqueConstraint("org_id", "name_key", name="email_template_name"),
        Index("email_template_opening", "org_id", "opening_id"),
        Index("email_template_stage", "org_id", "stage_id"),
    )
    opening_id: UUID | None = None
    stage_id: UUID | None = None
    name: str = Field(max_length=MAX_NAME)
    name_key: str
    subject: str
    body: str
    changed_at: datetime = moment()
