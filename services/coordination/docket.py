"""The docket: one row for every clock of every case, kept from events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pymongo import ASCENDING
from pymongo.errors import DuplicateKeyError

from services.coordination.case_events import CaseEvent
from services.coordination.docket_rows import (
    OPEN,
    case_facts,
    new_row,
    row_id,
    row_state,
    through,
)
from shared.events.database import Database, Document, DocumentCollection
from shared.law import Rules

COLLECTION = "docket"
WITHOUT_HISTORY = {"history": 0}
_TRIES = 8


class BusyDocumentError(Exception):
    """Others kept changing the document; the event is tried again later."""


@dataclass(frozen=True, slots=True)
class ClockFilter:
    """What a list of clocks is narrowed by; None means any. Dates are ISO strings."""

    agency_code: str
    status: str = "running"
    due_before: str | None = None
    level: str | None = None
    track: str | None = None
    assignee: str | None = None
    obligor: str | None = None


class Docket:
    """
    Keeps the rows; an event that comes again changes nothing.

    Every write is guarded by the row's `version` (moved by the sweep) and `sequence` (moved by
    events), so the consumer and a sweep in another process never overwrite each other.
    """

    def __init__(self, database: Database, rules: Rules) -> None:
        self.rows: DocumentCollection = database[COLLECTION]
        self._rules = rules

    def prepare(self) -> None:
        """Create the indexes: for the relay, the sweep, the events of a case, and lists."""
        self.rows.create_index("pending", sparse=True)
        self.rows.create_index("check_index", sparse=True)
        self.rows.create_index("case_id")
        listed = ("agency.code", "status", "due_index")
        self.rows.create_index([(name, ASCENDING) for name in listed])

    def record(self, event: CaseEvent) -> None:
        """Bring the rows of a case up to the event: its clocks, agency, assignee."""
        for clock in event.clocks:
            self._record_clock(event, clock)
        self.rows.update_many(
            {
                "case_id": event.case_id,
                "status": {"$in": list(OPEN)},
                "sequence": {"$lt": event.sequence},
            },
            {"$set": case_facts(event)},
        )

    def _record_clock(self, event: CaseEvent, clock: Mapping[str, Any]) -> None:
        wanted = row_id(event.case_id, clock["id"])
        for _ in range(_TRIES):
            row = self.rows.find_one({"_id": wanted}, WITHOUT_HISTORY)
            if row is None:
                if self._insert(new_row(event, clock, self._rules)):
                    return
            elif row["clock_sequence"] >= event.sequence:
                return  # the event has been here before
            elif self._update(row, row_state(event, clock, self._rules, row)):
                return
        raise BusyDocumentError(wanted)

    def _insert(self, row: Document) -> bool:
        try:
            self.rows.insert_one(row)
        except DuplicateKeyError:
            return False
        return True

    def _update(self, row: Mapping[str, Any], state: Document) -> bool:
        change: Document = {"$set": state}
        if "check_index" not in state:
            change["$unset"] = {"check_index": ""}
        return bool(self.rows.update_one(unchanged(row), change).matched_count)

    def open_clocks(self, case_id: str) -> list[Document]:
        """Return the rows of a case whose clocks run or are paused, by due date."""
        query = {"case_id": case_id, "status": {"$in": list(OPEN)}}
        found = list(self.rows.find(query, WITHOUT_HISTORY))
        return sorted(found, key=lambda row: str(row["due_index"]))

    def page(
        self, wanted: ClockFilter, *, today: str, after: str | None, size: int
    ) -> list[Document]:
        """Return up to `size` rows by due date, after the `due_index` of the page before."""
        query: Document = {"agency.code": wanted.agency_code, "status": wanted.status}
        for name in ("track", "assignee", "obligor"):
            if (value := getattr(wanted, name)) is not None:
                query[name] = value
        bounds: Document = {}
        if wanted.due_before is not None:
            bounds["$lt"] = through(wanted.due_before)
        if after is not None:
            bounds["$gt"] = after
        if bounds:
            query["due_index"] = bounds
        query |= _in_level(wanted.level, today)
        found = self.rows.find(query, WITHOUT_HISTORY).sort("due_index", ASCENDING)
        return list(found.limit(size))


def unchanged(row: Mapping[str, Any]) -> Document:
    """Return the filter that matches `row` as it was read, and not after another write."""
    return {"_id": row["_id"], "version": row["version"], "sequence": row["sequence"]}


def _in_level(level: str | None, today: str) -> Document:
    if level is None:
        return {}
    if level == "red":
        return {"red_on": {"$lte": today}}
    if level == "amber":
        return {"amber_on": {"$lte": today}, "red_on": {"$gt": today}}
    return {"amber_on": {"$gt": today}}
