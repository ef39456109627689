"""What a process remembers for a few seconds, so as not to ask the database each time."""

from random import uniform
from time import monotonic
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from plutomi.db import afterwards

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """At most `most` values, each for `seconds` at most; what was being read while it was emptied is not kept."""

    def __init__(self, seconds: float, most: int = 10_000) -> None:
        self._seconds, self._most = seconds, most
        self._kept: dict[Key, tuple[float, Value]] = {}
        self.age = 0

    def get(self, key: Key) -> Value | None:
        until, value = self._kept.get(key, (0.0, None))
        return value if monotonic() < until else None

    def keep(self, key: Key, value: Value, age: int) -> None:
        """Keep a value whose reading began when the memory was of this `age`."""
        if age != self.age:
            return
        if len(self._kept) >= self._most:
            self._kept.clear()
        # Not all for as long: what was read together would be asked for again together.
        self._kept[key] = (monotonic() + self._seconds * uniform(0.5, 1), value)  # noqa: S311  no secret

    def empty(self) -> None:
        self._kept.clear()
        self.age += 1

    def empty_after(self, session: AsyncSession) -> None:
        """Forget everything at the moment this transaction commits: not before, when others would read it again."""
        afterwards(session, self.empty)
