"""Labels: an org's own words on applicants, each in a colour."""

from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from plutomi.models.base import Dated, InOrg, Owned, belongs_to, in_org
from plutomi.models.color import read_color, words_on

MAX_NAME, MAX_LABELS, MAX_WORN = 40, 200, 10


class Label(Owned, Dated, table=True):
    """`name_key` is the name as compared; `number` is how boards, which must be light, call it."""

    __table_args__ = (
        in_org(),
        UniqueConstraint("org_id", "name_key", name="label_name"),
        UniqueConstraint("org_id", "number", name="label_number"),
    )
    number: int
    name: str = Field(max_length=MAX_NAME)
    name_key: str
    color: str = Field(max_length=7)

    @property
    def ink(self) -> str:
        """The colour of words on it: black or white, whichever is read better."""
        return str(words_on(read_color(self.color)))


class ApplicantLabel(InOrg, table=True):
    """That an applicant carries a label."""

    __tablename__ = "applicant_label"
    __table_args__ = (
        belongs_to("applicant", "applicant_id"),
        belongs_to("label", "label_id"),
        Index("applicant_label_label", "org_id", "label_id", "applicant_id"),
    )
    applicant_id: UUID = Field(primary_key=True)
    label_id: UUID = Field(primary_key=True)
