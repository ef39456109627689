"""Pictures that anybody may see: logos and covers, small, known by what is in them."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from plutomi.models.base import Dated, Owned, in_org

MAX_BYTES = 256 * 1024  # of a picture as kept; what is uploaded may be larger


class Picture(Owned, Dated, table=True):
    """A logo or cover as WebP, made anew from what was uploaded."""

    __table_args__ = (
        in_org(),
        UniqueConstraint("org_id", "sha256", name="picture_once"),
        CheckConstraint(f"octet_length(content) <= {MAX_BYTES}", name="picture_small"),
    )
    sha256: str = Field(max_length=64)
    width: int
    height: int
    content: bytes
