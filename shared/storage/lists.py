"""The lists of a collection: by scope alone, and by what they are narrowed by beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo import IndexModel

from shared.storage.database import Document, DocumentCollection
from shared.storage.keys import bounds, fence_field, keyed, scope
from shared.storage.pages import Count, Pages

KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Lists:
    """
    Which lists there are of the rows of a collection, each a key of its own in the row.

    `place` is the field that says where a row stands in all of them. `choices` are the facets that
    a list is narrowed by together. A row stands in the lists of up to `scopes` scopes, as of the
    agencies that it concerns: never a range over an array, of which databases think differently.
    """

    place: str
    choices: tuple[tuple[str, ...], ...] = ((),)
    scopes: int = 1
    descending: bool = False
    field: str = KEYS

    def prepare(self, rows: DocumentCollection) -> None:
        """Create the indexes, all in one command: each takes the embedded database a while."""
        indexed = [each for key in self.names() for each in (key, fence_field(key))]
        if indexed:
            rows.create_indexes([IndexModel(each, sparse=True) for each in indexed])

    def names(self) -> list[str]:
        """Return the paths of the keys of all lists."""
        names = (_name(n, choice) for n in range(self.scopes) for choice in self.choices)
        return [f"{self.field}.{name}" for name in names]

    def keys(self, scopes: Sequence[str], facets: Mapping[str, str | None], at: str) -> Document:
        """Return the field with the keys of a row; a facet that is None is in no list."""
        keys: Document = {}
        for number, within in enumerate(scopes[: self.scopes]):
            for choice in self.choices:
                values = [facets[name] for name in choice]
                known = [value for value in values if value is not None]
                if len(known) == len(choice):
                    keys |= keyed(_name(number, choice), scope(within, *known), at)
        return {self.field: keys}

    def page(
        self,
        rows: DocumentCollection,
        within: str,
        asked: Mapping[str, str],
        *,
        size: int,
        after: str | None = None,
        first: str = "",
        last: str | None = None,
        rest: Mapping[str, Any],
    ) -> list[Document]:
        """
        Return up to `size` rows of a scope that fulfil `rest`, without their histories.

        `asked` are facets of all of them: the list that is narrowed by the most of these is read.
        Whatever no list is narrowed by is looked at row by row, so `rest` says all that is asked.
        """
        found: dict[Any, Document] = {}
        for field, of_scope in self._of(within, asked):
            page = Pages(rows, field).page(
                of_scope,
                size=size,
                after=after,
                descending=self.descending,
                first=first,
                last=last,
                rest=rest or None,
                shown={"history": 0},
            )
            found |= {row["_id"]: row for row in page}
        return self.ordered(found.values())[:size]

    def count(
        self,
        rows: DocumentCollection,
        within: str,
        asked: Mapping[str, str],
        *,
        first: str = "",
        last: str | None = None,
        rest: Mapping[str, Any] | None = None,
        most: int,
    ) -> Count:
        """
        Count the rows of a scope from one place to another; one that has no list is not counted.

        Where there are about more than `most`, it is an estimate, as `Pages.counted` says.
        """
        counted = Count()
        for field, of_scope in self._of(within, asked):
            counted += Pages(rows, field).counted(
                of_scope, first=first, last=last, rest=rest, most=most
            )
        return counted

    def about(
        self,
        rows: DocumentCollection,
        within: str,
        asked: Mapping[str, str],
        *,
        first: str = "",
        last: str | None = None,
    ) -> int:
        """Return about how many rows of a scope stand from one place to another."""
        return sum(
            Pages(rows, field).about(of_scope, first=first, last=last)
            for field, of_scope in self._of(within, asked)
        )

    def between(
        self,
        rows: DocumentCollection,
        within: str,
        asked: Mapping[str, str],
        *,
        first: str,
        last: str,
        rest: Mapping[str, Any],
        shown: Sequence[str],
    ) -> list[Document]:
        """Return the fields `shown` of all rows of a part that `about` says is small."""
        found: dict[Any, Document] = {}
        projection = dict.fromkeys(shown, 1)
        for field, of_scope in self._of(within, asked):
            part = Pages(rows, field).all(
                of_scope, first=first, last=last, rest=rest or None, shown=projection
            )
            found |= {row["_id"]: row for row in part}
        return list(found.values())

    def all_from(self, rows: DocumentCollection, within: str, first: str) -> list[Document]:
        """Return all rows of a scope from a place on, however many, without their histories."""
        found: dict[Any, Document] = {}
        for field, of_scope in self._of(within, {}):
            low, high = bounds(of_scope, first)
            listed = rows.find({field: {"$gte": low, "$lt": high}}, {"history": 0})
            found |= {row["_id"]: row for row in listed}
        return self.ordered(found.values())

    def ordered(self, rows: Iterable[Document]) -> list[Document]:
        """Return rows in the order of the lists."""
        return sorted(rows, key=lambda row: str(row[self.place]), reverse=self.descending)

    def _of(self, within: str, asked: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        choice = max((each for each in self.choices if set(each) <= set(asked)), key=len)
        of_scope = scope(within, *(asked[name] for name in choice))
        for number in range(self.scopes):
            yield f"{self.field}.{_name(number, choice)}", of_scope


def _name(number: int, choice: Sequence[str]) -> str:
    return "_".join((str(number), *choice))
