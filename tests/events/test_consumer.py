"""The consumer: every event once in effect, in the producer's order."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from queue import Queue

import pytest
from structlog.testing import capture_logs

from shared.events import consumer as consumer_module
from shared.events.consumer import Consumer, HearsOwn
from shared.events.envelope import Arrival, Event
from shared.events.subscribers import Subscriber
from shared.events.watermarks import Watermarks, heard
from shared.storage.database import Database
from tests.support.events import LogFeed, an_arrival, an_event

PRODUCER = "reconsideration"


@dataclass
class Handled:
    """A handler that remembers, and fails for the event ids it is told to."""

    events: list[Event] = field(default_factory=list)
    failing: set[str] = field(default_factory=set)

    def __call__(self, event: Event) -> None:
        if event.id in self.failing:
            raise ValueError(f"cannot handle {event.id}")
        self.events.append(event)

    @property
    def sequences(self) -> list[int]:
        return [event.sequence for event in self.events]


@dataclass
class Setting:
    database: Database
    feed: LogFeed
    handled: Handled
    buffer: Queue[Arrival]
    consumer: Consumer
    deaf: list[bool]
    rung: list[bool]

    def again(self) -> Setting:
        """Return the setting as a new process of the service finds it."""
        return a_setting(self.database, self.feed, self.handled)

    def watermark(self) -> int:
        return Watermarks(self.database).load().get(PRODUCER, 0)


def a_setting(
    database: Database,
    feed: LogFeed | None = None,
    handled: Handled | None = None,
    types: tuple[str, ...] = ("reconsideration.accepted",),
    *,
    gather_seconds: float = 0.0,
    hears_own: HearsOwn | None = None,
) -> Setting:
    feed, handled, buffer = feed or LogFeed(), handled or Handled(), Queue[Arrival](100)
    effect = Subscriber("effect", handled, wants=lambda kind: kind in types or types == ("*",))
    services = ["mediation", PRODUCER, "petitions"]
    deaf: list[bool] = []
    rung: list[bool] = []
    consumer = Consumer(
        database,
        "mediation",
        services,
        subscribers=[effect],
        feeds=feed,
        buffer=buffer,
        on_deaf=lambda: deaf.append(True),
        on_effect=lambda: rung.append(True),
        connected=lambda: feed.connected,
        gather_seconds=gather_seconds,
        hears_own=hears_own,
    )
    consumer.load()
    return Setting(database, feed, handled, buffer, consumer, deaf, rung)


@pytest.fixture
def setting(database: Database) -> Setting:
    return a_setting(database)


def deliver(setting: Setting, *sequences: int) -> None:
    for sequence in sequences:
        setting.buffer.put(an_arrival(sequence))
        setting.consumer.step(0.01)
    setting.consumer.step(0.01)


def announce(setting: Setting, *sequences: int) -> None:
    setting.feed.announce(*(an_event(sequence) for sequence in sequences))


def test_events_in_order_are_handled_as_they_come(setting: Setting) -> None:
    deliver(setting, 1, 2, 3)

    assert setting.handled.sequences == [1, 2, 3]


def test_who_is_in_no_hurry_deals_with_what_comes_soon_after_together(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting = a_setting(database, gather_seconds=3600)
    waited: list[float] = []

    def pass_by(seconds: float) -> None:
        waited.append(seconds)
        for sequence in (2, 3):
            setting.buffer.put(an_arrival(sequence))

    monkeypatch.setattr(time, "sleep", pass_by)
    setting.buffer.put(an_arrival(1))
    setting.consumer.step(0.01)

    assert waited == [3600]
    assert setting.handled.sequences == [1, 2, 3]


def test_a_repeat_is_dropped(setting: Setting) -> None:
    deliver(setting, 1, 1, 2, 1, 2)

    assert setting.handled.sequences == [1, 2]


def test_a_gap_is_filled_from_the_feed(setting: Setting) -> None:
    deliver(setting, 1)
    announce(setting, 1, 2, 3, 4)
    deliver(setting, 4)

    assert setting.handled.sequences == [1, 2, 3, 4]


def test_reordered_delivery_is_handled_in_order(setting: Setting) -> None:
    setting.consumer.step(0.01)
    announce(setting, 1, 2, 3)
    deliver(setting, 3, 1, 2)

    assert setting.handled.sequences == [1, 2, 3]


def test_the_feed_is_asked_at_start(setting: Setting) -> None:
    announce(setting, 1, 2)
    setting.consumer.step(0.01)

    assert setting.handled.sequences == [1, 2]


def test_silence_makes_the_consumer_ask(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumer_module, "SILENCE_SECONDS", 0.0)
    deliver(setting, 1)
    announce(setting, 1, 2)
    setting.consumer.step(0.01)

    assert setting.handled.sequences == [1, 2]


def test_a_long_log_is_followed_page_by_page(setting: Setting) -> None:
    announce(setting, *range(1, 451))
    for _ in range(4):
        setting.consumer.step(0.001)

    assert setting.handled.sequences == list(range(1, 451))


def test_an_unreadable_feed_is_asked_again_and_nothing_is_skipped(setting: Setting) -> None:
    setting.feed.unavailable = True
    deliver(setting, 2)
    assert setting.handled.sequences == []
    announce(setting, 1, 2)
    setting.feed.unavailable = False
    setting.consumer.load()
    setting.consumer.step(0.01)

    assert setting.handled.sequences == [1, 2]


def test_an_unreadable_feed_is_not_hammered(setting: Setting) -> None:
    setting.feed.unavailable = True
    deliver(setting, *range(5, 50))

    assert setting.feed.asked <= 4


def test_a_new_process_goes_on_where_the_old_one_was(setting: Setting) -> None:
    deliver(setting, 1, 2)
    setting.consumer.save()  # as a process does that stops
    successor = setting.again()
    deliver(successor, 2, 3)

    assert setting.handled.sequences == [1, 2, 3]


def test_a_crash_before_the_watermark_is_saved_repeats_and_skips_nothing(
    setting: Setting,
) -> None:
    announce(setting, 1, 2)
    setting.consumer.accept(an_arrival(1))
    successor = setting.again()
    successor.consumer.step(0.01)

    assert setting.handled.sequences == [1, 1, 2]
    assert setting.watermark() == 2


def test_watermarks_of_a_burst_are_saved_together_and_all_in_the_end(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: list[int] = []
    save = Watermarks.save

    def counted(self: Watermarks, producer: str, sequence: int) -> None:
        saved.append(sequence)
        save(self, producer, sequence)

    monkeypatch.setattr(Watermarks, "save", counted)
    for sequence in range(1, 101):
        setting.consumer.accept(an_arrival(sequence))
    setting.consumer.step(0.01)

    assert saved == [50, 100]
    assert setting.watermark() == 100


def test_an_uninteresting_event_moves_the_watermark_whatever_its_version(
    setting: Setting,
) -> None:
    unknown = an_event(1, type="reconsideration.dreamt", schema_version=9)
    setting.consumer.accept(Arrival.read(unknown.as_cloudevent()))
    setting.consumer.save()

    assert setting.handled.events == []
    assert setting.watermark() == 1


def test_a_handler_for_every_type_sees_every_event(database: Database) -> None:
    setting = a_setting(database, types=("*",))
    setting.consumer.accept(an_arrival(1, type="reconsideration.withdrawn"))

    assert setting.handled.sequences == [1]


def test_own_events_and_those_of_strangers_are_passed_over(setting: Setting) -> None:
    setting.consumer.accept(an_arrival(1, source="mediation"))
    setting.consumer.accept(an_arrival(1, source="nobody"))

    assert setting.handled.events == []


def test_producers_are_followed_separately(setting: Setting) -> None:
    setting.consumer.accept(an_arrival(1, source="petitions", id="p.1.1"))
    setting.consumer.accept(an_arrival(1))
    setting.consumer.accept(an_arrival(2, source="petitions", id="p.2.1"))

    assert [e.source for e in setting.handled.events] == ["petitions", PRODUCER, "petitions"]


def test_the_lag_tells_what_is_known_and_not_done(setting: Setting) -> None:
    setting.feed.unavailable = True
    deliver(setting, 1, 7)

    assert setting.consumer.lag() == {"reconsideration": 6, "petitions": 0}


def test_a_producer_that_lost_its_log_is_noticed(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer_module, "SILENCE_SECONDS", 0.0)
    with capture_logs() as logs:
        deliver(setting, 1, 2)

    assert {
        "event": "producer_log_shorter_than_watermark",
        "log_level": "error",
        "producer": PRODUCER,
        "watermark": 2,
        "last_sequence": 0,
    } in logs


def test_a_bus_that_brings_nothing_again_and_again_is_noticed(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer_module, "SILENCE_SECONDS", 0.0)
    for sequence in range(1, 4):
        assert setting.deaf == []
        announce(setting, sequence)
        setting.consumer.step(0.01)

    assert setting.deaf == [True]


def test_a_bus_that_brings_something_is_not_taken_for_deaf(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer_module, "SILENCE_SECONDS", 0.0)
    for sequence in range(1, 10):
        announce(setting, sequence)
        setting.consumer.step(0.01)
        deliver(setting, sequence)

    assert setting.deaf == []


def test_the_longer_the_silence_the_more_seldom_a_feed_is_asked(
    setting: Setting, clock: Clock
) -> None:
    asked = asked_during(setting, clock, minutes=10)

    # Of two producers; at 5, 15, 35 s and then every 30 s.
    assert asked <= 2 * 25


def test_a_producer_that_tells_nothing_is_not_asked_again_and_again(
    setting: Setting, clock: Clock
) -> None:
    setting.feed.tells = False

    asked = asked_during(setting, clock, minutes=10)

    # Of two producers one tells something.
    assert asked <= 25 + 1


def test_without_a_bus_the_feeds_are_asked_every_few_seconds(
    setting: Setting, clock: Clock
) -> None:
    setting.feed.connected = False

    assert asked_during(setting, clock, minutes=10) >= 2 * 190


def test_what_the_bus_lost_with_its_connection_is_asked_for_when_it_is_back(
    setting: Setting, clock: Clock
) -> None:
    asked_during(setting, clock, minutes=10)
    setting.feed.connected = False
    setting.consumer.step(0.0)
    announce(setting, 1)
    setting.feed.connected = True
    setting.consumer.step(0.0)

    assert setting.handled.sequences == [1]


def test_the_relay_is_woken_once_for_a_burst_and_once_after_it(
    setting: Setting, clock: Clock
) -> None:
    for sequence in range(1, 21):
        setting.consumer.accept(an_arrival(sequence))
    assert setting.rung == [True]
    clock.now += 1
    setting.consumer.step(0.0)

    assert setting.rung == [True, True]
    setting.consumer.step(0.0)
    assert setting.rung == [True, True]


@dataclass
class Clock:
    now: float = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Time as a test lets it pass, after the question at the start."""
    clock = Clock()
    monkeypatch.setattr(consumer_module, "time", clock)
    setting.consumer.load()
    setting.consumer.step(0.0)
    return clock


def asked_during(setting: Setting, clock: Clock, *, minutes: int) -> int:
    before = setting.feed.asked
    for _ in range(minutes * 60):
        clock.now += 1
        setting.consumer.step(0.0)
    return setting.feed.asked - before


def told_by_itself(setting: Setting, sequence: int, type_: str) -> None:
    setting.buffer.put(an_arrival(sequence, source="mediation", type=type_))
    setting.consumer.step(0.01)


def test_a_service_looks_at_nothing_of_its_own(database: Database) -> None:
    setting = a_setting(database, types=("*",))

    told_by_itself(setting, 1, "mediation.accepted")

    assert setting.handled.events == []


def test_a_service_with_a_guest_hears_itself_where_that_concerns_either(
    database: Database,
) -> None:
    setting = a_setting(database, types=("*",), hears_own="guest.told".__eq__)

    told_by_itself(setting, 1, "mediation.accepted")
    told_by_itself(setting, 2, "guest.told")
    setting.consumer.save()

    assert [event.type for event in setting.handled.events] == ["guest.told"]
    # Its own name says how far its log was handed to the bus, and stays as it was.
    assert Watermarks(database).load() == {heard("mediation"): 2}
