"""A penalty agency puts its penalty right instead of sending the application on (2026条例38)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.reconsideration.builders import PROCEDURE, Review, act, filed, warned

PENALTY = act(kind="on_the_spot_penalty", made_on="2026-08-03", served_on="2026-08-03")
CORRECTED: dict[str, Any] = {
    "on": "2026-08-17",
    "correction": "revoked",
    "corrected_on": "2026-08-14",
    "told_on": "2026-08-17",
}


def at_the_agency(received_on: str = "2026-08-10", **changes: Any) -> Review:
    """Return an application handed in at the agency on Monday 2026-08-10."""
    given = {"act": PENALTY, "via_respondent": True, "received_on": received_on, **changes}
    return filed(**given)


def test_the_agency_has_five_working_days_to_put_its_penalty_right() -> None:
    review = at_the_agency()

    assert (review.due("FY-07b"), review.due("FY-07")) == ("2026-08-17", "2026-08-17")


def test_before_the_regulation_of_2026_no_such_period_runs() -> None:
    penalty = act(kind="on_the_spot_penalty", made_on="2026-06-22", served_on="2026-06-22")

    assert not at_the_agency("2026-06-30", act=penalty).has_clock("FY-07b")
    assert at_the_agency("2026-07-01", act=penalty).has_clock("FY-07b")


def test_what_was_put_right_is_at_an_end_and_need_not_be_sent_on() -> None:
    review = at_the_agency().does("record_own_correction", **CORRECTED)

    assert review.status == "self_corrected"
    assert PROCEDURE.states[review.status].phase == "ended"
    assert (review.state_of("FY-07b"), review.state_of("FY-07")) == ("met", "met")
    assert not [each for each in review.case["clocks"] if each["status"] == "running"]


def test_the_case_says_which_days_do_not_count() -> None:
    review = at_the_agency().does("record_own_correction", **CORRECTED)

    found = next(
        each
        for each in review.case["warnings"]
        if each["code"] == "own-correction-days-do-not-count"
    )
    assert found["basis"] == "2026条例38¶2"
    assert "2026-08-10 至 2026-08-17" in found["text"]["zh"]


def test_days_begin_with_the_posting_of_an_application_that_was_posted() -> None:
    posted: dict[str, Any] = {"posted_on": "2026-08-07", "posted_by": "express_mail"}
    review = at_the_agency(**posted).does("record_own_correction", **CORRECTED)

    assert "2026-08-07 至 2026-08-17" in review.case["warnings"][-1]["text"]["zh"]
    assert review.milestones["handed_in"] == "2026-08-07"


def test_one_that_comes_late_is_pointed_out() -> None:
    review = at_the_agency()
    late = {**CORRECTED, "on": "2026-08-19", "corrected_on": "2026-08-18", "told_on": "2026-08-19"}
    review.does("record_own_correction", **late)

    assert review.state_of("FY-07b") == "missed"
    assert review.basis_of("corrected-by-the-agency-late") == "2026条例38¶1"


def test_one_in_time_is_in_time_however_late_it_is_recorded() -> None:
    review = at_the_agency().does("record_own_correction", **{**CORRECTED, "on": "2026-09-10"})

    assert (review.state_of("FY-07b"), review.state_of("FY-07")) == ("met", "met")
    assert "corrected-by-the-agency-late" not in warned(review)


def test_what_was_sent_on_owes_no_correction() -> None:
    review = at_the_agency()
    review.does("record_forwarding", on="2026-08-24", forwarded_on="2026-08-14")

    assert review.state_of("FY-07b") == "met"
    assert not at_the_agency(forwarded_on="2026-08-10").has_clock("FY-07b")


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"corrected_on": "2026-08-07"}, "corrected_on"),
        ({"told_on": "2026-08-13"}, "told_on"),
        ({"organ_told_on": "2026-08-13"}, "organ_told_on"),
        ({"on": "2026-08-15"}, "on"),
    ],
)
def test_it_follows_the_receipt_and_is_told_afterwards(days: dict[str, str], field: str) -> None:
    review = at_the_agency()

    problem = review.refuses("record_own_correction", **{**CORRECTED, **days})

    assert (problem.code, list(problem.errors or {})) == ("date-out-of-order", [field])
    assert review.status == "filed"


@pytest.mark.parametrize(
    "changes",
    [{"via_respondent": False}, {"forwarded_on": "2026-08-12"}, {"received_on": "2026-06-30"}],
    ids=["handed in elsewhere", "sent on", "before the regulation"],
)
def test_only_what_lies_with_the_agency_is_put_right_by_it(changes: dict[str, Any]) -> None:
    penalty = act(kind="on_the_spot_penalty", made_on="2026-06-22", served_on="2026-06-22")
    review = at_the_agency(**{"act": penalty, **changes})

    problem = review.refuses("record_own_correction", **CORRECTED)

    assert (problem.basis, list(problem.errors or {})) == ("2026条例38¶1", ["corrected_on"])
    assert review.status == "filed"


def test_who_insists_is_no_second_applicant() -> None:
    """Nothing was accepted here, so the new application is not barred (2026条例38¶2)."""
    first = at_the_agency().does("record_own_correction", **CORRECTED).case
    known = {
        "track": "reconsideration",
        "case_id": "case-0",
        "number": "行复〔2026〕1号",
        "status": first["status"],
        "milestones": first["milestones"],
        "parties": first["parties"],
        "act_number": first["act"]["number"],
    }
    review = filed(known=[known], act=PENALTY, received_on="2026-08-20")

    review.does("accept", on="2026-08-24", procedure="simplified", ground="53(1)")

    assert review.status == "accepted"
    assert "earlier-application" not in review.codes()
