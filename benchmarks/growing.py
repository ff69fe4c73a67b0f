"""What a measurement of growth consists of, and how its lists are asked."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from shared.events.database import Database

HUNDREDTH = 100
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
class Timed:
    """Median milliseconds of the first page and of page 100, or the last full one, by number."""

    first: float
    later: float | None
    page: int


def timed(lists: Sequence[Listed]) -> dict[str, Timed]:
    """Return what each list took: asked in turns, so that other load meets all alike."""
    deep = {each.name: _later_page(each) for each in lists}
    first: dict[str, list[float]] = {each.name: [] for each in lists}
    later: dict[str, list[float]] = {each.name: [] for each in lists}
    for _ in range(REPEATS):
        for each in lists:
            first[each.name].append(_milliseconds(each, None))
            cursor, page = deep[each.name]
            if page > 1:
                later[each.name].append(_milliseconds(each, cursor))
    return {
        name: Timed(
            statistics.median(first[name]),
            statistics.median(later[name]) if later[name] else None,
            deep[name][1],
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


def _milliseconds(listed: Listed, cursor: Any) -> float:
    began = time.perf_counter()
    listed.ask(cursor)
    return (time.perf_counter() - began) * 1000
