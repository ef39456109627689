"""clamd's word is taken for what it is; anything that is not an answer is none."""

import pytest

from plutomi.errors import Misconfigured
from plutomi.gateways.scanner import Clamd, ScannerAway, scanner
from plutomi.settings import Settings
from tests.papers import EICAR, clamd


async def bytes_of(content: bytes):
    for at in range(0, len(content), 1000):
        yield content[at : at + 1000]


async def test_what_is_clean_and_what_is_not():
    async with clamd() as fake:
        looker = Clamd(fake.url)
        assert await looker.look_into(bytes_of(b"x" * 300_000)) == ""
        assert await looker.look_into(bytes_of(b"x" * 1500 + EICAR)) == "Eicar-Test-Signature"


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"stream: \0", b"OK", b"\xff\0"])
async def test_what_is_no_answer_is_none(answer):
    async with clamd() as fake:
        fake.answer = answer
        with pytest.raises(ScannerAway):
            await Clamd(fake.url).look_into(bytes_of(b"x"))


async def test_nobody_there_is_no_answer():
    for url in ("tcp://127.0.0.1:9", "unix:///nowhere/clamd.sock"):
        with pytest.raises(ScannerAway):
            await Clamd(url).look_into(bytes_of(b"x"))


def test_the_settings_choose():
    assert scanner(Settings()) is None
    assert isinstance(scanner(Settings(clamd_url="tcp://localhost:3310")), Clamd)
    with pytest.raises(Misconfigured, match="CLAMD_URL"):
        scanner(Settings(clamd_url="localhost"))
