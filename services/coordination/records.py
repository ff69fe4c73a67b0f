"""Documents of coordination that keep their own history and tell of what happens to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from pymongo import ASCENDING

from services.coordination.due_rows import due_rows
from services.coordination.relisting import relist_once
from shared.events.announcements import Announcement, history_entry
from shared.events.long_history import LongHistory
from shared.http.identity import Identity
from shared.http.tracing import new_traceparent
from shared.storage.database import Database, Document, DocumentCollection
from shared.storage.desk import WITHOUT_HISTORY, Desk, Write
from shared.storage.lists import Lists

_UNLISTED = Lists("listed_index", ())
# Present only while something is to be looked at: their sparse indexes hold nothing else.
SPARSE = frozenset({"check_index", "provisional"})
SYSTEM: Mapping[str, Any] = {"id": "system", "role": "system", "agency": None}
_GUARD = ("version", "published")


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """
    What happened to a document: step, legal date, who did it, what was said, who is told.

    `details` are stored as they are given: what is personal has to be sealed before.
    """

    step: str
    on: str
    actor: Mapping[str, Any] = field(default_factory=lambda: SYSTEM)
    details: Mapping[str, Any] = field(default_factory=dict)
    announcements: Sequence[Announcement] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """The fields that an entry changes; a sparse field that becomes None is taken away."""

    state: Document
    entry: RecordEntry


def actor_of(caller: Identity) -> Document:
    """Return who acts, as a history keeps it: no name."""
    return {"id": caller.subject, "role": caller.role, "agency": caller.agency_code}


class Records:
    """
    One collection of such documents; state, history entry and events are one write.

    Every write is guarded by the version that was read, so of two writers one looks again.
    `listing` returns the keys by which a document, as it is after a write, is listed in `lists`.
    """

    def __init__(
        self,
        database: Database,
        collection: str,
        *,
        indexes: Sequence[str] = (),
        sparse: Sequence[str] = ("check_index",),
        lists: Lists = _UNLISTED,
        listing: Callable[[Mapping[str, Any]], Document] = lambda _document: {},
        guard: Sequence[str] = _GUARD,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self.documents: DocumentCollection = database[collection]
        self.long = LongHistory(database, collection)
        # The relay marks what it has told; what waits for that is not remembered.
        self.desk = Desk(
            self.documents,
            guard,
            lasting=lambda document: "pending" not in document,
            written=self.long.look_after_all,
        )
        self._guard = guard
        self._indexes = indexes
        self._sparse = sparse
        self._lists = lists
        self.listing = listing
        self._now = now

    def prepare(self) -> None:
        """Create the indexes; may be repeated at any time."""
        for name in ("pending", *self._sparse):
            self.documents.create_index(name, sparse=True)
        for name in self._indexes:
            self.documents.create_index(name)
        self.documents.create_index([(name, ASCENDING) for name in ("_id", *self._guard)])
        self._lists.prepare(self.documents)
        names = self._lists.names()
        relist_once(self._database, self.documents, names, self.listing, ["version"])

    def get(self, document_id: str) -> Document | None:
        """Return the document with its whole history, or None."""
        found = self.documents.find_one({"_id": document_id})
        return self.long.whole(found) if found else None

    def where(self, query: Mapping[str, Any]) -> list[Document]:
        """Return the documents that fit, without their histories."""
        return list(self.documents.find(dict(query), WITHOUT_HISTORY))

    def insert(self, document_id: str, state: Document, entry: RecordEntry) -> Document | None:
        """Write a new document; None when there is one of this id already."""
        document = {
            "_id": document_id,
            **_kept(state),
            **_published(entry, version=1, published=0),
            "recorded_at": self._now(),
            "history": [self._written(document_id, 1, entry)],
        }
        document |= self.listing(document)
        return document if self.desk.insert(document) else None

    def change(
        self, document_id: str, decide: Callable[[Document], Change | None]
    ) -> Document | None:
        """
        Let `decide` say what becomes of the document as it is now, and write that.

        Returns the document as it stands afterwards without its history, None when there is none.
        What `decide` raises leaves this method, and nothing is written.
        """

        def write(found: Document) -> Write | None:
            change = decide(found)
            return None if change is None else self._write(found, change)

        return self.desk.change(document_id, write)

    def _write(self, found: Document, change: Change) -> Write:
        version = found["version"] + 1
        marks = _published(change.entry, version=version, published=found["published"])
        listed = self.listing({**found, **change.state})
        gone = [name for name in SPARSE if change.state.get(name, "") is None]
        entry = self._written(found["_id"], version, change.entry)
        return Write({**_kept(change.state), **marks, **listed}, gone, [entry])

    def _written(self, document_id: str, version: int, entry: RecordEntry) -> Document:
        written = history_entry(
            document_id,
            version,
            entry.announcements,
            at=self._now(),
            traceparent=new_traceparent(),
        )
        said = {"step": entry.step, "on": entry.on, "actor": dict(entry.actor)}
        return {**written, **said, "details": dict(entry.details)}

    def due(self, as_of: date) -> Iterator[Document]:
        """Yield what is to be looked at as of a day, each document once."""
        return due_rows(self.documents, as_of)

    def page(
        self,
        within: str,
        asked: Mapping[str, str],
        *,
        after: str | None,
        size: int,
        rest: Mapping[str, Any],
    ) -> list[Document]:
        """
        Return up to `size` documents of a scope, the latest first, beyond the page before.

        `asked` and `rest` are as for `Lists.page`.
        """
        return self._lists.page(self.documents, within, asked, size=size, after=after, rest=rest)


def _kept(state: Mapping[str, Any]) -> Document:
    return {name: value for name, value in state.items() if not (name in SPARSE and value is None)}


def _published(entry: RecordEntry, *, version: int, published: int) -> Document:
    marks: Document = {"version": version, "published": published}
    if entry.announcements:
        marks["pending"] = True
    elif published == version - 1:
        # There is nothing to tell: the relay need not even look.
        marks["published"] = version
    return marks
