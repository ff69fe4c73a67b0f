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
    What the first page took, and the pages up to 100, or around the middle one, named by `page`.

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
    deep = {each.name: _later_pages(each) for each in lists}
    full = {each.name: each.ask(None) is not None for each in lists}
    first: dict[str, list[Cost]] = {each.name: [] for each in lists}
    later: dict[str, list[Cost]] = {each.name: [] for each in lists}
    for time_asked in range(REPEATS):
        for each in lists:
            first[each.name].append(_cost(each, None, processor))
            cursors, _ = deep[each.name]
            if cursors:
                cursor = cursors[time_asked % len(cursors)]
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


def _later_pages(listed: Listed) -> tuple[Sequence[Any], int]:
    """
    Return the cursors of pages 96 to 100, and 100.

    Where there are fewer full pages, those of up to five around the middle, and the middle one's
    number: near its end a list costs less, because the window ends there.
    """
    cursors: list[Any] = []
    following = listed.ask(None)
    while len(cursors) + 1 < HUNDREDTH and following is not None:
        after_it = listed.ask(following)
        if after_it is None:
            break
        cursors.append(following)
        following = after_it
    if len(cursors) + 1 == HUNDREDTH:
        return cursors[-REPEATS:], HUNDREDTH
    middle = len(cursors) // 2
    around = cursors[max(0, middle - REPEATS // 2) : middle + 1 + REPEATS // 2]
    return around, middle + 2


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
