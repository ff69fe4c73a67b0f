"""The relay: gives committed events their sequence and hands them to the bus, in order."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol, TypeAlias

import structlog

from shared.events.doorbell import Call
from shared.events.envelope import Event
from shared.events.event_log import DeposedError, EventLog
from shared.events.lease import Lease
from shared.events.outlet import Outlet, Unpublished
from shared.events.watermarks import Watermarks
from shared.storage.database import Database

RELAY_LEASE = "relay"
BATCH = 200
LIVELY_FOR_SECONDS = 1.0
SETTLE_SECONDS = 1.0
REMEMBERED = 1_000
SAVE_SECONDS = 1.0
_log = structlog.get_logger(__name__)

# Given what was read of documents of an outlet, before their events count as told: what must follow
# each change of a document, and may have been cut off, is done here. When it raises, they stay
# pending.
BeforeMark: TypeAlias = Callable[[Sequence[Unpublished]], None]


class Publishes(Protocol):
    """Whatever hands an event to the bus and returns when it is safe there."""

    def publish(self, event: Event) -> None:
        """Publish `event` or raise."""


class Relay:
    """
    Two steps that know nothing of each other but the log.

    Numbering takes events out of the outlets into the log, from where feeds serve them at once;
    a broker that is down does not hold it up. Publishing follows the log and keeps its place in
    the database, behind by a second at most. What was numbered just now it has from memory, and
    reads the log only where that leaves a gap. Both may be repeated at any point: the log refuses
    a second number for an event, and consumers drop an event that the bus brings twice.
    """

    def __init__(
        self,
        database: Database,
        source: str,
        outlets: Sequence[str],
        publisher: Publishes,
        before_mark: Mapping[str, BeforeMark] = MappingProxyType({}),
    ) -> None:
        self.lease = Lease(database, RELAY_LEASE)
        self.numbered = threading.Event()
        self._source = source
        self._outlets = [Outlet(database, name, source) for name in outlets]
        self._lively = dict.fromkeys(outlets, 0.0)
        self._log = EventLog(database)
        self._publisher = publisher
        self._before_mark = before_mark
        self._places = Watermarks(database)
        self._published: int | None = None
        self._saved, self._save_at = 0, 0.0
        self._settle_at = 0.0
        self._fresh: deque[Event] = deque(maxlen=REMEMBERED)
        self._active = False

    def number(self) -> int:
        """Give the waiting events of all outlets their sequences; return how many were new."""
        return self._number_each(self._outlets)

    def number_lively(self) -> int:
        """Do the same for outlets alone that had something within a second, or have more."""
        now = time.monotonic()
        lively = [each for each in self._outlets if each.behind or self._lively[each.name] > now]
        return self._number_each(lively)

    def number_for(self, calls: Collection[Call]) -> int:
        """
        Do the same for what was rung for: whole outlets, or nothing but documents in them.

        Documents rung for by themselves are marked by `settle`, many at once.
        """
        if not self._leads():
            return 0
        return sum(
            self._number_called(outlet, called)
            for outlet in self._outlets
            if (called := [call for call in calls if call.name == outlet.name])
        )

    def settle_when_due(self) -> None:
        """Mark the documents whose events were numbered a second ago, or that are many."""
        noted = sum(outlet.noted for outlet in self._outlets)
        if noted >= BATCH or (noted and time.monotonic() >= self._settle_at):
            self.settle()

    def settle(self) -> None:
        """Mark the documents whose events were numbered, and that are not marked yet."""
        for outlet in self._outlets:
            outlet.settle()

    @property
    def behind(self) -> bool:
        """Tell whether more waits than one look could take."""
        return any(outlet.behind for outlet in self._outlets)

    def _number_each(self, outlets: Iterable[Outlet]) -> int:
        return sum(self._number(outlet) for outlet in outlets) if self._leads() else 0

    def _leads(self) -> bool:
        if not self.lease.hold():
            self._active = False
        elif not self._active:
            # What the one before has numbered may not be published yet.
            self._active = True
            self.numbered.set()
        return self._active

    def _number(self, outlet: Outlet) -> int:
        items = outlet.pending(BATCH)
        added = self._logged(items)
        if items:
            self._lively[outlet.name] = time.monotonic() + LIVELY_FOR_SECONDS
        if added is None:
            return 0
        self._follow(outlet, items)
        outlet.mark(items)
        return added

    def _number_called(self, outlet: Outlet, calls: Collection[Call]) -> int:
        if not all(call.document for call in calls):
            return self._number(outlet)
        items = outlet.named({call.document for call in calls})
        added = self._logged(items)
        if added is None:
            return 0
        settled = {(call.document, call.settled) for call in calls}
        self._follow(outlet, [i for i in items if (i.document_id, i.version) not in settled])
        if not any(each.noted for each in self._outlets):
            self._settle_at = time.monotonic() + SETTLE_SECONDS
        outlet.note(items)
        return added

    def _logged(self, items: Sequence[Unpublished]) -> int | None:
        """Put the events of documents into the log; None when another relay is at work."""
        if not items:
            return 0
        try:
            added = self._log.append([event for item in items for event in item.events])
        except DeposedError as error:
            _log.warning("relay_deposed", reason=str(error))
            self.lease.forget()
            return None
        if added:
            self._fresh.extend(added)
            self.numbered.set()
        return len(added)

    def _follow(self, outlet: Outlet, items: Sequence[Unpublished]) -> None:
        if items and (before_mark := self._before_mark.get(outlet.name)):
            before_mark(items)

    def publish(self) -> int:
        """
        Publish what the log holds beyond the place kept; return how many events went out.

        Fewer than `BATCH` were all there was. Whatever the publisher raises leaves this method;
        the place then stands after the last event that was confirmed.
        """
        if not self.lease.held:
            self._published = None
            return 0
        if self._published is None:
            self._published = self._saved = self._places.load().get(self._source, 0)
        before = self._published
        try:
            for event in self._next(before):
                if not self.lease.held:
                    break
                self._publisher.publish(event)
                self._published = event.sequence
        finally:
            if time.monotonic() >= self._save_at:
                self.save_place()
        return self._published - before

    def save_place(self) -> None:
        """Write down how far the log was published, if that has changed."""
        if self._published is not None and self._published > self._saved:
            self._places.save(self._source, self._published)
            self._saved = self._published
            self._save_at = time.monotonic() + SAVE_SECONDS

    def _next(self, place: int) -> list[Event]:
        """Return the events after a place, at most a batch: from memory, if it has them."""
        while self._fresh and self._fresh[0].sequence <= place:
            self._fresh.popleft()
        # The other thread may add to it meanwhile, or let the oldest go.
        known = [event for event in self._fresh.copy() if event.sequence > place][:BATCH]
        if known and known[0].sequence == place + 1:
            followed = (n for n, e in enumerate(known) if e.sequence != place + 1 + n)
            return known[: next(followed, len(known))]
        return [Event.from_cloudevent(envelope) for envelope in self._log.after(place, BATCH)]

    def unpublished(self) -> list[Event]:
        """Return the oldest events that the bus has not been given, numbered or not."""
        place = self._places.load().get(self._source, 0)
        logged = [Event.from_cloudevent(envelope) for envelope in self._log.after(place, 1)]
        waiting = [item.events for outlet in self._outlets for item in outlet.first()]
        return logged + [events[0] for events in waiting if events]
