"""Histories longer than a document should be: older entries lie beside it, in the same chain."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import bson

from shared.storage.database import Database, Document, DocumentCollection, insert_missing

LARGE_BYTES = 96 * 1024
KEPT_BYTES = 32 * 1024
_BATCH = 25
_LOOKED_AFTER_EVERY = 16
Entry = Mapping[str, Any]


class LongHistory:
    """
    The histories of documents `{_id, version, history: [{version, …}]}`, however long.

    A document holds the end of its history, at least the last entry. Whatever comes before the
    first entry that it holds lies in the collection `<name>_history`, one document
    `{_id: "<document>|<version>", key, entry}` for each entry, which is never changed. Entries
    move in two steps that may be repeated: they are written there, then leave the document. A
    process killed in between leaves them in both places, and the document's own are read.
    Two that move at once write the same and take out the same.
    """

    def __init__(
        self,
        database: Database,
        collection: str,
        *,
        key: Callable[[Entry], str | None] = lambda _entry: None,
        large_bytes: int = LARGE_BYTES,
        kept_bytes: int = KEPT_BYTES,
    ) -> None:
        self.older: DocumentCollection = database[f"{collection}_history"]
        self._documents = database[collection]
        self._key = key
        self.large_bytes = large_bytes
        self.kept_bytes = kept_bytes

    def prepare(self) -> None:
        """Create the index by which an entry is found by its key."""
        self.older.create_index("key", sparse=True)

    def make_room(self, document: Mapping[str, Any]) -> None:
        """Move the older entries of a document that has become large; it says all the same."""
        history = document["history"]
        sizes = [len(bson.encode(entry)) for entry in history]
        if sum(sizes) < self.large_bytes:
            return
        kept = 1
        while kept < len(history) and sum(sizes[-kept - 1 :]) <= self.kept_bytes:
            kept += 1
        if kept < len(history):
            self._move(document["_id"], history[:-kept])

    def look_after(self, document_id: str, version: int) -> None:
        """Make room in a document that is written without its history: look at times only."""
        if version % _LOOKED_AFTER_EVERY == 0:
            found = self._documents.find_one({"_id": document_id}, {"history": 1})
            if found is not None:
                self.make_room(found)

    def look_after_all(self, document_id: str, versions: Iterable[int]) -> None:
        """Do so once after several writes, of which each made one of these versions."""
        due = (version for version in versions if version % _LOOKED_AFTER_EVERY == 0)
        for version in list(due)[:1]:
            self.look_after(document_id, version)

    def whole(self, document: Mapping[str, Any]) -> Document:
        """Return the document with its whole history in it."""
        return {**document, "history": list(self.entries(document))}

    def entries(self, document: Mapping[str, Any], *, after: int = 0) -> Iterator[Document]:
        """
        Yield the entries beyond version `after`, oldest first, a few at a time in memory.

        An entry that is in neither place is left out: whoever verifies sees the gap.
        """
        first = first_held(document)
        for start in range(after + 1, first, _BATCH):
            yield from self._at(document["_id"], range(start, min(start + _BATCH, first)))
        yield from (entry for entry in document["history"] if entry["version"] > after)

    def entries_back(
        self, document: Mapping[str, Any], *, before: int | None = None
    ) -> Iterator[Document]:
        """Yield the entries before version `before`, or all, latest first, in the same way."""
        end = document["version"] + 1 if before is None else before
        yield from (each for each in reversed(document["history"]) if each["version"] < end)
        for last in range(min(first_held(document), end) - 1, 0, -_BATCH):
            versions = range(max(1, last - _BATCH + 1), last + 1)
            yield from reversed(list(self._at(document["_id"], versions)))

    def entries_at(self, document: Mapping[str, Any], versions: Collection[int]) -> list[Document]:
        """Return the entries of these versions."""
        first = first_held(document)
        held = [entry for entry in document["history"] if entry["version"] in versions]
        older = sorted(version for version in versions if version < first)
        return [*self._at(document["_id"], older), *held]

    def entry_of_key(self, document: Mapping[str, Any], key: str) -> Document | None:
        """Return the entry that was written under `key`, or None."""
        for entry in document["history"]:
            if self._key(entry) == key:
                found: Document = entry
                return found
        return self.older_entry_of_key(document["_id"], key) if first_held(document) > 1 else None

    def older_entry_of_key(self, document_id: str, key: str) -> Document | None:
        """Return the moved entry that was written under `key`, or None."""
        found = self.older.find_one({"key": _scoped(document_id, key)})
        return found["entry"] if found else None

    def _move(self, document_id: str, entries: Sequence[Document]) -> None:
        # Those that are there somebody moved before and was killed, or moves at this moment.
        insert_missing(self.older, [self._row(document_id, entry) for entry in entries])
        last = entries[-1]["version"]
        self._documents.update_one(
            {"_id": document_id}, {"$pull": {"history": {"version": {"$lte": last}}}}
        )

    def _row(self, document_id: str, entry: Document) -> Document:
        key = self._key(entry)
        found = {"key": _scoped(document_id, key)} if key else {}
        return {"_id": _place(document_id, entry["version"]), **found, "entry": entry}

    def _at(self, document_id: str, versions: Iterable[int]) -> Iterator[Document]:
        wanted = [_place(document_id, version) for version in versions]
        if not wanted:
            return
        rows = {row["_id"]: row["entry"] for row in self.older.find({"_id": {"$in": wanted}})}
        yield from (rows[place] for place in wanted if place in rows)


def first_held(document: Mapping[str, Any]) -> int:
    """Return the version of the first entry that the document itself holds."""
    history = document["history"]
    first: int = history[0]["version"] if history else document["version"] + 1
    return first


def _place(document_id: str, version: int) -> str:
    return f"{document_id}|{version}"


def _scoped(document_id: str, key: str) -> str:
    return f"{document_id}|{key}"
