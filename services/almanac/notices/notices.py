"""The notices added while the system runs: on the shelf here, and told to all others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from services.almanac.notices.admission import admit
from shared.casework.calendar_shelf import SHELF, CalendarShelf
from shared.events.announcements import Announcement
from shared.events.names import EDITION_ADDED
from shared.http.identity import Identity
from shared.records.records import RecordEntry, Records, actor_of
from shared.storage.database import Database, Document

COLLECTION = SHELF
TERMS = ("year", "notice", "published_on", "rest_days", "make_up_days", "corrects")
KEPT = (*TERMS, "version", "published", "pending", "recorded_at", "history")


class Notices:
    """
    Keeps the added notices; shelf, who added it and the outgoing event are one document.

    So the calendar here and the calendars of the others cannot come apart, whatever is killed.
    """

    def __init__(self, database: Database, shelf: CalendarShelf) -> None:
        self.records = Records(database, COLLECTION, sparse=())
        self._shelf = shelf

    def prepare(self) -> None:
        """Create the indexes."""
        self.records.prepare()

    def add(self, notice: Mapping[str, Any], caller: Identity, today: date) -> bool:
        """
        Add a notice in its own terms; False when it stands there already.

        Raises what `admit` raises.
        """
        self._shelf.look()
        if admit(notice, self._shelf.current(), today=today) is None:
            return False
        number, edition = notice["notice"], terms_of(notice)
        told = Announcement(EDITION_ADDED, number, None, {"edition": edition})
        actor = actor_of(caller)
        entry = RecordEntry("added", today.isoformat(), actor, edition, announcements=(told,))
        added = self.records.insert(number, edition, entry) is not None
        self._shelf.look()
        return added

    def get(self, number: str) -> Document | None:
        """Return an added notice by its number, or None."""
        return self.records.get(number)

    def added(self) -> list[Document]:
        """Return the added notices; there is one for a year, seldom two."""
        return self.records.where({})

    def take_over(self, rows: Iterable[Document]) -> None:
        """
        Keep notices as the service that had them before kept them; what waits there is told here.

        One that was only heard of gets its history. One that was added here stays as it is.
        """
        for row in rows:
            kept = {name: row[name] for name in KEPT if name in row}
            heard_of = {"_id": row["_id"], "version": {"$exists": False}}
            if not self.records.documents.update_one(heard_of, {"$set": kept}).matched_count:
                whole = {"$setOnInsert": kept}
                self.records.documents.update_one({"_id": row["_id"]}, whole, upsert=True)
        self._shelf.look()


def terms_of(notice: Mapping[str, Any]) -> Document:
    """Return a notice in its own terms, without what is kept or answered beside."""
    return {name: notice[name] for name in TERMS if notice.get(name) is not None}
