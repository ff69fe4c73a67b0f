"""How far this service has followed each producer."""

from __future__ import annotations

from pymongo.errors import DuplicateKeyError

from shared.storage.database import Database


def heard(service: str) -> str:
    """Return under which name a service keeps how far it has listened to itself."""
    return f"{service} heard"


class Watermarks:
    """
    The last sequence dealt with, by producer (`_id`).

    Under its own name a service keeps how far its log was handed to the bus, and under `heard` of
    it how far it has listened to itself.
    """

    def __init__(self, database: Database) -> None:
        self._rows = database["watermarks"]

    def load(self) -> dict[str, int]:
        """Return the sequence by producer; a producer never heard of is absent."""
        return {row["_id"]: row["sequence"] for row in self._rows.find()}

    def save(self, producer: str, sequence: int) -> None:
        """Move the watermark up to `sequence`; one that is higher already stays."""
        higher = {"_id": producer, "sequence": {"$lt": sequence}}
        moved = self._rows.update_one(higher, {"$set": {"sequence": sequence}})
        if moved.matched_count or sequence < 1:
            return
        try:
            self._rows.update_one(
                {"_id": producer},
                {"$setOnInsert": {"sequence": sequence}},
                upsert=True,
            )
        except DuplicateKeyError:
            self.save(producer, sequence)
