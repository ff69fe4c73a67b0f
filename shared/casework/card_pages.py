"""Pages of cards: which list answers a question, so that it costs the same at any size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from shared.casework.cards import (
    DUE,
    LISTS,
    OPENED,
    RUNNING,
    Document,
    Filter,
    due_place,
)
from shared.storage.database import DocumentCollection
from shared.storage.keys import scope
from shared.storage.pages import Pages

FEW = 128  # so many are read whole rather than looked for among others


@dataclass(frozen=True, slots=True)
class SortOrder:
    """A sort order: by opening or by due date, and the direction."""

    kind: str
    descending: bool

    def place(self, card: Mapping[str, Any]) -> str:
        """Return where a card stands in this order."""
        name: str = card["case"]
        return due_place(card["due"], name) if self.kind == DUE else name


ORDERS: Mapping[str, SortOrder] = MappingProxyType(
    {
        "-created": SortOrder(OPENED, descending=True),
        "created": SortOrder(OPENED, descending=False),
        "due": SortOrder(DUE, descending=False),
        "-due": SortOrder(DUE, descending=True),
    }
)
SHOWN = {"case": 1, "due": 1}


@dataclass(frozen=True, slots=True)
class WantedPage:
    """A page of cards asked for: up to `size` beyond the place `after`."""

    filter: Filter
    order: SortOrder
    after: str | None
    size: int


class CardPages:
    """
    Find the cards of a page, as `{case, due}`.

    A question is answered by the list of its filters. A due date in the order of opening has no
    list: then either the few that fulfil it are read whole, or they are matched card by card along
    a list in which many fulfil it.
    """

    def __init__(self, cards: DocumentCollection) -> None:
        self._cards = cards

    def page(self, wanted: WantedPage) -> list[Document]:
        """Return the cards of the page in its order."""
        narrowed, kind = wanted.filter, wanted.order.kind
        if narrowed.due_before is not None and kind == OPENED:
            return self._by_due_date(wanted)
        return self._by_list(wanted)

    def _by_list(self, wanted: WantedPage) -> list[Document]:
        """Follow the list of the filters; what it does not cover is matched card by card."""
        narrowed, order = wanted.filter, wanted.order
        by = self._best(narrowed, order.kind)
        return self._listed(order.kind, by).page(
            _scope(narrowed, by),
            size=wanted.size,
            after=wanted.after,
            descending=order.descending,
            last=narrowed.due_before if order.kind == DUE else None,
            rest=rest_of(narrowed, without=by, due=order.kind == OPENED),
            shown=SHOWN,
        )

    def _by_due_date(self, wanted: WantedPage) -> list[Document]:
        """Answer what is due up to a day, by opening: read it whole, or follow all that run."""
        narrowed = wanted.filter
        by = self._best(narrowed, DUE)
        due, within = self._listed(DUE, by), _scope(narrowed, by)
        running, all_of_them = Pages(self._cards, RUNNING), scope(narrowed.agency_code)
        matching = due.about(within, last=narrowed.due_before)
        if matching <= FEW or matching**2 <= wanted.size * running.about(all_of_them):
            rest = rest_of(narrowed, without=by, due=False)
            found = due.all(within, last=narrowed.due_before, rest=rest, shown=SHOWN)
            return in_order(found, wanted)
        return running.page(
            all_of_them,
            size=wanted.size,
            after=wanted.after,
            descending=wanted.order.descending,
            rest=rest_of(narrowed),
            shown=SHOWN,
        )

    def about(self, narrowed: Filter, kind: str) -> int:
        """Return about how many cards the list has that covers most of the filters."""
        by = self._best(narrowed, kind)
        return self._listed(kind, by).about(_scope(narrowed, by))

    def _best(self, narrowed: Filter, kind: str) -> str:
        """Return the list that covers most of the filters; of two, the shorter one."""
        asked = narrowed.exact.keys()
        covering = {name: set(by) for name, by in LISTS.items() if asked >= set(by)}
        most = max(len(by) for by in covering.values())
        best = [name for name, by in covering.items() if len(by) == most]
        if len(best) == 1:
            return best[0]
        return min(best, key=lambda name: self._listed(kind, name).about(_scope(narrowed, name)))

    def _listed(self, kind: str, by: str) -> Pages:
        return Pages(self._cards, f"{kind}_{by}")


def _scope(narrowed: Filter, by: str) -> str:
    return scope(narrowed.agency_code, *(narrowed.exact[name] for name in LISTS[by]))


def rest_of(narrowed: Filter, *, without: str = "all", due: bool = True) -> Document:
    """Return what else a card must fulfil beside standing in the list `without`."""
    covered = LISTS[without]
    rest: Document = {name: each for name, each in narrowed.exact.items() if name not in covered}
    if due and narrowed.due_before is not None:
        rest["due"] = {"$lte": narrowed.due_before}
    return rest


def in_order(cards: Sequence[Document], wanted: WantedPage) -> list[Document]:
    """Return the page from all cards that fulfil what is asked."""
    order, after = wanted.order, wanted.after
    ordered = sorted(cards, key=order.place, reverse=order.descending)
    if after is not None:
        ordered = [
            card
            for card in ordered
            if (order.place(card) < after if order.descending else order.place(card) > after)
        ]
    return ordered[: wanted.size]
