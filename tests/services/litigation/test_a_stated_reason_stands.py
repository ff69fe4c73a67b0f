"""A reason that a close did not need then is not asked for when the facts are put right later."""

from __future__ import annotations

from typing import Any

import pytest

from shared.http.problems import Problem
from shared.storage.database import Database
from tests.services.litigation.offices import Office

DUE: dict[str, Any] = {"performance_due_on": "2024-12-31"}


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def in_force(office: Office, **judgment: Any) -> str:
    case_id = office.judged(**judgment)
    for party in ("agency", "opponent"):
        office.hears_of_expiry(case_id, "SS-16", party)
    return case_id


def test_a_close_while_a_limit_runs_says_why(office: Office) -> None:
    case_id = in_force(office, **DUE)

    with pytest.raises(Problem) as refused:
        office.does(case_id, "close", on="2024-09-02")

    assert (refused.value.status, refused.value.code) == (428, "reason-required")


def test_a_close_stands_when_a_correction_lets_a_limit_run_at_its_day(office: Office) -> None:
    case_id = in_force(office)
    office.does(case_id, "close", on="2024-09-02")
    day = {"field": "performance_due_on", "value": DUE["performance_due_on"]}

    office.does(
        case_id, "correct_entry", entry=3, corrected=[day], reason="漏录", approved_by="法制科长"
    )

    assert office.case(case_id)["status"] == "closed"
    assert office.clock(case_id, "POLICY-performance", None)["status"] == "cancelled"
    assert office.clock(case_id, "SS-24", "agency")["status"] == "running"


def test_what_the_case_leaves_no_ground_for_is_not_excused(office: Office) -> None:
    """A loss that was not analysed forbids the close; that is no reason which could be stated."""
    case_id = in_force(office)
    office.does(case_id, "close", on="2024-09-02")
    lost = [{"field": "lost", "value": True}, {"field": "outcome", "value": "revoked"}]

    with pytest.raises(Problem) as refused:
        office.does(
            case_id, "correct_entry", entry=3, corrected=lost, reason="录入有误", approved_by="科长"
        )

    assert refused.value.code == "conflict"
    assert office.case(case_id)["facts"]["lost"] is False
