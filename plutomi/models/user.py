"""People who log in, the orgs they belong to, their sessions and login links."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlmodel import Field

from plutomi.ids import new_id
from plutomi.models.base import Dated, InOrg, in_org, maybe_moment, moment, with_default

OWNER = "owner"
MAX_NAME = 200


class User(Dated, table=True):
    """Someone who works with openings; `email_key` is the address as compared, unique over all orgs."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    email: str
    email_key: str = Field(unique=True)
    name: str = ""


class Membership(InOrg, Dated, table=True):
    """One user's place in one org; who has the lowest `turn` of several is the next to be given an applicant."""

    __table_args__ = (
        in_org(),
        CheckConstraint("role in ('owner')", name="membership_role"),
        Index("membership_user", "user_id"),
    )
    user_id: UUID = Field(sa_column_args=[ForeignKey("user.id", ondelete="CASCADE")], primary_key=True)
    role: str = OWNER
    turn: int = with_default(0)


class Session(Dated, table=True):
    """A browser somebody is logged in with; the cookie's digest, never the cookie."""

    __table_args__ = (
        ForeignKeyConstraint(["user_id"], ["user.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["org_id"], ["org.id"], ondelete="SET NULL"),
        Index("session_user", "user_id"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    token_digest: bytes = Field(unique=True)
    user_id: UUID
    org_id: UUID | None = None
    ip: str = ""
    user_agent: str = ""
    last_seen_at: datetime = moment()
    expires_at: datetime = moment()
    revoked_at: datetime | None = maybe_moment()


class LoginLink(Dated, table=True):
    """A login link that was asked for; its id is the token's `jti`, used once."""

    __tablename__ = "login_link"
    __table_args__ = (Index("login_link_email", "email_key", "created_at"), Index("login_link_ip", "ip", "created_at"))
    id: UUID = Field(default_factory=new_id, primary_key=True)
    email_key: str
    ip: str = ""
    used_at: datetime | None = maybe_moment()
