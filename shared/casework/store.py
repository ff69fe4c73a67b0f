"""Cases in MongoDB: one document a case, one write a command."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import structlog
from pymongo import ASCENDING
from pymongo.errors import (
    DuplicateKeyError,
    OperationFailure,
    PyMongoError,
)

from shared.casework.access_log import AccessLog
from shared.casework.card_pages import CardPages, WantedPage
from shared.casework.card_search import CardSearch
from shared.casework.card_shelf import CardShelf
from shared.casework.case import Case
from shared.casework.claim_shelf import ClaimShelf
from shared.casework.clock_shelf import ClockShelf
from shared.casework.standing import StandingOf, unknown_standing
from shared.events.long_history import LongHistory
from shared.events.preparation import prepare
from shared.storage.database import Database, Document, DocumentCollection, create_collections
from shared.storage.desk import Desk, Write

_SUMMARY = {"history": 0}
# Present only while true of the case: the sparse indexes on them hold nothing else.
SPARSE_MARKS = ("provisional", "due_index")
# Of lists that were read from the cases themselves: each index costs every write.
_FORMER_INDEXES = {"opened_index_1", "matter_id_1"}
_SOME = 500
_log = structlog.get_logger(__name__)


class StaleVersionError(Exception):
    """The case was changed by somebody else since it was read."""


class KeyInUseError(Exception):
    """A case was already opened under this idempotency key."""


class CaseStore:
    """
    Read and write the cases of one track.

    State, history entry and outgoing event are one update of one document, guarded by the
    version read: they cannot disagree, and of two writers one fails with `StaleVersionError`.
    `standing` tells how its cases stand for those who look after many.
    """

    def __init__(
        self, database: Database, collection: str, *, standing: StandingOf = unknown_standing
    ) -> None:
        self._database = database
        self._collection = collection
        self.cases: DocumentCollection = database[collection]
        self.desk = Desk(self.cases, ("version",))
        self.history = LongHistory(
            database, collection, key=lambda entry: entry["idempotency"]["key"]
        )
        self.clocks = ClockShelf(database, collection)
        self.claims = ClaimShelf(database)
        self.counters: DocumentCollection = database["counters"]
        self._matters: DocumentCollection = database["matter_views"]
        self.cards = CardShelf(database, self.cases, standing)
        self._pages = CardPages(self.cards.cards)
        self.access_log = AccessLog(database)
        self.search = CardSearch(self.cards.cards, self.cards.words, self._pages)

    def prepare(self) -> None:
        """
        Create collections and indexes; few, because each one costs every write.

        Every process calls this before it writes: the embedded database may stand still when one
        client creates an index on a collection into which another writes its first document.
        """
        prepare(self._database, [self._collection])
        create_collections(self._database, ("counters", "matter_views", "calendar_editions"))
        # The embedded database answers the guard of a write by an index of just these fields.
        self.cases.create_index([("_id", ASCENDING), ("version", ASCENDING)])
        self.cases.create_index("creation_key", unique=True, sparse=True)
        self.cases.create_index("due_index", sparse=True)
        self.cases.create_index("provisional", sparse=True)
        for name in _FORMER_INDEXES & set(self.cases.index_information()):
            with suppress(OperationFailure):  # another process was faster
                self.cases.drop_index(name)
        self.cards.prepare()
        self.clocks.prepare()
        self.claims.prepare()
        self.access_log.prepare()

    def get(self, case_id: str) -> Document | None:
        """Return the stored document with the end of its history, or None."""
        return self.cases.find_one({"_id": case_id})

    def by_creation_key(self, key: str) -> Document | None:
        """Return the case that was opened under `key`."""
        return self.cases.find_one({"creation_key": key})

    def with_provisional_clocks(self) -> list[str]:
        """Return the ids of the cases in which an open clock rests on a projected calendar."""
        return [case["_id"] for case in self.cases.find({"provisional": True}, {"_id": 1})]

    def with_clocks_in(self, year: int) -> list[str]:
        """Return the ids of the cases in which a running clock spans days of a year's notice."""
        # A notice may reach back into the last days of December.
        first, last = f"{year - 1}-12-25", f"{year}-12-31"
        # Once in years, for a notice that corrects another: all open cases, some at a time.
        running = [case["_id"] for case in self.cases.find({"due_index": {"$gt": ""}}, {"_id": 1})]
        return [
            case["_id"]
            for start in range(0, len(running), _SOME)
            for case in self.cases.find(
                {"_id": {"$in": running[start : start + _SOME]}}, {"clocks": 1}
            )
            if any(_spans(clock, first, last) for clock in case["clocks"])
        ]

    def insert(self, document: Document) -> bool:
        """
        Write a new case; return whether its cards are written too.

        `KeyInUseError` when its creation key was used before.
        """
        try:
            self.cases.insert_one(document)
        except DuplicateKeyError as error:
            raise KeyInUseError(document.get("creation_key")) from error
        return _cards_written(document["_id"], partial(self.cards.add, document))

    def append(
        self,
        case_id: str,
        state: Mapping[str, Any],
        entries: Sequence[Document],
        *,
        before: Mapping[str, Any],
    ) -> bool:
        """
        Set the new state and add the entries to the case; return whether its cards are written.

        `StaleVersionError` when the case is no longer as it was `before`.
        """
        reached = before["version"] + len(entries)
        marks = {"version": reached, "pending": True}
        gone = [name for name in SPARSE_MARKS if name not in state]
        if self.desk.write(before, Write({**state, **marks}, gone, entries)) is None:
            raise StaleVersionError(case_id)
        kept = {"number": before["number"], "history": [*before["history"], *entries]}
        case = {**state, **kept, "_id": case_id, "version": reached}
        return _cards_written(case_id, partial(self.cards.write, [case]))

    def page(self, wanted: WantedPage) -> list[tuple[str, Document]]:
        """Return the cases of a page without their histories, each with its place in the order."""
        return self.of_cards(wanted, self._pages.page(wanted))

    def of_cards(self, wanted: WantedPage, cards: Sequence[Document]) -> list[tuple[str, Document]]:
        """Return the cases of cards without their histories, each with its place in the order."""
        found = self.cases.find({"_id": {"$in": [card["case"] for card in cards]}}, _SUMMARY)
        cases = {case["_id"]: case for case in found}
        return [(wanted.order.place(card), cases[card["case"]]) for card in cards]

    def ids(self, wanted: WantedPage) -> list[str]:
        """Return the ids of the cases of a page."""
        return [card["case"] for card in self._pages.page(wanted)]

    def matter_view(self, matter_id: str | None) -> Mapping[str, Any]:
        """Return what this service knows of a matter from events; empty when nothing."""
        if matter_id is None:
            return {}
        return self._matters.find_one({"_id": matter_id}) or {}

    def set_matter_view(self, matter_id: str, view: Mapping[str, Any]) -> None:
        """Keep what an event told of a matter."""
        self._matters.replace_one({"_id": matter_id}, dict(view), upsert=True)


def _cards_written(case_id: str, write: Callable[[], None]) -> bool:
    """Write cards; the worker writes those that fail: the case is there, and not to be refused."""
    try:
        write()
    except PyMongoError as error:
        _log.warning("case_cards_behind", case_id=case_id, error=repr(error))
        return False
    return True


def _spans(clock: Mapping[str, Any], first: str, last: str) -> bool:
    if clock["status"] != "running" or clock["due_on"] is None:
        return False
    start, end = sorted((clock["started_on"], clock["due_on"]))
    return bool(start <= last and end >= first)


def has_provisional_clock(case: Case) -> bool:
    """Say whether an open clock of the case rests on days that are not yet announced."""
    return any(
        clock["provisional"] and clock["status"] in {"running", "paused"}
        for clock in case["clocks"]
    )


def next_due_on(case: Case) -> str | None:
    """Return the earliest due date among the running clocks."""
    due = [
        clock["due_on"]
        for clock in case["clocks"]
        if clock["status"] == "running" and clock["due_on"] is not None
    ]
    return min(due, default=None)
