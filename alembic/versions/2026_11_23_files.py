"""Files people send, and what is owed to destruction.

Revision ID: files
Revises: areas
"""

import sqlalchemy as sa
from alembic import op

revision = "files"
down_revision = "areas"
branch_labels = None
depends_on = None

IN_ORG = "org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)"
GATEWAY_ROLE, APP_ROLE = "plutomi_gate", "plutomi_app"

SHRED = """
create function shred_file() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  -- Bytes may still be on their way to a file that is arriving.
  insert into public.shred (org_id, id, due_at)
    values (old.org_id, old.id, now() + case old.state when 'arriving' then interval '1 hour' else interval '0' end)
    on conflict do nothing;
  return null;
end $$
"""

OWING = """
create function orgs_owing_files(work text, as_of timestamptz) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct s.org_id from public.shred s where work = 'shred' and s.due_at <= as_of
  union select distinct f.org_id from public.file f where work = 'held' and f.state = 'held' and f.due_at <= as_of
  union select distinct f.org_id from public.file f
    where work = 'unclaimed' and f.applicant_id is null and f.created_at <= as_of
$$
"""


def upgrade() -> None:
    make_tables()
    build_walls()
    make_gates()


def downgrade() -> None:
    raise NotImplementedError("files are not taken away")


def make_tables() -> None:
    op.create_table(
        "file",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("opening_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("applicant_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state in ('arriving', 'held', 'clean', 'refused')", name="file_state"),
        *(
            sa.ForeignKeyConstraint(["org_id", f"{table}_id"], [f"{table}.org_id", f"{table}.id"], ondelete="CASCADE")
            for table in ("opening", "question", "applicant")
        ),
        sa.PrimaryKeyConstraint("org_id", "id"),
    )
    op.create_index(
        "file_applicant", "file", ["org_id", "applicant_id"], postgresql_where=sa.text("applicant_id is not null")
    )
    op.create_index("file_unclaimed", "file", ["created_at"], postgresql_where=sa.text("applicant_id is null"))
    op.create_index("file_opening", "file", ["org_id", "opening_id"])
    op.create_index("file_held", "file", ["due_at"], postgresql_where=sa.text("state = 'held'"))
    op.create_table(
        "shred",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id"),
    )
    op.create_index("shred_due", "shred", ["due_at"])


def build_walls() -> None:
    for table in ("file", "shred"):
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy in_org on {table} using ({IN_ORG}) with check ({IN_ORG})")
        op.execute(f"grant select, insert, update, delete on {table} to {APP_ROLE}")
        op.execute(f"create policy gate on {table} for select to {GATEWAY_ROLE} using (true)")
        op.execute(f"grant select on {table} to {GATEWAY_ROLE}")
    # The trigger acts for whoever deletes, in whatever org, an org itself included.
    op.execute(f"create policy gate_adds on shred for insert to {GATEWAY_ROLE} with check (true)")
    op.execute(f"grant insert on shred to {GATEWAY_ROLE}")


def make_gates() -> None:
    op.execute(f"grant create on schema public to {GATEWAY_ROLE}")
    for code, signature in ((SHRED, "shred_file()"), (OWING, "orgs_owing_files(text, timestamptz)")):
        op.execute(code)
        op.execute(f"alter function {signature} owner to {GATEWAY_ROLE}")
        op.execute(f"set role {GATEWAY_ROLE}")
        op.execute(f"revoke all on function {signature} from public")
        op.execute(f"grant execute on function {signature} to {APP_ROLE}")
        op.execute("reset role")
    op.execute(f"revoke create on schema public from {GATEWAY_ROLE}")
    op.execute("create trigger shred_file after delete on file for each row execute function shred_file()")
