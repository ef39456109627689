"""Receipts know what was sent apart from its key, and what came of it.

Revision ID: receipts
Revises: unsent
"""

import sqlalchemy as sa
from alembic import op

revision = "receipts"
down_revision = "unsent"
branch_labels = None
depends_on = None

APP_ROLE = "plutomi_app"


def upgrade() -> None:
    op.execute("delete from receipt")  # their digests mix both; what they keep from counting twice is of a day at most
    op.add_column("receipt", sa.Column("content", sa.LargeBinary(), nullable=False))
    op.add_column("receipt", sa.Column("made", sa.Uuid(), nullable=True))
    op.execute(f"grant update on receipt to {APP_ROLE}")


def downgrade() -> None:
    op.execute("delete from receipt")
    op.execute(f"revoke update on receipt from {APP_ROLE}")
    op.drop_column("receipt", "made")
    op.drop_column("receipt", "content")
