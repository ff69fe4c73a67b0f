"""
Pages of a list that cost the same with a thousand rows as with a million.

The embedded database builds every row that its one indexed condition meets before it sorts and
limits them, so a page must not ask for more than about what it shows. It asks for windows of keys
between two bounds, and takes the bounds from the fences: one row in 8 is one, whatever the keys
are like, so the window between two holds about 8 rows even where an import opened 100,000 cases
within a minute. One fence in 16 is of the second level, one in 16 of these of the third, and so
on: the next ones of a level lie before the next one of the level above, so that they are found as
cheaply, and remembered for a minute (`shared.storage.fences`). Fences only say where to look: the
rows are right whatever they are.

MongoDB answers the same questions by the same indexes: an `IXSCAN` of the key with both bounds,
which also sorts. It would not need the fences; no other module knows a difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel

from shared.storage.database import Document, DocumentCollection
from shared.storage.fences import Fences
from shared.storage.keys import FENCE_EVERY, LEVEL_EVERY, bounds, fence_field
from shared.storage.remembering import Remembered

_NEXT = " "  # before every character of a place: what begins so comes right after the place itself
_ENOUGH = 4  # so many fences tell roughly how many rows there are
_FINE = 128  # so many tell it to within some percent
_MOST_FENCES = 256  # about 2,000 rows in one window
_TOLD_BY = (3, 2, 1)  # levels that tell how many rows there are: of a higher one there are too few
_REMEMBERED = 4_096
_SPARSE = 4  # where fewer than one row in so many of a window is wanted, the next one is larger

_numbers: Remembered[int] = Remembered(_REMEMBERED)


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are; `exact` is False where the number is an estimate."""

    number: int = 0
    exact: bool = True

    def __add__(self, other: Count) -> Count:
        return Count(self.number + other.number, self.exact and other.exact)

    def __sub__(self, other: Count) -> Count:
        """Take a part out of a whole; of two estimates never less than none is left."""
        return Count(max(self.number - other.number, 0), self.exact and other.exact)


def prepare_pages(rows: DocumentCollection, fields: Iterable[str]) -> None:
    """Create the two indexes of each list of a collection; rows in no list cost them nothing."""
    names = [name for field in fields for name in (field, fence_field(field))]
    rows.create_indexes([IndexModel([(name, ASCENDING)], sparse=True) for name in names])


class Pages:
    """Read lists of the rows whose key is `field`, or a path with dots, as `keyed` wrote it."""

    def __init__(self, rows: DocumentCollection, field: str) -> None:
        self._rows = rows
        self._field = field

    def page(
        self,
        within: str,
        *,
        size: int,
        after: str | None = None,
        descending: bool = False,
        first: str = "",
        last: str | None = None,
        rest: Mapping[str, Any] | None = None,
        shown: Mapping[str, Any] | None = None,
    ) -> list[Document]:
        """
        Return up to `size` rows of the scope `within`, beyond the place `after`.

        `first` and `last` narrow the list to places from one to the other, as `bounds` has them.
        `rest` is what else a row must fulfil: it is matched row by row, so a list in which few of
        many rows fulfil it deserves a scope of its own. `shown` is the projection.
        """
        found: list[Document] = []
        low, high = bounds(within, first, last)
        if after is not None:
            position = bounds(within, after)[0]
            low, high = (
                (low, min(high, position)) if descending else (max(low, position + _NEXT), high)
            )
        if low >= high:
            return found
        fences = self._fences(within).between(low, high, descending=descending)
        here, end = (high, low) if descending else (low, high)
        count = _enough(size)
        while here != end and len(found) < size:
            passed = list(islice(fences, count))
            there = passed[-1] if len(passed) == count else end
            window = (there, here) if descending else (here, there)
            stages = self._stages(window, size - len(found), descending, rest)
            stages += [{"$project": dict(shown)}] if shown else []
            read = list(self._rows.aggregate(stages))
            found += read
            here = there
            # Few of the rows fulfil what else is asked: look further ahead each time.
            sparse = len(read) * _SPARSE < count * FENCE_EVERY
            count = min(count * 2, _MOST_FENCES) if sparse else _enough(size - len(found))
        return found

    def all(
        self,
        within: str,
        *,
        first: str = "",
        last: str | None = None,
        rest: Mapping[str, Any] | None = None,
        shown: Mapping[str, Any] | None = None,
    ) -> list[Document]:
        """Return all rows of a part that `about` says is small, in no order."""
        low, high = bounds(within, first, last)
        stages: list[Document] = [{"$match": {self._field: {"$gte": low, "$lt": high}}}]
        stages += [{"$match": dict(rest)}] if rest else []
        stages += [{"$project": dict(shown)}] if shown else []
        return list(self._rows.aggregate(stages))

    def count(
        self,
        within: str,
        *,
        first: str = "",
        last: str | None = None,
        rest: Mapping[str, Any] | None = None,
    ) -> int:
        """Count the rows of a part that `about` says is small."""
        low, high = bounds(within, first, last)
        if low >= high:
            return 0
        stages: list[Document] = [{"$match": {self._field: {"$gte": low, "$lt": high}}}]
        stages += [{"$match": dict(rest)}] if rest else []
        counted = list(self._rows.aggregate([*stages, {"$count": "number"}]))
        return int(counted[0]["number"]) if counted else 0

    def counted(
        self,
        within: str,
        *,
        first: str = "",
        last: str | None = None,
        rest: Mapping[str, Any] | None = None,
        most: int,
    ) -> Count:
        """
        Count the rows of a part.

        Where there are about more than `most`, the fences tell how many, and `rest` goes unasked:
        so a count costs the same however many rows there are.
        """
        many = self._estimate(within, first, last, by=_FINE)
        if many > most:
            return Count(many, exact=False)
        return Count(self.count(within, first=first, last=last, rest=rest))

    def about(self, within: str, *, first: str = "", last: str | None = None) -> int:
        """
        Return about how many rows the scope has between two places, without reading them.

        As it was a minute ago at most: it is asked for to choose where to look.
        """
        name = (self._rows.full_name, self._field, *bounds(within, first, last))
        return _numbers.of(name, lambda: self._estimate(within, first, last, by=_ENOUGH))

    def _estimate(self, within: str, first: str, last: str | None, *, by: int) -> int:
        """Tell the number of rows by more than `by` fences, where there are as many."""
        low, high = bounds(within, first, last)
        # From above, so that the fences that are counted are few however many rows there are.
        for level in _TOLD_BY:
            fences = self._fences(within).number(low, high, level=level)
            if fences > by:
                break
        # All but one in 16 of the rows that could be of a level are of no higher one.
        return int(fences * FENCE_EVERY * LEVEL_EVERY**level // (LEVEL_EVERY - 1))

    def _fences(self, within: str) -> Fences:
        return Fences(self._rows, self._field, *bounds(within))

    def _stages(
        self,
        window: tuple[str, str],
        size: int,
        descending: bool,
        rest: Mapping[str, Any] | None,
    ) -> list[Document]:
        low, high = window
        # One indexed condition alone: with another beside it the embedded database reads all rows.
        return [
            {"$match": {self._field: {"$gte": low, "$lt": high}}},
            *([{"$match": dict(rest)}] if rest else []),
            {"$sort": {self._field: DESCENDING if descending else ASCENDING}},
            {"$limit": size},
        ]


def _enough(size: int) -> int:
    """Return how many fences ahead so many rows are as a rule."""
    return 2 + size // FENCE_EVERY
