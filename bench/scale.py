"""How much of everything: BENCH_SCALE=1 is the real thing, less is a rehearsal."""

import os

SCALE = float(os.environ.get("BENCH_SCALE", "1"))


def some(number: int, at_least: int = 1) -> int:
    """`number` at this run's scale."""
    return max(at_least, round(number * SCALE))


def rounds(number: int = 5) -> int:
    """Rounds of each side; medians need three, a rehearsal one."""
    return number if SCALE >= 1 else 1


def seconds(number: float) -> float:
    """How long a round lasts."""
    return max(0.1, number * min(1.0, SCALE))
