"""What ended by itself has a way back: an act done in time that becomes known later."""

from __future__ import annotations

from typing import Any

import pytest

from services.mediation import track
from services.mediation.reactions import reactions
from shared.storage.database import Database
from tests.services.mediation.builders import BOTH, OFFICER, agreement, consent, request
from tests.support.offices import codes
from tests.support.track_office import TrackOffice

APPLIED: dict[str, Any] = {"jointly": True, "court": "示范区人民法院"}


class Committee(TrackOffice):
    """One mediation committee at work."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, track(), reactions, OFFICER)

    def ended(self, case_id: str, rule: str, warning: str) -> None:
        """Let a period end by itself; the case says so."""
        self.hears_of_expiry(case_id, rule)
        assert warning in codes(self, case_id)

    def stands(self, case_id: str, rule: str, warning: str) -> None:
        """Hold that the period was kept, and that nothing of its end is left."""
        assert self.clock(case_id, rule)["status"] == "met"
        assert warning not in codes(self, case_id)


@pytest.fixture
def committee(database: Database) -> Committee:
    return Committee(database)


def accepted(committee: Committee) -> str:
    case_id = committee.opened("request", request())
    committee.does(case_id, "accept", on="2026-07-06", consents=consent(*BOTH))
    return case_id


def agreed(committee: Committee) -> str:
    case_id = accepted(committee)
    committee.does(case_id, "agree", **agreement())
    return case_id


def test_an_application_for_confirmation_posted_on_the_last_day(committee: Committee) -> None:
    case_id = agreed(committee)
    assert committee.clock(case_id, "TJ-02")["due_on"] == "2026-08-19"
    committee.ended(case_id, "TJ-02", "confirmation-lapsed")

    posted = {"posted_on": "2026-08-19", "posted_by": "express_mail"}
    received = {"on": "2026-08-24", "court_received_on": "2026-08-24"}
    committee.does(case_id, "apply_confirmation", **APPLIED, **posted, **received)

    committee.stands(case_id, "TJ-02", "confirmation-lapsed")
    assert committee.clock(case_id, "TJ-03")["started_on"] == "2026-08-24"


def test_an_agreement_of_the_month_that_is_told_after_it(committee: Committee) -> None:
    case_id = accepted(committee)
    committee.ended(case_id, "TJ-01", "mediation-overdue")

    committee.does(case_id, "agree", **agreement())

    committee.stands(case_id, "TJ-01", "mediation-overdue")


def test_a_performance_in_time_that_is_told_later(committee: Committee) -> None:
    case_id = agreed(committee)
    committee.ended(case_id, "POLICY-performance", "performance-overdue")

    committee.does(case_id, "record_performance", on="2026-08-31")

    committee.stands(case_id, "POLICY-performance", "performance-overdue")
    assert committee.case(case_id)["status"] == "performed"


def test_the_courts_own_periods_by_what_it_did_in_time(committee: Committee) -> None:
    case_id = agreed(committee)
    day = {"on": "2026-08-03", "court_received_on": "2026-08-03"}
    committee.does(case_id, "apply_confirmation", **APPLIED, **day)
    committee.ended(case_id, "TJ-03", "court-acceptance-overdue")

    committee.does(case_id, "record_court_acceptance", on="2026-08-05")
    committee.stands(case_id, "TJ-03", "court-acceptance-overdue")

    committee.ended(case_id, "TJ-04", "confirmation-overdue")
    committee.does(case_id, "confirm", on="2026-08-20", ruling_no="（2026）示0101民特1号")
    committee.stands(case_id, "TJ-04", "confirmation-overdue")


def test_an_agreement_whose_day_was_mistyped_lapses_by_the_right_day(committee: Committee) -> None:
    case_id = agreed(committee)
    committee.ended(case_id, "TJ-02", "confirmation-lapsed")
    entry = next(
        each["version"] for each in committee.case(case_id)["history"] if each["command"] == "agree"
    )

    committee.does(
        case_id,
        "correct_entry",
        entry=entry,
        reason="生效日期录入有误",
        approved_by="主任",
        corrected=[{"field": "effective_on", "value": "2026-08-10"}],
    )

    clock = committee.clock(case_id, "TJ-02")
    assert (clock["due_on"], clock["status"]) == ("2026-09-09", "missed")
    committee.does(
        case_id, "apply_confirmation", on="2026-09-09", court_received_on="2026-09-09", **APPLIED
    )
    committee.stands(case_id, "TJ-02", "confirmation-lapsed")


def test_an_acceptance_of_the_court_that_is_told_after_its_refusal(committee: Committee) -> None:
    case_id = agreed(committee)
    received = {"on": "2026-08-10", "court_received_on": "2026-08-10"}
    committee.does(case_id, "apply_confirmation", **APPLIED, **received)
    committee.does(case_id, "refuse_confirmation", on="2026-08-31", ruling_no="（2026）示民特1号")

    committee.does(case_id, "record_court_acceptance", on="2026-08-12")

    assert committee.clock(case_id, "TJ-03")["status"] == "met"
    assert committee.clock(case_id, "TJ-04")["ended_on"] == "2026-08-31"
    assert committee.case(case_id)["history"][-1]["amends"]["before"] == 5
