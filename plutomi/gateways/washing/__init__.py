"""Washing what strangers send, before anybody else opens it: decoded and drawn anew in a process apart."""

import asyncio
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from plutomi.tongue import mark, say

WASHER = Path(__file__).with_name("washer.py")
AT_ONCE, PATIENCE = 2, 40  # processes; seconds until one is given up
TOO_MUCH = mark("We could not open this file. Please save it anew or send another.")
_turns: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}


class Refused(Exception):
    """The file is not taken; the text says why, to whoever sent it."""


@dataclass(frozen=True, slots=True)
class Washed:
    """Where the file to keep lies now, what it is, and a small picture of it if it is one."""

    path: Path
    type: str
    small: Path | None


async def wash(source: Path, type: str) -> Washed:
    """The file at `source` made harmless, beside it as `.washed` and `.small`; Refused, in words."""
    target, small = source.with_suffix(".washed"), source.with_suffix(".small")
    async with _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)):
        answer = await _run(type, str(source), str(target), str(small))
    if words := answer.get("refused"):
        raise Refused(say(words, **answer.get("facts", {})))
    return Washed(target if answer["is_changed"] else source, answer["type"], small if answer["has_small"] else None)


async def _run(*arguments: str) -> dict:
    # Nothing of our environment: it holds our secrets. -I: neither the folder nor the user's settings are believed.
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", str(WASHER), *arguments,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", "")},
    )  # fmt: skip
    try:
        async with asyncio.timeout(PATIENCE):
            said, _ = await process.communicate()
    except TimeoutError:
        return {"refused": TOO_MUCH}
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    try:
        return json.loads(said)
    except ValueError:  # it crashed, or was stopped at one of its limits
        return {"refused": TOO_MUCH}
