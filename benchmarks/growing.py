"""What a measurement of growth consists of, and how its lists are asked."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.looking import Looked, Watch
from shared.storage.database import Database

HUNDREDTH = 100
AT_ONCE = 10
IN_A_ROW = 5
REPEATS = 3
_NEAR_THE_END = 2

# What a list answers for a cursor (None for the first page): the cursor of the next page, or None.
Ask = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """One list, or another question that should cost the same at any size; `ask` reads a page."""

    name: str
    ask: Ask


@dataclass(frozen=True, slots=True)
class Measured:
    """
    A part of the product: how its database is filled with `n` cases, and what is asked of it.

    `fill` writes what the product would have written, in bulk.
    """

    name: str
    fill: Callable[[Database, int], None]
    lists: Callable[[Database, int], Sequence[Listed]]


@dataclass(frozen=True, slots=True)
class Cost:
    """
    What one page took.

    Milliseconds on the clock and of the server's processor, medians of some times, and what it
    looked at, which is the same each time.
    """

    wall: float
    server: float
    looked: Looked


@dataclass(frozen=True, slots=True)
class Pages:
    """
    The pages of a list that are asked for, by their cursors.

    Where two windows of a list begin and end is drawn by lot, so some pages tell more than one:
    `first` are the first ten that are full, `later` those up to the hundredth, or around the middle
    one, named by `number`. `full` says how many are full and have another one after them.
    """

    first: Sequence[Any]
    later: Sequence[Any]
    number: int
    full: int

    @classmethod
    def of(cls, ask: Ask) -> Pages:
        """Find the pages of a list; of what has no full page, the first."""
        full: list[Any] = []
        cursor = None
        while len(full) < HUNDREDTH and (following := ask(cursor)) is not None:
            full.append(cursor)
            cursor = following
        first = full[:AT_ONCE] or [None]
        if len(full) == HUNDREDTH:
            return cls(first, full[-AT_ONCE:], HUNDREDTH, len(full))
        # Near its end a list costs less, because the window ends there.
        inner = full[1:-_NEAR_THE_END]
        start = max(0, len(inner) // 2 - AT_ONCE // 2)
        return cls(first, inner[start : start + AT_ONCE], len(inner) // 2 + 2, len(full))


@dataclass(frozen=True, slots=True)
class Taken:
    """What the first pages of a list took, one by one, and the later ones."""

    pages: Pages
    first: Sequence[Cost]
    later: Sequence[Cost]


def taken(
    lists: Sequence[tuple[Database, Listed]], processor: Callable[[], float], watch: Watch
) -> list[Taken]:
    """
    Return what each list took: asked in turns, so that other load meets all alike.

    `processor` returns the milliseconds that the server has computed so far, which tell more than
    the clock on a machine that is busy with other things.
    """
    pages = [Pages.of(each.ask) for _, each in lists]
    asked = [
        _Page(database, each.ask, cursor)
        for (database, each), of_list in zip(lists, pages, strict=True)
        for cursor in (*of_list.first, *of_list.later)
    ]
    times: list[list[tuple[float, float]]] = [[] for _ in asked]
    for _ in range(REPEATS):
        for page, known in zip(asked, times, strict=True):
            known.append(page.timed(processor))
    costs = iter([page.cost(known, watch) for page, known in zip(asked, times, strict=True)])
    return [
        Taken(
            each,
            [next(costs) for _ in each.first],
            [next(costs) for _ in each.later],
        )
        for each in pages
    ]


@dataclass(frozen=True, slots=True)
class _Page:
    database: Database
    ask: Ask
    cursor: Any

    def timed(self, processor: Callable[[], float]) -> tuple[float, float]:
        # The kernel counts a thread's time when it lays it down: one short answer may count as
        # none.
        began, computed = time.perf_counter(), processor()
        for _ in range(IN_A_ROW):
            self.ask(self.cursor)
        wall, server = (time.perf_counter() - began) * 1000, processor() - computed
        return wall / IN_A_ROW, server / IN_A_ROW

    def cost(self, times: Sequence[tuple[float, float]], watch: Watch) -> Cost:
        wall, server = (statistics.median(each) for each in zip(*times, strict=True))
        return Cost(wall, server, watch.of(self.database, lambda: self.ask(self.cursor)))
