"""The collections whose documents carry events that the others have not been told yet."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from pymongo import ASCENDING, UpdateOne

from shared.events.envelope import NOT_NUMBERED, SCHEMA_VERSION, EnvelopeError, Event, instant
from shared.events.long_history import LongHistory, first_held
from shared.storage.database import Database, Document

_RECENT = {"version": 1, "published": 1, "agencies": 1, "history": {"$slice": -10}}
_FIRST = 20
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Unpublished:
    """
    The events of one document, up to and including `version`, in version order.

    `agencies` are those that handle or handled what the document is about, if it names any.
    """

    document_id: str
    version: int
    events: tuple[Event, ...]
    agencies: tuple[str, ...] = ()


class Outlet:
    """
    A collection of documents `{_id, version, published, pending, history: [{version, events}]}`.

    `pending` is present only while `published < version`; its sparse index holds nothing else.
    Entries that were moved out of a large document before they were published are read all the
    same: however long the relay stands still, no writer waits for it.
    Noting and settling is marking a little later, so that many are marked by one write; the log
    refuses what a process that died in between would number again.
    The embedded database reads all that are pending to return some, so where many wait, as after
    an import, their ids are read once and worked off.
    """

    def __init__(self, database: Database, collection: str, source: str) -> None:
        self.name = collection
        self._documents = database[collection]
        self._long = LongHistory(database, collection)
        self._source = source
        self._waiting: deque[str] = deque()
        self._noted: dict[str, Unpublished] = {}

    def prepare(self) -> None:
        """Create the indexes for what waits and for guarded writes, and place for older entries."""
        self._documents.create_index("pending", sparse=True)
        # The embedded database uses an index for several conditions only if it has them all; this
        # one serves `_id` and `version`, with and without `published`.
        guards = ("_id", "version", "published")
        self._documents.create_index([(name, ASCENDING) for name in guards])
        self._long.prepare()

    def pending(self, limit: int) -> list[Unpublished]:
        """
        Return documents with unpublished events, at most `limit`.

        A document whose events cannot be read is logged and left pending; it holds up no other.
        """
        if not self._waiting:
            found = list(self._documents.find({"pending": True}, _RECENT).limit(limit))
            if len(found) < limit:
                return self._read_all(found)
            self._waiting.extend(self._pending_ids())
        wanted = [self._waiting.popleft() for _ in range(min(limit, len(self._waiting)))]
        return self._read_all(self._documents.find({"_id": {"$in": wanted}}, _RECENT))

    @property
    def behind(self) -> bool:
        """Tell whether more is known to wait than was returned."""
        return bool(self._waiting)

    def named(self, documents: Collection[str]) -> list[Unpublished]:
        """Return those of these documents that have unpublished events."""
        return self._read_all(self._documents.find({"_id": {"$in": list(documents)}}, _RECENT))

    def first(self) -> list[Unpublished]:
        """Return some documents with unpublished events, without taking part in the work."""
        wanted = self._pending_ids()[:_FIRST]
        return self._read_all(self._documents.find({"_id": {"$in": wanted}}, _RECENT))

    def mark(self, items: Sequence[Unpublished]) -> None:
        """Note in the documents that their events up to the version read are in the log."""
        if items and self._write(_settled(item) for item in items) < len(items):
            # Those that moved on meanwhile stay pending, for their newer events.
            self._write(_followed(item) for item in items)

    def note(self, items: Iterable[Unpublished]) -> None:
        """Remember that their events are in the log, to be marked with others by `settle`."""
        self._noted |= {item.document_id: item for item in items}

    @property
    def noted(self) -> int:
        """Return how many documents are noted and not marked."""
        return len(self._noted)

    def settle(self) -> None:
        """Mark the documents that were noted."""
        self.mark(list(self._noted.values()))
        self._noted = {}

    def _pending_ids(self) -> list[str]:
        return [each["_id"] for each in self._documents.find({"pending": True}, {"_id": 1})]

    def _read_all(self, found: Iterable[Document]) -> list[Unpublished]:
        items = [self._read(each) for each in map(self._as_noted, found) if _waits(each)]
        return [item for item in items if item is not None]

    def _as_noted(self, document: Document) -> Document:
        """Return a document with what is noted of it, as if it were marked already."""
        noted = self._noted.get(document["_id"])
        if noted is None or noted.version <= document["published"]:
            return document
        return {**document, "published": noted.version}

    def _write(self, writes: Iterable[UpdateOne]) -> int:
        return self._documents.bulk_write(list(writes), ordered=False).matched_count

    def _read(self, document: Document) -> Unpublished | None:
        try:
            if document["version"] - document["published"] > len(document["history"]):
                whole = self._documents.find_one({"_id": document["_id"]}) or document
                document = self._as_noted(whole)
            if first_held(document) > document["published"] + 1:
                later = self._long.entries(document, after=document["published"])
                document = {**document, "history": list(later)}
            return _unpublished(document, self._source)
        except (EnvelopeError, KeyError, TypeError) as error:
            _log.error("outlet_unreadable", document=document["_id"], error=repr(error))
            return None


def _waits(document: Mapping[str, Any]) -> bool:
    return bool(document["version"] > document["published"])


def _settled(item: Unpublished) -> UpdateOne:
    return UpdateOne(
        {"_id": item.document_id, "version": item.version},
        {"$set": {"published": item.version}, "$unset": {"pending": ""}},
    )


def _followed(item: Unpublished) -> UpdateOne:
    return UpdateOne({"_id": item.document_id}, {"$max": {"published": item.version}})


def _unpublished(document: Mapping[str, Any], source: str) -> Unpublished:
    published, version = document["published"], document["version"]
    entries = [entry for entry in document["history"] if entry["version"] > published]
    if [entry["version"] for entry in entries] != list(range(published + 1, version + 1)):
        raise EnvelopeError("the history does not reach from published to version")
    events = tuple(_event(event, source) for entry in entries for event in entry["events"])
    return Unpublished(document["_id"], version, events, tuple(document.get("agencies", ())))


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
