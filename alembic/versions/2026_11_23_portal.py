"""The portal: drafts, reasons to withdraw, applying again, messages seen.

Revision ID: portal
Revises: event_type
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "portal"
down_revision = "event_type"
branch_labels = None
depends_on = None

IN_ORG = "org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)"
GATEWAY_ROLE, APP_ROLE = "plutomi_gate", "plutomi_app"
SIGNATURE = "orgs_with_drafts(timestamptz)"
OLD = """
create function orgs_with_drafts(before timestamptz) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select d.org_id from public.draft d where d.saved_at < before
  union select b.org_id from public.beginning b where b.saved_at < before
$$
"""


def upgrade() -> None:
    make_tables()
    for table in ("draft", "beginning"):
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy in_org on {table} using ({IN_ORG}) with check ({IN_ORG})")
        op.execute(f"create policy gate on {table} for select to {GATEWAY_ROLE} using (true)")
        op.execute(f"grant select, insert, update, delete on {table} to {APP_ROLE}")
        op.execute(f"grant select on {table} to {GATEWAY_ROLE}")
    make_gate()


def downgrade() -> None:
    raise NotImplementedError("what was typed would be lost")


def make_gate() -> None:
    """The one look across the wall: which orgs have old drafts."""
    op.execute(f"grant create on schema public to {GATEWAY_ROLE}")
    op.execute(OLD)
    op.execute(f"alter function {SIGNATURE} owner to {GATEWAY_ROLE}")
    op.execute(f"set role {GATEWAY_ROLE}")
    op.execute(f"revoke all on function {SIGNATURE} from public")
    op.execute(f"grant execute on function {SIGNATURE} to {APP_ROLE}")
    op.execute("reset role")
    op.execute(f"revoke create on schema public from {GATEWAY_ROLE}")


def make_tables() -> None:
    op.add_column("opening", sa.Column("reapply", sa.String(), nullable=False, server_default="once"))
    op.add_column("opening", sa.Column("reapply_days", sa.Integer(), nullable=False, server_default="30"))
    op.create_check_constraint("opening_reapply", "opening", "reapply in ('once', 'after', 'unlimited')")
    op.create_check_constraint("opening_reapply_days", "opening", "reapply_days between 1 and 3650")
    op.add_column("applicant", sa.Column("withdrawn_for", sa.String(), nullable=False, server_default=""))
    op.add_column("applicant", sa.Column("withdrawn_words", sa.String(), nullable=False, server_default=""))
    op.add_column("message", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    typed = {"type_": postgresql.JSONB(astext_type=sa.Text()), "nullable": False}
    at = {"type_": sa.DateTime(timezone=True), "nullable": False}
    op.create_table(
        "draft",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("applicant_id", sa.Uuid(), nullable=False),
        sa.Column("stage_id", sa.Uuid(), nullable=False),
        sa.Column("typed", **typed),
        sa.Column("saved_at", **at),
        sa.ForeignKeyConstraint(
            ["org_id", "applicant_id"], ["applicant.org_id", "applicant.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["org_id", "stage_id"], ["stage.org_id", "stage.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("org_id", "applicant_id", "stage_id"),
    )
    op.create_index("draft_saved", "draft", ["saved_at"])
    op.create_table(
        "beginning",
        sa.Column("created_at", **at),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("opening_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("typed", **typed),
        sa.Column("saved_at", **at),
        sa.ForeignKeyConstraint(["org_id", "opening_id"], ["opening.org_id", "opening.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("org_id", "id"),
    )
    op.create_index("beginning_opening", "beginning", ["org_id", "opening_id"])
    op.create_index("beginning_saved", "beginning", ["saved_at"])
