"""
Whether lists cost the same with 100,000 cases as with 1,000.

Run: `make growth`, or `.venv/bin/python -m benchmarks.growth [sizes, as 1000,10000] [part …]`. Each
part of the product is filled at each size in a database of its own of one embedded server, by the
code that writes it; then all lists of all sizes are asked in turns, three times, beside a bare find
by `_id`. Two tables of each part stand in `docs/growth.md`: milliseconds of the server's processor,
in brackets by the clock; and how many questions a page asks, and how many rows these look at.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks.growing import HUNDREDTH, Cost, Listed, Measured, Taken, taken
from benchmarks.growth_cases import CASES
from benchmarks.growth_coordination import COORDINATION
from benchmarks.looking import Watch
from shared.storage.database import Database
from tests.support.database import connected
from tests.support.servers import EmbeddedDatabase

PARTS: tuple[Measured, ...] = (CASES, COORDINATION)
SIZES = (1_000, 10_000, 100_000)
FLOOR = "find by `_id`"
FEWEST = 3
"""A list of so many full pages is compared with a longer one; a shorter one ends in each window."""
_RESTART_SECONDS = 300.0


def measure(part: Measured, sizes: Sequence[int]) -> dict[str, list[Taken]]:
    """Return what each list of a part took at each size, all sizes asked in turns."""
    watch = Watch()
    with EmbeddedDatabase() as server, connected(server.url, watch) as client:
        lists: list[tuple[Database, Listed]] = []
        for size in sizes:
            database = client[f"growth_{size}"]
            began = time.monotonic()
            part.fill(database, size)
            filled_in = time.monotonic() - began
            print(f"{part.name}, {size} cases: filled in {filled_in:.0f} s", file=sys.stderr)
            asked = [_floor(database), *part.lists(database, size)]
            lists += [(database, each) for each in asked]
        # The writes of the filling are to be on the disk before anything is timed.
        server.stop_seconds = server.start_seconds = _RESTART_SECONDS
        server.stop()
        server.start()
        found = taken(lists, lambda: _computed(server), watch)
    by_name: dict[str, list[Taken]] = {}
    for (_, each), cost in zip(lists, found, strict=True):
        by_name.setdefault(each.name, []).append(cost)
    return by_name


def _floor(database: Database) -> Listed:
    rows = database["floor"]
    rows.insert_one({"_id": "one"})
    return Listed(FLOOR, lambda _cursor: rows.find_one({"_id": "one"}) and None)


def _computed(server: EmbeddedDatabase) -> float:
    """Return the milliseconds that the threads of the server have run."""
    assert server.process is not None
    tasks = Path(f"/proc/{server.process.pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6


def tables(
    part: Measured, sizes: Sequence[int], by_name: Mapping[str, Sequence[Taken]]
) -> list[str]:
    """Return the tables of a part in Markdown: what pages took, and what they looked at."""
    return [
        _table(part.name, sizes, by_name, _times, lambda cost: cost.server),
        _table(f"{part.name}: looked at", sizes, by_name, _rows, lambda cost: cost.looked.weight),
    ]


def _table(
    title: str,
    sizes: Sequence[int],
    by_name: Mapping[str, Sequence[Taken]],
    shown: Callable[[Sequence[Cost]], str],
    weight: Callable[[Cost], float],
) -> str:
    head = " | ".join(f"{size:,}" for size in sizes)
    lines = [f"| {title} | {head} | ratio |", "|---|" + "---|" * (len(sizes) + 1)]
    for name, row in by_name.items():
        cells = " | ".join(_cell(each, shown) for each in row)
        lines.append(f"| {name} | {cells} | {_ratio(row, weight)} |")
    return "\n".join(lines)


def _cell(each: Taken, shown: Callable[[Sequence[Cost]], str]) -> str:
    first = shown(each.first)
    if not each.later:
        return first if each.pages.full else f"{first} ¹"
    number = "" if each.pages.number == HUNDREDTH else f" p. {each.pages.number}"
    return f"{first} / {shown(each.later)}{number}"


def _times(costs: Sequence[Cost]) -> str:
    return f"{_mean(costs, lambda cost: cost.server):.1f} ({_mean(costs, lambda c: c.wall):.0f})"


def _rows(costs: Sequence[Cost]) -> str:
    questions = _mean(costs, lambda cost: cost.looked.questions)
    return f"{questions:.1f} + {_mean(costs, lambda cost: cost.looked.rows):.0f}"


def _ratio(row: Sequence[Taken], weight: Callable[[Cost], float]) -> str:
    """
    Compare the largest size with the smallest at which the list has pages enough.

    The same pages of both: where the smaller one has three full ones, three of the larger one.
    """
    largest = row[-1]
    enough = min(FEWEST, largest.pages.full)
    smallest = next(each for each in row if each.pages.full >= enough)
    pages = min(len(smallest.first), len(largest.first))
    ratio = _times_as_much(largest.first[:pages], smallest.first[:pages], weight)
    deep = next((each for each in row if each.later), largest)
    if not largest.later:
        return ratio
    return f"{ratio} / {_times_as_much(largest.later, deep.later, weight)}"


def _times_as_much(
    large: Sequence[Cost], small: Sequence[Cost], weight: Callable[[Cost], float]
) -> str:
    divisor = _mean(small, weight)
    return f"{_mean(large, weight) / divisor:.2f}" if divisor else "–"


def _mean(costs: Sequence[Cost], weight: Callable[[Cost], float]) -> float:
    return statistics.mean(weight(cost) for cost in costs)


def main(arguments: Sequence[str]) -> None:
    """Measure the parts asked for, or all, and print the tables of each."""
    sizes = [int(size) for size in arguments[0].split(",")] if arguments else SIZES
    wanted = set(arguments[1:])
    for part in PARTS:
        if not wanted or part.name in wanted:
            print("\n\n".join(tables(part, sizes, measure(part, sizes))) + "\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
