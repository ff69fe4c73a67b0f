"""The sweep says of each clock once that it turned amber, turned red, or ran out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from datetime import UTC, date, datetime, timedelta

from services.coordination.assembly import Coordination
from services.coordination.docket.entry_grace import EntryGrace
from services.coordination.docket.sweep import Sweep, SweepResult
from shared.http.settings import Settings
from shared.law import official_calendar
from shared.storage.database import Database
from tests.services.coordination.telling import AGENCY, Case, a_clock, announced, tell
from tests.support.events import eventually

DUE = "2024-05-15"
GRACE = EntryGrace(1, official_calendar)


def test_a_clock_past_its_due_date_expires_once(
    coordination: Coordination, database: Database
) -> None:
    tell(coordination, Case().step("file", clocks=[a_clock(due_on=DUE)]))

    assert coordination.sweep.run(date(2024, 5, 16)) == SweepResult(expired=1)
    assert coordination.sweep.run(date(2024, 5, 16)) == SweepResult()
    assert coordination.sweep.run(date(2026, 5, 16)) == SweepResult()

    (event,) = announced(database)
    assert event["type"] == "clock.expired"
    assert event["id"] == "018f0000aa:FY-08.1.1.1"
    assert event["subject"] == "018f0000aa"
    assert event["matterid"] == "matter-0001"
    assert event["casenumber"] == "行复〔2024〕1号"
    assert event["data"] == {
        "track": "reconsideration",
        "case_id": "018f0000aa",
        "clock_id": "FY-08.1",
        "rule": "FY-08",
        "due_on": DUE,
        "obligor": "agency",
        "agency": AGENCY,
        "assignee": "officer-1",
        "on": "2024-05-16",
    }


def test_the_due_date_itself_is_still_in_time(coordination: Coordination) -> None:
    tell(coordination, Case().step("file", clocks=[a_clock(due_on=DUE)]))

    assert coordination.sweep.run(date(2024, 5, 15)).expired == 0


def test_amber_and_red_are_announced_once_each_and_then_the_expiry(
    coordination: Coordination, database: Database
) -> None:
    sixty_days = a_clock("FY-18", "2024-07-08")
    tell(coordination, Case().step("accept", clocks=[sixty_days]))

    for day in range(130):
        coordination.sweep.run(date(2024, 5, 8) + timedelta(days=day))

    said = [
        (event["type"], event["data"].get("level"), event["data"].get("days_left"))
        for event in announced(database)
    ]
    assert said == [
        ("clock.warned", "amber", 12),
        ("clock.warned", "red", 1),
        ("clock.expired", None, None),
    ]


def test_days_that_nobody_swept_are_made_up_for_with_what_holds_now(
    coordination: Coordination, database: Database
) -> None:
    tell(coordination, Case().step("accept", clocks=[a_clock("FY-18", "2024-07-08")]))

    coordination.sweep.run(date(2024, 7, 8))

    (event,) = announced(database)
    assert (event["data"]["level"], event["data"]["days_left"]) == ("red", 0)


def test_a_clock_that_is_moved_and_passes_its_new_date_expires_again(
    coordination: Coordination, database: Database
) -> None:
    case = Case()
    tell(coordination, case.step("accept", clocks=[a_clock("FY-18", "2024-07-08")]))
    coordination.sweep.run(date(2024, 7, 9))
    tell(coordination, case.step("extend", clocks=[a_clock("FY-18", "2024-08-06")]))

    assert coordination.sweep.run(date(2024, 7, 10)) == SweepResult()
    assert coordination.sweep.run(date(2024, 8, 5)) == SweepResult(warned=1)
    assert coordination.sweep.run(date(2024, 8, 7)) == SweepResult(expired=1)
    expired = announced(database, "clock.expired")
    assert [event["data"]["due_on"] for event in expired] == ["2024-07-08", "2024-08-06"]


def test_a_step_that_leaves_the_due_date_alone_announces_nothing_anew(
    coordination: Coordination,
) -> None:
    case = Case()
    tell(coordination, case.step("accept", clocks=[a_clock("FY-18", "2024-07-08")]))
    coordination.sweep.run(date(2024, 7, 9))
    tell(coordination, case.step("assign", clocks=[a_clock("FY-18", "2024-07-08")]))

    assert coordination.sweep.run(date(2024, 7, 10)) == SweepResult()


def test_paused_and_ended_clocks_do_not_expire(coordination: Coordination) -> None:
    paused = a_clock("FY-18", None, status="paused")
    met = a_clock("FY-08", DUE, status="met", ended_on="2024-05-10")
    tell(coordination, Case().step("suspend", clocks=[paused, met]))

    assert coordination.sweep.run(date(2025, 1, 1)) == SweepResult()


def test_a_clock_recorded_after_its_due_date_is_left_alone_while_the_file_is_entered(
    coordination: Coordination, database: Database
) -> None:
    typed_at = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    case = Case()
    tell(coordination, case.step("file", at=typed_at, clocks=[a_clock(due_on=DUE)]))
    tell(coordination, case.step(at=typed_at + timedelta(hours=6)))
    day = date(2026, 11, 21)

    def swept_at(now: datetime) -> SweepResult:
        return Sweep(coordination.docket, now=lambda: now).run(day, grace=GRACE)

    # Typed on a Friday: Monday is the working day that has to pass.
    assert swept_at(typed_at + timedelta(days=3)) == SweepResult()
    assert swept_at(typed_at + timedelta(days=4)) == SweepResult(expired=1)
    assert len(announced(database)) == 1


def test_a_file_that_is_said_to_be_complete_waits_no_longer(coordination: Coordination) -> None:
    typed_at = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    case = Case()
    tell(coordination, case.step("file", at=typed_at, clocks=[a_clock(due_on=DUE)]))
    sweep = Sweep(coordination.docket, now=lambda: typed_at)
    assert sweep.run(date(2026, 11, 20), grace=GRACE) == SweepResult()

    tell(coordination, case.step("complete_file", at=typed_at))

    assert sweep.run(date(2026, 11, 20), grace=GRACE) == SweepResult(expired=1)


def test_the_grace_is_for_late_entries_only(coordination: Coordination) -> None:
    in_time = datetime(2024, 5, 8, 1, 0, tzinfo=UTC)
    tell(coordination, Case().step("file", at=in_time, clocks=[a_clock(due_on=DUE)]))
    sweep = Sweep(coordination.docket, now=lambda: in_time)

    assert sweep.run(date(2024, 5, 16), grace=GRACE) == SweepResult(expired=1)


def test_a_sweep_on_demand_knows_no_grace(coordination: Coordination) -> None:
    now = datetime.now(UTC)
    tell(coordination, Case().step("file", at=now, clocks=[a_clock(due_on=DUE)]))

    assert coordination.sweep.run(now.date()) == SweepResult(expired=1)


def test_more_rows_than_a_batch_are_all_swept_past_those_left_alone(
    coordination: Coordination, database: Database
) -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    late = [a_clock(id=f"FY-08.{n}", due_on="2024-05-14") for n in range(12)]
    tell(coordination, Case().step("file", at=now, clocks=late))
    due = a_clock("FY-18", "2026-11-19")
    in_time = datetime(2026, 10, 1, tzinfo=UTC)
    tell(coordination, Case(case_id="018f0000cc").step("accept", at=in_time, clocks=[due]))

    sweep = Sweep(coordination.docket, now=lambda: now, batch=5)
    result = sweep.run(date(2026, 11, 20), grace=GRACE)

    assert result == SweepResult(expired=1)
    (event,) = announced(database, "clock.expired")
    assert event["data"]["case_id"] == "018f0000cc"


def test_a_sweep_that_is_killed_in_the_middle_and_run_again_tells_each_clock_once(
    coordination: Coordination, database: Database, settings: Settings
) -> None:
    many = [a_clock(id=f"FY-08.{n}", due_on=DUE) for n in range(100)]
    tell(coordination, Case().step("file", clocks=many))
    process = subprocess.Popen(
        [sys.executable, "-c", _SLOW_SWEEP, settings.database_url, settings.database_name]
    )
    marked = {"expired_due_on": DUE}
    eventually(lambda: database["docket"].count_documents(marked) >= 20)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(10)
    done = database["docket"].count_documents(marked)
    assert 20 <= done < 100

    result = coordination.sweep.run(date(2024, 5, 16))

    # The one write that was under way when the process died may still have arrived.
    assert 100 - done - 1 <= result.expired <= 100 - done
    told = Counter(event["data"]["clock_id"] for event in announced(database))
    assert told == Counter(clock["id"] for clock in many)


_SLOW_SWEEP = """
import sys, time
from datetime import date
from pathlib import Path
from services.coordination.assembly import coordination_on
from shared.storage.database import connect
from shared.http.settings import Settings
url, name = sys.argv[1:]
settings = Settings("coordination", url, Path("."), database_name=name)
sweep = coordination_on(connect(settings)).sweep
sweep.run(date(2024, 5, 16), go_on=lambda: time.sleep(0.005) or True)
"""


def test_two_sweeps_at_once_tell_each_clock_once(
    coordination: Coordination, database: Database
) -> None:
    many = [a_clock(id=f"FY-08.{n}", due_on=DUE) for n in range(40)]
    tell(coordination, Case().step("file", clocks=many))
    results: list[SweepResult] = []
    threads = [
        threading.Thread(target=lambda: results.append(coordination.sweep.run(date(2024, 5, 16))))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(result.expired for result in results) == 40
    assert len(announced(database)) == 40


def test_a_sweep_and_an_event_on_the_same_row_do_not_overwrite_each_other(
    coordination: Coordination, database: Database
) -> None:
    case = Case()
    tell(coordination, case.step("accept", clocks=[a_clock("FY-18", "2024-07-08")]))
    moved = case.step("extend", clocks=[a_clock("FY-18", "2024-08-06", extended_by=30)])

    def extend_meanwhile() -> bool:
        tell(coordination, moved)
        return True

    result = coordination.sweep.run(date(2024, 7, 9), go_on=extend_meanwhile)

    assert result == SweepResult()
    row = database["docket"].find_one({"_id": "018f0000aa:FY-18.1"}) or {}
    assert (row["due_on"], row["expired_due_on"], row["version"]) == ("2024-08-06", None, 0)
