"""A process killed in the middle of applications leaves whole ones or none."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from plutomi.db import transaction
from plutomi.domain import questions, stages
from tests import make
from tests.domain.verbs import do, stages_of

ROOT = Path(__file__).resolve().parents[2]
APPLY_FOR_EVER = """
import asyncio, sys
from uuid import UUID
from plutomi import db
from plutomi.domain.actors import anyone
from plutomi.domain.applicants import applying

async def apply(org_id, slug, run, worker):
    for number in range(10_000):
        given = {"name": "Grace", "email": f"{run}.{worker}.{number}@example.com", "answers": {"bike": "yes"}}
        async with db.transaction(org_id) as session:
            await applying.apply(session, anyone(org_id), slug, given)

async def main(url, org_id, slug, run):
    db.open_database(url)
    await asyncio.gather(*(apply(UUID(org_id), slug, run, worker) for worker in range(4)))

asyncio.run(main(*sys.argv[1:]))
"""
COUNTS = """
select (select count(*) from applicant),
       (select count(*) from placement),
       (select count(*) from answer),
       (select count(*) from event where type = 'applicant.applied'),
       (select count(*) from event where type = 'applicant.moved'),
       (select sum(delta) from stage_delta)
"""


@pytest.mark.usefixtures("committed")
async def test_a_kill_leaves_only_whole_applications(database_url: str) -> None:
    org = await make.org()
    actor, opening = await make.actor(org), await make.opening(org, state="public")
    first, second, _ = await stages_of(opening)
    question = await do(actor, questions.create, "bike", "Bike?", type="yes_no")
    await do(actor, questions.attach, first.id, question.id)
    await do(actor, stages.change, first.id, next_stage_id=second.id)
    before = 0
    for run in range(3):
        command = [sys.executable, "-c", APPLY_FOR_EVER, database_url, str(org.id), opening.slug, str(run)]
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ)  # noqa: ASYNC220  killed below
        try:
            after = await _more_than(org.id, before + 20, process)
        finally:
            process.kill()
            process.wait()
        counts = await _counts(org.id)
        assert len(set(counts)) == 1, counts
        assert counts[0] >= after
        before = counts[0]


async def _more_than(org_id: UUID, most: int, process: subprocess.Popen[bytes]) -> int:
    for _ in range(600):
        count = (await _counts(org_id))[0]
        if count > most:
            return count
        assert process.poll() is None
        await asyncio.sleep(0.05)
    raise AssertionError("nobody applied")


async def _counts(org_id: UUID) -> list[int]:
    async with transaction(org_id) as session:
        return [int(count or 0) for count in (await session.execute(text(COUNTS))).one()]
