"""The lease that one process of a service holds."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from shared.events.lease import LEASE_SECONDS, Lease
from shared.storage.database import Database


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def a_lease(database: Database, clock: Clock) -> Lease:
    return Lease(database, "relay", clock=clock)


def test_the_first_takes_it_and_the_second_does_not(database: Database, clock: Clock) -> None:
    first, second = a_lease(database, clock), a_lease(database, clock)

    assert first.hold()
    assert not second.hold()
    assert first.held
    assert not second.held


def test_a_holder_that_renews_keeps_it(database: Database, clock: Clock) -> None:
    first, second = a_lease(database, clock), a_lease(database, clock)
    for _ in range(10):
        assert first.hold()
        assert not second.hold()
        clock.now += LEASE_SECONDS / 2


def test_a_dead_holder_is_followed_after_the_lease_ran_out(
    database: Database, clock: Clock
) -> None:
    dead, heir = a_lease(database, clock), a_lease(database, clock)
    dead.hold()
    heir.hold()
    clock.now += LEASE_SECONDS - 0.01
    assert not heir.hold()
    clock.now += 0.02

    assert heir.hold()


def test_two_heirs_do_not_both_follow(database: Database, clock: Clock) -> None:
    dead, heirs = a_lease(database, clock), [a_lease(database, clock) for _ in range(3)]
    dead.hold()
    for heir in heirs:
        heir.hold()
    clock.now += LEASE_SECONDS + 1

    assert [heir.hold() for heir in heirs] == [True, False, False]


def test_a_paused_holder_knows_by_itself_that_it_is_over(database: Database, clock: Clock) -> None:
    lease = a_lease(database, clock)
    lease.hold()
    clock.now += LEASE_SECONDS

    assert not lease.held


def test_a_holder_that_was_followed_learns_it_when_it_comes_back(
    database: Database, clock: Clock
) -> None:
    paused, heir = a_lease(database, clock), a_lease(database, clock)
    paused.hold()
    heir.hold()
    clock.now += LEASE_SECONDS + 1
    heir.hold()

    assert not paused.hold()
    assert not paused.held


def test_a_released_lease_is_free_at_once(database: Database, clock: Clock) -> None:
    first, second = a_lease(database, clock), a_lease(database, clock)
    first.hold()
    first.release()

    assert not first.held
    assert second.hold()


def test_releasing_late_takes_nothing_from_the_heir(database: Database, clock: Clock) -> None:
    late, heir = a_lease(database, clock), a_lease(database, clock)
    late.hold()
    heir.hold()
    clock.now += LEASE_SECONDS + 1
    heir.hold()
    late.release()

    assert heir.hold()
    clock.now += LEASE_SECONDS / 2
    assert heir.hold()


def test_a_holder_whose_answer_was_lost_need_not_wait_for_itself(
    database: Database, clock: Clock
) -> None:
    lease = a_lease(database, clock)
    lease.hold()
    database["leases"].update_one({"_id": "relay"}, {"$inc": {"beat": 1}})
    clock.now += LEASE_SECONDS / 2
    lease.hold()

    assert lease.hold()
