"""New identifiers: uuid7, so that keys grow with time, and the ranks cards stand in."""

from itertools import count
from secrets import randbits
from uuid import UUID

from uuid_utils import compat

from plutomi.clock import moved

LAST = UUID(int=2**128 - 1)  # behind every id, where a list that is read backwards begins
NOBODY = UUID(int=0)  # the org of what belongs to no org: login mail, a person's own events
_turns = count()
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def new_id() -> UUID:
    """A uuid7 of clock.now(): 48 bits of milliseconds, then counter and chance."""
    moment = moved()
    if moment is None:
        return compat.uuid7()
    return _in_turn(round(moment.timestamp() * 1000))


def _in_turn(milliseconds: int) -> UUID:
    """A uuid7 of that moment that sorts after those made before it at the same one."""
    turn = next(_turns)
    fixed = 0x7 << 76 | (turn >> 30 & 0xFFF) << 64 | 0b10 << 62 | (turn & 0x3FFFFFFF) << 32
    return UUID(int=milliseconds << 80 | fixed | randbits(32))


def rank_on_top(id: UUID) -> str:
    """The rank of a card that has just arrived: later ids sort before earlier ones; 25 digits, never ending in 0."""
    return f"{(1 << 96) - 1 - (id.int >> 32):024x}i"


def rank_between(above: str | None, below: str | None) -> str:
    """A rank that sorts (by bytes) after `above` and before `below`; None is the open end.

    Ranks never end in 0, so there is always one; ValueError when the two stand the wrong way round.
    """
    low, high = above or "", below
    if high is not None and low >= high:
        raise ValueError(f"no rank between {low!r} and {high!r}")
    prefix = ""
    while True:
        at = len(prefix)
        floor = DIGITS.index(low[at]) if at < len(low) else 0
        ceiling = DIGITS.index(high[at]) if high is not None and at < len(high) else len(DIGITS)
        if ceiling - floor > 1:
            return prefix + DIGITS[(floor + ceiling) // 2]
        prefix += DIGITS[floor]
        if ceiling > floor:
            high = None
        if high is not None and at >= len(high):
            raise ValueError(f"no rank between {low!r} and {below!r}")
