from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.liaison.webhooks.schedule import PAUSES, asked_pause, pause_after

NOON = datetime(2026, 7, 20, 12, tzinfo=UTC)


def test_the_pauses_are_those_of_standard_webhooks_and_last_three_days() -> None:
    found = [pause_after(attempts) for attempts in range(len(PAUSES))]

    hours = {number: timedelta(hours=number) for number in (2, 5, 10, 14, 20, 24)}
    assert found == [
        timedelta(0),
        timedelta(seconds=5),
        timedelta(minutes=5),
        timedelta(minutes=30),
        *hours.values(),
    ]
    assert sum(PAUSES) > 3 * 24 * 3600
    assert pause_after(len(PAUSES)) is None


def test_chance_spreads_a_pause_by_a_tenth() -> None:
    found = [pause_after(2, chance=chance) for chance in (0, 0.5, 1)]

    assert found == [timedelta(seconds=270), timedelta(seconds=300), timedelta(seconds=330)]


def test_a_receiver_may_ask_for_a_longer_pause_and_not_for_a_shorter_one() -> None:
    minutes = [pause_after(2, retry_after=timedelta(minutes=asked)) for asked in (1, 20)]

    assert minutes == [timedelta(minutes=5), timedelta(minutes=20)]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        (None, 0),
        ("120", 120),
        (" 7 ", 7),
        ("Mon, 20 Jul 2026 12:01:00 GMT", 60),
        ("Mon, 20 Jul 2026 11:00:00 GMT", 0),
        ("soon", 0),
        ("-5", 0),
        ("１２", 0),
        ("9" * 400, 86_400),
        ("Mon, 20 Jul 2099 12:01:00 GMT", 86_400),
    ],
)
def test_retry_after_is_seconds_or_a_moment(written: str | None, seconds: int) -> None:
    assert asked_pause(written, NOON) == timedelta(seconds=seconds)
