"""Matters in MongoDB: one document a matter, one write an event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from pymongo.errors import DuplicateKeyError

from services.coordination.announcements import history_entry
from services.coordination.case_events import CaseEvent
from services.coordination.docket import WITHOUT_HISTORY, BusyDocumentError
from services.coordination.matter_changes import MatterChange, matter_after
from shared.events.database import Database, Document, DocumentCollection

COLLECTION = "matters"
_TRIES = 8


class Matters:
    """
    Keeps the matters; their history is at once timeline and outlet.

    An event that comes again finds its case at the same or a later sequence and changes nothing.
    """

    def __init__(
        self, database: Database, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.matters: DocumentCollection = database[COLLECTION]
        self._now = now

    def prepare(self) -> None:
        """Create the one index: what waits for the relay."""
        self.matters.create_index("pending", sparse=True)

    def get(self, matter_id: str) -> Document | None:
        """Return the matter with its history, or None."""
        return self.matters.find_one({"_id": matter_id})

    def record(self, event: CaseEvent) -> None:
        """Take in one step of one case."""
        for _ in range(_TRIES):
            matter = self.matters.find_one({"_id": event.matter_id}, WITHOUT_HISTORY)
            change = matter_after(matter, event)
            if change is None or self._write(matter, change, event):
                return
        raise BusyDocumentError(event.matter_id)

    def _write(
        self, matter: Mapping[str, Any] | None, change: MatterChange, event: CaseEvent
    ) -> bool:
        version, published = (matter["version"], matter["published"]) if matter else (0, 0)
        entry = history_entry(
            event.matter_id,
            version + 1,
            change.announcements,
            at=self._now(),
            traceparent=event.traceparent,
        )
        state: Document = {**change.state, "version": version + 1, "published": published}
        if change.announcements:
            state["pending"] = True
        elif published == version:
            # There is nothing to tell: the relay need not even look.
            state["published"] = version + 1
        entry |= change.fact
        if matter is None:
            return self._insert({"_id": event.matter_id, **state, "history": [entry]})
        unmoved = {"_id": event.matter_id, "version": version, "published": published}
        update = {"$set": state, "$push": {"history": entry}}
        return bool(self.matters.update_one(unmoved, update).matched_count)

    def _insert(self, document: Document) -> bool:
        try:
            self.matters.insert_one(document)
        except DuplicateKeyError:
            return False
        return True
