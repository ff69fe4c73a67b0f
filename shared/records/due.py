"""What is due of a collection as of a day, by the key that only waiting rows have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shared.storage.database import Document, DocumentCollection

CHECK = "check_index"
"""The key of a row that waits for a day, `place(day, id)`; it has none when nothing is to come."""
BATCH = 200


def due_rows(rows: DocumentCollection, as_of: date, batch: int = BATCH) -> Iterator[Document]:
    """
    Yield what is to be looked at as of a day, the earliest first, without histories.

    The keys are read once, the rows batch by batch as they are by then: a range that is asked for
    again after each batch would read all that is left of it each time.
    """
    bounds = {"$gte": "", "$lt": _through(as_of)}
    found = rows.find({CHECK: bounds}, {CHECK: 1})
    ids = [row["_id"] for row in sorted(found, key=lambda row: str(row[CHECK]))]
    for start in range(0, len(ids), batch):
        wanted = ids[start : start + batch]
        read = {row["_id"]: row for row in rows.find({"_id": {"$in": wanted}}, {"history": 0})}
        yield from (read[name] for name in wanted if name in read)


def is_due(row: Document, as_of: date) -> bool:
    """Say whether a row, as it is now, is to be looked at as of a day."""
    return CHECK in row and row[CHECK] < _through(as_of)


def _through(day: date) -> str:
    """Return the bound that lies after every key of `day` and before those of the next."""
    return f"{day.isoformat()}~"
