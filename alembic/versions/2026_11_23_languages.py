"""Orgs say what they write in; applicants remember what they applied in.

Revision ID: languages
Revises: signs
"""

import sqlalchemy as sa
from alembic import op

revision = "languages"
down_revision = "signs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("org", sa.Column("language", sa.String(), server_default="en", nullable=False))
    op.add_column("applicant", sa.Column("locale", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("applicant", "locale")
    op.drop_column("org", "language")
