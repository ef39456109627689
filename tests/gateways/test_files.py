"""Every file room keeps what it was given; the local one and S3 keep one contract."""

import base64
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import boto3
import httpx
import pytest
from moto.server import ThreadedMotoServer

from plutomi.gateways.files import CHUNK, FileRoom, LocalRoom, NotThere, RoomAway, S3Room, room
from plutomi.ids import new_id
from plutomi.settings import Settings

REGION, BUCKET = "us-east-1", "plutomi-files"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(aws: str, monkeypatch: pytest.MonkeyPatch) -> S3Room:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    boto3.client("s3", region_name=REGION, endpoint_url=aws).create_bucket(Bucket=BUCKET)
    return S3Room(Settings(aws_region=REGION, aws_endpoint_url=aws, s3_bucket=BUCKET))


@pytest.fixture(params=["local", "s3"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> FileRoom:
    return LocalRoom(tmp_path / "kept") if request.param == "local" else request.getfixturevalue("bucket")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.part"
    path.write_bytes(b"0123456789" * 60_000)
    return path


def key() -> str:
    return f"{new_id()}/{new_id()}"


async def whole(kept: FileRoom, key: str, *span: int) -> bytes:
    return b"".join([chunk async for chunk in kept.read(key, *span)])


async def test_what_was_kept_is_read_back_in_pieces(kept, source):
    mine = key()
    await kept.keep(mine, source, "application/pdf")
    chunks = [chunk async for chunk in kept.read(mine)]
    assert b"".join(chunks) == source.read_bytes()
    assert max(map(len, chunks)) <= CHUNK
    assert await kept.size(mine) == 600_000


async def test_a_part_of_it_is_read_alone(kept, source):
    mine = key()
    await kept.keep(mine, source, "application/pdf")
    assert await whole(kept, mine, 5, 12) == b"5678901"
    assert await whole(kept, mine, 599_998) == b"89"
    assert await whole(kept, mine, 3, 3) == b""


async def test_kept_again_it_is_replaced_whole(kept, source):
    mine = key()
    await kept.keep(mine, source, "application/pdf")
    source.write_bytes(b"new")
    await kept.keep(mine, source, "application/pdf")
    assert await whole(kept, mine) == b"new"


async def test_what_is_dropped_is_gone_and_twice_is_no_error(kept, source):
    mine, other = key(), key()
    for one in (mine, other):
        await kept.keep(one, source, "image/png")
    for _ in range(2):
        await kept.drop(mine, f"{mine}-small")
    with pytest.raises(NotThere):
        await whole(kept, mine)
    with pytest.raises(NotThere):
        await kept.size(mine)
    assert await kept.size(other) == 600_000


async def test_what_was_never_there_is_not_there(kept, tmp_path):
    with pytest.raises(NotThere):
        await whole(kept, key())
    with pytest.raises(NotThere):
        await kept.fetch_offered(key(), tmp_path / "x", 1, b"")


ID = "01a208ab-fcc6-72f6-905c-3ae1a1943015"


@pytest.mark.parametrize("bad", ["../secret", "a/b", f"{ID}/../{ID}", ID, f"{ID}/{ID}/x", "/etc/passwd", ""])
async def test_locally_no_key_leads_out_of_the_folder(tmp_path, source, bad):
    local = LocalRoom(tmp_path / "kept")
    for work in (local.keep(bad, source, "x/y"), local.size(bad), local.drop(bad), whole(local, bad)):
        with pytest.raises(NotThere):
            await work
    assert list(tmp_path.glob("**/*")) == [source]


async def test_locally_only_we_may_enter(tmp_path, source):
    local, mine = LocalRoom(tmp_path / "kept"), key()
    await local.keep(mine, source, "image/png")
    assert (local.folder / mine).parent.stat().st_mode & 0o077 == 0
    assert (local.folder / mine).stat().st_mode & 0o077 == 0


async def test_locally_a_full_disk_is_for_later_and_leaves_nothing(tmp_path, source):
    (tmp_path / "kept").write_text("a file where the folder should be")
    with pytest.raises(RoomAway):
        await LocalRoom(tmp_path / "kept").keep(key(), source, "image/png")


KEEP_FOR_EVER = """
import asyncio, sys
from pathlib import Path
from plutomi.gateways.files import LocalRoom
from plutomi.ids import new_id
async def main(folder, source, org):
    while True:
        await LocalRoom(Path(folder)).keep(f"{org}/{new_id()}", Path(source), "image/png")
asyncio.run(main(*sys.argv[1:]))
"""


def test_locally_a_kill_leaves_whole_files_or_none(tmp_path):
    source, org = tmp_path / "source.part", str(new_id())
    source.write_bytes(os.urandom(4_000_000))
    process = subprocess.Popen(
        [sys.executable, "-c", KEEP_FOR_EVER, str(tmp_path / "kept"), str(source), org], cwd=ROOT, env=os.environ
    )
    until = time.monotonic() + 30
    while time.monotonic() < until and len(list(tmp_path.glob("kept/*/[0-9a-f]*"))) < 5:
        time.sleep(0.01)
    process.kill()
    process.wait()
    found = list(tmp_path.glob("kept/*/[0-9a-f]*"))
    assert len(found) >= 5
    assert all(one.read_bytes() == source.read_bytes() for one in found)


async def offered(bucket: S3Room, content: bytes, told: bytes | None = None, **changes: str):
    mine, told = key(), content if told is None else told
    offer = await bucket.offer(mine, len(told), "application/pdf", hashlib.sha256(told).digest())
    assert offer
    async with httpx.AsyncClient() as browser:
        answer = await browser.post(offer.url, data=offer.fields | changes, files={"file": ("x", content)})
    return mine, answer


async def test_a_browser_sends_straight_to_the_bucket_and_it_is_fetched(bucket, tmp_path):
    mine, answer = await offered(bucket, b"%PDF-1.7 hello")
    assert answer.status_code == 204, answer.text
    with pytest.raises(NotThere):
        await bucket.size(mine)  # it is only incoming
    await bucket.fetch_offered(mine, tmp_path / "got", 14, hashlib.sha256(b"%PDF-1.7 hello").digest())
    assert (tmp_path / "got").read_bytes() == b"%PDF-1.7 hello"
    await bucket.forget_offered(mine)
    with pytest.raises(NotThere):
        await bucket.fetch_offered(mine, tmp_path / "got", 14, b"")


async def test_an_offer_says_how_large_of_what_type_and_with_what_checksum(bucket):
    content = b"%PDF-1.7 hello"
    offer = await bucket.offer(key(), len(content), "application/pdf", hashlib.sha256(content).digest())
    policy = base64.b64decode(offer.fields["policy"]).decode()
    assert '["content-length-range", 14, 14]' in policy
    assert '{"Content-Type": "application/pdf"}' in policy
    assert base64.b64encode(hashlib.sha256(content).digest()).decode() in policy


@pytest.mark.parametrize("sent", [b"%PDF-1.7 other", b"%PDF", b"%PDF-1.7 hello and more"])
async def test_what_is_not_just_what_was_offered_is_not_there(bucket, tmp_path, sent):
    told = b"%PDF-1.7 hello"
    mine, _ = await offered(bucket, sent, told)
    with pytest.raises(NotThere):
        await bucket.fetch_offered(mine, tmp_path / "got", len(told), hashlib.sha256(told).digest())


async def test_locally_nothing_is_offered(tmp_path):
    assert await LocalRoom(tmp_path).offer(key(), 1, "image/png", b"") is None


async def test_a_bucket_out_of_reach_is_for_later(monkeypatch, source):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    away = S3Room(Settings(aws_region=REGION, aws_endpoint_url="http://127.0.0.1:9", s3_bucket=BUCKET))
    with pytest.raises(RoomAway):
        await away.keep(key(), source, "image/png")


def test_the_settings_choose_the_room(bucket, tmp_path):
    assert type(room(Settings(plutomi_data=tmp_path))) is LocalRoom
    assert type(room(Settings(s3_bucket=BUCKET, aws_region=REGION))) is S3Room
