"""signs: labels, who looks after an applicant, letters' templates, rejections and deadlines

Revision ID: signs
Revises: rules
"""

import sqlalchemy as sa
from alembic import op

revision = "signs"
down_revision = "rules"
branch_labels = None
depends_on = None

APP_ROLE = "plutomi_app"
IN_ORG = "org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)"
MOMENT = {"type_": sa.DateTime(timezone=True), "nullable": True}


def upgrade() -> None:
    make_labels()
    make_templates()
    op.add_column("membership", sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("applicant", sa.Column("rejected_at", **MOMENT))
    op.add_column("applicant", sa.Column("rejected_for", sa.String(), nullable=False, server_default=""))
    op.add_column("placement", sa.Column("deadline_at", **MOMENT))
    op.add_column("applicant", sa.Column("assignee_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        "applicant_assignee", "applicant", "membership", ["org_id", "assignee_id"], ["org_id", "user_id"],
        ondelete="SET NULL (assignee_id)",
    )  # fmt: skip
    op.create_index(
        "applicant_assigned", "applicant", ["org_id", "assignee_id", "id"],
        postgresql_where=sa.text("assignee_id is not null"),
    )  # fmt: skip


def downgrade() -> None:
    raise NotImplementedError("labels and templates would be lost")


def make_labels() -> None:
    op.create_table(
        "label",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("color", sa.String(length=7), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("org_id", "id"),
        sa.UniqueConstraint("org_id", "name_key", name="label_name"),
        sa.UniqueConstraint("org_id", "number", name="label_number"),
    )
    op.create_table(
        "applicant_label",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("applicant_id", sa.Uuid(), nullable=False),
        sa.Column("label_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["org_id", "applicant_id"], ["applicant.org_id", "applicant.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["org_id", "label_id"], ["label.org_id", "label.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("org_id", "applicant_id", "label_id"),
    )
    op.create_index("applicant_label_label", "applicant_label", ["org_id", "label_id", "applicant_id"])
    build_wall("label")
    build_wall("applicant_label")


def make_templates() -> None:
    op.create_table(
        "email_template",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("opening_id", sa.Uuid(), nullable=True),
        sa.Column("stage_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["org.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["org_id", "opening_id"], ["opening.org_id", "opening.id"], ondelete="SET NULL (opening_id)"
        ),
        sa.ForeignKeyConstraint(["org_id", "stage_id"], ["stage.org_id", "stage.id"], ondelete="SET NULL (stage_id)"),
        sa.PrimaryKeyConstraint("org_id", "id"),
        sa.UniqueConstraint("org_id", "name_key", name="email_template_name"),
    )
    op.create_index("email_template_opening", "email_template", ["org_id", "opening_id"])
    op.create_index("email_template_stage", "email_template", ["org_id", "stage_id"])
    build_wall("email_template")


def build_wall(table: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy in_org on {table} using ({IN_ORG}) with check ({IN_ORG})")
    op.execute(f"grant select, insert, update, delete on {table} to {APP_ROLE}")
