"""The real server and real files: what an upload holds of its memory, and what a kill in the middle leaves."""

import asyncio
import os
import sys
from pathlib import Path

import httpx
import pytest
from sqlmodel import select

from plutomi.db import transaction
from plutomi.domain import questions
from plutomi.models import File
from tests import make, papers
from tests.domain.verbs import do, stages_of
from tests.rooms import until
from tests.serving import SITE, running

MIB = 1024 * 1024


@pytest.fixture
def served(tmp_path: Path, database_url: str):
    with running([sys.executable, "-c", SITE], tmp_path, within=180, database_url=database_url) as (url, process):
        yield url, process


async def place() -> tuple[str, object]:
    org = await make.org()
    member, opening = await make.actor(org), await make.opening(org, state="public")
    question = await do(member, questions.create, "cv", "CV", type="file", limits={"max_mb": 20})
    await do(member, questions.attach, (await stages_of(opening))[0].id, question.id)
    return f"/apply/{org.slug}/{opening.slug}/files?question=cv&name=cv.pdf", org


async def pieces(size: int, pause: float = 0):
    head = papers.pdf()
    yield head
    for _ in range((size - len(head)) // 65536):
        yield b"%" * 65535 + b"\n"
        await asyncio.sleep(pause)


def peak(pid: int) -> int:
    """The most memory the process has held since it was forgotten, in bytes."""
    told = Path(f"/proc/{pid}/status").read_text()
    return int(told.partition("VmHWM:")[2].split()[0]) * 1024


def forget_peak(pid: int) -> None:
    Path(f"/proc/{pid}/clear_refs").write_text("5")


@pytest.mark.skipif(not os.path.exists("/proc/self/clear_refs"), reason="needs Linux")
@pytest.mark.usefixtures("committed")
async def test_an_upload_of_20_mb_holds_at_most_4_mb(served):
    url, process = served
    path, _ = await place()
    headers = {"content-type": "application/octet-stream", "accept": "application/json"}
    async with httpx.AsyncClient(base_url=url, timeout=60) as browser:
        for _ in range(2):  # what is loaded once is loaded
            assert (await browser.post(path, content=pieces(MIB), headers=headers)).status_code == 201
        forget_peak(process.pid)
        before = peak(process.pid)
        answer = await browser.post(path, content=pieces(20 * MIB - MIB // 2), headers=headers)
    assert answer.status_code == 201, answer.text
    assert answer.json()["size"] > 19 * MIB
    assert peak(process.pid) - before <= 4 * MIB


@pytest.mark.usefixtures("committed")
async def test_a_kill_in_the_middle_leaves_no_row_and_no_bytes_that_are_kept(served, tmp_path):
    url, process = served
    path, org = await place()
    headers = {"content-type": "application/octet-stream"}
    async with httpx.AsyncClient(base_url=url, timeout=60) as browser:
        sending = asyncio.create_task(browser.post(path, content=pieces(15 * MIB, 0.02), headers=headers))
        coming = tmp_path / "files" / "incoming"
        await until(lambda: [one for one in coming.glob("*") if one.stat().st_size > MIB])
        process.kill()
        with pytest.raises(httpx.TransportError):
            await sending
    async with transaction(org.id) as session:
        assert (await session.execute(select(File))).all() == []
    assert [one for one in (tmp_path / "files" / "kept").rglob("*") if one.is_file()] == []
