"""Handling, review and re-examination of a petition."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.services.petitions.builders import (
    BUREAU,
    OFFICE,
    OPINION,
    Petition,
    accepted,
    classified,
    concluded,
    finalized,
    in_review,
    reviewed,
)
from tests.support.case_in_memory import refuses_field, said

EXTENSION: dict[str, Any] = {"approved_by": "主任", "reason": "情况复杂"}


def test_thirty_more_days_count_from_the_original_start() -> None:
    petition = accepted().does("extend", on="2026-09-01", days=30, **EXTENSION)

    assert petition.clock("XF-05")["due_on"] == "2026-10-04"
    assert petition.clock("XF-05")["extended_by"] == 30
    assert petition.event["days"] == 30


def test_more_than_thirty_days_are_refused() -> None:
    problem = accepted().refuses("extend", on="2026-09-01", days=31, **EXTENSION)

    assert refuses_field(problem) == ("days", "信访工作条例34")


def test_the_period_is_extended_once_only() -> None:
    petition = accepted().does("extend", on="2026-08-01", days=10, **EXTENSION)

    problem = petition.refuses("extend", on="2026-09-01", days=10, **EXTENSION)
    assert said(problem) == (409, "conflict", "信访工作条例34")


def test_what_has_ended_is_not_extended() -> None:
    problem = accepted().refuses("extend", on="2026-09-05", days=10, **EXTENSION)

    assert said(problem) == (409, "conflict", "信访工作条例34")
    assert "2026-09-04" in problem.detail.en


def test_only_item_six_has_a_period_to_extend() -> None:
    problem = accepted(4).refuses("extend", on="2026-08-01", days=10, **EXTENSION)

    assert said(problem) == (409, "conflict", "信访工作条例34")


@pytest.mark.parametrize("missing", ["days", "approved_by", "reason"])
def test_an_extension_names_its_days_its_approval_and_its_reason(missing: str) -> None:
    payload: dict[str, Any] = {"on": "2026-08-01", "days": 10, **EXTENSION}
    del payload[missing]
    problem = accepted().refuses("extend", **payload)

    assert problem.errors is not None
    assert set(problem.errors) == {missing}


def test_the_opinion_meets_the_sixty_days_and_its_service_starts_the_time_for_review() -> None:
    petition = concluded(on="2026-09-04", served_on="2026-09-08")

    assert petition.status == "concluded"
    assert petition.clock("XF-05")["status"] == "met"
    assert petition.clock("XF-06")["due_on"] == "2026-10-08"
    assert petition.case["milestones"]["concluded"] == "2026-09-04"
    assert petition.facts["outcome"] == "not_supported"


def test_the_petitioners_last_day_moves_off_the_national_holiday() -> None:
    petition = concluded(on="2026-09-01", served_on="2026-09-02")

    assert petition.clock("XF-06")["due_on"] == "2026-10-08"
    assert petition.clock("XF-06")["raw_due_on"] == "2026-10-02"


def test_a_late_opinion_is_missed_with_the_article() -> None:
    petition = concluded(on="2026-09-05", served_on="2026-09-05")

    assert petition.clock("XF-05")["status"] == "missed"
    assert petition.codes() == ["concluded-late"]
    assert petition.found[0].basis == "信访工作条例45(1)"


def test_without_a_day_of_service_no_time_for_review_runs_and_the_case_says_so() -> None:
    petition = concluded(served_on=None)

    assert "XF-06" not in petition.rules()
    assert petition.codes() == ["missing-fact"]
    assert "the day the written opinion was received" in petition.found[0].text.en


def test_the_day_of_service_can_be_given_later() -> None:
    petition = concluded(served_on=None).does("serve_opinion", served_on="2026-08-26")

    assert petition.clock("XF-06")["started_on"] == "2026-08-26"
    assert petition.clock("XF-06")["raw_due_on"] == "2026-09-25"
    assert petition.clock("XF-06")["due_on"] == "2026-09-28"
    assert petition.case["milestones"]["served"] == "2026-08-26"


def test_an_opinion_is_not_served_before_it_was_issued() -> None:
    problem = concluded(served_on=None).refuses("serve_opinion", served_on="2026-08-19")

    assert said(problem)[:2] == (422, "date-out-of-order")


def test_an_opinion_is_served_once() -> None:
    problem = concluded().refuses("serve_opinion", served_on="2026-08-26")
    assert said(problem) == (409, "conflict", "信访工作条例35")

    problem = reviewed().refuses("serve_opinion", served_on="2026-10-10")
    assert said(problem) == (409, "conflict", "信访工作条例36¶1")


def test_the_review_opinion_can_be_served_later_too() -> None:
    petition = reviewed(served_on=None).does("serve_opinion", served_on="2026-10-12")

    assert petition.clock("XF-08")["due_on"] == "2026-11-11"


@pytest.mark.parametrize("item", [1, 4, 5])
def test_only_item_six_ends_with_an_opinion(item: int) -> None:
    problem = accepted(item).refuses(
        "conclude", on="2026-08-20", outcome="supported", opinion=OPINION
    )

    assert said(problem) == (409, "conflict", "信访工作条例31(6)")


@pytest.mark.parametrize("part", sorted(OPINION))
def test_an_opinion_states_all_that_article_32_asks_for(part: str) -> None:
    opinion = {name: text for name, text in OPINION.items() if name != part}
    problem = accepted().refuses("conclude", on="2026-08-20", outcome="supported", opinion=opinion)

    assert refuses_field(problem) == (f"opinion.{part}", "信访工作条例32¶1")


def test_a_request_for_review_starts_the_reviewers_thirty_days_from_its_receipt() -> None:
    petition = in_review()

    assert petition.status == "in_review"
    assert petition.clock("XF-06")["status"] == "met"
    assert petition.clock("XF-07")["started_on"] == "2026-09-11"
    assert petition.clock("XF-07")["due_on"] == "2026-10-11"


def test_the_agency_above_can_take_the_review_over() -> None:
    petition = concluded().does("request_review", on="2026-09-10", to_agency=BUREAU)

    assert petition.case["agency"] == BUREAU
    assert petition.case["involved_agencies"] == [OFFICE]


def test_a_late_request_for_review_is_refused_unless_a_reason_is_given() -> None:
    petition = concluded()

    problem = petition.refuses("request_review", on="2026-09-24")
    assert said(problem) == (428, "reason-required", "信访工作条例35")
    assert "2026-09-23" in problem.detail.en

    petition.does("request_review", on="2026-09-24", reason="因住院未能按期提出")
    assert petition.status == "in_review"
    assert petition.clock("XF-06")["status"] == "missed"
    assert petition.codes() == ["requested-late"]


@pytest.mark.parametrize(
    ("start", "command", "due_on", "rule"),
    [
        (concluded, "request_review", "2026-09-23", "XF-06"),
        (reviewed, "request_reexamination", "2026-11-09", "XF-08"),
    ],
)
def test_a_request_that_was_posted_in_time_needs_no_reason(
    start: Callable[[], Petition], command: str, due_on: str, rule: str
) -> None:
    petition = start()
    assert petition.clock(rule)["due_on"] == due_on
    arrived = (date.fromisoformat(due_on) + timedelta(days=4)).isoformat()

    petition.does(command, on=arrived, posted_on=due_on, posted_by="registered_mail")

    assert petition.clock(rule)["status"] == "met"
    assert "requested-late" not in petition.codes()


def test_a_request_that_was_posted_too_late_needs_a_reason() -> None:
    problem = concluded().refuses(
        "request_review", on="2026-09-25", posted_on="2026-09-24", posted_by="registered_mail"
    )
    assert said(problem) == (428, "reason-required", "信访工作条例35")


def test_review_is_not_requested_before_the_opinion_was_received() -> None:
    problem = concluded().refuses("request_review", on="2026-08-22")

    assert said(problem)[:2] == (422, "date-out-of-order")


def test_the_review_opinion_meets_its_clock_and_opens_re_examination() -> None:
    petition = reviewed()

    assert petition.status == "reviewed"
    assert petition.clock("XF-07")["status"] == "met"
    assert petition.clock("XF-08")["raw_due_on"] == "2026-11-08"
    assert petition.clock("XF-08")["due_on"] == "2026-11-09"


def test_a_late_review_opinion_is_missed() -> None:
    petition = reviewed(on="2026-10-12", served_on="2026-10-12")

    assert petition.clock("XF-07")["status"] == "missed"
    assert petition.codes() == ["reviewed-late"]


def test_a_late_request_for_re_examination_is_refused_unless_a_reason_is_given() -> None:
    petition = reviewed()

    problem = petition.refuses("request_reexamination", on="2026-11-10")
    assert said(problem) == (428, "reason-required", "信访工作条例36¶1")

    petition.does("request_reexamination", on="2026-11-10", reason="邮路中断")
    assert petition.clock("XF-08")["status"] == "missed"


def test_re_examination_ends_the_petition() -> None:
    petition = finalized()

    assert petition.status == "finalized"
    assert petition.clock("XF-09")["due_on"] == "2026-11-11"
    assert petition.clock("XF-09")["status"] == "met"
    assert petition.running() == set()


def closed_after_conclusion(**changes: object) -> Petition:
    """Return a petition whose opinion was served on 2026-09-01, closed on 09-05."""
    petition = concluded(served_on="2026-09-01", **changes)
    return petition.does("close", on="2026-09-05", reason="信访人表示息访")


def test_review_is_asked_after_the_file_was_closed() -> None:
    petition = closed_after_conclusion()
    assert (petition.status, petition.clock("XF-06")["status"]) == ("closed", "running")

    petition.does("request_review", on="2026-09-20")

    assert petition.status == "in_review"
    assert petition.clock("XF-06")["status"] == "met"
    assert petition.clock("XF-07")["due_on"] == "2026-10-20"


def test_after_the_thirty_days_a_closed_petition_is_reviewed_only_for_a_reason() -> None:
    petition = closed_after_conclusion()

    problem = petition.refuses("request_review", on="2026-10-10")

    assert said(problem) == (428, "reason-required", "信访工作条例35")


def test_re_examination_is_asked_after_the_file_was_closed() -> None:
    petition = reviewed().does("close", on="2026-10-15", reason="信访人表示息访")
    assert petition.clock("XF-08")["status"] == "running"

    assert petition.does("request_reexamination", on="2026-10-20").status == "in_reexamination"


def test_what_a_closed_petition_went_through_is_not_asked_anew() -> None:
    petition = finalized().does("close", on="2026-11-12")

    assert said(petition.refuses("request_review", on="2026-11-13")) == (
        409,
        "conflict",
        "信访工作条例35",
    )
    assert said(petition.refuses("request_reexamination", on="2026-11-13")) == (
        409,
        "conflict",
        "信访工作条例36¶3",
    )


def test_a_petition_closed_without_opinion_has_none_to_review_or_serve() -> None:
    petition = classified().does("withdraw", on="2026-07-10", reason="问题已解决")
    petition.does("close", on="2026-07-11")

    for command in ("request_review", "request_reexamination"):
        assert petition.refuses(command, on="2026-07-12").code == "missing-fact"
    problem = petition.refuses("serve_opinion", on="2026-07-12", served_on="2026-07-12")
    assert problem.code == "missing-fact"


def test_an_opinion_served_before_the_file_was_closed_starts_its_window_later() -> None:
    petition = concluded(served_on=None).does("close", on="2026-08-25")

    petition.does("serve_opinion", on="2026-09-02", served_on="2026-08-24")

    assert petition.clock("XF-06")["due_on"] == "2026-09-23"


def test_what_both_sides_agree_on_ends_the_petition_in_its_sixty_days() -> None:
    petition = accepted().does("settle", on="2026-09-04", by="mediation", agreement="九月底前修缮")

    assert petition.status == "settled"
    assert petition.clock("XF-05")["status"] == "met"
    assert petition.running() == set()
    assert petition.does("close", on="2026-09-07").status == "closed"


def test_an_agreement_after_the_sixty_days_is_shown_as_late() -> None:
    petition = accepted().does("settle", on="2026-09-07", by="reconciliation", agreement="修缮")

    assert petition.codes() == ["settlement-concludes", "concluded-late"]
