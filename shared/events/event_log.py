"""The numbered events of one service: the record that feeds and relays read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from pymongo.errors import BulkWriteError

from shared.events.envelope import Envelope, Event
from shared.storage.database import DUPLICATE_KEY, Database, Document

AHEAD = 16
"""So many numbers are looked for at once."""


class DeposedError(RuntimeError):
    """Another process writes where this one believed itself to be the only writer."""


class EventLog:
    """
    Events with `_id` = sequence 1, 2, 3 … without gaps; never changed, never removed.

    Sequences are looked up one by one and never by range or sort: the embedded database reads
    the whole collection for a range over `_id`, and for any sort with a limit.
    """

    def __init__(self, database: Database) -> None:
        self._rows = database["event_log"]
        self._last = 0
        self._written: int | None = None

    def prepare(self) -> None:
        """Create the index that lets an event be numbered only once."""
        self._rows.create_index("event_id", unique=True)

    def append(self, events: Sequence[Event]) -> list[Event]:
        """
        Number events after the last one, in the given order, and return those that were new.

        An event that already has a number keeps it. Raises `DeposedError` when another process
        gave the next number to another event: the unique `_id` is the fence between two relays.
        """
        # Whoever wrote last need not look where the log ends: the fence tells if that has changed.
        last = self.last_sequence() if self._written is None else self._written
        self._written = None
        remaining, added = list(events), []
        while remaining:
            numbered = [replace(e, sequence=last + n) for n, e in enumerate(remaining, 1)]
            inserted = self._insert(numbered)
            added += numbered[:inserted]
            last += inserted
            remaining = remaining[inserted:]
            if remaining:
                self._refuse_unless_numbered(remaining[0], last + 1)
                remaining = remaining[1:]
        self._written = last
        return added

    def after(self, sequence: int, limit: int) -> list[Envelope]:
        """Return the envelopes that follow `sequence`, ascending, at most `limit`."""
        return self.page(sequence, limit)[0]

    def page(self, sequence: int, limit: int) -> tuple[list[Envelope], int]:
        """Return what `after` does, and the highest number given so far."""
        # Mostly nothing or little is new, and one look with the last known among it tells that.
        here, *found = self._rows_of(range(sequence, sequence + min(limit, AHEAD) + 1))
        if (here or not sequence) and None in found:
            new = [row["envelope"] for row in takewhile(bool, found) if row]
            return new, sequence + len(new)
        last = self.last_sequence()
        wanted = range(sequence + 1, min(sequence + limit, last) + 1)
        return [row["envelope"] for row in self._rows_of(wanted) if row], last

    def last_sequence(self) -> int:
        """Return the highest number given so far, 0 when there is none."""
        # Numbers have no gaps, so the last is found by doubling and halving steps from the one
        # known; mostly that is a single look at the next few numbers.
        last, step = max(self._last, self._written or 0), AHEAD
        last += (found := self._count(range(last + 1, last + AHEAD + 1)))
        if found == AHEAD:
            while self._count([last + step]):
                last += step
                step *= 2
            while step > 1:
                step //= 2
                last += step * self._count([last + step])
        self._last = last
        return last

    def _rows_of(self, sequences: Sequence[int]) -> list[Document | None]:
        """Return the rows of numbers in their order, None for a number that was not given."""
        if not sequences:
            return []
        rows = {row["_id"]: row for row in self._rows.find({"_id": {"$in": list(sequences)}})}
        return [rows.get(sequence) for sequence in sequences]

    def _count(self, sequences: Iterable[int]) -> int:
        """Return how many of these numbers were given."""
        return len(list(self._rows.find({"_id": {"$in": list(sequences)}}, {"_id": 1})))

    def _insert(self, events: Sequence[Event]) -> int:
        try:
            self._rows.insert_many([_row(event) for event in events], ordered=True)
        except BulkWriteError as error:
            details = error.details or {}
            if any(e["code"] != DUPLICATE_KEY for e in details.get("writeErrors", [])):
                raise
            inserted: int = details["nInserted"]
            return inserted
        return len(events)

    def _refuse_unless_numbered(self, event: Event, sequence: int) -> None:
        if self._rows.find_one({"event_id": event.id}, {"_id": 1}) is None:
            raise DeposedError(f"sequence {sequence} was given by another process")


def _row(event: Event) -> Document:
    return {"_id": event.sequence, "event_id": event.id, "envelope": event.as_cloudevent()}
