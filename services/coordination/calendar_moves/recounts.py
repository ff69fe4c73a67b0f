"""How far everybody is with counting anew by a notice: the tracks, and coordination itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from services.coordination.calendar_moves.moves import Moves
from services.coordination.calendar_moves.progress import is_complete, progress_of
from shared.casework.calendar_shelf import CalendarShelf
from shared.events.envelope import Event
from shared.events.errand import GoOn
from shared.storage.database import Database, Document

COLLECTION = "calendar_progress"
FOLLOW_UP = "follow-up"


class Recounts:
    """
    One document a notice: its `year` once it was heard of, who has `applied` it, and `settled`.

    A track may be heard of before the notice is: they come from different services.
    """

    def __init__(self, database: Database, shelf: CalendarShelf, moves: Moves) -> None:
        self._recounts = database[COLLECTION]
        self._sweeps = database["sweeps"]
        self._shelf = shelf
        self._moves = moves

    def take_in(self, edition: Mapping[str, Any]) -> None:
        """Count by a notice from now on; again changes nothing."""
        number = edition["notice"]
        if self.get(number) is not None:
            return
        self._shelf.add(edition)
        known = {"$set": {"year": edition["year"]}}
        self._recounts.update_one({"_id": number}, known, upsert=True)
        # The worker need not wait for its hour.
        self._sweeps.delete_one({"_id": FOLLOW_UP})

    def get(self, number: str) -> Document | None:
        """Return how far everybody is with a notice, None where it was not heard of."""
        found = self._recounts.find_one({"_id": number})
        return found if found is not None and "year" in found else None

    def settle(self, recompute: Callable[[GoOn], None], go_on: GoOn) -> None:
        """Let this service count anew by what was added; again until it came to its end."""
        # All of them are read: there is one for a year, seldom two.
        for each in list(self._recounts.find()):
            if "year" not in each or each.get("settled"):
                continue
            self._shelf.look()
            recompute(go_on)
            if go_on():
                self._recounts.update_one({"_id": each["_id"]}, {"$set": {"settled": True}})

    def note_applied(self, event: Event) -> None:
        """Take in that a service has computed its open clocks anew."""
        data = event.data
        applied = {
            "track": data["track"],
            "cases": data["cases"],
            "at": event.time.isoformat(timespec="seconds"),
        }
        self._recounts.update_one(
            {"_id": data["edition"]},
            {"$set": {f"applied.{event.source}": applied}, "$unset": {"progress": ""}},
            upsert=True,
        )

    def progress(self, recount: Mapping[str, Any], services: Iterable[str]) -> dict[str, Any]:
        """Return how far each of the services is, and whether all are done."""
        if (known := recount.get("progress")) is not None:
            return {"progress": known, "complete": True}
        progress = progress_of(recount, services, self._moves)
        complete = is_complete(progress)
        if complete:
            # Counting reads every case that counted anew: no more once all have.
            kept = {"$set": {"progress": progress}}
            self._recounts.update_one({"_id": recount["_id"]}, kept)
        return {"progress": progress, "complete": complete}
