"""Cases in MongoDB: one document a case, one write a command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.errors import DuplicateKeyError

from shared.casework.case import Case
from shared.events.database import Database, Document, DocumentCollection

_SUMMARY = {"history": 0}


class StaleVersionError(Exception):
    """The case was changed by somebody else since it was read."""


class KeyInUseError(Exception):
    """A case was already opened under this idempotency key."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of cases is narrowed by; None means any."""

    agency_code: str | None = None
    status: str | None = None
    assignee: str | None = None
    region: str | None = None
    text: str | None = None
    due_before: str | None = None


class CaseStore:
    """
    Read and write the cases of one track.

    State, history entry and outgoing event are one update of one document, guarded by the
    version read: they cannot disagree, and of two writers one fails with `StaleVersionError`.
    """

    def __init__(self, database: Database, collection: str) -> None:
        self.cases: DocumentCollection = database[collection]
        self.counters: DocumentCollection = database["counters"]
        self._matters: DocumentCollection = database["matter_views"]

    def prepare(self) -> None:
        """Create the indexes; few, because each one costs every write."""
        self.cases.create_index("pending", sparse=True)
        self.cases.create_index("creation_key", unique=True, sparse=True)
        self.cases.create_index([("agency.code", ASCENDING), ("_id", DESCENDING)])
        self.cases.create_index("matter_id")
        self.cases.create_index("provisional", sparse=True)
        self.cases.create_index("number", unique=True)

    def get(self, case_id: str) -> Document | None:
        """Return the stored document with its history, or None."""
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
                **({} if "provisional" in state else {"$unset": {"provisional": ""}}),
                "$push": {"history": entry},
            },
        )
        if result.matched_count == 0:
            raise StaleVersionError(case_id)

    def page(
        self, wanted: Filter, *, sort: str, after: Sequence[Any] | None, size: int
    ) -> list[Document]:
        """Return up to `size` cases in the order of `sort`, after the key of the page before."""
        field, direction = _ORDERS[sort]
        query = _query(wanted)
        if field != "_id":
            query["next_due_on"] = {"$type": "string", **query.get("next_due_on", {})}
        if after is not None:
            query = {"$and": [query, _after(field, direction, after)]}
        order = [(field, direction)] if field == "_id" else [(field, direction), ("_id", direction)]
        return list(self.cases.find(query, _SUMMARY).sort(order).limit(size))

    def matter_view(self, matter_id: str | None) -> Mapping[str, Any]:
        """Return what this service knows of a matter from events; empty when nothing."""
        if matter_id is None:
            return {}
        return self._matters.find_one({"_id": matter_id}) or {}

    def set_matter_view(self, matter_id: str, view: Mapping[str, Any]) -> None:
        """Keep what an event told of a matter."""
        self._matters.replace_one({"_id": matter_id}, dict(view), upsert=True)


_ORDERS = {
    "-created": ("_id", DESCENDING),
    "created": ("_id", ASCENDING),
    "due": ("next_due_on", ASCENDING),
    "-due": ("next_due_on", DESCENDING),
}
ORDERS = tuple(_ORDERS)


def sort_key(case: Mapping[str, Any], sort: str) -> tuple[str, ...]:
    """Return the key after which the next page of `sort` begins."""
    field, _direction = _ORDERS[sort]
    return (case["_id"],) if field == "_id" else (case["next_due_on"], case["_id"])


def _after(field: str, direction: int, after: Sequence[Any]) -> Document:
    operator = "$gt" if direction == ASCENDING else "$lt"
    if field == "_id":
        return {"_id": {operator: after[0]}}
    return {
        "$or": [
            {field: {operator: after[0]}},
            {field: after[0], "_id": {operator: after[1]}},
        ]
    }


def _query(wanted: Filter) -> Document:
    query: Document = {}
    if wanted.agency_code is not None:
        query["agencies"] = wanted.agency_code
    for name in ("status", "assignee", "region"):
        if (value := getattr(wanted, name)) is not None:
            query[name] = value
    if wanted.text is not None:
        query["$or"] = [
            {"number": wanted.text},
            {"act.number": wanted.text},
            {"title": wanted.text},
        ]
    if wanted.due_before is not None:
        query["next_due_on"] = {"$lte": wanted.due_before}
    return query


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
