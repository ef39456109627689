"""The widget: sites that may show an opening's form, receipts of what has arrived, submissions held back.

Revision ID: widget
Revises: kinds
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "widget"
down_revision = "kinds"
branch_labels = None
depends_on = None

IN_ORG = "org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)"
APP_ROLE = "plutomi_app"
JSON = postgresql.JSONB(astext_type=sa.Text())


def upgrade() -> None:
    op.add_column("opening", sa.Column("sites", JSON, nullable=False, server_default="[]"))
    op.alter_column("opening", "sites", server_default=None)
    make_receipts()
    make_held()


def downgrade() -> None:
    op.drop_table("held")
    op.drop_table("receipt")
    op.drop_column("opening", "sites")


def make_receipts() -> None:
    """Of no org: digests alone, that say nothing to anybody who has not sent the very same."""
    op.create_table(
        "receipt",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("ix_receipt_at", "receipt", ["at"])
    op.execute(f"grant select, insert, delete on receipt to {APP_ROLE}")


def make_held() -> None:
    op.create_table(
        "held",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("opening_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("given", JSON, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ip", sa.String(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["org_id", "opening_id"], ["opening.org_id", "opening.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("org_id", "id"),
    )
    op.create_index("held_opening", "held", ["org_id", "opening_id", "id"])
    op.execute("alter table held enable row level security")
    op.execute("alter table held force row level security")
    op.execute(f"create policy in_org on held using ({IN_ORG}) with check ({IN_ORG})")
    op.execute(f"grant select, insert, update, delete on held to {APP_ROLE}")
