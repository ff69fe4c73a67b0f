"""Handling events one after the other in each matter, with failures parked."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TypeAlias

import structlog

from shared.events.database import Database
from shared.events.envelope import Arrival, Event
from shared.events.parked import WAITING, Parked, ParkedEvents

Handler: TypeAlias = Callable[[Event], None]
Handlers: TypeAlias = Mapping[str, Handler]

EVERY_TYPE = "*"
FIRST_RETRY_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 300.0
LOOK_SECONDS = 1.0
_log = structlog.get_logger(__name__)


class Lanes:
    """
    Runs handlers; an event that fails holds up its own lane only.

    Used by one thread of the one active process of a service, so what it remembers of blocked
    lanes can only be too cautious: an event parked behind one that a person has just set aside
    is handled at the next look.
    """

    def __init__(self, database: Database, handlers: Handlers) -> None:
        self._parked = ParkedEvents(database)
        self._handlers = handlers
        self._blocked: set[str] = set()
        self._next_try: dict[str, float] = {}
        self._next_look = 0.0
        self._position = 1

    def load(self) -> None:
        """Recall from the database which lanes are blocked."""
        self._blocked = set(self._parked.heads())
        self._position = self._parked.next_position()
        self._next_try.clear()
        self._next_look = 0.0

    def interested_in(self, arrival: Arrival) -> bool:
        """Tell whether some handler wants this type of event."""
        return self._handler(arrival) is not None

    def handle(self, arrival: Arrival) -> None:
        """Handle `arrival`, or park it: then it is safe and its turn will come."""
        if arrival.lane in self._blocked:
            self._park(arrival)
            return
        error = self._try(arrival)
        if error is not None:
            self._park(arrival, error)

    def retry_due(self) -> None:
        """Try the first event of each blocked lane whose pause is over, or that is asked for."""
        if time.monotonic() < self._next_look:
            return
        heads = self._parked.heads()
        self._blocked = set(heads)
        for lane, parked in heads.items():
            if self._due(parked):
                self._retry(lane)
        self._next_look = time.monotonic() + LOOK_SECONDS

    def _retry(self, lane: str) -> None:
        """Go along the lane as far as it succeeds."""
        for parked in self._parked.in_lane(lane):
            event_id = parked.arrival.event_id
            current = self._parked.find(event_id)
            if current is None or current.status != WAITING:
                continue  # set aside by a person in the meantime
            error = self._try(current.arrival)
            if error is not None:
                self._note_failure(current, error)
                return
            self._parked.remove_handled(event_id)
            self._next_try.pop(event_id, None)
        self._blocked.discard(lane)

    def _due(self, parked: Parked) -> bool:
        # The pause is counted in this process, not against a stored instant: a wall clock that
        # jumps back would put a retry off for as long as it jumped.
        return parked.retry_requested or time.monotonic() >= self._next_try.get(
            parked.arrival.event_id, 0.0
        )

    def _try(self, arrival: Arrival) -> Exception | None:
        handler = self._handler(arrival)
        if handler is None:
            return None
        try:
            handler(arrival.event())
        except Exception as error:  # noqa: BLE001  (whatever fails is parked with its error)
            _log.warning(
                "event_failed", event_id=arrival.event_id, type=arrival.type, exc_info=error
            )
            return error
        return None

    def _handler(self, arrival: Arrival) -> Handler | None:
        return self._handlers.get(arrival.type) or self._handlers.get(EVERY_TYPE)

    def _park(self, arrival: Arrival, error: Exception | None = None) -> None:
        self._parked.park(arrival, self._position, error)
        self._position += 1
        self._blocked.add(arrival.lane)
        if error is not None:
            self._next_try[arrival.event_id] = time.monotonic() + FIRST_RETRY_SECONDS

    def _note_failure(self, parked: Parked, error: Exception) -> None:
        event_id = parked.arrival.event_id
        self._parked.note_failure(event_id, error)
        pause = min(FIRST_RETRY_SECONDS * 2.0 ** min(parked.attempts, 20), LONGEST_RETRY_SECONDS)
        self._next_try[event_id] = time.monotonic() + pause
