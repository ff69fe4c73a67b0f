"""What a measurement of growth consists of, and how its lists are asked."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from shared.events.database import Database

HUNDREDTH = 100
IN_A_ROW = 5
REPEATS = 5

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
    """Medians of what one page took: milliseconds on the clock, and of the server's processor."""

    wall: float
    server: float


@dataclass(frozen=True, slots=True)
class Timed:
    """
    What the first page took, and page 100 or the last full one, whose number is `page`.

    `full` says that the first page was full, and another one follows.
    """

    first: Cost
    later: Cost | None
    page: int
    full: bool


def timed(lists: Sequence[Listed], processor: Callable[[], float]) -> dict[str, Timed]:
    """
    Return what each list took: asked in turns, so that other load meets all alike.

    `processor` returns the milliseconds that the server has computed so far, which tell more than
    the clock on a machine that is busy with other things.
    """
    deep = {each.name: _later_page(each) for each in lists}
    full = {each.name: each.ask(None) is not None for each in lists}
    first: dict[str, list[Cost]] = {each.name: [] for each in lists}
    later: dict[str, list[Cost]] = {each.name: [] for each in lists}
    for _ in range(REPEATS):
        for each in lists:
            first[each.name].append(_cost(each, None, processor))
            cursor, page = deep[each.name]
            if page > 1:
                later[each.name].append(_cost(each, cursor, processor))
    return {
        name: Timed(
            _median(first[name]),
            _median(later[name]) if later[name] else None,
            deep[name][1],
            full[name],
        )
        for name in first
    }


def _later_page(listed: Listed) -> tuple[Any, int]:
    """Return the cursor of page 100, or of the last full page, and the number of that page."""
    cursor, page = None, 1
    following = listed.ask(None)
    while page < HUNDREDTH and following is not None:
        after_it = listed.ask(following)
        if after_it is None:
            break
        cursor, page, following = following, page + 1, after_it
    return cursor, page


def _cost(listed: Listed, cursor: Any, processor: Callable[[], float]) -> Cost:
    # The kernel counts a thread's time when it lays it down: one short answer may count as none.
    began, computed = time.perf_counter(), processor()
    for _ in range(IN_A_ROW):
        listed.ask(cursor)
    wall, server = (time.perf_counter() - began) * 1000, processor() - computed
    return Cost(wall / IN_A_ROW, server / IN_A_ROW)


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(each.wall for each in costs),
        statistics.median(each.server for each in costs),
    )
