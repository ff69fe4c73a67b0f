"""The collections whose documents carry events that the others have not been told yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from pymongo import UpdateOne

from shared.events.database import Database, Document
from shared.events.envelope import NOT_NUMBERED, SCHEMA_VERSION, EnvelopeError, Event, instant
from shared.events.long_history import LongHistory, first_held

_RECENT_ENTRIES = 10
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Unpublished:
    """The events of one document, up to and including `version`, in version order."""

    document_id: str
    version: int
    events: tuple[Event, ...]


class Outlet:
    """
    A collection of documents `{_id, version, published, pending, history: [{version, events}]}`.

    `pending` is present only while `published < version`; its sparse index holds nothing else.
    Entries that were moved out of a large document before they were published are read all the
    same: however long the relay stands still, no writer waits for it.
    """

    def __init__(self, database: Database, collection: str, source: str) -> None:
        self.name = collection
        self._documents = database[collection]
        self._long = LongHistory(database, collection)
        self._source = source

    def prepare(self) -> None:
        """Create the sparse index on `pending`, and the place of the older entries."""
        self._documents.create_index("pending", sparse=True)
        self._long.prepare()

    def pending(self, limit: int) -> list[Unpublished]:
        """
        Return documents with unpublished events, at most `limit`.

        A document whose events cannot be read is logged and left pending; it holds up no other.
        """
        recent = {"version": 1, "published": 1, "history": {"$slice": -_RECENT_ENTRIES}}
        found = self._documents.find({"pending": True}, recent).limit(limit)
        return [item for document in found if (item := self._read(document)) is not None]

    def mark(self, items: Sequence[Unpublished]) -> None:
        """Note in the documents that their events up to the version read are in the log."""
        if items and self._write(_settled(item) for item in items) < len(items):
            # Those that moved on meanwhile stay pending, for their newer events.
            self._write(_followed(item) for item in items)

    def _write(self, writes: Iterable[UpdateOne]) -> int:
        return self._documents.bulk_write(list(writes), ordered=False).matched_count

    def _read(self, document: Document) -> Unpublished | None:
        try:
            if document["version"] - document["published"] > len(document["history"]):
                document = self._documents.find_one({"_id": document["_id"]}) or document
            if first_held(document) > document["published"] + 1:
                later = self._long.entries(document, after=document["published"])
                document = {**document, "history": list(later)}
            return _unpublished(document, self._source)
        except (EnvelopeError, KeyError, TypeError) as error:
            _log.error("outlet_unreadable", document=document["_id"], error=repr(error))
            return None


def _settled(item: Unpublished) -> UpdateOne:
    return UpdateOne(
        {"_id": item.document_id, "version": item.version},
        {"$set": {"published": item.version}, "$unset": {"pending": ""}},
    )


def _followed(item: Unpublished) -> UpdateOne:
    return UpdateOne(
        {"_id": item.document_id, "published": {"$lt": item.version}},
        {"$set": {"published": item.version}},
    )


def _unpublished(document: Mapping[str, Any], source: str) -> Unpublished:
    published, version = document["published"], document["version"]
    entries = [entry for entry in document["history"] if entry["version"] > published]
    if [entry["version"] for entry in entries] != list(range(published + 1, version + 1)):
        raise EnvelopeError("the history does not reach from published to version")
    events = tuple(_event(event, source) for entry in entries for event in entry["events"])
    return Unpublished(document["_id"], version, events)


def _event(stored: Mapping[str, Any], source: str) -> Event:
    event = Event(
        id=stored["id"],
        type=stored["type"],
        source=source,
        sequence=NOT_NUMBERED,
        subject=stored["subject"],
        time=instant(stored["time"]),
        matter_id=stored.get("matter_id"),
        case_number=stored.get("case_number"),
        traceparent=stored.get("traceparent"),
        schema_version=stored.get("schema_version", SCHEMA_VERSION),
        data=stored["data"],
    )
    event.as_cloudevent()  # refuses here, for this document alone, what the log could not hold
    return event
