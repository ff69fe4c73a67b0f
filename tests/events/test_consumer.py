"""The consumer: every event once in effect, in the producer's order."""

from __future__ import annotations

import time

import pytest

from shared.events import consumer as consumer_module
from shared.events.envelope import Arrival
from shared.events.watermarks import Watermarks, heard
from shared.storage.database import Database
from tests.events.consuming import PRODUCER, Setting, a_setting, announce, deliver
from tests.support.events import an_arrival, an_event


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


def test_watermarks_of_what_is_of_no_interest_are_saved_now_and_then(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer_module, "SAVE_SECONDS", 0.0)
    setting.consumer.step(0.01)
    setting.buffer.put(an_arrival(1, type="reconsideration.dreamt"))
    setting.consumer.step(0.01)
    assert setting.watermark() == 0

    monkeypatch.setattr(consumer_module, "SAVE_SKIPPED_SECONDS", 0.0)
    setting.consumer.step(0.01)
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
