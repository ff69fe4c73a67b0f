"""Notices that an earlier release kept here, before they moved to the almanac."""

from __future__ import annotations

from collections.abc import Sequence

from services.coordination.calendar_moves.recounts import COLLECTION as RECOUNTS
from shared.casework.calendar_shelf import SHELF
from shared.storage.database import Database, Document

_PROGRESS = ("settled", "progress", "applied")
_HISTORY = ("version", "published", "pending", "recorded_at", "listed_index", "history")


class NoticesLeft:
    """
    The shelf as it was: each notice with who added it, its event, and how far everybody was.

    The notices stay on the shelf, and how far everybody is stays here; the rest is the almanac's.
    """

    def __init__(self, database: Database) -> None:
        self._shelf = database[SHELF]
        self._recounts = database[RECOUNTS]

    def part(self) -> None:
        """Part how far everybody is from the notices; may be repeated, also halfway."""
        # The shelf is read as a whole, as it always is: there is one notice a year, seldom two.
        for each in list(self._shelf.find()):
            if "settled" not in each:
                continue
            state = {name: each[name] for name in _PROGRESS[:2] if name in each}
            applied = {f"applied.{name}": how for name, how in each.get("applied", {}).items()}
            kept = {"$set": {"year": each["year"], **state, **applied}}
            self._recounts.update_one({"_id": each["_id"]}, kept, upsert=True)
            self._shelf.update_one({"_id": each["_id"]}, {"$unset": dict.fromkeys(_PROGRESS, "")})

    def page(self) -> Sequence[Document]:
        """Return the notices that are to be taken, with their histories."""
        return [each for each in self._shelf.find() if "history" in each]

    def forget(self, numbers: Sequence[str]) -> None:
        """Leave of these notices what the shelf needs."""
        gone = {"$unset": dict.fromkeys(_HISTORY, "")}
        self._shelf.update_many({"_id": {"$in": list(numbers)}}, gone)
