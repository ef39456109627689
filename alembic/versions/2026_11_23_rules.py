"""Rules, what they point to, and what the clock needs to follow them.

Revision ID: rules
Revises: portal
"""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "rules"
down_revision = "portal"
branch_labels = None
depends_on = None

IN_ORG = "org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)"
GATEWAY_ROLE, APP_ROLE = "plutomi_gate", "plutomi_app"
SIGNATURE = "orgs_owing_rules(text, timestamptz)"
HOURS = json.dumps({day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")})
# From one org to the next along the index: as many steps as there are orgs that wait, not as there are applicants.
OWING = """
create function orgs_owing_rules(work text, as_of timestamptz) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  with recursive waiting(org_id) as (
    (select p.org_id from public.placement p where work = 'due' and p.due_at is not null order by 1 limit 1)
    union all
    select (select p.org_id from public.placement p where p.due_at is not null and p.org_id > w.org_id
            order by 1 limit 1)
    from waiting w where w.org_id is not null
  )
  select w.org_id from waiting w
  where exists (select 1 from public.placement p where p.org_id = w.org_id and p.due_at <= as_of)
  union
  select s.org_id from public.stage s where work = 'plan' and s.plan_owed_at <= as_of
$$
"""


def upgrade() -> None:
    make_tables()
    add_columns()
    for table in ("rule", "rule_use"):
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy in_org on {table} using ({IN_ORG}) with check ({IN_ORG})")
        op.execute(f"grant select, insert, update, delete on {table} to {APP_ROLE}")
    # Stages take their versions from here: one that a failed transaction took is never another's.
    op.execute("create sequence rules_version as integer")
    op.execute(f"grant usage on sequence rules_version to {APP_ROLE}")
    make_gate()


def downgrade() -> None:
    raise NotImplementedError("the rules would be lost")


def make_gate() -> None:
    """The one look across the wall: whose applicants are due, whose stages are to be planned anew."""
    for table in ("placement", "stage"):
        op.execute(f"create policy gate on {table} for select to {GATEWAY_ROLE} using (true)")
        op.execute(f"grant select on {table} to {GATEWAY_ROLE}")
    op.execute(f"grant create on schema public to {GATEWAY_ROLE}")
    op.execute(OWING)
    op.execute(f"alter function {SIGNATURE} owner to {GATEWAY_ROLE}")
    op.execute(f"set role {GATEWAY_ROLE}")
    op.execute(f"revoke all on function {SIGNATURE} from public")
    op.execute(f"grant execute on function {SIGNATURE} to {APP_ROLE}")
    op.execute("reset role")
    op.execute(f"revoke create on schema public from {GATEWAY_ROLE}")


def add_columns() -> None:
    moment, document = sa.DateTime(timezone=True), postgresql.JSONB(astext_type=sa.Text())
    op.add_column("opening", sa.Column("time_zone", sa.String(), nullable=False, server_default="UTC"))
    op.add_column(
        "opening", sa.Column("hours", document, nullable=False, server_default=sa.text(f"'{HOURS}'::jsonb"))
    )
    op.add_column("opening", sa.Column("holidays", document, nullable=False, server_default=sa.text("'[]'::jsonb")))
    op.add_column("stage", sa.Column("rules_version", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("stage", sa.Column("plan_owed_at", moment, nullable=True))
    op.add_column("stage", sa.Column("planned_at", moment, nullable=True))
    op.add_column("stage", sa.Column("planned_to", sa.Uuid(), nullable=True))
    op.create_index("stage_plan_owed", "stage", ["plan_owed_at"], postgresql_where=sa.text("plan_owed_at is not null"))
    op.add_column("placement", sa.Column("looked_at", moment, nullable=True))
    op.add_column("placement", sa.Column("active_at", moment, nullable=True))
    op.add_column("placement", sa.Column("is_looping", sa.Boolean(), nullable=False, server_default="false"))
    op.drop_index("placement_due", "placement")
    op.create_index(
        "placement_due", "placement", ["org_id", "due_at", "applicant_id"],
        postgresql_where=sa.text("due_at is not null"),
    )
    op.create_index(
        "event_rule", "event", ["org_id", "actor_id", "id"], postgresql_where=sa.text("actor_kind = 'rule'")
    )


def make_tables() -> None:
    document = postgresql.JSONB(astext_type=sa.Text())
    op.create_table(
        "rule",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("opening_id", sa.Uuid(), nullable=False),
        sa.Column("stage_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("when", document, nullable=False),
        sa.Column("condition", document, nullable=True),
        sa.Column("expression", sa.String(), nullable=False),
        sa.Column("then", document, nullable=False),
        sa.Column("broken", sa.String(), nullable=False),
        sa.CheckConstraint("condition is null or expression = ''", name="rule_condition"),
        sa.ForeignKeyConstraint(["org_id", "opening_id"], ["opening.org_id", "opening.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["org_id", "stage_id"], ["stage.org_id", "stage.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("org_id", "id"),
        sa.UniqueConstraint(
            "org_id", "opening_id", "stage_id", "position", name="rule_order", deferrable=True, initially="DEFERRED",
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index("rule_stage", "rule", ["org_id", "stage_id"])
    op.create_table(
        "rule_use",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind in ('stage', 'question', 'label', 'user', 'template')", name="rule_use_kind"),
        sa.ForeignKeyConstraint(["org_id", "rule_id"], ["rule.org_id", "rule.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("org_id", "rule_id", "kind", "target_id"),
    )
    op.create_index("rule_use_target", "rule_use", ["org_id", "kind", "target_id"])
