"""What was done during a review and is told after its outcome: effects, place and bounds."""

from __future__ import annotations

import pytest

from shared.casework.actions import actions
from shared.storage.database import Database
from tests.services.reconsideration.builders import OFFICER, PROCEDURE, application
from tests.services.reconsideration.offices import Office
from tests.services.reconsideration.test_late_facts_in_every_state import (
    LATE,
    STEPS,
    codes,
    first_clock,
    led,
)
from tests.support.offices import refused
from tests.support.track_office import TODAY

EXTENSION = LATE["extension"]
DECIDED_ON = "2026-10-15"


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def reviewed(office: Office) -> str:
    """Return a review that is accepted; its time for decision ends on 2026-10-08."""
    case_id = led(office, "resumed")
    assert office.clock(case_id, "FY-18")["due_on"] == "2026-10-08"
    return case_id


def test_the_end_of_the_period_that_was_noted_is_taken_back(office: Office) -> None:
    case_id = reviewed(office)
    office.hears_of_expiry(case_id, "FY-18")
    assert "decision-overdue" in codes(office.case(case_id))
    command, payload = STEPS["decision"]
    office.does(case_id, command, **payload)

    office.does(case_id, EXTENSION.command, **EXTENSION.payload)

    case = office.case(case_id)
    assert {"decision-overdue", "decided-late"}.isdisjoint(codes(case))
    assert office.clock(case_id, "FY-18")["status"] == "met"
    assert [each["how"] for each in case["superseded"].values()] == ["effect-taken-back"]
    assert office.casework.verify_history(case_id).intact


def test_what_took_place_on_the_day_of_the_decision_came_before_it(office: Office) -> None:
    case_id = led(office, "decided")

    office.does(case_id, "hear_parties", on=DECIDED_ON, method="phone")

    entry = list(office.casework.history(office.case(case_id)))[-1]
    decision = next(each for each in office.case(case_id)["history"] if each["command"] == "decide")
    assert entry["amends"]["before"] == decision["version"]


def test_a_suspension_that_never_ended_leaves_no_room_for_the_decision(office: Office) -> None:
    case_id = led(office, "decided")

    problem = refused(office, case_id, "suspend", on="2026-08-17", ground="39(8)")

    assert (problem.status, problem.code) == (409, "conflict")
    assert "作出复议决定" in problem.detail.zh


def test_nothing_is_decided_before_the_review_went_on(office: Office) -> None:
    case_id = led(office, "decided")

    problem = refused(
        office, case_id, "suspend", on="2026-08-17", ground="39(8)", resumed_on="2026-10-16"
    )

    assert (problem.status, problem.code) == (409, "conflict")
    assert "2026-10-16" in problem.detail.zh


def test_a_statement_issued_in_a_pause_is_in_time_for_the_pause(office: Office) -> None:
    """Suspended with twenty-seven days left, settled after the resumption is told."""
    case_id = led(office, "suspended")
    command, payload = STEPS["statement"]
    office.does(case_id, command, **payload)

    office.does(case_id, "resume", on="2026-10-12")

    case = office.case(case_id)
    assert (case["status"], case["milestones"]["resumed"]) == ("settled", "2026-10-12")
    assert first_clock(case, "FY-18")["status"] == "met"


def test_the_end_of_a_stay_is_told_after_the_stay(office: Office) -> None:
    case_id = led(office, "closed")
    stay = LATE["stay"]
    nothing_stayed = refused(office, case_id, "lift_stay", on="2026-08-24", reason="情形消失")

    office.does(case_id, stay.command, **stay.payload)
    office.does(case_id, "lift_stay", on="2026-08-24", reason="情形消失")

    assert nothing_stayed.basis == "复议法42"
    assert office.case(case_id)["milestones"]["stay_lifted"] == "2026-08-24"
    assert "enforcement_stayed" not in {
        name for name, value in office.case(case_id)["facts"].items() if value
    }


def test_a_second_extension_is_one_too_many_though_it_is_told_later(office: Office) -> None:
    case_id = led(office, "decided")
    office.does(case_id, EXTENSION.command, **EXTENSION.payload)

    problem = refused(
        office, case_id, "extend", **{**EXTENSION.payload, "on": "2026-08-25", "days": 5}
    )

    assert problem.basis == "复议法62¶1"


def test_a_review_of_a_norm_that_is_over_says_what_came_of_it(office: Office) -> None:
    case_id, norm = led(office, "decided"), LATE["norm review that is over"]
    without = {name: value for name, value in norm.payload.items() if name != "norm_result"}

    assert list(refused(office, case_id, norm.command, **without).errors or {}) == ["norm_result"]
    office.does(case_id, norm.command, **norm.payload)

    clock = first_clock(office.case(case_id), "FY-21")
    assert (clock["status"], clock["ended_on"]) == ("met", "2026-08-27")
    assert office.case(case_id)["facts"]["norm_result"] == "lawful"


def test_leave_to_correct_later_is_told_after_the_corrections(office: Office) -> None:
    """Ten working days ended on 2026-08-24; the organ had allowed until 08-31 (复议法31¶2)."""
    case_id = office.opened("file", application(received_on="2026-08-03", on="2026-08-03"))
    asked = {"on": "2026-08-06", "served_on": "2026-08-10", "items": ["补交身份证明"]}
    office.does(case_id, "request_correction", **asked)
    office.does(case_id, "correct", on="2026-08-28")
    assert office.clock(case_id, "FY-10")["status"] == "missed"

    office.does(case_id, "extend_correction", on="2026-08-20", until="2026-08-31", reason="住院")

    assert office.clock(case_id, "FY-10")["status"] == "met"
    assert office.case(case_id)["status"] == "filed"


def test_the_forms_are_offered_as_days_told_later(office: Office) -> None:
    case = office.case(led(office, "decided"))

    offered = actions(PROCEDURE, case, OFFICER, "zh", today=TODAY)["now"]

    groups = {each["command"]: each["group"] for each in offered}
    assert {groups[each.command] for each in LATE.values()} == {"days"}
    assert groups["serve_decision"] == "procedure"
