"""
Whether lists cost the same with 100,000 cases as with 1,000.

Run: `make growth`, or `.venv/bin/python -m benchmarks.growth [sizes, as 1000,10000] [part …]`. Each
part of the product is filled at each size in a database of its own of one embedded server, by the
code that writes it; then all lists of all sizes are asked in turns, five times, beside a bare find
by `_id`. The table is what stands in `docs/growth.md`: milliseconds of the server's processor, in
brackets by the clock.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.growing import HUNDREDTH, Cost, Listed, Measured, Timed, timed
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
        by_name = timed(lists, lambda: _computed(server))
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


def _computed(server: EmbeddedDatabase) -> float:
    """Return the milliseconds that the threads of the server have run."""
    assert server.process is not None
    tasks = Path(f"/proc/{server.process.pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6


def table(part: Measured, by_size: Mapping[int, Mapping[str, Timed]]) -> str:
    """Return the table of a part in Markdown."""
    sizes = list(by_size)
    head = " | ".join(f"{size:,}" for size in sizes)
    lines = [f"| {part.name} | {head} | ratio |", "|---|" + "---|" * (len(sizes) + 1)]
    for name in by_size[sizes[0]]:
        row = [by_size[size][name] for size in sizes]
        cells = " | ".join(_cell(each) for each in row)
        lines.append(f"| {name} | {cells} | {_ratio(row)} |")
    return "\n".join(lines)


def _cell(taken: Timed) -> str:
    first = f"{taken.first.server:.1f} ({taken.first.wall:.0f})"
    if taken.later is None:
        return first if taken.full else f"{first} ¹"
    number = "" if taken.page == HUNDREDTH else f" p. {taken.page}"
    return f"{first} / {taken.later.server:.1f} ({taken.later.wall:.0f}){number}"


def _ratio(row: Sequence[Timed]) -> str:
    """Compare the largest size with the smallest at which there is a full page to compare."""
    largest = row[-1]
    first = next((each.first for each in row if each.full or not largest.full), largest.first)
    later = next((each.later for each in row if each.later is not None), None)
    ratio = _times(largest.first, first)
    if later is None or largest.later is None:
        return ratio
    return f"{ratio} / {_times(largest.later, later)}"


def _times(large: Cost, small: Cost) -> str:
    return f"{large.server / small.server:.2f}" if small.server else "–"


def main(arguments: Sequence[str]) -> None:
    """Measure the parts asked for, or all, and print a table of each."""
    sizes = [int(size) for size in arguments[0].split(",")] if arguments else SIZES
    wanted = set(arguments[1:])
    for part in PARTS:
        if not wanted or part.name in wanted:
            print(table(part, measure(part, sizes)) + "\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
