"""The automatic sweep runs hourly and first thing in the day, in one process of several."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from services.coordination.assembly import Coordination
from services.coordination.docket.entry_grace import EntryGrace
from services.coordination.docket.sweep import SweepResult
from services.coordination.docket.sweeping import Sweeping
from shared.law import official_calendar
from shared.storage.database import Database
from tests.services.coordination.telling import Case, a_clock, announced, tell
from tests.support.events import eventually

GRACE = EntryGrace(1, official_calendar)
EVENING = datetime(2024, 5, 15, 15, 30, tzinfo=UTC)  # half past eleven at night in Shanghai


class WallClock:
    """A clock that stands where a test puts it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def today(self) -> date:
        return (self.now + timedelta(hours=8)).date()


def sweeping(
    coordination: Coordination, clock: WallClock, seconds: float = 15.0
) -> Sweeping[SweepResult]:
    return Sweeping(
        coordination.sweep,
        coordination.database,
        grace=GRACE,
        lease_seconds=seconds,
        look_seconds=0.05,
        now=clock,
        today=clock.today,
    )


def hold(process: Sweeping[SweepResult]) -> SweepResult | None:
    assert process.errand.lease.hold()
    return process.look(lambda: True)


def test_it_sweeps_at_the_start_then_hourly_and_when_the_day_turns(
    coordination: Coordination,
) -> None:
    clock = WallClock(EVENING)
    process = sweeping(coordination, clock)

    assert hold(process) is not None
    assert hold(process) is None
    clock.now = EVENING + timedelta(minutes=29)
    assert hold(process) is None
    clock.now = EVENING + timedelta(minutes=31)  # past midnight
    assert hold(process) is not None
    clock.now = EVENING + timedelta(minutes=92)
    assert hold(process) is not None


def test_work_that_another_process_gives_does_not_wait_for_its_hour(
    coordination: Coordination, database: Database
) -> None:
    process = sweeping(coordination, WallClock(EVENING))
    assert hold(process) is not None
    assert hold(process) is None

    # As the web process does when a calendar notice was added.
    database["sweeps"].delete_one({"_id": "automatic"})

    assert hold(process) is not None


def test_days_on_which_nothing_ran_are_caught_up_with_at_the_start(
    coordination: Coordination, database: Database
) -> None:
    tell(coordination, Case().step("file", clocks=[a_clock(due_on="2024-05-15")]))
    hold(sweeping(coordination, WallClock(EVENING)))
    after_the_holidays = WallClock(EVENING + timedelta(days=9))

    process = sweeping(coordination, after_the_holidays, seconds=0.0)
    eventually(process.errand.lease.hold)
    result = process.look(lambda: True)

    assert result is not None
    assert result.expired == 1
    assert len(announced(database, "clock.expired")) == 1


def test_a_sweep_that_was_stopped_is_taken_up_again(coordination: Coordination) -> None:
    tell(coordination, Case().step("file", clocks=[a_clock(due_on="2024-05-15")]))
    clock = WallClock(EVENING + timedelta(days=2))
    process = sweeping(coordination, clock)
    assert process.errand.lease.hold()
    assert process.look(lambda: False) == SweepResult(complete=False)
    assert process.look(lambda: True) == SweepResult(expired=1)


def test_the_next_process_takes_over_and_each_clock_is_told_once(
    coordination: Coordination, database: Database
) -> None:
    clock = WallClock(EVENING + timedelta(days=2))
    first = sweeping(coordination, clock, seconds=0.3)
    second = sweeping(coordination, clock, seconds=0.3)
    with running(first) as stop_first, running(second):
        tell(coordination, Case().step("file", clocks=[a_clock(due_on="2024-05-15")]))
        clock.now += timedelta(hours=1)
        eventually(lambda: _expired(database) == 1)
        stop_first()
        tell(
            coordination,
            Case(case_id="018f0000cc").step("file", clocks=[a_clock(due_on="2024-05-15")]),
        )
        clock.now += timedelta(hours=1)
        eventually(lambda: _expired(database) == 2)

    assert len(announced(database, "clock.expired")) == 2


@contextmanager
def running(process: Sweeping[SweepResult]) -> Iterator[Callable[[], None]]:
    stop = threading.Event()
    thread = threading.Thread(target=process.errand.run, args=(stop,))
    thread.start()

    def end() -> None:
        stop.set()
        process.errand.call()
        thread.join(10)
        assert not thread.is_alive()

    try:
        yield end
    finally:
        end()


def _expired(database: Database) -> int:
    return database["docket"].count_documents({"expired_due_on": "2024-05-15"})


def test_the_relay_is_woken_while_a_sweep_lasts_and_after_it(
    coordination: Coordination,
) -> None:
    tell(coordination, Case().step("file", clocks=[a_clock(due_on="2024-05-14")]))
    clock, woken = WallClock(EVENING), []
    stop = threading.Event()

    def woke() -> None:
        woken.append(True)
        # Once on the way, and once at the end.
        if len(woken) == 2:
            stop.set()

    Sweeping(
        coordination.sweep,
        coordination.database,
        grace=GRACE,
        on_swept=woke,
        look_seconds=0.0,
        now=clock,
        today=clock.today,
    ).errand.run(stop)

    assert len(woken) == 2
    assert announced(coordination.database, "clock.expired")
