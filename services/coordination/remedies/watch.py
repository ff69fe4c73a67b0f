"""The limitation watch in MongoDB: one document a matter, outlet of its warnings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from pymongo import ASCENDING
from pymongo.errors import DuplicateKeyError

from services.coordination.announcements import Announcement, history_entry
from services.coordination.case_events import CaseEvent
from services.coordination.docket import WITHOUT_HISTORY, BusyDocumentError
from services.coordination.docket_rows import index_key, through
from services.coordination.remedies.rights import rights_in
from services.coordination.remedies.spans import Law
from services.coordination.remedies.watch_rows import shown_right
from services.coordination.remedies.watch_warnings import (
    Warned,
    announcements,
    due_warnings,
    next_check,
)
from services.coordination.remedies.watched_case import case_after
from shared.casework.fields import today as legal_today
from shared.events.database import Database, Document, DocumentCollection
from shared.http.tracing import new_traceparent

COLLECTION = "limitation_watch"
_BATCH = 200
_TRIES = 8
_EMPTY: Mapping[str, Any] = {"cases": {}, "warned": []}


class LimitationWatch:
    """
    Knows of every matter which right ends when, and warns of it in time.

    It keeps its own view of the cases. What is shown is computed from it for the day on which it
    is asked; stored is only the next day on which something is to be said. Every write is guarded
    by `revision`, so consumer and sweep never overwrite each other.
    """

    def __init__(
        self,
        database: Database,
        law: Callable[[], Law],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        today: Callable[[], date] = legal_today,
    ) -> None:
        self._matters: DocumentCollection = database[COLLECTION]
        self._law = law
        self._now = now
        self._today = today

    def prepare(self) -> None:
        """Create the indexes: for the relay, and for the day of the next warning."""
        self._matters.create_index("pending", sparse=True)
        self._matters.create_index("check_index", sparse=True)

    def rows(self, matter_id: str, on: date) -> list[dict[str, Any]]:
        """Return every right in a matter as of a day."""
        matter = self._matters.find_one({"_id": matter_id}, WITHOUT_HISTORY) or _EMPTY
        return [shown_right(right, on) for right in rights_in(matter["cases"], self._law(), on)]

    def record(self, event: CaseEvent) -> None:
        """Take in one step of one case; an event that comes again changes nothing."""
        left = event.data.get("from_matter_id")
        former = left if left and left != event.matter_id else None
        for _ in range(_TRIES):
            matter = self._read(event.matter_id)
            before = matter["cases"].get(event.case_id) if matter else None
            if before is not None and before["sequence"] >= event.sequence:
                break
            known = before or (self._case_in(former, event.case_id) if former else None)
            cases = {**(matter or _EMPTY)["cases"], event.case_id: case_after(known, event)}
            if self._keep(event.matter_id, matter, cases):
                break
        else:
            raise BusyDocumentError(event.matter_id)
        if former:
            self._forget(former, event.case_id)

    def recompute(self, go_on: Callable[[], bool] = lambda: True) -> None:
        """Work out anew when to look at each matter, after a change of the calendar or the law."""
        for matter in self._matters.find({}, WITHOUT_HISTORY).sort("_id", ASCENDING):
            if not go_on():
                return
            self._keep(matter["_id"], matter, matter["cases"])

    def warn(self, as_of: date, go_on: Callable[[], bool] = lambda: True) -> int:
        """Announce every right that comes near its end as of a day; return how many."""
        warned = 0
        for matter in self._due(as_of):
            if not go_on():
                break
            warned += self._settle(matter, as_of)
        return warned

    def _due(self, as_of: date) -> Iterator[Document]:
        bounds: Document = {"$lt": through(as_of.isoformat())}
        while True:
            due = self._matters.find({"check_index": bounds}, WITHOUT_HISTORY)
            batch = list(due.sort("check_index", ASCENDING).limit(_BATCH))
            if not batch:
                return
            yield from batch
            bounds = {**bounds, "$gt": batch[-1]["check_index"]}

    def _settle(self, matter: Document | None, as_of: date) -> int:
        for _ in range(_TRIES):
            if matter is None or "check_index" not in matter:
                return 0
            rights = rights_in(matter["cases"], self._law(), as_of)
            due = list(due_warnings(rights, matter["warned"], as_of))
            said = [
                each
                for right, mark in due
                for each in announcements(matter["_id"], right, mark, as_of)
            ]
            if self._announce(matter, [mark for _, mark in due], said, as_of):
                return len(due)
            matter = self._read(matter["_id"])
        return 0  # its cases are changing at this very moment; the next sweep finds it

    def _announce(
        self, matter: Document, marks: list[Warned], said: list[Announcement], as_of: date
    ) -> bool:
        news = {mark.right for mark in marks}
        kept = [each for each in matter["warned"] if each["right"] not in news]
        state: Document = {"warned": [*kept, *(mark.as_dict() for mark in marks)]}
        change: Document = {"$set": state}
        if said:
            version = matter["version"] + 1
            entry = history_entry(
                # The matter's own document announces under the same id.
                matter["_id"] + ":limitation",
                version,
                said,
                at=self._now(),
                traceparent=new_traceparent(),
            )
            state |= {"version": version, "pending": True}
            change["$push"] = {"history": entry}
        self._index(change, matter["_id"], matter["cases"], state["warned"], as_of)
        return self._write(matter, change)

    def _keep(
        self, matter_id: str, matter: Mapping[str, Any] | None, cases: Mapping[str, Any]
    ) -> bool:
        change: Document = {"$set": {"cases": cases}}
        warned = matter["warned"] if matter else []
        self._index(change, matter_id, cases, warned, self._today())
        if matter is not None:
            return self._write(matter, change)
        new = {"version": 0, "published": 0, "revision": 1, "warned": [], "history": []}
        try:
            self._matters.insert_one({"_id": matter_id, **new, **change["$set"]})
        except DuplicateKeyError:
            return False
        return True

    def _index(
        self,
        change: Document,
        matter_id: str,
        cases: Mapping[str, Any],
        warned: list[Document],
        on: date,
    ) -> None:
        day = next_check(rights_in(cases, self._law(), on), warned, on)
        if day is None:
            change["$unset"] = {"check_index": ""}
        else:
            change["$set"]["check_index"] = index_key(day.isoformat(), matter_id)

    def _write(self, matter: Mapping[str, Any], change: Document) -> bool:
        unmoved = {"_id": matter["_id"], "revision": matter["revision"]}
        moved = {**change, "$inc": {"revision": 1}}
        return bool(self._matters.update_one(unmoved, moved).matched_count)

    def _forget(self, matter_id: str, case_id: str) -> None:
        """Take a case out of the matter that it left."""
        for _ in range(_TRIES):
            matter = self._read(matter_id)
            if matter is None or case_id not in matter["cases"]:
                return
            left = {key: case for key, case in matter["cases"].items() if key != case_id}
            if self._keep(matter_id, matter, left):
                return
        raise BusyDocumentError(matter_id)

    def _case_in(self, matter_id: str, case_id: str) -> Mapping[str, Any] | None:
        matter = self._read(matter_id)
        found: Mapping[str, Any] | None = matter["cases"].get(case_id) if matter else None
        return found

    def _read(self, matter_id: str) -> Document | None:
        return self._matters.find_one({"_id": matter_id}, WITHOUT_HISTORY)
