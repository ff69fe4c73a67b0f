"""What is due of a collection as of a day, by the key that only waiting rows have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from services.coordination.docket_rows import through
from shared.storage.database import Document, DocumentCollection

BATCH = 200


def due_rows(rows: DocumentCollection, as_of: date, batch: int = BATCH) -> Iterator[Document]:
    """
    Yield what is to be looked at as of a day, the earliest first, without histories.

    The keys are read once, the rows batch by batch as they are by then: a range that is asked for
    again after each batch would read all that is left of it each time.
    """
    bounds = {"$gte": "", "$lt": through(as_of.isoformat())}
    found = rows.find({"check_index": bounds}, {"check_index": 1})
    ids = [row["_id"] for row in sorted(found, key=lambda row: str(row["check_index"]))]
    for start in range(0, len(ids), batch):
        wanted = ids[start : start + batch]
        read = {row["_id"]: row for row in rows.find({"_id": {"$in": wanted}}, {"history": 0})}
        yield from (read[name] for name in wanted if name in read)
