"""Files that stand in somebody's draft are waited for.

Revision ID: awaited
Revises: zones
"""

import sqlalchemy as sa
from alembic import op

revision = "awaited"
down_revision = "zones"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("file", sa.Column("awaited_by", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("file", "awaited_by")
