"""When a consumer asks the feeds: at silence, at a gap, and when the bus comes or goes."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from structlog.testing import capture_logs

from shared.events import consumer as consumer_module
from tests.events.consuming import PRODUCER, Setting, announce, deliver
from tests.support.events import an_arrival


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
