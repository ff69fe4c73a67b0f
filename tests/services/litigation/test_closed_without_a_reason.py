"""A file that was closed as if nothing ran stays closed, and says that it owes its reason."""

from __future__ import annotations

from typing import Any

import pytest

from shared.storage.database import Database
from tests.services.litigation.offices import Office
from tests.support.offices import codes, refused

REASON = "履行由业务科室继续跟踪"


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def in_force(office: Office, **judgment: Any) -> str:
    case_id = office.judged(**judgment)
    for party in ("agency", "opponent"):
        office.hears_of_expiry(case_id, "SS-16", party)
    assert office.case(case_id)["status"] == "final"
    return case_id


def corrects(office: Office, case_id: str, command: str, **fields: Any) -> None:
    entry = office.history_of(case_id).index(command) + 1
    corrected = [{"field": name, "value": value} for name, value in fields.items()]
    slip = {"reason": "录入有误", "approved_by": "法制科长"}
    office.does(case_id, "correct_entry", entry=entry, corrected=corrected, **slip)


def closed_before_it_was_known_that_something_runs(office: Office) -> str:
    case_id = in_force(office)
    office.does(case_id, "close", on="2024-09-02")
    corrects(office, case_id, "record_judgment", performance_due_on="2024-12-31")
    return case_id


def test_while_a_limit_is_known_to_run_the_reason_is_asked_for(office: Office) -> None:
    case_id = in_force(office, performance_due_on="2024-12-31")

    problem = refused(office, case_id, "close", on="2024-09-02")

    assert (problem.status, problem.code, problem.basis) == (428, "reason-required", "行诉法94")
    office.does(case_id, "close", on="2024-09-02", reason=REASON)
    assert "irregular-step" not in codes(office, case_id)


def test_a_file_closed_before_that_was_known_stays_closed_and_says_so(office: Office) -> None:
    case_id = closed_before_it_was_known_that_something_runs(office)

    (warning,) = [
        each for each in office.case(case_id)["warnings"] if each["code"] == "irregular-step"
    ]
    assert (office.case(case_id)["status"], warning["basis"]) == ("closed", "行诉法94")
    assert "POLICY-performance" in warning["text"]["zh"]
    assert office.clock(case_id, "POLICY-performance", None)["status"] == "cancelled"
    assert office.clock(case_id, "SS-24", "agency")["status"] == "running"


def test_the_reason_is_entered_as_a_correction_of_the_closing(office: Office) -> None:
    case_id = closed_before_it_was_known_that_something_runs(office)

    corrects(office, case_id, "close", reason=REASON)

    assert "irregular-step" not in codes(office, case_id)
    assert office.case(case_id)["status"] == "closed"


def test_a_reason_that_was_stated_is_not_asked_for_again(office: Office) -> None:
    case_id = in_force(office)
    office.does(case_id, "close", on="2024-09-02", reason=REASON)

    corrects(office, case_id, "record_judgment", performance_due_on="2024-12-31")

    assert "irregular-step" not in codes(office, case_id)


def test_a_loss_that_was_not_analysed_is_no_reason_that_could_be_stated(office: Office) -> None:
    case_id = in_force(office)
    office.does(case_id, "close", on="2024-09-02")
    lost = [{"field": "lost", "value": True}, {"field": "outcome", "value": "revoked"}]
    slip = {"reason": "录入有误", "approved_by": "法制科长"}

    problem = refused(office, case_id, "correct_entry", entry=3, corrected=lost, **slip)

    assert problem.code == "conflict"
