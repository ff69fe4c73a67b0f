"""The editions added while the system runs: on the shelf here, and told to all others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.coordination.calendar_editions.admission import admit
from shared.casework.calendar_shelf import SHELF, CalendarShelf
from shared.events.announcements import Announcement
from shared.events.envelope import Event
from shared.events.errand import GoOn
from shared.events.names import EDITION_ADDED
from shared.records.records import RecordEntry, Records
from shared.storage.database import Database, Document

COLLECTION = SHELF
FOLLOW_UP = "follow-up"
TERMS = ("year", "notice", "published_on", "rest_days", "make_up_days", "corrects")


class Editions:
    """
    Keeps the added editions; shelf and outgoing event are one document, written once.

    So the calendar here and the calendars of the tracks cannot come apart, whatever is killed.
    """

    def __init__(self, database: Database, shelf: CalendarShelf) -> None:
        self.records = Records(database, COLLECTION)
        self._sweeps = database["sweeps"]
        self._shelf = shelf

    def prepare(self) -> None:
        """Create the indexes."""
        self.records.prepare()

    def add(self, notice: Mapping[str, Any], actor: Mapping[str, Any], today: date) -> bool:
        """
        Add an edition in the notice's terms; False when it stands there already.

        Raises what `admit` raises.
        """
        self._shelf.look()
        if admit(notice, self._shelf.current(), today=today) is None:
            return False
        number = notice["notice"]
        edition = {name: notice[name] for name in TERMS if notice.get(name) is not None}
        told = Announcement(EDITION_ADDED, number, None, {"edition": edition})
        entry = RecordEntry("added", today.isoformat(), actor, edition, announcements=(told,))
        listed = {"listed_index": f"{edition['year']}|{number}", "settled": False}
        added = self.records.insert(number, {**edition, **listed}, entry) is not None
        self._shelf.look()
        # The worker, which is rung for, need not wait for its hour.
        self._sweeps.delete_one({"_id": FOLLOW_UP})
        return added

    def get(self, number: str) -> Document | None:
        """Return an added edition by the number of its notice, or None."""
        return self.records.get(number)

    def added(self) -> list[Document]:
        """Return the added editions in the order in which they came."""
        found = self.records.where({})
        return sorted(found, key=_order)

    def settle(self, recompute: Callable[[GoOn], None], go_on: GoOn) -> None:
        """Let this service count anew by what was added; again until it came to its end."""
        for edition in self.records.where({"settled": False}):
            self._shelf.look()
            recompute(go_on)
            if go_on():
                done = {"$set": {"settled": True}}
                self.records.documents.update_one({"_id": edition["_id"]}, done)

    def keep_progress(self, number: str, progress: Sequence[Mapping[str, Any]]) -> None:
        """Keep how far the services came with an edition, once they are all done."""
        kept = {"$set": {"progress": list(progress)}}
        self.records.documents.update_one({"_id": number}, kept)

    def note_applied(self, event: Event) -> None:
        """Take in that a service has computed its open clocks anew."""
        data = event.data
        applied = {
            "track": data["track"],
            "cases": data["cases"],
            "at": event.time.isoformat(timespec="seconds"),
        }
        self.records.documents.update_one(
            {"_id": data["edition"]},
            {"$set": {f"applied.{event.source}": applied}, "$unset": {"progress": ""}},
        )


def _order(edition: Mapping[str, Any]) -> tuple[datetime, str]:
    return edition["recorded_at"], edition["_id"]
