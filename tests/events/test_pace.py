"""How often the relay looks: seldom while the doorbell works, often where nobody can ring."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from shared.events.pace import DEAF_SECONDS, GRACE_SECONDS, LONGEST_PAUSE_SECONDS, Pace


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    """A pace after its first look, which found what was written before."""
    pace = Pace(clock)
    assert pace.pause() == 0
    pace.looked(found=True)
    return pace


def looks_in(pace: Pace, clock: Clock, seconds: float) -> int:
    """Let quiet time pass, and count the looks."""
    until, looks = clock.now + seconds, 0
    while clock.now + pace.pause() < until:
        clock.now += pace.pause()
        pace.looked(found=False)
        looks += 1
    clock.now = until
    return looks


def test_in_silence_the_pauses_grow(pace: Pace, clock: Clock) -> None:
    assert looks_in(pace, clock, 2) >= 3
    looks_in(pace, clock, 20)

    assert looks_in(pace, clock, 600) <= 600 / LONGEST_PAUSE_SECONDS + 1


def test_a_ring_calls_for_a_look_at_once(pace: Pace, clock: Clock) -> None:
    looks_in(pace, clock, 60)
    pace.rung()

    assert pace.pause() == 0


def test_finding_what_was_rung_for_is_no_reason_for_distrust(pace: Pace, clock: Clock) -> None:
    for _ in range(100):
        looks_in(pace, clock, 30)
        pace.rung()
        pace.looked(found=True)

    assert not pace.deaf


def test_where_something_waits_unannounced_it_looks_often_for_an_hour(
    pace: Pace, clock: Clock
) -> None:
    looks_in(pace, clock, 60)
    pace.looked(found=True)
    clock.now += GRACE_SECONDS

    assert pace.deaf
    assert looks_in(pace, clock, 60) >= 250
    clock.now += DEAF_SECONDS
    assert not pace.deaf


def test_a_ring_that_comes_right_after_the_look_belongs_to_what_was_found(
    pace: Pace, clock: Clock
) -> None:
    looks_in(pace, clock, 60)
    pace.looked(found=True)
    clock.now += GRACE_SECONDS / 2
    pace.rung()
    clock.now += GRACE_SECONDS

    assert not pace.deaf


def test_a_ring_for_an_outlet_by_name_is_no_reason_for_distrust(pace: Pace, clock: Clock) -> None:
    looks_in(pace, clock, 60)
    pace.looked(found=True)
    pace.heard()
    clock.now += GRACE_SECONDS

    assert not pace.deaf


def test_what_waited_before_anybody_listened_is_no_reason_for_distrust(
    pace: Pace, clock: Clock
) -> None:
    looks_in(pace, clock, 60)
    pace.begin()
    pace.looked(found=True)
    clock.now += GRACE_SECONDS

    assert not pace.deaf
