"""Openings say when they changed, for sitemaps and feeds.

Revision ID: seen
Revises: files
"""

import sqlalchemy as sa
from alembic import op

revision = "seen"
down_revision = "files"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())
    op.add_column("opening", moment)
    op.alter_column("opening", "changed_at", server_default=None)


def downgrade() -> None:
    op.drop_column("opening", "changed_at")
