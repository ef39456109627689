"""Kinds of questions: versions, limits, shared options, sections, and the settings of each use.

Revision ID: kinds
Revises: house
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "kinds"
down_revision = "house"
branch_labels = None
depends_on = None

IN_ORG = "org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)"
APP_ROLE = "plutomi_app"
JSON = postgresql.JSONB(astext_type=sa.Text())


def upgrade() -> None:
    make_option_lists()
    make_sections()
    for table in ("option_list", "section"):
        wall(table)
    widen()
    op.create_foreign_key(
        None, "question", "option_list", ["org_id", "option_list_id"], ["org_id", "id"], ondelete="NO ACTION"
    )
    op.create_index("question_option_list", "question", ["org_id", "option_list_id"])
    op.create_foreign_key(
        "stage_question_section",
        "stage_question",
        "section",
        ["org_id", "section_id"],
        ["org_id", "id"],
        ondelete="SET NULL (section_id)",
    )
    op.create_index("stage_question_in_section", "stage_question", ["org_id", "section_id"])


def downgrade() -> None:
    raise NotImplementedError("answers of these kinds would be lost")


def make_option_lists() -> None:
    op.create_table(
        "option_list",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("options", JSON, nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("org_id", "id"),
        sa.UniqueConstraint("org_id", "name", name="option_list_name"),
    )


def make_sections() -> None:
    op.create_table(
        "section",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("show_if", JSON, nullable=True),
        sa.ForeignKeyConstraint(["org_id", "stage_id"], ["stage.org_id", "stage.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("org_id", "id"),
        sa.UniqueConstraint(
            "org_id", "stage_id", "position", deferrable=True, initially="DEFERRED", name="section_order"
        ),
    )


def widen() -> None:
    """The new columns; what is there gets their first values, and no default stays behind."""
    add("question", "option_list_id", sa.Uuid())
    add("question", "limits", JSON, "{}")
    add("question", "version", sa.Integer(), "1")
    add("stage_question", "section_id", sa.Uuid())
    for text in ("help", "placeholder", "prefill"):
        add("stage_question", text, sa.String(), "")
    for flag in ("is_hidden", "is_secure"):
        add("stage_question", flag, sa.Boolean(), "false")
    add("stage_question", "show_if", JSON)
    add("answer", "version", sa.Integer(), "1")
    add("answer", "is_secure", sa.Boolean(), "false")


def add(table: str, name: str, type: sa.types.TypeEngine, first: str | None = None) -> None:
    op.add_column(table, sa.Column(name, type, nullable=first is None, server_default=first))
    if first is not None:
        op.alter_column(table, name, server_default=None)


def wall(table: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy in_org on {table} using ({IN_ORG}) with check ({IN_ORG})")
    op.execute(f"grant select, insert, update, delete on {table} to {APP_ROLE}")
