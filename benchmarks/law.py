"""How long one due date takes to compute, against adding days and looking one up in a set.

Run: `.venv/bin/python -m benchmarks.law [number of computations]`. The floor is the least that
any answer must do: `date + timedelta`, and asking a set whether that day is a holiday.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

from benchmarks.table import show
from shared.law import Pause, compute, load_rules, official_calendar

COUNT = 20_000
START = date(2025, 1, 2)
CALENDAR = official_calendar()
RULES = load_rules()
HEADINGS = ("what", "µs each", "of the floor")


def floor() -> object:
    """Return the sum and the look-up that nothing can do without."""
    due = START + timedelta(days=60)
    return due in HOLIDAYS


def due_of(rule: str, pauses: tuple[Pause, ...] = ()) -> Callable[[], object]:
    """Return the computation of one rule's due date, as a case asks for it."""
    version = RULES.in_force(rule, START)
    return lambda: compute(version, START, CALENDAR, pauses=pauses).due_on


def explained(rule: str) -> Callable[[], object]:
    """Return the same with explanation and receipt, as a case stores it."""
    version = RULES.in_force(rule, START)

    def work() -> object:
        found = compute(version, START, CALENDAR)
        return found.explanation, found.receipt

    return work


HOLIDAYS = frozenset(
    day
    for number in range(365)
    if not CALENDAR.is_working(day := date(2025, 1, 1) + timedelta(days=number))
)
MEASURES: tuple[tuple[str, Callable[[], object]], ...] = (
    ("date + timedelta, look-up in a set", floor),
    ("FY-08: 5 working days", due_of("FY-08")),
    ("FY-18: 60 days, rolled", due_of("FY-18")),
    ("FY-18 with a pause", due_of("FY-18", (Pause(date(2025, 1, 10), date(2025, 2, 20)),))),
    ("FY-18 with explanation and receipt", explained("FY-18")),
)


def microseconds(work: Callable[[], object], count: int) -> float:
    """Return how many microseconds one `work` takes, the best of three rounds."""
    rounds = []
    for _ in range(3):
        began = time.perf_counter()
        for _ in range(count):
            work()
        rounds.append(time.perf_counter() - began)
    return min(rounds) / count * 1e6


def main(arguments: list[str]) -> None:
    """Measure the floor and the computations."""
    count = int(arguments[0]) if arguments else COUNT
    found = [(title, microseconds(work, count)) for title, work in MEASURES]
    least = found[0][1]
    rows = [[title, f"{each:.2f}", f"{each / least:.0f}"] for title, each in found]
    show(f"computing a due date, best of three times {count}", HEADINGS, rows)


if __name__ == "__main__":
    main(sys.argv[1:])
