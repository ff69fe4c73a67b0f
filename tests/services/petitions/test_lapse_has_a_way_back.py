"""A right to review that ended by itself comes back by what was done or corrected in time (35)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.storage.database import Database
from tests.services.petitions.builders import OPINION
from tests.services.petitions.test_reactions import a_mediation
from tests.services.petitions.test_two_at_once import Counter
from tests.support.offices import codes, refused

POSTED: dict[str, Any] = {"posted_on": "2026-09-23", "posted_by": "express_mail"}
ASKED: dict[str, Any] = {"on": "2026-09-28", "received_on": "2026-09-28"}


@pytest.fixture
def lapsed(database: Database) -> tuple[Counter, str]:
    """An opinion served on 2026-08-24; nobody asked for review until 09-23."""
    office = Counter(database)
    case_id = office.registers()
    office.does(case_id, "accept", on="2026-07-08")
    told = {"outcome": "not_supported", "opinion": OPINION, "served_on": "2026-08-24"}
    office.does(case_id, "conclude", on="2026-08-20", **told)
    ends(office, case_id)
    assert window(office, case_id) == ("2026-09-23", "missed")
    return office, case_id


def ends(office: Counter, case_id: str) -> None:
    clock = next(each for each in office.case(case_id)["clocks"] if each["rule"] == "XF-06")
    data = {"track": "petition", "case_id": case_id, "clock_id": clock["id"], "rule": "XF-06"}
    told = a_mediation("failed", None)
    expiry = {"type": "clock.expired", "subject": clock["id"], "id": f"{clock['id']}.1.1"}
    office.hears(replace(told, **expiry, data={**data, "due_on": clock["due_on"]}))


def window(office: Counter, case_id: str) -> tuple[str, str]:
    clock = next(each for each in office.case(case_id)["clocks"] if each["rule"] == "XF-06")
    return clock["due_on"], clock["status"]


def test_a_request_posted_on_the_last_day(lapsed: tuple[Counter, str]) -> None:
    office, case_id = lapsed

    office.does(case_id, "request_review", **ASKED, **POSTED)

    assert office.case(case_id)["status"] == "in_review"
    assert window(office, case_id) == ("2026-09-23", "met")
    assert "review-lapsed" not in codes(office, case_id)


def test_a_request_posted_in_time_on_a_closed_file(lapsed: tuple[Counter, str]) -> None:
    office, case_id = lapsed
    office.does(case_id, "close", on="2026-09-25", reason="已办结")

    office.does(case_id, "request_review", **ASKED, **POSTED)

    assert window(office, case_id) == ("2026-09-23", "met")
    assert "review-lapsed" not in codes(office, case_id)


def test_a_request_in_time_by_the_corrected_day_of_service(lapsed: tuple[Counter, str]) -> None:
    office, case_id = lapsed
    entry = office.case(case_id)["history"][-2]["version"]
    office.does(
        case_id,
        "correct_entry",
        entry=entry,
        reason="送达日期录入有误",
        approved_by="王处长",
        corrected=[{"field": "served_on", "value": "2026-09-02"}],
    )
    assert window(office, case_id) == ("2026-10-08", "missed")  # 10-02 is in the week of October

    office.does(case_id, "request_review", on="2026-10-06", received_on="2026-10-06")

    assert window(office, case_id) == ("2026-10-08", "met")
    assert "review-lapsed" not in codes(office, case_id)


def test_a_request_after_the_last_day_needs_its_reason(lapsed: tuple[Counter, str]) -> None:
    office, case_id = lapsed

    problem = refused(office, case_id, "request_review", **ASKED)

    assert (problem.status, problem.code) == (428, "reason-required")
    assert "2026-09-23" in problem.detail.zh
