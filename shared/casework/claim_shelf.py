"""Who holds what one case alone may hold: a row for each, whose id no other row can have."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pymongo.errors import DuplicateKeyError

from shared.storage.database import Database, Document, DocumentCollection, create_collections

_NAME = "claims"
_WITHIN = timedelta(seconds=60)
"""A case that took something has been written by then, or never will be."""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """Which case took something, and when."""

    key: str
    case_id: str
    since: datetime

    @property
    def is_old(self) -> bool:
        """Whether whoever took it has had the time to write its case."""
        return datetime.now(UTC) - self.since > _WITHIN


class ClaimShelf:
    """
    The rows of one track. A row is taken before the case that holds it is written.

    They lie beside the cases: the embedded database keeps a value of a unique index taken when it
    is changed, and gives it free only when its document is deleted.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rows: DocumentCollection = database[_NAME]

    def prepare(self) -> None:
        """Create the collection."""
        create_collections(self._database, (_NAME,))

    def take(self, key: str, case_id: str) -> ClaimRow | None:
        """Take `key` for a case; return its row, if it was taken already, even for this case."""
        try:
            self._rows.insert_one({"_id": key, "case": case_id, "since": datetime.now(UTC)})
        except DuplicateKeyError:
            row = self.of(key)
            return self.take(key, case_id) if row is None else row
        return None

    def of(self, key: str) -> ClaimRow | None:
        """Return the row of a key, or None."""
        found = self._rows.find_one({"_id": key})
        return _row(found) if found else None

    def take_over(self, row: ClaimRow, case_id: str) -> bool:
        """Take for a case what another took and does not hold; False where somebody was faster."""
        was = {"_id": row.key, "case": row.case_id, "since": row.since}
        now = {"case": case_id, "since": datetime.now(UTC)}
        return self._rows.update_one(was, {"$set": now}).matched_count == 1

    def give_back(self, keys: Collection[str], case_id: str) -> None:
        """Free what a case holds no more."""
        if keys:
            self._rows.delete_many({"_id": {"$in": list(keys)}, "case": case_id})


def _row(found: Document) -> ClaimRow:
    return ClaimRow(found["_id"], found["case"], found["since"])
