"""Whether memory, logs and the database stay bounded over the work of a day.

Run: `.venv/bin/python -m benchmarks.workday [commands]`. It starts a whole installation in a folder
of its own and lets eight officers take so many steps as fast as they can, one petition after the
other: registered, classified, accepted, every tenth referred to mediation. After each tenth of
the work, when all events have been dealt with, it reads the memory of all processes and what lies
on the disk. What grows per command is the cases themselves; nothing else may grow.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

from benchmarks.table import show
from deploy.embedded.stack import Stack
from tests.support.stack import Officers, databases_of, memory_megabytes, officers_of
from tests.system.cases import REFERRAL, a_petition
from tests.system.invariants import settle

COMMANDS = 10_000
CLIENTS = 8
PARTS = 10
HEADINGS = ("commands", "per second", "memory MB", "database MB", "bus MB", "logs MB")
_CLASSIFICATION = {"kind": "appeal", "article31_item": 6}


def main(arguments: list[str]) -> None:
    """Measure, and print a line for each tenth of the work."""
    commands = int(arguments[0]) if arguments else COMMANDS
    with (
        tempfile.TemporaryDirectory(prefix="concord-benchmark-") as folder,
        Stack(Path(folder)) as stack,
        officers_of(stack) as officers,
    ):
        rows = list(measured(stack, officers, commands))
    show(f"a day's work of {commands} commands", HEADINGS, rows)


def measured(stack: Stack, officers: Officers, commands: int) -> Iterator[list[str]]:
    """Yield what the installation needs, before the work and after each tenth of it."""
    yield ["0", "-", *_needs(stack)]
    done, cases = 0, count(1)
    with databases_of(stack) as client, ThreadPoolExecutor(CLIENTS) as pool:
        for part in range(1, PARTS + 1):
            began, before, wanted = time.monotonic(), done, commands * part // PARTS
            while done < wanted:
                turns = [next(cases) for _ in range(CLIENTS)]
                done += sum(pool.map(lambda number: _handled(officers, number), turns))
            passed = time.monotonic() - began
            settle(client)
            yield [f"{done}", f"{(done - before) / passed:.0f}", *_needs(stack)]


def _handled(officers: Officers, number: int) -> int:
    """Take one petition through its first steps; return how many commands that were."""
    case = officers.open("petitions", a_petition())
    officers.act("petitions", case["id"], "classify", _CLASSIFICATION)
    officers.act("petitions", case["id"], "accept", {})
    if number % PARTS:
        return 3
    officers.act("petitions", case["id"], "refer", REFERRAL)
    return 4


def _needs(stack: Stack) -> list[str]:
    sizes = (_megabytes(stack.data_folder / name) for name in ("database", "bus", "log"))
    return [f"{memory_megabytes(stack):.0f}", *(f"{size:.1f}" for size in sizes)]


def _megabytes(folder: Path) -> float:
    files = (path for path in folder.rglob("*") if path.is_file())
    return sum(path.stat().st_size for path in files) / 1e6


if __name__ == "__main__":
    main(sys.argv[1:])
