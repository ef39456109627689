"""Styles of orgs, openings and stages, and the pictures they show.

Revision ID: styles
Revises: widget
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "styles"
down_revision = "widget"
branch_labels = None
depends_on = None

IN_ORG = "org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)"
APP_ROLE = "plutomi_app"


def upgrade() -> None:
    for table in ("org", "opening", "stage"):
        style = sa.Column("style", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False)
        op.add_column(table, style)
    op.create_table(
        "picture",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("octet_length(content) <= 262144", name="picture_small"),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("org_id", "id"),
        sa.UniqueConstraint("org_id", "sha256", name="picture_once"),
    )
    # WebP is compressed already: trying again would only cost time.
    op.execute("alter table picture alter column content set storage external")
    op.execute("alter table picture enable row level security")
    op.execute("alter table picture force row level security")
    op.execute(f"create policy in_org on picture using ({IN_ORG}) with check ({IN_ORG})")
    op.execute(f"grant select, insert, delete on picture to {APP_ROLE}")


def downgrade() -> None:
    op.drop_table("picture")
    for table in ("stage", "opening", "org"):
        op.drop_column(table, "style")
