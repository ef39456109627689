"""`python -m bench [names]`: runs the benchmarks and says which bars are met."""

import argparse
import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import report, worlds
from bench.bars import Bar
from plutomi import embedded

NAMES = (
    "applying",
    "boards",
    "live",
    "moving",
    "searching",
    "fairness",
    "idling",
    "conditions",
    "rules",
    "embed",
    "hosted",
    "flood",
    "sweeping",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"which, of {', '.join(NAMES)}; all if none is named")
    parser.add_argument("--write", action="store_true", help="put the table into bench/README.md")
    parsed = parser.parse_args()
    if unknown := set(parsed.names) - set(NAMES):
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    with data() as folder, embedded.server(folder) as url:
        bars, around = asyncio.run(run(url, parsed.names or NAMES))
    print(table := report.table(bars, around), flush=True)
    if parsed.write:
        report.write(table)


async def run(url: str, names: tuple[str, ...]) -> tuple[list[Bar], list[str]]:
    """The bars of these benchmarks, one after the other, and what else was so."""
    modules = [import_module(f"bench.{name}") for name in names]
    _say("Filling the databases (minutes the first time) ...")
    made = await worlds.ensure(url, set().union(*(module.NEEDS for module in modules)))
    around, bars = report.Around(), []
    for module in modules:
        _say(module.__doc__)
        for bar in await module.measure(made):
            _say("   " + "  ".join(bar.row()))
            bars.append(bar)
    return bars, await around.told(url)


@contextmanager
def data() -> Iterator[Path]:
    """Where the databases are: BENCH_DATA, kept for the next run, or a folder that goes."""
    if kept := os.environ.get("BENCH_DATA"):
        yield Path(kept)
        return
    with TemporaryDirectory(prefix="plutomi-bench-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL's account must enter when root runs this
        yield Path(folder)


def _say(text: str | None) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
