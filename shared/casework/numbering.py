"""Case numbers, counted per year."""

from __future__ import annotations

from contextlib import suppress

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from shared.events.database import DocumentCollection


def next_number(counters: DocumentCollection, label: str, year: int) -> str:
    """
    Return the next case number of the year, such as `复议〔2026〕12号`.

    A number once given is never given again; a case that then fails to open leaves a gap.
    """
    name = f"{label}-{year}"
    last = _counted(counters, name)
    if last is None:
        # Not by an upsert: of several at one moment the embedded database counts them all and
        # returns the document to the first alone.
        with suppress(DuplicateKeyError):
            counters.insert_one({"_id": name, "last": 0})
        last = _counted(counters, name)
    if last is None:
        raise RuntimeError(f"the counter {name} is gone")
    return f"{label}〔{year}〕{last}号"


def _counted(counters: DocumentCollection, name: str) -> int | None:
    counter = counters.find_one_and_update(
        {"_id": name}, {"$inc": {"last": 1}}, return_document=ReturnDocument.AFTER
    )
    return None if counter is None else int(counter["last"])
