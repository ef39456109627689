"""The table, and the circumstances without which it says nothing."""

import os
import platform
from pathlib import Path

import asyncpg

from bench.bars import Bar
from bench.scale import SCALE
from plutomi.embedded.sizes import machine_memory

README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
HEAD = ("what", "figure", "baseline", "ratio", "bar", "")


class Around:
    """What the machine was doing before and after."""

    def __init__(self) -> None:
        self.before = os.getloadavg()[0]

    async def told(self, url: str) -> list[str]:
        connection = await asyncpg.connect(url)
        version = (await connection.fetchval("show server_version")).split()[0]
        durable = [f"{name} {await connection.fetchval(f'show {name}')}" for name in ("fsync", "synchronous_commit")]
        await connection.close()
        return [
            f"{os.cpu_count()} cores, {machine_memory() >> 30} GB, {platform.system()} {platform.machine()}; clients, "
            "servers and database share them",
            f"Python {platform.python_version()}, PostgreSQL {version}, {', '.join(durable)}",
            f"load average {self.before:.1f} at the start, {os.getloadavg()[0]:.1f} at the end",
            *([] if SCALE == 1 else [f"at scale {SCALE:g}: a rehearsal, no figures"]),
        ]


def table(bars: list[Bar], around: list[str]) -> str:
    """Markdown that reads well in a terminal too."""
    rows = [HEAD, *(bar.row() for bar in bars)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join([*lines, "", *(f"- {one}" for one in around)])


def write(table: str) -> None:
    before, _, rest = README.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}")
