"""Giving events to their effects, one after the other in each matter, with failures parked."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import structlog

from shared.events.envelope import Arrival, Event
from shared.events.parked import WAITING, Parked, ParkedEvents
from shared.events.subscribers import Subscriber, in_order
from shared.storage.database import Database
from shared.storage.desk import gathered

# The lane of events of which not one effect could be tried, as those that cannot be read.
WHOLE = ""

FIRST_RETRY_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 300.0
LOOK_SECONDS = 1.0
LOOK_WHEN_CLEAR_SECONDS = 30.0
_log = structlog.get_logger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Given:
    """An event that could be read, and the position from which its effects are parked."""

    arrival: Arrival
    event: Event
    position: int


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
    for in between it reads from the database. `beat` is called now and then during long work.
    """

    def __init__(
        self,
        database: Database,
        subscribers: Sequence[Subscriber],
        beat: Callable[[], object] = lambda: None,
    ) -> None:
        self._beat = beat
        self._parked = ParkedEvents(database)
        self._subscribers = in_order(subscribers)
        self._order = {name: place for place, name in enumerate((WHOLE, *self._subscribers))}
        self._lanes: dict[tuple[str, str], _Lane] = {}
        self._next_look = 0.0
        self._position = 1

    def load(self) -> None:
        """Recall from the database what waits; forget what another process may have changed."""
        for subscriber in self._subscribers.values():
            for desk in subscriber.desks:
                desk.forget()
        self._lanes.clear()
        self._parked.complete_older()
        self._position = self._parked.next_position()
        for parked in self._parked.waiting():
            self._queue(parked)
        self._next_look = 0.0

    def interested_in(self, arrival: Arrival) -> bool:
        """Tell whether some effect wants this type of event."""
        return any(each.wants(arrival.type) for each in self._subscribers.values())

    def handle(self, *arrivals: Arrival) -> None:
        """
        Let events have their effects, in order; what cannot be had now is parked, so it is safe.

        Each effect is had by all of them before the next one is. A process that ends in between
        is followed by one that gives them all again.
        """
        # Of one event, that on which others depend has the lower position.
        first, steps = self._position, len(self._order)
        self._position += steps * len(arrivals)
        read = [
            given
            for place, arrival in enumerate(arrivals)
            if (given := self._read(arrival, first + steps * place)) is not None
        ]
        for subscriber in self._subscribers.values():
            if wanted := [each for each in read if subscriber.wants(each.event.type)]:
                self._give_all(subscriber, wanted)

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

    def look_soon(self) -> None:
        """Let the next look be the next thing; any thread may say so."""
        self._next_look = 0.0

    def _read(self, arrival: Arrival, position: int) -> _Given | None:
        """Return an event as it is given; None when it cannot be read or waits, and is parked."""
        if self._waits(WHOLE, arrival.lane):
            self._park(WHOLE, arrival, position)
            return None
        event = _outcome(arrival.event)
        if isinstance(event, Exception):
            _log_failure(arrival, WHOLE, event)
            self._park(WHOLE, arrival, position, event)
            return None
        return _Given(arrival, event, position)

    def _give_all(self, subscriber: Subscriber, events: Sequence[_Given]) -> None:
        """Give events to a subscriber: all it can gather at once, else one by one."""
        again: Sequence[int] = range(len(events))
        if subscriber.desks:
            again = self._gather(subscriber, events)
            self._beat()
        for place in again:
            self._give(subscriber, events[place])
            self._beat()

    def _gather(self, subscriber: Subscriber, events: Sequence[_Given]) -> Sequence[int]:
        """Write the effect of all events at once; return those that are to be given once more."""
        again = _outcome(lambda: self._written_at_once(subscriber, events))
        if isinstance(again, Exception):
            _log.warning("effects_not_gathered", effect=subscriber.name, exc_info=again)
            return range(len(events))  # each by itself may well succeed
        return again

    def _written_at_once(self, subscriber: Subscriber, events: Sequence[_Given]) -> Sequence[int]:
        ready = [each.event for each in events if not self._is_held_up(subscriber, each.arrival)]
        with gathered(subscriber.desks) as gathering:
            subscriber.look_ahead(ready)
            for place, each in enumerate(events):
                gathering.note_cause(place)
                self._give(subscriber, each)
            return gathering.write()

    def _give(self, subscriber: Subscriber, given: _Given) -> None:
        position = given.position + self._order[subscriber.name]
        if self._is_held_up(subscriber, given.arrival):
            self._park(subscriber.name, given.arrival, position)
        elif (error := _tried(subscriber, given.arrival, given.event)) is not None:
            self._park(subscriber.name, given.arrival, position, error)

    def _is_held_up(self, subscriber: Subscriber, arrival: Arrival) -> bool:
        return any(self._waits(each, arrival.lane) for each in (subscriber.name, *subscriber.after))

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
        arrival, subscriber = parked.arrival, self._subscribers.get(parked.effect)
        event = _outcome(arrival.event)
        if isinstance(event, Exception):
            _log_failure(arrival, parked.effect, event)
            return event
        if subscriber is not None:
            return _tried(subscriber, arrival, event)
        # The whole event, or an effect of an earlier release: all those of this one.
        given = _Given(arrival, event, self._position)
        self._position += len(self._order)
        for each in self._subscribers.values():
            if each.wants(arrival.type):
                self._give(each, given)
        return None

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

    def _park(
        self, effect: str, arrival: Arrival, position: int, error: Exception | None = None
    ) -> None:
        parked = self._parked.park(arrival, position, error, effect=effect)
        if parked is None:
            return  # it waits already: the event came again
        lane = self._queue(parked)
        if error is not None:
            lane.next_try = time.monotonic() + FIRST_RETRY_SECONDS
            # The next look may be that of a service in which nothing waited, much later.
            self._next_look = min(self._next_look, lane.next_try)

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
    error = _outcome(lambda: subscriber.handle(event))
    if error is not None:
        _log_failure(arrival, subscriber.name, error)
    return error


def _outcome(do: Callable[[], T]) -> T | Exception:
    """Return what comes of it, or its error: whatever fails is parked, and waits with its error."""
    try:
        return do()
    except Exception as error:  # noqa: BLE001  (an effect may fail in any way)
        return error


def _log_failure(arrival: Arrival, effect: str, error: Exception) -> None:
    _log.warning(
        "event_failed",
        event_id=arrival.event_id,
        type=arrival.type,
        effect=effect or None,
        exc_info=error,
    )
