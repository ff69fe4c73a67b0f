"""Cases in MongoDB: one document a case, one write a command."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.errors import CollectionInvalid, DuplicateKeyError

from shared.casework.case import Case
from shared.events.database import Database, Document, DocumentCollection
from shared.events.long_history import LongHistory
from shared.events.preparation import prepare

_SUMMARY = {"history": 0}
# Present only while true of the case: the sparse indexes on them hold nothing else.
SPARSE_MARKS = ("provisional", "due_index")


class StaleVersionError(Exception):
    """The case was changed by somebody else since it was read."""


class KeyInUseError(Exception):
    """A case was already opened under this idempotency key."""


@dataclass(frozen=True, slots=True)
class Filter:
    """
    What a list of cases is narrowed by; None means any.

    `agency_code` is whose cases may be seen, `handled_by` the agency that handles them now.
    """

    agency_code: str | None = None
    status: str | None = None
    assignee: str | None = None
    region: str | None = None
    text: str | None = None
    due_before: str | None = None
    handled_by: str | None = None


class CaseStore:
    """
    Read and write the cases of one track.

    State, history entry and outgoing event are one update of one document, guarded by the
    version read: they cannot disagree, and of two writers one fails with `StaleVersionError`.
    """

    def __init__(self, database: Database, collection: str) -> None:
        self._database = database
        self._collection = collection
        self.cases: DocumentCollection = database[collection]
        self.history = LongHistory(
            database, collection, key=lambda entry: entry["idempotency"]["key"]
        )
        self.counters: DocumentCollection = database["counters"]
        self._matters: DocumentCollection = database["matter_views"]

    def prepare(self) -> None:
        """
        Create collections and indexes; few, because each one costs every write.

        Every process calls this before it writes: the embedded database may stand still when one
        client creates an index on a collection into which another writes its first document.
        """
        prepare(self._database, [self._collection])
        existing = set(self._database.list_collection_names())
        for name in {"counters", "matter_views", "calendar_editions"} - existing:
            with suppress(CollectionInvalid):  # another process was faster
                self._database.create_collection(name)
        self.cases.create_index("creation_key", unique=True, sparse=True)
        self.cases.create_index("opened_index")
        self.cases.create_index("due_index", sparse=True)
        self.cases.create_index("matter_id")
        self.cases.create_index("provisional", sparse=True)

    def get(self, case_id: str) -> Document | None:
        """Return the stored document with the end of its history, or None."""
        return self.cases.find_one({"_id": case_id})

    def by_creation_key(self, key: str) -> Document | None:
        """Return the case that was opened under `key`."""
        return self.cases.find_one({"creation_key": key})

    def in_matter(self, matter_id: str) -> list[Document]:
        """Return the cases of one matter without their histories."""
        return list(self.cases.find({"matter_id": matter_id}, _SUMMARY))

    def with_provisional_clocks(self) -> list[str]:
        """Return the ids of the cases in which an open clock rests on a projected calendar."""
        return [case["_id"] for case in self.cases.find({"provisional": True}, {"_id": 1})]

    def with_clocks_in(self, year: int) -> list[str]:
        """Return the ids of the cases in which a running clock spans days of a year's notice."""
        # A notice may reach back into the last days of December.
        first, last = f"{year - 1}-12-25", f"{year}-12-31"
        open_cases = self.cases.find({"due_index": {"$gt": ""}}, {"clocks": 1})
        return [
            case["_id"]
            for case in open_cases
            if any(_spans(clock, first, last) for clock in case["clocks"])
        ]

    def insert(self, document: Document) -> None:
        """Write a new case; `KeyInUseError` when its creation key was used before."""
        try:
            self.cases.insert_one(document)
        except DuplicateKeyError as error:
            raise KeyInUseError(document.get("creation_key")) from error

    def append(self, case_id: str, version: int, state: Mapping[str, Any], entry: Document) -> None:
        """Set the new state and add the entry, if the case still has `version`."""
        result = self.cases.update_one(
            {"_id": case_id, "version": version},
            {
                "$set": {**state, "version": version + 1, "pending": True},
                **_unset(state),
                "$push": {"history": entry},
            },
        )
        if result.matched_count == 0:
            raise StaleVersionError(case_id)

    def page(self, wanted: Filter, *, sort: str, after: str | None, size: int) -> list[Document]:
        """Return up to `size` cases in the order of `sort`, after the key of the page before."""
        order = ORDERS[sort]
        bounds: Document = {"$type": "string"}
        if after is not None:
            bounds["$gt" if order.direction == ASCENDING else "$lt"] = after
        query = {**_query(wanted), order.field: bounds}
        found = self.cases.find(query, _SUMMARY).sort(order.field, order.direction)
        return list(found.limit(size))

    def matter_view(self, matter_id: str | None) -> Mapping[str, Any]:
        """Return what this service knows of a matter from events; empty when nothing."""
        if matter_id is None:
            return {}
        return self._matters.find_one({"_id": matter_id}) or {}

    def set_matter_view(self, matter_id: str, view: Mapping[str, Any]) -> None:
        """Keep what an event told of a matter."""
        self._matters.replace_one({"_id": matter_id}, dict(view), upsert=True)


@dataclass(frozen=True, slots=True)
class Order:
    """A sort order: one indexed field that holds day and id together, so paging is one range."""

    field: str
    direction: int


ORDERS = {
    "-created": Order("opened_index", DESCENDING),
    "created": Order("opened_index", ASCENDING),
    "due": Order("due_index", ASCENDING),
    "-due": Order("due_index", DESCENDING),
}


def _query(wanted: Filter) -> Document:
    query: Document = {}
    if wanted.agency_code is not None:
        query["agencies"] = wanted.agency_code
    if wanted.handled_by is not None:
        query["agency.code"] = wanted.handled_by
    for name in ("status", "assignee", "region"):
        if (value := getattr(wanted, name)) is not None:
            query[name] = value
    if wanted.text is not None:
        query["search_terms"] = wanted.text
    if wanted.due_before is not None:
        query["next_due_on"] = {"$lte": wanted.due_before}
    return query


def _unset(state: Mapping[str, Any]) -> Document:
    """Return what removes the marks that a sparse index holds and the new state has no more."""
    gone = {name: "" for name in SPARSE_MARKS if name not in state}
    return {"$unset": gone} if gone else {}


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
