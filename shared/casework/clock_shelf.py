"""Clocks that ended long ago: they lie beside their case, so that steps go on costing the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shared.storage.database import Database, Document, DocumentCollection, insert_missing


class ClockShelf:
    """
    Keeps the ended clocks of cases `{_id, version, clocks, earlier_clocks}` that have many.

    A case holds its open clocks, the last that ended, and of each kind the last one. What else
    ended is written here first, one row a clock, and left out by the next step that the case takes:
    one write, guarded by version. A process killed in between leaves a clock in both places; the
    case's own is read. An ended clock never changes, so writing a row again changes nothing.

    Only what amends the course of a case may change its ended clocks. It takes them all back into
    the case, whose `since` then counts from that version: rows of before are read no more.
    """

    def __init__(self, database: Database, collection: str) -> None:
        self.rows: DocumentCollection = database[f"{collection}_clocks"]

    def prepare(self) -> None:
        """Create the index by which the clocks of a case are found."""
        self.rows.create_index("shelf")

    def write(self, case_id: str, earlier: Mapping[str, Any], clocks: Sequence[Document]) -> None:
        """Write clocks of a case, sealed, that are to leave it; those written before stay."""
        shelf, first = _shelf(case_id, earlier), earlier["count"]
        rows = [
            {"_id": f"{shelf}|{clock['id']}", "shelf": shelf, "place": place, "clock": clock}
            for place, clock in enumerate(clocks, start=first)
        ]
        insert_missing(self.rows, rows)

    def read(self, case_id: str, earlier: Mapping[str, Any]) -> list[Document]:
        """Return the clocks of a case that were written here, as they are stored, in order."""
        rows = self.rows.find({"shelf": _shelf(case_id, earlier)})
        return [row["clock"] for row in sorted(rows, key=lambda row: int(row["place"]))]


def _shelf(case_id: str, earlier: Mapping[str, Any]) -> str:
    return f"{case_id}|{earlier['since']}"
