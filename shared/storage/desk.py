"""
Documents as their writer works on them, each write guarded by what was read.

Alone, a read or a write goes to the database at once. Between `gathered` and the writing of what
was gathered, reads see what was written before them, whatever is at hand is not read again, and
all writes to a collection are one. The embedded database takes about as long for one as for ten.
"""

from __future__ import annotations

import random
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pymongo import InsertOne, UpdateOne
from pymongo.errors import BulkWriteError, DuplicateKeyError

from shared.storage.busy import BusyDocumentError
from shared.storage.database import DUPLICATE_KEY, Document, DocumentCollection

T = TypeVar("T")
WITHOUT_HISTORY = {"history": 0}
REMEMBERED = 500
_TRIES = 8
_FIRST_WAIT_SECONDS = 0.01
_JITTER = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Write:
    """What one write changes: fields set, fields taken away, entries added to the history."""

    state: Mapping[str, Any]
    gone: Sequence[str] = ()
    entries: Sequence[Document] = ()


@dataclass(slots=True)
class _Draft:
    """What is to be written of a document; `base` as it was read, None: there was none."""

    base: Document | None
    new: Document = field(default_factory=dict)
    state: Document = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    entries: list[Document] = field(default_factory=list)
    causes: dict[int, None] = field(default_factory=dict)

    def add(self, write: Write) -> None:
        """Let one more write be part of it."""
        self.state |= write.state
        self.gone = {name: "" for name in (*self.gone, *write.gone) if name not in write.state}
        for name in write.gone:
            self.state.pop(name, None)
        self.entries += write.entries


@dataclass(slots=True)
class _Work:
    """What lies on the desk while writes are gathered."""

    documents: dict[Any, Document | None] = field(default_factory=dict)
    asked: set[tuple[str, Any]] = field(default_factory=set)
    drafts: dict[Any, _Draft] = field(default_factory=dict)
    cause: int = 0


class _Here(threading.local):
    """The work of this thread; another one of the process may sweep the same collection."""

    work: _Work | None = None


class Desk:
    """
    One collection; `guard` names the fields of which one changes with every write.

    A document is seen without its history. What was written is remembered, if `lasting` says that
    only its writers change it: who wrote it meanwhile made another guard, so that a write after
    what is remembered is refused, as after what was read too long ago. `written` is told of each
    document that got entries, with the version after each.
    """

    def __init__(
        self,
        rows: DocumentCollection,
        guard: Sequence[str],
        *,
        lasting: Callable[[Document], bool] = lambda _document: True,
        written: Callable[[Any, Iterable[int]], None] = lambda _document_id, _versions: None,
        remembered: int = REMEMBERED,
    ) -> None:
        self.rows = rows
        self._guard = tuple(guard)
        self._lasting = lasting
        self._written = written
        self._most = remembered
        self._remembered: OrderedDict[Any, Document] = OrderedDict()
        self._here = _Here()

    def get(self, document_id: Any, *, fresh: bool = False) -> Document | None:
        """Return the document, or None; `fresh` as it is now, whatever is remembered."""
        work = self._here.work
        if work is None:
            return self._read(document_id)
        if document_id not in work.documents:
            known = None if fresh else self._remembered.get(document_id)
            work.documents[document_id] = known or self._read(document_id)
        return work.documents[document_id]

    def look_up(self, document_ids: Iterable[Any]) -> None:
        """Put documents on the desk that will be asked for, all in one question."""
        work = self._here.work
        if work is None:
            return
        for each in set(document_ids) - work.documents.keys():
            work.documents[each] = self._remembered.get(each)
        wanted = [each for each in set(document_ids) if work.documents[each] is None]
        if wanted:
            query = {"_id": {"$in": sorted(wanted)}}
            work.documents |= {row["_id"]: row for row in self.rows.find(query, WITHOUT_HISTORY)}

    def expect_missing(self, document_ids: Iterable[Any]) -> None:
        """Take it that there are no documents of these ids; else their writing is refused."""
        if (work := self._here.work) is not None:
            for each in document_ids:
                work.documents.setdefault(each, self._remembered.get(each))

    def expect_none(self, name: str, values: Iterable[Any]) -> None:
        """
        Take it that no document has one of these values, and do not ask.

        Where that is wrong, as for what comes again, a document that is written is there already:
        its writing is refused.
        """
        if (work := self._here.work) is not None:
            work.asked |= {(name, value) for value in values}

    def having(self, name: str, values: Iterable[Any]) -> list[Document]:
        """Return the documents with one of these values in a field, or in a list that it holds."""
        wanted = set(values)
        work = self._here.work
        new = wanted if work is None else {v for v in wanted if (name, v) not in work.asked}
        query = {name: {"$in": sorted(new)}}
        found = list(self.rows.find(query, WITHOUT_HISTORY)) if new else []
        if work is None:
            return found
        work.asked |= {(name, value) for value in new}
        work.documents |= {row["_id"]: row for row in found if row["_id"] not in work.drafts}
        rows = [row for row in work.documents.values() if row is not None]
        return [row for row in rows if wanted & _values(row, name)]

    def insert(self, document: Document) -> bool:
        """Write a new document; False when there is one of this id."""
        work = self._here.work
        if work is None:
            try:
                self.rows.insert_one(document)
            except DuplicateKeyError:
                return False
            return True
        name = document["_id"]
        if work.documents.get(name) is not None:
            return False
        work.drafts[name] = _Draft(None, new=document, causes={work.cause: None})
        work.documents[name] = _seen(document)
        return True

    def write(self, before: Mapping[str, Any], write: Write) -> Document | None:
        """Write a document as it was read; return it as it is then, None if it moved meanwhile."""
        name, work = before["_id"], self._here.work
        after = _after(before, write)
        if work is None:
            update = _update(write.state, dict.fromkeys(write.gone, ""), write.entries)
            if not self.rows.update_one(self.unmoved(before), update).matched_count:
                return None
            self._tell_of_entries(name, write.entries)
            return after
        present = work.documents.get(name)
        if present is None or self.unmoved(present) != self.unmoved(before):
            return None
        draft = work.drafts.setdefault(name, _Draft(present))
        draft.add(write)
        draft.causes[work.cause] = None
        work.documents[name] = after
        return after

    def change(
        self,
        document_id: Any,
        decide: Callable[[Document], Write | None],
        *,
        found: Document | None = None,
    ) -> Document | None:
        """
        Let `decide` say what becomes of a document as it is now, and write that.

        Returns the document as it is afterwards, None when there is none. What `decide` raises
        leaves this method, and nothing is written. Who has just read it gives it as `found`.
        """
        before = [found] if found is not None else []

        def attempt() -> tuple[Document | None] | None:
            row = before.pop() if before else self.get(document_id)
            wanted = decide(row) if row is not None else None
            if row is None or wanted is None:
                return (row,)
            after = self.write(row, wanted)
            return None if after is None else (after,)

        (result,) = until_written(document_id, attempt)
        return result

    def begin(self) -> None:
        """Gather from now on what this thread writes."""
        self._here.work = _Work()

    def note_cause(self, cause: int) -> None:
        """Say to what the following writes belong."""
        if self._here.work is not None:
            self._here.work.cause = cause

    def end(self) -> None:
        """Drop whatever is on the desk and was not written."""
        self._here.work = None

    def forget(self) -> None:
        """Remember nothing any more: others may have written much."""
        self._remembered.clear()

    def put_down(self) -> set[int]:
        """Write all that was gathered; return the causes of writes that were refused."""
        work = self._here.work
        if work is None:
            return set()
        refused = self._write_all(work.drafts) if work.drafts else set()
        causes: set[int] = set()
        for name, draft in work.drafts.items():
            if name in refused:
                causes |= draft.causes.keys()
                work.documents[name] = None
            else:
                self._tell_of_entries(name, draft.entries)
        self._remember(work)
        return causes

    def _write_all(self, drafts: Mapping[Any, _Draft]) -> set[Any]:
        """Write; return the ids of the documents that others wrote meanwhile."""
        try:
            self.rows.bulk_write([self._operation(each) for each in drafts.values()], ordered=False)
        except BulkWriteError as error:
            refusals = (error.details or {}).get("writeErrors", [])
            if not refusals or any(each["code"] != DUPLICATE_KEY for each in refusals):
                raise
            names = list(drafts)
            return {names[each["index"]] for each in refusals}
        return set()

    def _operation(self, draft: _Draft) -> InsertOne[Document] | UpdateOne:
        if draft.base is None:
            new = _after(draft.new, Write(draft.state, tuple(draft.gone)))
            if draft.entries:
                new["history"] = [*draft.new.get("history", ()), *draft.entries]
            return InsertOne(new)
        update = _update(draft.state, draft.gone, draft.entries)
        # Where the guard is another one by now, the database would insert a document of an id that
        # is there; so it refuses, and says which it refused. An update alone only says how many.
        return UpdateOne(self.unmoved(draft.base), update, upsert=True)

    def _remember(self, work: _Work) -> None:
        for name, row in work.documents.items():
            self._remembered.pop(name, None)
            if row is not None and self._lasting(row):
                self._remembered[name] = row
        while len(self._remembered) > self._most:
            self._remembered.popitem(last=False)

    def _tell_of_entries(self, document_id: Any, entries: Sequence[Document]) -> None:
        if entries:
            self._written(document_id, [entry["version"] for entry in entries])

    def _read(self, document_id: Any) -> Document | None:
        return self.rows.find_one({"_id": document_id}, WITHOUT_HISTORY)

    def unmoved(self, document: Mapping[str, Any]) -> Document:
        """Return by what a document is found as long as nobody has written it since."""
        return {"_id": document["_id"], **{name: _at(document, name) for name in self._guard}}


class Gathering:
    """What is gathered on several desks, to be written desk by desk."""

    def __init__(self, desks: Sequence[Desk]) -> None:
        self._desks = desks

    def note_cause(self, cause: int) -> None:
        """Say to what the following writes belong, by a number of the caller's."""
        for desk in self._desks:
            desk.note_cause(cause)

    def write(self) -> list[int]:
        """Write everything; return in order the causes of which a write was refused."""
        return sorted(set().union(*(desk.put_down() for desk in self._desks)))


@contextmanager
def gathered(desks: Sequence[Desk]) -> Iterator[Gathering]:
    """Gather what this thread writes on these desks; what is not written at the end is dropped."""
    for desk in desks:
        desk.begin()
    try:
        yield Gathering(desks)
    finally:
        for desk in desks:
            desk.end()


def until_written(document_id: Any, attempt: Callable[[], T | None]) -> T:
    """Try again until `attempt` returns something; `BusyDocumentError` after several times."""
    for tried in range(_TRIES):
        if (result := attempt()) is not None:
            return result
        # Writers that met once would meet again if all came back at the same moment.
        time.sleep(_JITTER.uniform(0, _FIRST_WAIT_SECONDS * 2**tried))
    raise BusyDocumentError(document_id)


def _seen(document: Document) -> Document:
    return {name: value for name, value in document.items() if name != "history"}


def _after(before: Mapping[str, Any], write: Write) -> Document:
    after = {**before, **write.state}
    for name in write.gone:
        after.pop(name, None)
    return after


def _update(state: Mapping[str, Any], gone: Document, entries: Sequence[Document]) -> Document:
    parts: Document = {"$set": dict(state), "$unset": dict(gone)}
    parts["$push"] = {"history": {"$each": list(entries)}} if entries else {}
    return {name: part for name, part in parts.items() if part}


def _values(row: Mapping[str, Any], name: str) -> set[Any]:
    found = _at(row, name)
    return set(found) if isinstance(found, list) else {found}


def _at(row: Mapping[str, Any], name: str) -> Any:
    found: Any = row
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found
