"""Case numbers, counted per year."""

from __future__ import annotations

from pymongo import ReturnDocument

from shared.events.database import DocumentCollection


def next_number(counters: DocumentCollection, label: str, year: int) -> str:
    """
    Return the next case number of the year, such as `复议〔2026〕12号`.

    A number once given is never given again; a case that then fails to open leaves a gap.
    """
    counter = counters.find_one_and_update(
        {"_id": f"{label}-{year}"},
        {"$inc": {"last": 1}},
        upsert=True,
        return_document=ReturnDocument.AFTER,
    )
    if counter is None:
        raise RuntimeError("an upsert that returns the document returned none")
    return f"{label}〔{year}〕{counter['last']}号"
