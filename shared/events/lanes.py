"""Giving events to their effects, one after the other in each matter, with failures parked."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog

from shared.events.database import Database
from shared.events.envelope import Arrival, Event
from shared.events.parked import WAITING, Parked, ParkedEvents
from shared.events.subscribers import Subscriber, in_order

# The lane of events of which not one effect could be tried, as those that cannot be read.
WHOLE = ""

FIRST_RETRY_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 300.0
LOOK_SECONDS = 1.0
LOOK_WHEN_CLEAR_SECONDS = 5.0
_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Lane:
    """What waits of one effect in one matter: position and id of each, the first goes first."""

    effect: str
    matter: str
    waiting: deque[tuple[int, str]] = field(default_factory=deque)
    # Counted in this process, not against a stored instant: a wall clock that jumps back would
    # put a retry off for as long as it jumped.
    next_try: float = 0.0


class Lanes:
    """
    Runs the effects of events; one that fails holds up itself, in its matter only.

    Held up with it is what depends on it, and nothing else. Used by one thread of the one active
    process of a service, which so remembers what waits and in which order; what a person asks
    for in between it reads from the database.
    """

    def __init__(self, database: Database, subscribers: Sequence[Subscriber]) -> None:
        self._parked = ParkedEvents(database)
        self._subscribers = in_order(subscribers)
        self._order = {name: place for place, name in enumerate((WHOLE, *self._subscribers))}
        self._lanes: dict[tuple[str, str], _Lane] = {}
        self._next_look = 0.0
        self._position = 1

    def load(self) -> None:
        """Recall from the database what waits."""
        self._lanes.clear()
        self._parked.complete_older()
        self._position = self._parked.next_position()
        for parked in self._parked.waiting():
            self._queue(parked)
        self._next_look = 0.0

    def interested_in(self, arrival: Arrival) -> bool:
        """Tell whether some effect wants this type of event."""
        return any(each.wants(arrival.type) for each in self._subscribers.values())

    def handle(self, arrival: Arrival) -> None:
        """Let `arrival` have its effects; one that it cannot have now is parked, so it is safe."""
        if self._waits(WHOLE, arrival.lane):
            self._park(WHOLE, arrival)
        elif (error := self._give_to_all(arrival)) is not None:
            self._park(WHOLE, arrival, error)

    def retry_due(self) -> bool:
        """Try the first of each lane whose pause is over; tell whether anything was tried."""
        now = time.monotonic()
        if now < self._next_look:
            return False
        self._take_requests()
        due = [lane for lane in self._lanes.values() if now >= lane.next_try]
        for lane in sorted(due, key=lambda each: self._order.get(each.effect, 0)):
            self._retry(lane)
        pause = LOOK_SECONDS if self._lanes else LOOK_WHEN_CLEAR_SECONDS
        self._next_look = time.monotonic() + pause
        return bool(due)

    def _give_to_all(self, arrival: Arrival) -> Exception | None:
        """Let the event have each of its effects; return why it could not be read, if so."""
        try:
            event = arrival.event()
        except Exception as error:  # noqa: BLE001  (whatever fails is parked with its error)
            _log_failure(arrival, WHOLE, error)
            return error
        for subscriber in self._subscribers.values():
            if subscriber.wants(arrival.type):
                self._give(subscriber, arrival, event)
        return None

    def _give(self, subscriber: Subscriber, arrival: Arrival, event: Event) -> None:
        if any(self._waits(each, arrival.lane) for each in (subscriber.name, *subscriber.after)):
            self._park(subscriber.name, arrival)
        elif (error := _tried(subscriber, arrival, event)) is not None:
            self._park(subscriber.name, arrival, error)

    def _retry(self, lane: _Lane) -> None:
        """Go along the lane as far as it succeeds."""
        while lane.waiting and not self._depends_on_what_waits(lane):
            _, parked_id = lane.waiting[0]
            parked = self._parked.find(parked_id)
            # Otherwise a person has set it aside in the meantime.
            if parked is not None and parked.status == WAITING:
                if (error := self._again(parked)) is not None:
                    self._note_failure(lane, parked, error)
                    return
                self._parked.remove_handled(parked_id)
            lane.waiting.popleft()
        if not lane.waiting:
            del self._lanes[lane.effect, lane.matter]

    def _again(self, parked: Parked) -> Exception | None:
        subscriber = self._subscribers.get(parked.effect)
        if subscriber is None:
            # The whole event, or an effect of an earlier release: all those of this one.
            return self._give_to_all(parked.arrival)
        try:
            event = parked.arrival.event()
        except Exception as error:  # noqa: BLE001  (whatever fails is parked with its error)
            return error
        return _tried(subscriber, parked.arrival, event)

    def _depends_on_what_waits(self, lane: _Lane) -> bool:
        """Tell whether another effect must be there before the first of the lane is tried."""
        position = lane.waiting[0][0]
        subscriber = self._subscribers.get(lane.effect)
        # Parked in order, so of one event that on which others depend has the lower position.
        return any(
            (other := self._lanes.get((name, lane.matter))) and other.waiting[0][0] < position
            for name in (subscriber.after if subscriber else ())
        )

    def _waits(self, effect: str, matter: str) -> bool:
        return (effect, matter) in self._lanes

    def _park(self, effect: str, arrival: Arrival, error: Exception | None = None) -> None:
        parked = self._parked.park(arrival, self._position, error, effect=effect)
        if parked is None:
            return  # it waits already: the event came again
        self._position += 1
        lane = self._queue(parked)
        if error is not None:
            lane.next_try = time.monotonic() + FIRST_RETRY_SECONDS

    def _queue(self, parked: Parked) -> _Lane:
        """Put what is parked where its position is; mostly that is the end."""
        key = parked.effect, parked.arrival.lane
        lane = self._lanes.setdefault(key, _Lane(*key))
        entry = parked.position, parked.id
        if lane.waiting and lane.waiting[-1] >= entry:
            lane.waiting = deque(sorted({*lane.waiting, entry}))
        else:
            lane.waiting.append(entry)
        return lane

    def _take_requests(self) -> None:
        """Take in what persons asked for: to try at once, or to go on without an event."""
        for parked in self._parked.take_requests():
            lane = self._lanes.get((parked.effect, parked.arrival.lane))
            if parked.status == WAITING:
                lane = self._queue(parked)
            if lane is not None:
                lane.next_try = 0.0

    def _note_failure(self, lane: _Lane, parked: Parked, error: Exception) -> None:
        self._parked.note_failure(parked.id, error)
        pause = min(FIRST_RETRY_SECONDS * 2.0 ** min(parked.attempts, 20), LONGEST_RETRY_SECONDS)
        lane.next_try = time.monotonic() + pause


def _tried(subscriber: Subscriber, arrival: Arrival, event: Event) -> Exception | None:
    try:
        subscriber.handle(event)
    except Exception as error:  # noqa: BLE001  (whatever fails is parked with its error)
        _log_failure(arrival, subscriber.name, error)
        return error
    return None


def _log_failure(arrival: Arrival, effect: str, error: Exception) -> None:
    _log.warning(
        "event_failed",
        event_id=arrival.event_id,
        type=arrival.type,
        effect=effect or None,
        exc_info=error,
    )
