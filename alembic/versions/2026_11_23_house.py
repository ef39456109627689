"""The house: every table, the roles, the wall between orgs, search.

Revision ID: house
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "house"
down_revision = None
branch_labels = None
depends_on = None

IN_ORG = "org_id = (select nullif(current_setting('app.org_id', true), '')::uuid)"
MINE = "user_id = (select nullif(current_setting('app.user_id', true), '')::uuid)"
WALLED = (
    "answer", "applicant", "event", "membership", "message", "note", "opening", "placement", "question", "stage",
    "stage_count", "stage_delta", "stage_question", "view",
)
OPEN = ("org", "user", "session", "login_link")  # keyed by themselves or by their user, not by an org
GATEWAY_ROLE, APP_ROLE = "plutomi_gate", "plutomi_app"

SEARCH = """
create function search_applicants(org uuid, wanted integer[], patterns text[], opening uuid, before uuid, most integer)
returns setof uuid language plpgsql stable security definer
set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
begin
  if org is distinct from nullif(current_setting('app.org_id', true), '')::uuid then return; end if;
  return query
    select a.id from public.applicant a
    where a.org_id = org and a.grams @> wanted and a.search_text like all (patterns)
      and (opening is null or a.opening_id = opening) and (before is null or a.id < before)
    order by a.id desc limit most;
end $$
"""

OWING = """
create function orgs_owing(work text, as_of timestamptz) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct e.org_id from public.event e where work = 'event' and e.relayed_at is null and e.at <= as_of
  union select distinct m.org_id from public.message m where work = 'message' and m.state = 'owed' and m.due_at <= as_of
  union select distinct d.org_id from public.stage_delta d where work = 'stage_delta'
$$
"""


def upgrade() -> None:
    make_tables()
    make_roles()
    build_walls()
    make_gates()


def downgrade() -> None:
    raise NotImplementedError("there is nothing below the house")


def make_roles() -> None:
    """Roles belong to the whole server, so another database's migration may have made them, even at this moment."""
    for role in (APP_ROLE, GATEWAY_ROLE):
        op.execute(f"""
            do $$ begin
              if not exists (select from pg_roles where rolname = '{role}') then create role {role} nologin; end if;
            exception when duplicate_object or unique_violation then null;
            end $$""")
        op.execute(f"""
            do $$ begin
              execute 'grant {role} to ' || quote_ident(current_user);
            exception when insufficient_privilege then null;  -- granted beforehand by whoever runs the server
            end $$""")
    op.execute(f"grant usage on schema public to {APP_ROLE}, {GATEWAY_ROLE}")


def build_walls() -> None:
    """Row-level security on every table of an org, for its owner too; the gate's functions alone see across."""
    for table in WALLED:
        seen = f"{IN_ORG} or {MINE}" if table == "membership" else IN_ORG
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy in_org on {table} using ({seen}) with check ({IN_ORG})")
        op.execute(f"grant select, insert, update, delete on {table} to {APP_ROLE}")
    for table in OPEN:
        op.execute(f'grant select, insert, update, delete on "{table}" to {APP_ROLE}')
    # The log is added to, marked as relayed and, when an applicant is deleted, emptied; never deleted or rewritten.
    op.execute(f"revoke update, delete on event from {APP_ROLE}")
    op.execute(f"grant update (relayed_at, data) on event to {APP_ROLE}")


def make_gates() -> None:
    """Functions that look across the wall, owned by a role that can do nothing else.

    Under row-level security the text operators are not leakproof and so would not use their index.
    """
    for table in ("applicant", "event", "message", "stage_delta"):
        op.execute(f"create policy gate on {table} for select to {GATEWAY_ROLE} using (true)")
        op.execute(f"grant select on {table} to {GATEWAY_ROLE}")
    op.execute(f"grant create on schema public to {GATEWAY_ROLE}")
    for code, signature in (
        (SEARCH, "search_applicants(uuid, integer[], text[], uuid, uuid, integer)"),
        (OWING, "orgs_owing(text, timestamptz)"),
    ):
        op.execute(code)
        op.execute(f"alter function {signature} owner to {GATEWAY_ROLE}")
        op.execute(f"set role {GATEWAY_ROLE}")
        op.execute(f"revoke all on function {signature} from public")
        op.execute(f"grant execute on function {signature} to {APP_ROLE}")
        op.execute("reset role")
    op.execute(f"revoke create on schema public from {GATEWAY_ROLE}")


def make_tables() -> None:
    op.create_table('event',
    sa.Column('org_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('type', sa.String(), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('opening_id', sa.Uuid(), nullable=True),
    sa.Column('applicant_id', sa.Uuid(), nullable=True),
    sa.Column('actor_kind', sa.String(), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.Column('actor_name', sa.String(), nullable=False),
    sa.Column('ip', sa.String(), nullable=False),
    sa.Column('cause', sa.Uuid(), nullable=True),
    sa.Column('depth', sa.Integer(), nullable=False),
    sa.Column('data', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tx', sa.BigInteger(), server_default=sa.text('(pg_current_xact_id()::text)::bigint'), nullable=False),
    sa.Column('relayed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('org_id', 'id')
    )
    op.create_index('event_applicant', 'event', ['org_id', 'applicant_id', 'id'], unique=False, postgresql_where=sa.text('applicant_id is not null'))
    op.create_index('event_opening', 'event', ['org_id', 'opening_id', 'id'], unique=False, postgresql_where=sa.text('opening_id is not null'))
    op.create_index('event_unrelayed', 'event', ['org_id', 'id'], unique=False, postgresql_where=sa.text('relayed_at is null'))
    op.create_table('login_link',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('email_key', sa.String(), nullable=False),
    sa.Column('ip', sa.String(), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('login_link_email', 'login_link', ['email_key', 'created_at'], unique=False)
    op.create_index('login_link_ip', 'login_link', ['ip', 'created_at'], unique=False)
    op.create_table('message',
    sa.Column('org_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('template', sa.String(), nullable=False),
    sa.Column('recipient', sa.String(), nullable=False),
    sa.Column('context', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('applicant_id', sa.Uuid(), nullable=True),
    sa.Column('event_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('provider_id', sa.String(), nullable=False),
    sa.Column('error', sa.String(), nullable=False),
    sa.CheckConstraint("state in ('owed', 'sent', 'failed')", name='message_state'),
    sa.PrimaryKeyConstraint('org_id', 'id')
    )
    op.create_index('message_applicant', 'message', ['org_id', 'applicant_id', 'id'], unique=False, postgresql_where=sa.text('applicant_id is not null'))
    op.create_index('message_owed', 'message', ['org_id', 'due_at'], unique=False, postgresql_where=sa.text("state = 'owed'"))
    op.create_table('org',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slug', sa.String(length=50), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('slug')
    )
    op.create_table('user',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('email_key', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('email_key')
    )
    op.create_table('membership',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('org_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.CheckConstraint("role in ('owner')", name='membership_role'),
    sa.ForeignKeyConstraint(['org_id'], ['org.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('org_id', 'user_id')
    )
    op.create_index('membership_user', 'membership', ['user_id'], unique=False)
    op.create_table('opening',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('org_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('description', sa.String(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.CheckConstraint("state in ('private', 'public', 'closed')", name='opening_state'),
    sa.ForeignKeyConstraint(['org_id'], ['org.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('org_id', 'id'),
    sa.UniqueConstraint('org_id', 'slug', name='opening_slug')
    )
    op.create_table('question',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('org_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(length=50), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('description', sa.String(), nullable=False),
    sa.Column('type', sa.String(), nullable=False),
    sa.Column('options', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('archived_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['org_id'], ['org.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('org_id', 'id'),
    sa.UniqueConstraint('org_id', 'key', name='question_key')
    )
    op.create_table('session',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('token_digest', sa.LargeBinary(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('org_id', sa.Uuid(), nullable=True),
    sa.Column('ip', sa.String(), nullable=False),
    sa.Column('user_agent', sa.String(), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['org_id'], ['org.id'], ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('token_digest')
    )
    op.create_index('session_user', 'session', ['user_id'], unique=False)
    op.create_table('applicant',
    sa.Column('org_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('opening_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('email_key', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('applied_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('search_text', sa.String(), nullable=False),
    sa.Column('grams', sa.ARRAY(sa.Integer()), nullable=False),
    sa.ForeignKeyConstraint(['org_id', 'opening_id'], ['opening.org_id', 'opening.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('org_id', 'id'),
    sa.UniqueConstraint('org_id', 'opening_id', 'email_key', name='applicant_once')
    )
    op.create_index('applicant_email', 'applicant', ['org_id', 'email_key'], unique=False)
    op.create_index('applicant_opening', 'applicant', ['org_id', 'opening_id', 'id'], unique=False)
    op.create_index('applicant_grams', 'applicant', ['grams'], unique=False, postgresql_using='gin')
    op.create_table('stage',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('org_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('opening_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('next_stage_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['org_id', 'next_stage_id'], ['stage.org_id', 'stage.id'], name='stage_next', ondelete='SET NULL (next_stage_id)'),
    sa.ForeignKeyConstraint(['org_id', 'opening_id'], ['opening.org_id', 'opening.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('org_id', 'id'),
    sa.UniqueConstraint('org_id', 'opening_id', 'position', deferrable=True, initially='DEFERRED', name='stage_order')
    )
    op.create_table('answer',
    sa.Column('org_id', sa.Uuid(), nullable=False),
    sa.Column('applicant_id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.Uuid(), nullable=False),
    sa.Column('stage_id', sa.Uuid(), nullable=True),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('type', sa.String(), nullable=False),
    sa.Column('value', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['org_id', 'applicant_id'], ['applicant.org_id', 'applicant.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['org_id', 'question_id'], ['question.org_id', 'question.id'], ondelete='NO ACTION'),
    sa.PrimaryKeyConstraint('org_id', 'applicant_id', 'question_id')
    )
    op.create_table('note',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('org_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('applicant_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=True),
    sa.Column('author', sa.String(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['org_id', 'applicant_id'], ['applicant.org_id', 'applicant.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('org_id', 'id')
    )
    op.create_index('note_applicant', 'note', ['org_id', 'applicant_id', 'id'], unique=False)
    op.create_table('placement',
    sa.Column('org_id', sa.Uuid(), nullable=False),
    sa.Column('applicant_id', sa.Uuid(), nullable=False),
    sa.Column('opening_id', sa.Uuid(), nullable=False),
    sa.Column('stage_id', sa.Uuid(), nullable=False),
    sa.Column('rank', sa.String(collation='C'), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('completed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['org_id', 'applicant_id'], ['applicant.org_id', 'applicant.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['org_id', 'opening_id'], ['opening.org_id', 'opening.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['org_id', 'stage_id'], ['stage.org_id', 'stage.id'], ondelete='NO ACTION'),
    sa.PrimaryKeyConstraint('org_id', 'applicant_id')
    )
    op.create_index('placement_board', 'placement', ['org_id', 'stage_id', 'rank', 'applicant_id'], unique=False)
    op.create_index('placement_due', 'placement', ['due_at'], unique=False, postgresql_where=sa.text('due_at is not null'))
    op.create_index('placement_entered', 'placement', ['org_id', 'stage_id', 'entered_at', 'applicant_id'], unique=False)
    op.create_index('placement_opening', 'placement', ['org_id', 'opening_id'], unique=False)
    op.create_table('stage_count',
    sa.Column('org_id', sa.Uuid(), nullable=False),
    sa.Column('stage_id', sa.Uuid(), nullable=False),
    sa.Column('opening_id', sa.Uuid(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['org_id', 'stage_id'], ['stage.org_id', 'stage.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('org_id', 'stage_id')
    )
    op.create_index('stage_count_opening', 'stage_count', ['org_id', 'opening_id'], unique=False)
    op.create_table('stage_delta',
    sa.Column('org_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('stage_id', sa.Uuid(), nullable=False),
    sa.Column('opening_id', sa.Uuid(), nullable=False),
    sa.Column('delta', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['org_id', 'stage_id'], ['stage.org_id', 'stage.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('org_id', 'id')
    )
    op.create_index('stage_delta_opening', 'stage_delta', ['org_id', 'opening_id'], unique=False)
    op.create_table('stage_question',
    sa.Column('org_id', sa.Uuid(), nullable=False),
    sa.Column('stage_id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('is_required', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['org_id', 'question_id'], ['question.org_id', 'question.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['org_id', 'stage_id'], ['stage.org_id', 'stage.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('org_id', 'stage_id', 'question_id'),
    sa.UniqueConstraint('org_id', 'stage_id', 'position', deferrable=True, initially='DEFERRED', name='question_order')
    )
    op.create_index('stage_question_question', 'stage_question', ['org_id', 'question_id'], unique=False)
    op.create_table('view',
    sa.Column('org_id', sa.Uuid(), nullable=False),
    sa.Column('applicant_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('viewed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['org_id', 'applicant_id'], ['applicant.org_id', 'applicant.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('org_id', 'applicant_id', 'user_id')
    )
