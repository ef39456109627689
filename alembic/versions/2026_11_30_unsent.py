"""Emails that do not go out are counted, over all orgs.

Revision ID: unsent
Revises: phones
"""

import sqlalchemy as sa
from alembic import op

revision = "unsent"
down_revision = "phones"
branch_labels = None
depends_on = None

GATEWAY_ROLE, APP_ROLE = "plutomi_gate", "plutomi_app"
SIGNATURE = "unsent_messages(timestamptz, timestamptz)"
# A message that failed is not touched again: due_at is when the lease of its last attempt ran out.
UNSENT = """
create function unsent_messages(created_by timestamptz, failed_since timestamptz)
returns table (waiting bigint, failed bigint)
language sql stable security definer set search_path = pg_catalog, public as $$
  select (select count(*) from public.message m
          where m.state = 'owed' and m.attempts > 0 and m.created_at <= created_by),
         (select count(*) from public.message m where m.state = 'failed' and m.due_at >= failed_since)
$$
"""


def upgrade() -> None:
    op.create_index("message_failed", "message", ["due_at"], postgresql_where=sa.text("state = 'failed'"))
    op.execute(f"grant create on schema public to {GATEWAY_ROLE}")
    op.execute(UNSENT)
    op.execute(f"alter function {SIGNATURE} owner to {GATEWAY_ROLE}")
    op.execute(f"set role {GATEWAY_ROLE}")
    op.execute(f"revoke all on function {SIGNATURE} from public")
    op.execute(f"grant execute on function {SIGNATURE} to {APP_ROLE}")
    op.execute("reset role")
    op.execute(f"revoke create on schema public from {GATEWAY_ROLE}")


def downgrade() -> None:
    op.execute(f"drop function {SIGNATURE}")
    op.drop_index("message_failed", "message")
