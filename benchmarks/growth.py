"""
Whether lists cost the same with 100,000 cases as with 1,000.

Run: `make growth`, or `.venv/bin/python -m benchmarks.growth [sizes, as 1000,10000] [part …]`. Each
part of the product is filled at each size in a database of its own of one embedded server, by the
code that writes it; then all lists of all sizes are asked in turns, five times, beside a bare find
by `_id`. The table is
what stands in `docs/growth.md`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from benchmarks.growing import Listed, Measured, Timed, timed
from benchmarks.growth_cases import CASES
from benchmarks.growth_coordination import COORDINATION
from shared.events.database import Database
from tests.support.database import connected
from tests.support.servers import EmbeddedDatabase

PARTS: tuple[Measured, ...] = (CASES, COORDINATION)
SIZES = (1_000, 10_000, 100_000)
FLOOR = "find by `_id`"
_RESTART_SECONDS = 300.0


def measure(part: Measured, sizes: Sequence[int]) -> dict[int, dict[str, Timed]]:
    """Return what each list of a part took at each size, all sizes asked in turns."""
    with EmbeddedDatabase() as server, connected(server.url) as client:
        lists: list[Listed] = []
        for size in sizes:
            database = client[f"growth_{size}"]
            began = time.monotonic()
            part.fill(database, size)
            filled_in = time.monotonic() - began
            print(f"{part.name}, {size} cases: filled in {filled_in:.0f} s", file=sys.stderr)
            asked = [_floor(database), *part.lists(database, size)]
            lists += [replace(each, name=f"{size} {each.name}") for each in asked]
        # The writes of the filling are to be on the disk before anything is timed.
        server.stop_seconds = server.start_seconds = _RESTART_SECONDS
        server.stop()
        server.start()
        by_name = timed(lists)
    return {
        size: {
            name.partition(" ")[2]: taken
            for name, taken in by_name.items()
            if name.partition(" ")[0] == str(size)
        }
        for size in sizes
    }


def _floor(database: Database) -> Listed:
    rows = database["floor"]
    rows.insert_one({"_id": "one"})
    return Listed(FLOOR, lambda _cursor: rows.find_one({"_id": "one"}) and None)


def table(part: Measured, by_size: Mapping[int, Mapping[str, Timed]]) -> str:
    """Return the table of a part in Markdown."""
    sizes = list(by_size)
    head = " | ".join(f"{size:,}" for size in sizes)
    lines = [
        f"| {part.name}, ms: first page / page 100 | {head} | ratio |",
        "|---|" + "---|" * (len(sizes) + 1),
    ]
    for name in by_size[sizes[0]]:
        row = [by_size[size][name] for size in sizes]
        cells = " | ".join(_cell(each) for each in row)
        lines.append(f"| {name} | {cells} | {_ratio(row[0], row[-1])} |")
    return "\n".join(lines)


def _cell(time_taken: Timed) -> str:
    if time_taken.later is None:
        return f"{time_taken.first:.1f}"
    number = "" if time_taken.page == 100 else f" (page {time_taken.page})"
    return f"{time_taken.first:.1f} / {time_taken.later:.1f}{number}"


def _ratio(smallest: Timed, largest: Timed) -> str:
    first = f"{largest.first / smallest.first:.2f}"
    if smallest.later is None or largest.later is None:
        return first
    return f"{first} / {largest.later / smallest.later:.2f}"


def main(arguments: Sequence[str]) -> None:
    """Measure the parts asked for, or all, and print a table of each."""
    sizes = [int(size) for size in arguments[0].split(",")] if arguments else SIZES
    wanted = set(arguments[1:])
    for part in PARTS:
        if not wanted or part.name in wanted:
            print(table(part, measure(part, sizes)) + "\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
