"""Applicants are found by their phone, to tell who applies twice.

Revision ID: phones
Revises: awaited
"""

import sqlalchemy as sa
from alembic import op

revision = "phones"
down_revision = "awaited"
branch_labels = None
depends_on = None


def upgrade() -> None:
    where = sa.text("phone <> ''")
    op.create_index("applicant_phone", "applicant", ["org_id", "phone"], unique=False, postgresql_where=where)


def downgrade() -> None:
    op.drop_index("applicant_phone", table_name="applicant")
