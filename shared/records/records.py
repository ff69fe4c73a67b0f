"""Documents that keep their own history and tell of what happens to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

from pymongo import ASCENDING

from shared.events.announcements import Announcement, Entry, history_entry
from shared.events.long_history import LongHistory
from shared.http.identity import Identity
from shared.http.tracing import new_traceparent
from shared.records.due import BATCH, CHECK, due_rows, is_due
from shared.records.relisting import relist_once
from shared.storage.busy import BusyDocumentError
from shared.storage.database import Database, Document, DocumentCollection
from shared.storage.desk import WITHOUT_HISTORY, Desk, Write
from shared.storage.lists import Lists

Listing: TypeAlias = Callable[[Mapping[str, Any]], Document]
_UNLISTED = Lists("listed_index", ())
# Present only while something is to be looked at: their sparse indexes hold nothing else.
SPARSE = frozenset({CHECK, "provisional"})
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
    traceparent: str | None = field(default_factory=new_traceparent)

    @property
    def said(self) -> Document:
        """What the history keeps of it."""
        details = dict(self.details)
        return {"step": self.step, "on": self.on, "actor": dict(self.actor), "details": details}


@dataclass(frozen=True, slots=True)
class Change:
    """
    The fields that change, and the entry of the history that says so; None: a silent change.

    A sparse field that becomes None is taken away. A silent change makes no new version: it has
    to move another field of the guard.
    """

    state: Document
    entry: Entry | None

    @property
    def announcements(self) -> Sequence[Announcement]:
        """What others are told."""
        return self.entry.announcements if self.entry else ()


def actor_of(caller: Identity) -> Document:
    """Return who acts, as a history keeps it: no name."""
    return {"id": caller.subject, "role": caller.role, "agency": caller.agency_code}


class Records:
    """
    One collection of such documents; state, history entry and events are one write.

    Every write is guarded by the version that was read, so of two writers one looks again.
    `listing` returns the keys by which a document, as it is after a write, is listed in `lists`;
    `key` what an old entry of its history is found by; `told_as` the id under which it tells,
    and `born` where the instant of its first write stands.
    """

    def __init__(
        self,
        database: Database,
        collection: str,
        *,
        indexes: Sequence[str] = (),
        sparse: Sequence[str] = (CHECK,),
        lists: Lists = _UNLISTED,
        listing: Listing | None = None,
        listed_as: Sequence[str] | None = None,
        guard: Sequence[str] = _GUARD,
        key: Callable[[Mapping[str, Any]], str | None] = lambda _entry: None,
        told_as: Callable[[str], str] = lambda document_id: document_id,
        born: str = "recorded_at",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self.documents: DocumentCollection = database[collection]
        self.long = LongHistory(database, collection, key=key)
        self.desk = Desk(
            self.documents,
            guard,
            # Where the marks of the relay are guarded, what waits for them is not remembered.
            lasting=lambda document: "published" not in guard or "pending" not in document,
            written=self.long.look_after_all,
        )
        self._guard = guard
        self._indexes = indexes
        self._sparse = sparse
        self._lists = lists
        self._listing = listing
        self._listed_as = listed_as
        self._told_as = told_as
        self._born = born
        self._now = now

    def prepare(self) -> None:
        """Create the indexes; may be repeated at any time."""
        for name in ("pending", *self._sparse):
            self.documents.create_index(name, sparse=True)
        for name in self._indexes:
            self.documents.create_index(name)
        self.documents.create_index([(name, ASCENDING) for name in ("_id", *self._guard)])
        self.long.prepare()
        self._lists.prepare(self.documents)
        if self._listing is not None:
            names = self._listed_as or self._lists.names()
            relist_once(self._database, self.desk, names, self._listing)

    def get(self, document_id: str) -> Document | None:
        """Return the document with its whole history, or None."""
        found = self.documents.find_one({"_id": document_id})
        return self.long.whole(found) if found else None

    def where(self, query: Mapping[str, Any]) -> list[Document]:
        """Return the documents that fit, without their histories."""
        return list(self.documents.find(dict(query), WITHOUT_HISTORY))

    def insert(self, document_id: str, state: Document, entry: Entry | None) -> Document | None:
        """Write a new document; None when there is one of this id already."""
        at, version = self._now(), 0 if entry is None else 1
        document: Document = {
            "_id": document_id,
            self._born: at,
            **_kept(state),
            "version": version,
            "published": 0,
            "history": [],
        }
        if entry is not None:
            document |= _marks(entry, version=version, published=0)
            document["history"] = [self._written(document_id, version, entry, at)]
        document |= self.listing(document)
        return document if self.desk.insert(document) else None

    def change(
        self,
        document_id: str,
        decide: Callable[[Document], Change | None],
        *,
        found: Document | None = None,
    ) -> Document | None:
        """
        Let `decide` say what becomes of the document as it is now, and write that.

        Returns the document as it stands afterwards without its history, None when there is none.
        What `decide` raises leaves this method, and nothing is written. Who has just read it gives
        it as `found`.
        """

        def write(current: Document) -> Write | None:
            change = decide(current)
            return None if change is None else self._write(current, change)

        return self.desk.change(document_id, write, found=found)

    def write(self, before: Document, change: Change) -> Document | None:
        """Write a document as it was read; return it as it is then, None if it moved meanwhile."""
        return self.desk.write(before, self._write(before, change))

    def listing(self, document: Mapping[str, Any]) -> Document:
        """Return the keys by which a document, as it is then, is listed."""
        return {} if self._listing is None else self._listing(document)

    def settle(
        self,
        as_of: date,
        decide: Callable[[Document], Change | None],
        *,
        go_on: Callable[[], bool] = lambda: True,
        batch: int = BATCH,
    ) -> Iterator[Change]:
        """
        Let `decide` say what becomes of each document that waits for a day up to this one.

        Yields the changes that were written. A document that others keep changing is left to the
        next time. `go_on` is asked before each.
        """
        for found in self.due(as_of, batch):
            if not go_on():
                return
            if (change := self._settled(found, as_of, decide)) is not None:
                yield change

    def _settled(
        self, found: Document, as_of: date, decide: Callable[[Document], Change | None]
    ) -> Change | None:
        decided: list[Change | None] = []

        def note(current: Document) -> Change | None:
            decided.append(decide(current) if is_due(current, as_of) else None)
            return decided[-1]

        try:
            self.change(found["_id"], note, found=found)
        except BusyDocumentError:
            return None
        return decided[-1] if decided else None

    def due(self, as_of: date, batch: int = BATCH) -> Iterator[Document]:
        """Yield what is to be looked at as of a day, each document once."""
        return due_rows(self.documents, as_of, batch)

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

    def _write(self, before: Document, change: Change) -> Write:
        gone = [name for name in SPARSE if change.state.get(name, "") is None]
        state, entries = _kept(change.state), list[Document]()
        if change.entry is not None:
            version = before["version"] + 1
            state |= _marks(change.entry, version=version, published=before["published"])
            entries.append(self._written(before["_id"], version, change.entry, self._now()))
        return Write(state | self.listing({**before, **change.state}), gone, entries)

    def _written(self, document_id: str, version: int, entry: Entry, at: datetime) -> Document:
        return history_entry(self._told_as(document_id), version, entry, at)


def _kept(state: Mapping[str, Any]) -> Document:
    return {name: value for name, value in state.items() if not (name in SPARSE and value is None)}


def _marks(entry: Entry, *, version: int, published: int) -> Document:
    if entry.announcements:
        return {"version": version, "pending": True}
    # Where nothing waits to be told, the relay need not even look.
    return {"version": version, "published": version if published == version - 1 else published}
