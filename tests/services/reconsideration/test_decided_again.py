"""A decision set aside by a court is made again; an act may not be enforced meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.reconsideration.builders import (
    APPLICANT,
    OFFICER,
    Review,
    accepted,
    revoked,
    suit,
)

COURT_CASE = "（2024）津0101行初12号"
ORDER: dict[str, Any] = {
    "on": "2024-10-16",
    "court_case_no": COURT_CASE,
    "in_effect_on": "2024-10-15",
}


def sued(**known: Any) -> Review:
    """Return a decision of 2024-06-20, served on 06-25, on which a suit was brought."""
    review = revoked()
    review.does(
        "serve_decision", on="2024-06-25", party=APPLICANT, method="direct", served_on="2024-06-25"
    )
    docketed = {"docketed_on": "2024-07-08", "court_case_no": COURT_CASE, "party": APPLICANT}
    return review.does("record_suit", actor=OFFICER, on="2024-07-10", **docketed, **known)


def decided_again() -> Review:
    review = sued().does("decide_again", **ORDER)
    review.does("decide", on="2024-11-20", kind="uphold", articles=["68"])
    return review.does(
        "serve_decision", on="2024-11-25", party=APPLICANT, method="direct", served_on="2024-11-25"
    )


class TestOrderToDecideAgain:
    def test_the_review_goes_on_with_a_new_period(self) -> None:
        review = sued().does("decide_again", **ORDER)

        assert review.status == "accepted"
        assert review.due("FY-18") == "2024-12-16"  # sixty days end on Saturday 12-14
        assert review.basis_of("time-to-decide-again-interpretive") == "解释89、复议法62"

    def test_the_day_that_the_judgment_sets_is_the_last(self) -> None:
        review = sued().does("decide_again", **ORDER, due_on="2024-11-29")

        assert review.due("FY-18") == "2024-11-29"
        assert review.codes() == []

    def test_the_new_decision_is_served_and_sued_on_anew(self) -> None:
        review = decided_again()

        assert review.clock("FY-29", APPLICANT)["due_on"] == "2024-12-10"
        assert review.state_of("FY-29") == "running"

    def test_the_suit_on_the_old_decision_does_not_hold_the_new_one_open(self) -> None:
        review = decided_again()
        review.known = [suit("final", court_case_no=COURT_CASE)]

        assert "final" in review.does("become_final", on="2024-12-10").milestones

    def test_a_suit_on_the_new_decision_does(self) -> None:
        review = decided_again()
        review.known = [suit("notified", court_case_no="（2024）津0101行初99号")]

        assert review.refuses("become_final", on="2024-12-10").basis == "行诉法45"

    def test_a_judgment_is_not_in_effect_before_the_decision_it_sets_aside(self) -> None:
        problem = sued().refuses("decide_again", **{**ORDER, "in_effect_on": "2024-06-19"})

        assert (problem.code, list(problem.errors or {})) == (
            "date-out-of-order",
            ["in_effect_on"],
        )


class TestStay:
    def test_it_is_ordered_and_lifted(self) -> None:
        review = accepted().does("stay_enforcement", on="2024-05-15", ground="42(3)")
        assert review.facts["enforcement_stayed"] is True

        review.does("lift_stay", on="2024-05-20", reason="申请人已提供担保以外的履行")

        assert review.facts["enforcement_stayed"] is False
        assert review.milestones["stay_lifted"] == "2024-05-20"

    @pytest.mark.parametrize(
        ("before", "command", "raw"),
        [
            ([], "lift_stay", {"reason": "无"}),
            (["stay"], "stay_enforcement", {"ground": "42(2)"}),
        ],
    )
    def test_what_is_not_so_is_refused(
        self, before: list[str], command: str, raw: dict[str, Any]
    ) -> None:
        review = accepted()
        if before:
            review.does("stay_enforcement", on="2024-05-15", ground="42(1)")

        problem = review.refuses(command, on="2024-05-20", **raw)

        assert (problem.code, problem.basis) == ("conflict", "复议法42")
