"""Applicants remember the time zone they were in.

Revision ID: zones
Revises: languages
"""

import sqlalchemy as sa
from alembic import op

revision = "zones"
down_revision = "languages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("applicant", sa.Column("time_zone", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("applicant", "time_zone")
