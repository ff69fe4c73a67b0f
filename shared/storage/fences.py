"""Where the windows of a list may end: the fences between two keys, next ones first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from pymongo import ASCENDING, DESCENDING
from pymongo.collection import Collection

from shared.storage.keys import FENCE_LEVELS, fence, fence_field, key_of
from shared.storage.remembering import Remembered

_REMEMBERED_STRETCHES = 4_096  # of some sixteen keys each: a few megabytes at most

# Old fences lead to windows that are too wide or too narrow, never to wrong rows: so they may be
# remembered by every process for itself, and nobody has to tell it of rows that come and go.
_stretches: Remembered[tuple[str, ...]] = Remembered(_REMEMBERED_STRETCHES)


class _Wanted(NamedTuple):
    low: str
    high: str
    descending: bool


class Fences:
    """
    The fences among the rows whose key is `field`, of a list with the bounds `start` and `end`.

    Those of a level between two of the level above are some sixteen; these stretches are
    remembered for a minute, but for those of the first level, which lie where new rows come in.
    """

    def __init__(self, rows: Collection[dict[str, Any]], field: str, start: str, end: str) -> None:
        self._rows = rows
        self._field = fence_field(field)
        self._start = start
        self._end = end

    def between(self, low: str, high: str, *, descending: bool) -> Iterator[str]:
        """Yield the keys of the fences of all levels between two keys, in the order of the list."""
        wanted = _Wanted(low, high, descending)
        yield from self._within(self._start, self._end, FENCE_LEVELS, wanted)

    def number(self, low: str, high: str, *, level: int) -> int:
        """Return how many fences of a level there are between two keys."""
        return self._rows.count_documents(self._question(level, low, high))

    def _within(self, start: str, end: str, level: int, wanted: _Wanted) -> Iterator[str]:
        """Yield what is wanted between two neighbours of the level above, both excluded."""
        low, high, descending = wanted
        if level == 1:
            yield from self._asked(1, max(start, low), min(end, high), descending)
            return
        stretches = list(pairwise([start, *self._stretch(level, start, end), end]))
        for here, there in reversed(stretches) if descending else stretches:
            if here < high and there > low:
                yield from self._within(here, there, level - 1, wanted)
                post = here if descending else there
                if low < post < high and start < post < end:
                    yield post

    def _stretch(self, level: int, start: str, end: str) -> tuple[str, ...]:
        name = (self._rows.full_name, self._field, fence(level, start), end)
        return _stretches.of(name, lambda: tuple(self._asked(level, start, end)))

    def _asked(self, level: int, low: str, high: str, descending: bool = False) -> Iterator[str]:
        order = DESCENDING if descending else ASCENDING
        found = self._rows.find(self._question(level, low, high), {self._field: 1, "_id": 0})
        for row in found.sort(self._field, order):
            yield key_of(_value(row, self._field))

    def _question(self, level: int, low: str, high: str) -> dict[str, Any]:
        return {self._field: {"$gt": fence(level, low), "$lt": fence(level, high)}}


def _value(row: dict[str, Any], path: str) -> str:
    """Return what stands in a row at a path with dots."""
    found: Any = row
    for name in path.split("."):
        found = found[name]
    return str(found)
