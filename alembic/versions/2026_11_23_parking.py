"""Events that cannot be relayed are put aside.

Revision ID: parking
Revises: seen
"""

import sqlalchemy as sa
from alembic import op

revision = "parking"
down_revision = "seen"
branch_labels = None
depends_on = None

GATEWAY_ROLE, APP_ROLE = "plutomi_gate", "plutomi_app"
SIGNATURE = "parked_events()"
PARKED = """
create function parked_events() returns table (org_id uuid, many bigint)
language sql stable security definer set search_path = pg_catalog, public as $$
  select e.org_id, count(*) from public.event e where e.parked_at is not null group by e.org_id
$$
"""


def upgrade() -> None:
    op.add_column("event", sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("event", sa.Column("relay_error", sa.String(), nullable=True))
    op.create_index("event_parked", "event", ["org_id", "id"], postgresql_where=sa.text("parked_at is not null"))
    op.execute(f"grant update (parked_at, relay_error) on event to {APP_ROLE}")
    op.execute(f"grant create on schema public to {GATEWAY_ROLE}")
    op.execute(PARKED)
    op.execute(f"alter function {SIGNATURE} owner to {GATEWAY_ROLE}")
    op.execute(f"set role {GATEWAY_ROLE}")
    op.execute(f"revoke all on function {SIGNATURE} from public")
    op.execute(f"grant execute on function {SIGNATURE} to {APP_ROLE}")
    op.execute("reset role")
    op.execute(f"revoke create on schema public from {GATEWAY_ROLE}")


def downgrade() -> None:
    raise NotImplementedError("what is parked would be lost")
