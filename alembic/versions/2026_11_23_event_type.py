"""Rare events are found by their type.

Revision ID: event_type
Revises: parking
"""

import sqlalchemy as sa
from alembic import op

revision = "event_type"
down_revision = "parking"
branch_labels = None
depends_on = None

RARE = "type not in ('applicant.applied', 'applicant.moved', 'applicant.ranked', 'applicant.submitted')"


def upgrade() -> None:
    op.create_index("event_type", "event", ["org_id", "type", "id"], postgresql_where=sa.text(RARE))


def downgrade() -> None:
    op.drop_index("event_type", "event")
