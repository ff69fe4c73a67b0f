"""The consumer: deals with every event of every producer once, in the producer's order."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty
from typing import Protocol, TypeAlias

import structlog

from shared.events.envelope import Arrival
from shared.events.feed_client import PAGE, FeedError, FeedPage
from shared.events.lanes import Lanes
from shared.events.lease import Lease
from shared.events.metrics import FEED_FAILURES, GAPS, HANDLED, REPEATS, WATERMARK_LAG
from shared.events.receiver import Buffer
from shared.events.subscribers import Subscriber
from shared.events.watermarks import Watermarks, heard
from shared.storage.database import Database

CONSUMER_LEASE = "consumer"
SILENCE_SECONDS = 5.0
CUT_OFF_SECONDS = 3.0  # so often are feeds asked while the bus cannot be reached
LONGEST_SILENCE_SECONDS = 60.0
NOTHING_TOLD_SECONDS = 3600.0  # a later release of it may tell something
RING_SECONDS = 0.04
LONGEST_FEED_PAUSE_SECONDS = 30.0
WAIT_SECONDS = 0.5  # how soon a stop is noticed; what arrives ends the wait
DEAF_AFTER = 3  # times in a row that only a feed knew of events
SAVE_SECONDS = 1.0
SAVE_SKIPPED_SECONDS = 10.0  # what is of no interest here may as well be passed over again
SAVE_EVENTS = 50
MOST_AT_ONCE = PAGE
_log = structlog.get_logger(__name__)

HearsOwn: TypeAlias = Callable[[str], bool]


class ReadsFeeds(Protocol):
    """Whatever returns the events of a producer after a sequence, as `FeedClient` does."""

    def after(self, producer: str, sequence: int, limit: int = PAGE) -> FeedPage:
        """Return the page or raise `FeedError`."""


@dataclass(slots=True)
class _Producer:
    """How far one producer has been followed, and when its feed is to be asked next."""

    name: str
    watermark: int = 0
    saved: int = 0
    last_known: int = 0
    ask_at: float = 0.0
    silence: float = 0.0
    failures: int = 0

    @property
    def lag(self) -> int:
        return max(0, self.last_known - self.watermark)


class Consumer:
    """
    Keeps one watermark for each producer and fills gaps from the producer's feed.

    The bus is only the doorbell: an event that comes next is handled, one that came before is
    dropped, and any other makes the consumer ask the feed, as silence for some seconds does; ever
    more seldom while silence lasts, unless `connected` tells that the bus is not there.
    Watermarks are saved after the handlers, so a crash repeats events and never skips one.
    `on_deaf` is called when again and again only feeds bring events, `on_effect` soon after events
    had their effects, which may be events of this service. Who is in no hurry waits so long for
    others after the first event, and deals with them together. `hears_own` says which types of
    events of this service itself have effects in it; without it, none is looked at.
    """

    def __init__(
        self,
        database: Database,
        service: str,
        producers: Iterable[str],
        *,
        subscribers: Sequence[Subscriber],
        feeds: ReadsFeeds,
        buffer: Buffer,
        on_deaf: Callable[[], None],
        on_effect: Callable[[], None] = lambda: None,
        connected: Callable[[], bool] = lambda: True,
        gather_seconds: float = 0.0,
        hears_own: HearsOwn | None = None,
    ) -> None:
        self.lease = Lease(database, CONSUMER_LEASE)
        self._service = service
        self._hears_own = hears_own
        self._producers = {
            name: _Producer(name) for name in producers if name != service or hears_own
        }
        self._watermarks = Watermarks(database)
        self._lanes = Lanes(database, subscribers, self._beat)
        self._feeds = feeds
        self._buffer = buffer
        self._on_deaf = on_deaf
        self._on_effect = on_effect
        self._connected = connected
        self._gather_seconds = gather_seconds
        self._was_connected = True
        self._effects = 0
        self._ring_at = 0.0
        self._unheard = 0
        self._unsaved = 0
        self._save_at = 0.0
        self._skipped_saved_at = 0.0

    def run(self, stop: threading.Event) -> None:
        """Consume until `stop`, while this process holds the lease."""
        self.lease.alone(stop, lambda: self._run_active(stop))
        self.lease.release()

    def _run_active(self, stop: threading.Event) -> None:
        self.load()
        while not stop.is_set() and self.lease.hold():
            self.step(WAIT_SECONDS)
        if self.lease.held:
            self.save()

    def load(self) -> None:
        """Start from what the database remembers, and ask every feed first."""
        marks = self._watermarks.load()
        for producer in self._producers.values():
            producer.watermark = producer.saved = marks.get(self._place_of(producer), 0)
            producer.ask_at = producer.silence = 0.0
        self._unsaved = 0
        self._lanes.load()

    def step(self, wait: float) -> None:
        """Deal with all that has arrived, waiting `wait` seconds for it, and with what is due."""
        self._ask_feeds()
        with suppress(Empty):
            first = self._buffer.get(timeout=self._patience(wait))
            if self._gather_seconds and self._buffer.qsize() < MOST_AT_ONCE - 1:
                time.sleep(self._gather_seconds)
            self.accept(first, *self._arrived())
        self._effects += self._lanes.retry_due()
        self._ring()
        if time.monotonic() >= self._save_at:
            self._save_when_due()

    def _arrived(self) -> Iterator[Arrival]:
        """Yield what has arrived besides, up to as many as are dealt with at once."""
        for _ in range(MOST_AT_ONCE - 1):
            try:
                yield self._buffer.get_nowait()
            except Empty:
                return

    def accept(self, *arrivals: Arrival) -> None:
        """Handle what comes next, drop what came before, note a gap."""
        reached: dict[str, int] = {}
        following: list[Arrival] = []
        gaps: set[str] = set()
        for arrival in arrivals:
            producer = self._producers.get(arrival.source)
            if producer is None:
                continue
            self._unheard = 0
            producer.last_known = max(producer.last_known, arrival.sequence)
            last = reached.get(producer.name, producer.watermark)
            if arrival.sequence == last + 1:
                following.append(arrival)
                reached[producer.name] = arrival.sequence
            elif arrival.sequence <= last:
                REPEATS.labels(producer.name).inc()
            elif not producer.failures:
                GAPS.labels(producer.name).inc()
                gaps.add(producer.name)
        self._advance(following)
        for name in reached:
            self._producers[name].silence = 0.0
            self._keep_silence(self._producers[name])
        for name in gaps:
            self._producers[name].ask_at = 0.0

    def save(self) -> None:
        """Write down the watermarks that moved."""
        for producer in self._producers.values():
            if producer.watermark > producer.saved:
                self._watermarks.save(self._place_of(producer), producer.watermark)
                producer.saved = producer.watermark
        self._unsaved = 0
        self._skipped_saved_at = time.monotonic()

    def _save_when_due(self) -> None:
        """Save what had effects a second ago, and now and then what was passed over."""
        for producer in self._producers.values():
            WATERMARK_LAG.labels(self._service, producer.name).set(producer.lag)
        now = time.monotonic()
        if self._unsaved or now - self._skipped_saved_at >= SAVE_SKIPPED_SECONDS:
            self.save()
        self._save_at = now + SAVE_SECONDS

    def look_at_parked(self) -> None:
        """Take in soon what persons asked for of parked events."""
        self._lanes.look_soon()

    def lag(self) -> dict[str, int]:
        """Return by producer how many events are known to exist and not dealt with."""
        return {producer.name: producer.lag for producer in self._producers.values()}

    def _patience(self, wait: float) -> float:
        due = min((p.ask_at for p in self._producers.values()), default=float("inf"))
        if self._effects:
            due = min(due, self._ring_at)
        return min(wait, max(0.001, due - time.monotonic()))

    def _ring(self) -> None:
        """Say that there may be events of our own, at once or, in a burst, every 40 ms."""
        if self._effects and time.monotonic() >= self._ring_at:
            self._effects = 0
            self._ring_at = time.monotonic() + RING_SECONDS
            self._on_effect()

    def _watch_connection(self) -> None:
        # What the bus lost with its connection is asked for when it comes and when it goes.
        if self._connected() != self._was_connected:
            self._was_connected = not self._was_connected
            for producer in self._producers.values():
                if not producer.failures:
                    producer.ask_at = producer.silence = 0.0

    def _ask_feeds(self) -> None:
        self._watch_connection()
        for producer in self._producers.values():
            if time.monotonic() >= producer.ask_at:
                self._ask(producer)

    def _ask(self, producer: _Producer) -> None:
        """Deal with one page of the producer's feed; a full page asks for the next at once."""
        try:
            page = self._feeds.after(producer.name, producer.watermark)
        except FeedError as error:
            self._put_off(producer, error)
            return
        producer.failures = 0
        self._note_last(producer, page)
        self._advance(page.arrivals)
        if page.arrivals:
            producer.silence = 0.0
        if producer.watermark >= page.last_sequence:
            self._keep_silence(producer)
            self._listen(heard_by_feed_only=bool(page.arrivals))
        if not page.tells:
            producer.ask_at = time.monotonic() + NOTHING_TOLD_SECONDS

    def _listen(self, *, heard_by_feed_only: bool) -> None:
        # A broker can count a consumer to which it delivers nothing, as RabbitMQ does when a
        # quorum queue is deleted and made again at once; connecting anew cures it.
        self._unheard += heard_by_feed_only
        if self._unheard >= DEAF_AFTER:
            _log.warning("bus_brings_nothing", service=self._service)
            self._unheard = 0
            self._on_deaf()

    def _advance(self, arrivals: Sequence[Arrival]) -> None:
        """Let events that follow on what was dealt with have their effects."""
        wanted = [each for each in arrivals if self._wants(each)]
        self._lanes.handle(*wanted)
        self._effects += bool(wanted)
        self._ring()
        for each in wanted:
            HANDLED.labels(self._service, each.source).inc()
        for each in arrivals:
            self._producers[each.source].watermark = each.sequence
        self._unsaved += len(wanted)
        if self._unsaved >= SAVE_EVENTS:
            self.save()

    def _wants(self, arrival: Arrival) -> bool:
        """Tell whether an event has an effect here."""
        own = arrival.source == self._service
        concerns = not own or (self._hears_own is not None and self._hears_own(arrival.type))
        return concerns and self._lanes.interested_in(arrival)

    def _place_of(self, producer: _Producer) -> str:
        """Return under which name it is kept how far a producer was followed."""
        return heard(producer.name) if producer.name == self._service else producer.name

    def _beat(self) -> None:
        """Keep the lease while many events have their effects, and let those be told."""
        self.lease.hold()
        self._effects += 1
        self._ring()

    def _note_last(self, producer: _Producer, page: FeedPage) -> None:
        producer.last_known = page.last_sequence
        if page.last_sequence < producer.watermark:
            # The producer lost its log, as after a restore from an older backup. New events
            # would look like repeats, so a person must know.
            _log.error(
                "producer_log_shorter_than_watermark",
                producer=producer.name,
                watermark=producer.watermark,
                last_sequence=page.last_sequence,
            )

    def _keep_silence(self, producer: _Producer) -> None:
        lasting = max(SILENCE_SECONDS, min(producer.silence * 2, LONGEST_SILENCE_SECONDS))
        producer.silence = lasting if self._connected() else CUT_OFF_SECONDS
        producer.ask_at = time.monotonic() + producer.silence

    def _put_off(self, producer: _Producer, error: FeedError) -> None:
        FEED_FAILURES.labels(producer.name).inc()
        producer.failures += 1
        pause = min(0.5 * 2.0 ** min(producer.failures, 10), LONGEST_FEED_PAUSE_SECONDS)
        producer.ask_at = time.monotonic() + pause
        _log.info("feed_unreadable", producer=producer.name, reason=str(error), pause=pause)
