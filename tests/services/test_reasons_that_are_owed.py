"""A step that a later fact leaves without its reason stands, and says that it owes one."""

from __future__ import annotations

from typing import Any

import pytest

from services.mediation import track as mediation
from services.mediation.reactions import reactions as of_mediation
from services.petitions import track as petitions
from services.petitions.reactions import reactions as of_petitions
from services.reconsideration import track as reconsideration
from services.reconsideration.reactions import reactions as of_reconsideration
from shared.storage.database import Database
from tests.services.mediation import builders as mediations
from tests.services.petitions import builders as letters
from tests.services.reconsideration import builders as reviews
from tests.support.offices import codes, refused
from tests.support.track_office import TrackOffice

Told = dict[str, Any]


def amends(office: TrackOffice, case_id: str, command: str, **changes: Any) -> None:
    """Correct what the entry of a command said; without changes it never was."""
    entry = office.history_of(case_id).index(command) + 1
    corrected = [{"field": name, "value": value} for name, value in changes.items()]
    said: Told = {"corrected": corrected} if corrected else {"withdrawn": True}
    office.does(
        case_id, "correct_entry", entry=entry, reason="录入有误", approved_by="负责人", **said
    )


def concluded(office: TrackOffice, **served: str) -> str:
    """Return a petition with an opinion of 2026-08-20; `served` is the day of its service."""
    case_id = office.opened("register", letters.registration())
    office.does(case_id, "classify", on="2026-07-03", kind="appeal", article31_item=6)
    office.does(case_id, "accept", on="2026-07-06")
    opinion: Told = {"outcome": "not_supported", "opinion": letters.OPINION}
    office.does(case_id, "conclude", on="2026-08-20", **served, **opinion)
    return case_id


def owes_a_reason(office: TrackOffice, case_id: str, basis: str) -> None:
    [warning] = [
        each for each in office.case(case_id)["warnings"] if each["code"] == "irregular-step"
    ]
    assert (office.case(case_id)["status"], warning["basis"]) == ("closed", basis)
    amends(office, case_id, "close", reason="已另案跟踪")
    assert "irregular-step" not in codes(office, case_id)


@pytest.fixture
def office(database: Database) -> TrackOffice:
    return TrackOffice(database, petitions(), of_petitions, letters.OFFICER)


def test_a_petition_closed_before_it_was_known_that_a_window_runs(office: TrackOffice) -> None:
    case_id = concluded(office)
    office.does(case_id, "close", on="2026-09-01")

    amends(office, case_id, "conclude", served_on="2026-08-24")

    owes_a_reason(office, case_id, "信访工作条例35")


def test_a_mediation_closed_upon_a_performance_that_never_was(database: Database) -> None:
    office = TrackOffice(database, mediation(), of_mediation, mediations.OFFICER)
    case_id = office.opened("request", mediations.request())
    both = mediations.consent(*mediations.BOTH)
    office.does(case_id, "accept", on="2026-07-06", consents=both)
    office.does(case_id, "agree", **mediations.agreement())
    office.does(case_id, "record_performance", on="2026-08-20")
    office.does(case_id, "close", on="2026-08-24")

    amends(office, case_id, "record_performance")

    owes_a_reason(office, case_id, "人民调解法31¶2")


def test_a_review_closed_before_it_was_known_that_a_report_is_due(
    database: Database,
) -> None:
    office = TrackOffice(database, reconsideration(), of_reconsideration, reviews.OFFICER)
    case_id = office.opened("file", reviews.application())
    office.does(case_id, "accept", on="2024-05-13", procedure="ordinary")
    office.does(case_id, "assign_officers", on="2024-05-20", officers=reviews.NEW_OFFICERS)
    office.does(case_id, "hear_parties", on="2024-05-22", method="phone")
    decision: Told = {"kind": "revoke", "articles": ["64¶1(2)"]}
    office.does(case_id, "decide", on="2024-06-20", **decision)
    opinion: Told = {"to_agency": {"name": "示范区城管局"}, "content": "规范送达程序"}
    office.does(case_id, "issue_opinion", on="2024-06-24", **opinion)
    office.does(case_id, "close", on="2024-07-01")

    amends(office, case_id, "issue_opinion", served_on="2024-06-25")

    owes_a_reason(office, case_id, "行诉法45")


def test_a_request_that_a_corrected_service_makes_late_owes_its_reason(
    office: TrackOffice,
) -> None:
    case_id = concluded(office, served_on="2026-08-24")
    asked = {"on": "2026-09-22", "received_on": "2026-09-22"}
    office.does(case_id, "request_review", **asked)

    amends(office, case_id, "conclude", served_on="2026-08-21")

    assert office.case(case_id)["status"] == "in_review"
    assert "irregular-step" in codes(office, case_id)


def test_while_it_is_known_the_reason_is_asked_for(office: TrackOffice) -> None:
    case_id = concluded(office, served_on="2026-08-24")

    problem = refused(office, case_id, "close", on="2026-09-01")

    assert (problem.status, problem.code) == (428, "reason-required")
