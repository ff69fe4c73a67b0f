"""The handling officer is warned before a right ends, once for each threshold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from services.coordination.assembly import Coordination
from services.coordination.docket.sweep import Sweep
from services.coordination.remedies.limitation_watch import LimitationWatch
from shared.law import CalendarEdition
from shared.storage.database import Database
from tests.services.coordination.remedies.watched import (
    SERVED,
    Watching,
    a_petition,
    a_review,
)
from tests.services.coordination.telling import AGENCY, Case, a_party, announced


def warned_days(database: Database) -> list[tuple[str, int, int]]:
    return [
        (event["data"]["right"], event["data"]["threshold"], event["data"]["days_left"])
        for event in announced(database, "limitation.warned")
    ]


def sweep_daily(watching: Watching, first: date, days: int) -> None:
    for n in range(days):
        watching.watch.warn(first + timedelta(days=n))


def test_the_handling_officer_is_warned_fifteen_five_and_one_days_before(
    database: Database, watching: Watching
) -> None:
    watching.take(a_petition().step("accept"))
    sweep_daily(watching, date(2026, 8, 10), 70)

    assert warned_days(database) == [
        ("reconsideration", 15, 15),
        ("reconsideration", 5, 5),
        ("reconsideration", 1, 1),
    ]
    event = announced(database, "limitation.warned")[0]
    assert event["subject"] == event["matterid"] == "matter-0001"
    assert event["data"]["last_on"] == "2026-10-08"
    assert event["data"]["basis"] == "行政复议法20¶1"
    assert event["data"]["cases"] == [
        {
            "track": "petition",
            "case_id": "018f0000a0",
            "number": "信访〔2026〕1号",
            "assignee": "officer-1",
            "agency": AGENCY,
        }
    ]
    assert "blind-1" not in str(event)


def test_each_warning_becomes_a_finding_on_the_open_case_that_says_what_to_tell(
    database: Database, watching: Watching
) -> None:
    watching.take(a_petition().step("accept"))
    sweep_daily(watching, date(2026, 8, 10), 70)

    findings = announced(database, "matter.finding_announced")
    assert [each["subject"] for each in findings] == ["018f0000a0"] * 3
    data = findings[0]["data"]
    assert (data["track"], data["subject_case_id"]) == ("petition", "018f0000a0")
    assert data["payload"]["code"] == "limitation-running-out"
    assert data["payload"]["basis"] == "行政复议法20¶1"
    assert data["payload"]["text"]["zh"].startswith("请告知当事人：针对示市监罚〔2026〕7号")
    assert "还有 15 天" in data["payload"]["text"]["zh"]


def test_a_day_that_was_missed_is_made_up_for_with_the_nearest_warning_only(
    database: Database, watching: Watching
) -> None:
    watching.take(a_petition().step("accept"))
    assert watching.watch.warn(date(2026, 10, 5)) == 1
    assert watching.watch.warn(date(2026, 10, 5)) == 0

    assert warned_days(database) == [("reconsideration", 5, 3)]


def test_nobody_is_warned_once_the_right_is_used_or_no_case_is_open(
    database: Database, watching: Watching
) -> None:
    closed = a_petition(status="withdrawn", phase="ended", matter_id="matter-0002")
    watching.take(
        a_petition().step("accept"),
        a_review().step("file"),
        closed.step("withdraw"),
    )
    sweep_daily(watching, date(2026, 9, 20), 25)

    assert warned_days(database) == []


def test_an_invited_case_is_warned_that_the_own_application_is_still_missing(
    database: Database, watching: Watching
) -> None:
    watching.take(
        a_petition(status="referred", phase="ended").step("refer"),
        a_review(status="invited").step("invite"),
    )
    watching.watch.warn(date(2026, 10, 7))

    (finding,) = announced(database, "matter.finding_announced")
    assert finding["data"]["track"] == "reconsideration"
    assert finding["subject"] == "018f0000aa"


def test_a_last_day_that_moved_is_warned_of_anew(database: Database, watching: Watching) -> None:
    petition = a_petition()
    watching.take(petition.step("accept"))
    watching.watch.warn(date(2026, 10, 7))
    petition.act = {**SERVED, "served_on": "2026-08-10"}
    watching.day = date(2026, 10, 7)
    watching.take(petition.step("assign"))
    watching.watch.warn(date(2026, 10, 8))

    assert warned_days(database) == [("reconsideration", 1, 1), ("reconsideration", 1, 1)]
    assert [event["data"]["last_on"] for event in announced(database, "limitation.warned")] == [
        "2026-10-08",
        "2026-10-09",
    ]


def test_while_mediation_stops_the_time_the_safe_day_is_warned_of(
    database: Database, watching: Watching
) -> None:
    mediation = Case(
        case_id="018f0000cc",
        track="mediation",
        number="调解〔2026〕1号",
        status="accepted",
        act={**SERVED, "served_on": "2026-05-06"},
        parties=[a_party("applicant", id_number_index="blind-1")],
    )
    watching.take(mediation.step("accept", milestones={"accepted": "2026-08-05"}))
    watching.watch.warn(date(2026, 11, 5))

    assert warned_days(database) == [("litigation", 1, 1)]
    assert "须由本人举证" in announced(database, "limitation.warned")[0]["data"]["text"]["zh"]


def test_the_sweep_of_the_clocks_warns_of_the_rights_as_well(
    coordination: Coordination, database: Database, watching: Watching
) -> None:
    watching.take(a_petition().step("accept"))
    sweep = Sweep(coordination.docket, limitation=watching.watch.warn)

    assert sweep.run(date(2026, 10, 7)).limitation_warned == 1
    assert sweep.run(date(2026, 10, 7)).limitation_warned == 0
    assert len(announced(database, "limitation.warned")) == 1


def test_a_sweep_that_is_told_to_stop_leaves_the_rest_for_the_next(watching: Watching) -> None:
    watching.take(a_petition().step("accept"))

    assert watching.watch.warn(date(2026, 10, 7), lambda: False) == 0
    assert watching.watch.warn(date(2026, 10, 7)) == 1


def test_days_to_warn_are_worked_out_anew_when_the_calendar_changes(
    database: Database, coordination: Coordination, watching: Watching
) -> None:
    watching.take(a_petition().step("accept"))
    before = database["limitation_watch"].find_one({})
    notice = CalendarEdition(2026, "测试版放假通知", (date(2026, 10, 8), date(2026, 10, 9)), ())
    law = coordination.law()
    later = replace(law, calendar=law.calendar.with_edition(notice))
    shelf = coordination.matters.shelf
    watch = LimitationWatch(database, lambda: later, shelf, today=lambda: watching.day)

    watch.recompute()

    after = database["limitation_watch"].find_one({})
    assert before is not None
    assert after is not None
    assert before["check_index"].startswith("2026-09-23|")
    # In the made-up notice 2 October is worked, so the sixtieth day stays where it falls.
    assert after["check_index"].startswith("2026-09-17|")
