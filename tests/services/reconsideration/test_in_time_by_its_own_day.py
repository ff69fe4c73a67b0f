"""What was done in time and is told after the end of its period: nothing is overdue any more."""

from __future__ import annotations

from typing import Any

import pytest

from shared.storage.database import Database
from tests.services.reconsideration.offices import Office
from tests.services.reconsideration.test_own_correction import CORRECTED, PENALTY
from tests.support.offices import codes


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def left_at_the_agency(office: Office) -> str:
    """Return an application received at the agency on 2026-08-10, whose five days have ended."""
    case_id = office.opens(act=PENALTY, via_respondent=True, received_on="2026-08-10")
    for rule in ("FY-07", "FY-07b"):
        office.hears_of_expiry(case_id, rule)
    assert set(codes(office, case_id)) == {"forwarding-overdue"}
    return case_id


def test_an_own_correction(office: Office) -> None:
    case_id = left_at_the_agency(office)

    office.does(case_id, "record_own_correction", **{**CORRECTED, "on": "2026-09-10"})

    assert office.case(case_id)["status"] == "self_corrected"
    assert [office.clock(case_id, rule)["status"] for rule in ("FY-07", "FY-07b")] == ["met"] * 2
    assert set(codes(office, case_id)) == {"own-correction-days-do-not-count"}


def test_an_own_correction_that_came_late_stays_late(office: Office) -> None:
    case_id, late = left_at_the_agency(office), {"corrected_on": "2026-08-18"}

    office.does(
        case_id,
        "record_own_correction",
        **{**CORRECTED, **late, "on": "2026-08-19", "told_on": "2026-08-19"},
    )

    assert office.clock(case_id, "FY-07b")["status"] == "missed"
    assert {"forwarding-overdue", "corrected-by-the-agency-late"} <= set(codes(office, case_id))


@pytest.mark.parametrize(
    "days",
    [
        {"forwarded_on": "2026-08-17"},
        {"posted_on": "2026-08-17", "posted_by": "express_mail", "forwarded_on": "2026-08-20"},
    ],
    ids=["arrived", "posted"],
)
def test_a_forwarding(office: Office, days: dict[str, Any]) -> None:
    case_id = left_at_the_agency(office)

    office.does(case_id, "record_forwarding", on="2026-08-24", **days)

    assert [office.clock(case_id, rule)["status"] for rule in ("FY-07", "FY-07b")] == ["met"] * 2
    assert "forwarding-overdue" not in codes(office, case_id)
    assert office.clock(case_id, "FY-08")["started_on"] == days["forwarded_on"]


@pytest.mark.parametrize(("answered_on", "overdue"), [("2026-07-31", False), ("2026-08-03", True)])
def test_the_answer_of_the_maker_of_a_norm(office: Office, answered_on: str, overdue: bool) -> None:
    case_id = office.opens(
        act={**PENALTY, "made_on": "2026-06-22", "served_on": "2026-06-22"},
        received_on="2026-07-01",
    )
    office.does(case_id, "accept", on="2026-07-06", procedure="ordinary")
    asked = {"on": "2026-07-14", "document": "示政发〔2020〕3号", "competent": True}
    office.does(case_id, "request_norm_review", **asked)
    told = {"maker_notified_on": "2026-07-16", "maker_received_on": "2026-07-17"}
    office.does(case_id, "record_norm_review", on="2026-07-17", **told)
    before = set(codes(office, case_id))
    office.hears_of_expiry(case_id, "FY-24")
    noted = set(codes(office, case_id)) - before

    office.does(case_id, "record_norm_review", on="2026-08-05", maker_answered_on=answered_on)

    assert office.clock(case_id, "FY-24")["status"] == ("missed" if overdue else "met")
    assert noted
    assert (noted <= set(codes(office, case_id))) == overdue
