import statistics
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bench.scale import rounds

Side = Callable[[], Awaitable[float]]


@dataclass(frozen=True, slots=True)
class Bar:
    """`figure` against `baseline`, both in `unit`; without `limit` it is told for scale only."""

    what: str
    figure: float
    baseline: float
    unit: str
    against: str
    limit: float | None = None
    is_least: bool = False

    @property
    def ratio(self) -> float:
        return self.figure / self.baseline

    @property
    def is_met(self) -> bool:
        if self.limit is None:
            return True
        return self.ratio >= self.limit if self.is_least else self.ratio <= self.limit

    def row(self) -> tuple[str, ...]:
        """Cells: what, figure, baseline, ratio, bar, verdict."""
        bar = "" if self.limit is None else f"{'>=' if self.is_least else '<='} {self.limit:g}"
        verdict = "for scale" if self.limit is None else "met" if self.is_met else "MISSED"
        baseline = f"{shown(self.baseline)} {self.unit} ({self.against})"
        return self.what, f"{shown(self.figure)} {self.unit}", baseline, f"{self.ratio:.2f}", bar, verdict


def shown(number: float) -> str:
    """Three digits that matter."""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


async def in_turn(*sides: Side, times: int | None = None) -> list[float]:
    """The median of each side. They take turns, every other round in reverse, so that noise meets all alike."""
    found: list[list[float]] = [[] for _ in sides]
    for number in range(times or rounds()):
        order = list(zip(sides, found, strict=True))
        for side, kept in reversed(order) if number % 2 else order:
            kept.append(await side())
    return [statistics.median(kept) for kept in found]


def p95(times: Sequence[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]
