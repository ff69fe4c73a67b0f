"""Corrected facts lead to what the law has follow from them, where nobody recorded it before."""

from __future__ import annotations

from typing import Any

import pytest

from shared.casework.reading import latest_clock
from shared.casework.recorded_course import RecordedCourse
from shared.events.outlet import Outlet
from shared.http.problems import Problem
from shared.legal_day import today as this_day
from shared.storage.database import Database
from tests.casework.test_corrections import corrected, refused
from tests.casework.test_late_news import assert_history_tells_the_state, clock_of, entries
from tests.casework.test_reacting import Office
from tests.support.casework import asked, opened, performed

# Received on 10-12, the five working days of review end on 10-19 (行政复议法30¶1).
RECEIVED, LAST_DAY = "2026-10-12", "2026-10-19"


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def filed(office: Office, received_on: str = "2026-11-16") -> str:
    return opened(office.casework, received_on=received_on, act={"made_on": "2026-10-08"})


def course(office: Office, case_id: str) -> list[tuple[str, str]]:
    steps = RecordedCourse(office.casework).of(office.casework.find(case_id))
    return [(step.command, step.on.isoformat()) for step in steps]


def test_an_effect_that_the_right_day_has_is_entered_with_the_correction(office: Office) -> None:
    case_id = filed(office)

    case = corrected(office, case_id, 1, corrected={"received_on": RECEIVED})

    assert (case["status"], case["milestones"]["accepted"]) == ("accepted", LAST_DAY)
    assert clock_of(case, "FY-18")["started_on"] == LAST_DAY
    assert_history_tells_the_state(office, case_id)


def test_it_is_an_entry_of_the_system_that_names_the_correction(office: Office) -> None:
    case_id = filed(office)

    case = corrected(office, case_id, 1, corrected={"received_on": RECEIVED})

    correction, effect = entries(office, case_id)[-2:]
    assert case["version"] == effect["version"] == correction["version"] + 1
    assert (effect["command"], effect["on"]) == ("deem_accepted", LAST_DAY)
    assert (effect["actor"]["role"], effect["amends"]["follows"]) == ("system", 2)
    (event,) = effect["events"]
    assert (event["type"], event["data"]["status"]) == (
        "reconsideration.deemed_accepted",
        "accepted",
    )


def test_it_comes_before_what_was_done_after_it(office: Office) -> None:
    case_id = filed(office)
    performed(office.casework, case_id, "note", on="2026-11-17", text="来电")

    corrected(office, case_id, 1, corrected={"received_on": RECEIVED})

    assert course(office, case_id) == [
        ("file", "2026-10-12"),
        ("deem_accepted", LAST_DAY),
        ("note", "2026-11-17"),
    ]
    assert_history_tells_the_state(office, case_id)


def test_it_stands_where_a_later_act_rests_on_it(office: Office) -> None:
    case_id = filed(office, RECEIVED)
    office.hears(office.expiry_of(case_id, "FY-08"))
    performed(office.casework, case_id, "decide", on="2026-11-18")

    case = corrected(office, case_id, 1, corrected={"received_on": "2026-11-02"})

    assert (case["status"], case["milestones"]["accepted"]) == ("decided", "2026-11-09")
    assert [each for each, _ in course(office, case_id)] == ["file", "deem_accepted", "decide"]
    assert_history_tells_the_state(office, case_id)


def test_an_act_that_contradicts_it_is_named(office: Office) -> None:
    case_id = filed(office)
    performed(office.casework, case_id, "accept", on="2026-11-17")

    problem = refused(
        office, case_id, entry=1, corrected={"received_on": RECEIVED}, approved_by="负责人甲"
    )

    assert (problem.code, problem.basis) == ("conflict", "行政复议法30¶3")
    for words in ("视为受理", LAST_DAY, "受理", "2026-11-17", "officer-1"):
        assert words in problem.detail.zh


def test_the_corrected_act_itself_may_come_too_late_for_it(office: Office) -> None:
    case_id = filed(office, RECEIVED)
    performed(office.casework, case_id, "accept", on="2026-10-14")

    problem = refused(
        office, case_id, entry=2, corrected={"on": "2026-10-20"}, approved_by="负责人甲"
    )

    assert (problem.code, problem.basis) == ("conflict", "行政复议法30¶3")


def test_an_act_on_the_last_day_is_no_contradiction(office: Office) -> None:
    case_id = filed(office, RECEIVED)
    performed(office.casework, case_id, "accept", on="2026-10-14")

    case = corrected(office, case_id, 2, corrected={"on": LAST_DAY})

    assert (case["status"], case["milestones"]["accepted"]) == ("accepted", LAST_DAY)
    assert clock_of(case, "FY-08")["status"] == "met"


def test_what_was_late_before_is_not_touched_by_another_correction(office: Office) -> None:
    case_id = filed(office, RECEIVED)
    performed(office.casework, case_id, "accept", on="2026-11-17")

    case = corrected(office, case_id, 1, corrected={"applicants.0.phone": "13912345678"})

    assert (case["status"], case["milestones"]["accepted"]) == ("accepted", "2026-11-17")
    assert clock_of(case, "FY-08")["status"] == "missed"


def test_a_period_that_ends_without_a_command_is_noted_in_its_place(office: Office) -> None:
    case_id = filed(office, RECEIVED)
    performed(office.casework, case_id, "accept", on="2026-10-13")
    performed(office.casework, case_id, "decide", on="2026-10-14")
    served: dict[str, Any] = {"party": "p1", "on": "2026-11-17", "served_on": "2026-11-17"}
    performed(office.casework, case_id, "serve", **served)

    right = {"on": "2026-10-15", "served_on": "2026-10-15"}
    case = corrected(office, case_id, 4, corrected=right)

    window = clock_of(case, "FY-29")
    assert (window["status"], window["ended_on"]) == ("missed", "2026-10-30")
    assert [each["code"] for each in case["warnings"]] == ["suit-window-over"]
    told = [
        each["data"]["warnings"]
        for entry in entries(office, case_id)[-2:]
        for each in entry["events"]
    ]
    assert [len(each) for each in told] == [0, 1]


def test_corrected_back_the_effect_goes_and_its_clock_with_it(office: Office) -> None:
    # The day on which an entry is written is a real one.
    office.casework.today = this_day
    now = this_day().isoformat()
    case_id = filed(office, now)
    before = office.casework.get(case_id)
    corrected(office, case_id, 1, corrected={"received_on": RECEIVED})

    case = corrected(office, case_id, 1, corrected={"received_on": now})

    assert (case["status"], case["milestones"]) == (before["status"], before["milestones"])
    assert clock_of(case, "FY-18")["status"] == "cancelled"
    assert case["superseded"]["3"]["how"] == "effect-taken-back"
    assert_history_tells_the_state(office, case_id)


def test_an_effect_that_comes_back_has_the_clocks_it_had(office: Office) -> None:
    case_id = filed(office, RECEIVED)
    office.hears(office.expiry_of(case_id, "FY-08"))
    before = office.casework.get(case_id)
    office.casework.today = this_day
    corrected(office, case_id, 1, corrected={"received_on": this_day().isoformat()})
    assert office.casework.get(case_id)["status"] == "filed"

    case = corrected(office, case_id, 1, corrected={"received_on": RECEIVED})

    assert case["status"] == before["status"] == "accepted"
    assert case["clocks"] == before["clocks"]
    assert_history_tells_the_state(office, case_id)


def test_an_act_in_time_that_is_told_later_overtakes_the_entered_effect(office: Office) -> None:
    case_id = filed(office)
    corrected(office, case_id, 1, corrected={"received_on": RECEIVED})

    case = performed(office.casework, case_id, "accept", on="2026-10-14")

    assert (case["status"], case["milestones"]["accepted"]) == ("accepted", "2026-10-14")
    assert latest_clock(case, "FY-18") is not None
    assert_history_tells_the_state(office, case_id)


def test_a_rehearsal_shows_the_effect_and_enters_nothing(office: Office) -> None:
    case_id = filed(office)
    changes = [{"field": "received_on", "value": RECEIVED}]
    raw = {"entry": 1, "reason": "收文登记有误", "approved_by": "甲", "corrected": changes}
    request = asked(office.casework, "correct_entry", raw, dry_run=True)

    assert office.casework.perform(case_id, request).case["status"] == "accepted"
    assert office.casework.get(case_id)["version"] == 1


def test_an_impossible_correction_is_refused_for_its_own_reason(office: Office) -> None:
    case_id = filed(office, RECEIVED)
    performed(office.casework, case_id, "accept", on="2026-10-14")
    performed(office.casework, case_id, "decide", on="2026-10-16")

    problem = refused(office, case_id, entry=2, corrected={"on": LAST_DAY}, approved_by="负责人甲")

    assert isinstance(problem, Problem)
    assert (problem.code, problem.basis) == ("conflict", "行政复议法61")


def test_a_correction_that_is_sent_again_enters_its_effect_once(office: Office) -> None:
    case_id = filed(office)
    changes = [{"field": "received_on", "value": RECEIVED}]
    raw = {"entry": 1, "reason": "收文登记有误", "approved_by": "甲", "corrected": changes}
    request = asked(office.casework, "correct_entry", raw, key="once")

    first = office.casework.perform(case_id, request)
    again = office.casework.perform(case_id, request)

    assert (first.repeated, again.repeated) == (False, True)
    assert again.case["version"] == first.case["version"] == 3


def test_correction_and_effect_are_told_one_after_the_other(office: Office) -> None:
    case_id = filed(office)
    corrected(office, case_id, 1, corrected={"received_on": RECEIVED})

    outlet = Outlet(office.casework.store.cases.database, "reconsiderations", "reconsideration")
    (waiting,) = outlet.pending(10)

    assert [event.type for event in waiting.events] == [
        "reconsideration.filed",
        "reconsideration.entry_corrected",
        "reconsideration.deemed_accepted",
    ]
    assert waiting.version == 3


def test_an_effect_is_entered_beside_a_history_that_lies_elsewhere(office: Office) -> None:
    history = office.casework.store.history
    history.large_bytes, history.kept_bytes = 4_000, 2_000
    case_id = filed(office)
    for day in range(16, 20):
        performed(office.casework, case_id, "note", on=f"2026-11-{day}", text="来电" * 200)

    case = corrected(office, case_id, 1, corrected={"received_on": RECEIVED})

    assert (case["status"], case["milestones"]["accepted"]) == ("accepted", LAST_DAY)
    assert_history_tells_the_state(office, case_id)
