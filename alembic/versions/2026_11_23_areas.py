"""areas: where openings want applicants from, and how each applicant stands to it

Revision ID: areas
Revises: styles
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "areas"
down_revision = "styles"
branch_labels = None
depends_on = None

APP_ROLE, GATEWAY_ROLE = "plutomi_app", "plutomi_gate"
IN_ORG = "org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)"
OWING = """
create or replace function orgs_owing(work text, as_of timestamptz) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct e.org_id from public.event e where work = 'event' and e.relayed_at is null and e.at <= as_of
  union select distinct m.org_id from public.message m where work = 'message' and m.state = 'owed' and m.due_at <= as_of
  union select distinct d.org_id from public.stage_delta d where work = 'stage_delta'
  union select distinct a.org_id from public.service_area a where work = 'area' and a.owed_at <= as_of
$$
"""


def upgrade() -> None:
    op.add_column("applicant", sa.Column("area", sa.String(), nullable=True))
    op.add_column("applicant", sa.Column("area_reason", sa.String(), nullable=False, server_default=""))
    op.create_check_constraint("applicant_area", "applicant", "area in ('inside', 'outside', 'unknown')")
    op.create_table(
        "service_area",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("opening_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("shapes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("is_set", sa.Boolean(), nullable=False),
        sa.Column("owed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assessed_to", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["org_id", "opening_id"], ["opening.org_id", "opening.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("org_id", "opening_id"),
    )
    op.create_index(
        "service_area_owed", "service_area", ["owed_at"], postgresql_where=sa.text("owed_at is not null")
    )
    build_wall()
    widen_gate()


def downgrade() -> None:
    raise NotImplementedError("what applicants were told apart by would be lost")


def build_wall() -> None:
    op.execute("alter table service_area enable row level security")
    op.execute("alter table service_area force row level security")
    op.execute(f"create policy in_org on service_area using ({IN_ORG}) with check ({IN_ORG})")
    op.execute(f"grant select, insert, update, delete on service_area to {APP_ROLE}")


def widen_gate() -> None:
    """The clock finds here, too, whose work is owed."""
    op.execute(f"create policy gate on service_area for select to {GATEWAY_ROLE} using (true)")
    op.execute(f"grant select on service_area to {GATEWAY_ROLE}")
    op.execute(f"grant create on schema public to {GATEWAY_ROLE}")
    op.execute(f"set role {GATEWAY_ROLE}")
    op.execute(OWING)
    op.execute("reset role")
    op.execute(f"revoke create on schema public from {GATEWAY_ROLE}")
