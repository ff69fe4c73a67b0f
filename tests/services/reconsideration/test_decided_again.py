"""What a court sets aside, or a superior orders to be put right, is taken up again."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from shared.storage.database import Database
from tests.services.reconsideration.builders import (
    APPLICANT,
    NEW_OFFICERS,
    OFFICER,
    Review,
    accepted,
    act,
    filed,
    ready,
    revoked,
    suit,
)
from tests.services.reconsideration.offices import Office
from tests.support.case_in_memory import said

COURT_CASE = "（2024）津0101行初12号"
ORDER: dict[str, Any] = {
    "on": "2024-10-16",
    "court_case_no": COURT_CASE,
    "in_effect_on": "2024-10-15",
}


def sued(**decision: Any) -> Review:
    """Return a decision of 2024-06-20, served on 06-25, on which a suit was brought."""
    review = revoked(**decision)
    review.does(
        "serve_decision", on="2024-06-25", party=APPLICANT, method="direct", served_on="2024-06-25"
    )
    docketed = {"docketed_on": "2024-07-08", "court_case_no": COURT_CASE, "party": APPLICANT}
    return review.does("record_suit", actor=OFFICER, on="2024-07-10", **docketed)


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

    def test_nor_does_one_that_the_court_above_decided_under_its_own_number(self) -> None:
        above: dict[str, Any] = {**ORDER, "court_case_no": "（2024）津01行终77号"}
        review = sued().does("decide_again", **above)
        review.does("decide", on="2024-11-20", kind="uphold", articles=["68"])
        served: dict[str, Any] = {"party": APPLICANT, "method": "direct", "served_on": "2024-11-25"}
        review.does("serve_decision", on="2024-11-25", **served)
        docketed = {"docketed": "2024-07-08"}
        review.known = [suit("final", court_case_no=COURT_CASE, milestones=docketed)]

        assert "final" in review.does("become_final", on="2024-12-10").milestones

    def test_nothing_is_left_of_what_the_old_decision_ordered(self) -> None:
        review = sued(redo_ordered=True, redo_due_on="2024-08-01", compensation="五千元")
        review.does("record_performance", on="2024-08-01", outcome="performed")
        review.does("decide_again", **ORDER)
        again: dict[str, Any] = {"kind": "revoke", "articles": ["64¶1(1)"], "redo_ordered": True}
        review.does("decide", on="2024-11-20", **again)
        served: dict[str, Any] = {"party": "p2", "method": "direct", "served_on": "2024-11-25"}
        review.does("serve_decision", on="2024-11-25", **served)

        # Sixty days, since the new decision names no day (条例58).
        assert review.due("FY-27") == "2025-01-24"
        assert not {"redo_due_on", "compensation"} & {
            name for name, value in review.facts.items() if value is not None
        }
        # The new one is not performed yet.
        review.does("order_performance", on="2025-01-26", due_on="2025-02-14")
        assert review.due("POLICY-performance") == "2025-02-14"

    def test_the_new_period_is_lengthened_once_of_its_own(self) -> None:
        more: dict[str, Any] = {"days": 30, "approved_by": "head_of_office", "reason": "案情复杂"}
        review = accepted().does("extend", on="2024-05-20", **more)
        review = revoked(ready(review))
        review.does("decide_again", **ORDER).does("extend", on="2024-11-18", **more)

        assert review.due("FY-18") == "2025-01-13"  # ninety days from 10-15
        assert review.refuses("extend", on="2024-11-19", **more).basis == "复议法62¶1"

    def test_the_day_that_a_judgment_set_is_not_lengthened(self) -> None:
        more: dict[str, Any] = {"days": 30, "approved_by": "head_of_office", "reason": "案情复杂"}
        review = sued().does("decide_again", **ORDER, due_on="2024-11-29")

        problem = review.refuses("extend", on="2024-11-18", **more)

        assert said(problem) == (409, "conflict", "行诉法94、复议法35")

    def test_the_service_of_the_old_decision_is_none_of_the_new_one(self) -> None:
        review = sued().does("decide_again", **ORDER)
        copied: dict[str, Any] = {"about": "decision", "to_agency": {"name": "市市场监督管理局"}}
        assert review.refuses("copy_to_superior", on="2024-10-20", **copied).code == "missing-fact"

        review.does("decide", on="2024-11-20", kind="uphold", articles=["68"])

        assert review.refuses("copy_to_superior", on="2024-11-22", **copied).code == "missing-fact"
        review.does("close", on="2024-11-22", reason="无")
        assert "decision-not-served" in review.codes()

    def test_the_public_is_told_that_what_it_reads_was_set_aside(self) -> None:
        review = sued()
        review.case["facts"]["publication"] = "published"
        review.does("decide_again", **ORDER)
        assert "published-decision-set-aside" in review.codes()

        review.does("withdraw_publication", on="2024-10-17", reason="决定已被法院撤销")

        assert (review.status, review.facts["publication"]) == ("accepted", "withdrawn")

    def test_a_judgment_is_not_in_effect_before_the_decision_it_sets_aside(self) -> None:
        problem = sued().refuses("decide_again", **{**ORDER, "in_effect_on": "2024-06-19"})

        assert (problem.code, list(problem.errors or {})) == (
            "date-out-of-order",
            ["in_effect_on"],
        )


class TestFinalBefore:
    """Served on 2026-05-11, final on 05-26 by the sweep; sued on in time, and set aside."""

    SERVED: ClassVar[dict[str, Any]] = {
        "party": APPLICANT,
        "method": "direct",
        "served_on": "2026-05-11",
    }

    def test_a_court_that_ruled_on_it_was_asked_in_time(self, database: Database) -> None:
        office = Office(database)
        case_id = office.opens(
            act=act(made_on="2026-02-20", served_on="2026-02-24"), received_on="2026-03-02"
        )
        office.does(case_id, "accept", on="2026-03-04", procedure="ordinary")
        office.does(case_id, "assign_officers", on="2026-03-05", officers=NEW_OFFICERS)
        office.does(case_id, "hear_parties", on="2026-03-20", method="phone")
        decision: dict[str, Any] = {
            "kind": "uphold",
            "articles": ["复议法68"],
            "approved_by": "head_of_organ",
        }
        office.does(case_id, "decide", on="2026-04-20", **decision)
        office.does(case_id, "serve_decision", on="2026-05-11", **self.SERVED)
        office.hears_of_expiry(case_id, "FY-29")
        assert office.case(case_id)["milestones"]["final"] == "2026-05-26"

        order: dict[str, Any] = {
            "court_case_no": "（2026）津0101行初9号",
            "in_effect_on": "2026-10-12",
        }
        office.does(case_id, "decide_again", on="2026-10-14", **order)

        case = office.case(case_id)
        assert (case["status"], "final" in case["milestones"]) == ("accepted", False)
        assert office.clock(case_id, "SS-25")["status"] == "cancelled"
        # Sixty days from 10-12 end on 12-11, a Friday.
        assert office.clock(case_id, "FY-18")["due_on"] == "2026-12-11"


def refused() -> Review:
    """Return an application refused on 2024-05-13, the refusal served on 05-14."""
    return filed().does(
        "reject", on="2024-05-13", ground="30(5)", reason="不属于复议范围", served_on="2024-05-14"
    )


def dismissed() -> Review:
    review = revoked(kind="dismiss", articles=["33"])
    served: dict[str, Any] = {"party": APPLICANT, "method": "direct", "served_on": "2024-06-25"}
    return review.does("serve_decision", on="2024-06-25", **served)


SUPERIOR: dict[str, Any] = {
    "on": "2024-07-03",
    "superior": {"name": "示范市人民政府"},
    "ordered_on": "2024-07-02",
}


class TestRefusalSetAside:
    """行诉法70, 复议法35: what was refused without a ground is examined, or reviewed, again."""

    @pytest.mark.parametrize("closed", [False, True], ids=["refused", "closed since"])
    def test_the_application_is_examined_again_by_order_of_a_court(self, closed: bool) -> None:
        review = refused()
        if closed:
            review.does("close", on="2024-06-03", reason="期满")
        review.does("decide_again", **ORDER)

        # In effect on Tuesday 10-15: five working days.
        assert (review.status, review.due("FY-08")) == ("filed", "2024-10-22")
        assert review.codes() == ["time-to-examine-again-interpretive"]
        assert not review.running() & {"FY-29", "FY-18"}

        review.known = [suit("final", court_case_no=COURT_CASE)]
        review.does("accept", on="2024-10-18", procedure="ordinary")
        assert review.due("FY-18") == "2024-12-17"

    def test_no_second_refusal_makes_it_an_acceptance(self) -> None:
        review = refused().does("decide_again", **ORDER, due_on="2024-10-25")
        assert review.due("FY-08") == "2024-10-25"

        review.does("deem_accepted", on="2024-10-25")

        assert (review.status, review.due("FY-18")) == ("accepted", "2024-12-24")

    def test_what_it_lacks_is_asked_for_within_five_days_of_the_order(self) -> None:
        review = refused().does("decide_again", **ORDER)
        review.does("request_correction", on="2024-10-22", items=["身份证明"])

        notice = review.clock("FY-09")
        assert (notice["due_on"], notice["status"]) == ("2024-10-22", "met")

    def test_a_second_refusal_is_served_and_sued_on_anew(self) -> None:
        review = refused().does("decide_again", **ORDER)
        review.does("reject", on="2024-10-21", ground="30(2)", reason="没有利害关系")
        served: dict[str, Any] = {"party": APPLICANT, "method": "direct", "served_on": "2024-10-23"}
        review.does("serve_decision", on="2024-10-23", **served)

        assert (review.status, review.due("FY-29")) == ("rejected", "2024-11-07")

    def test_the_superior_orders_a_refusal_to_be_put_right(self) -> None:
        review = refused().does("put_right", **SUPERIOR)

        # Ordered on Tuesday 07-02.
        assert (review.status, review.due("FY-08")) == ("filed", "2024-07-09")
        assert review.basis_of("time-to-examine-again-interpretive") == "复议法30¶1、35"

    def test_and_a_dismissal(self) -> None:
        review = dismissed().does("put_right", **SUPERIOR)

        # Sixty days from 07-02 end on Saturday 08-31.
        assert (review.status, review.due("FY-18")) == ("accepted", "2024-09-02")
        assert review.clock("FY-29", APPLICANT)["status"] == "cancelled"

    def test_but_no_other_decision(self) -> None:
        assert said(sued().refuses("put_right", **SUPERIOR)) == (409, "conflict", "复议法35")

    def test_what_was_final_before_is_not_so_once_it_is_put_right(self) -> None:
        review = dismissed().does("become_final", on="2024-07-10")
        review.does("put_right", **{**SUPERIOR, "on": "2024-07-16", "ordered_on": "2024-07-15"})
        review.does("decide", on="2024-08-20", kind="uphold", articles=["68"])

        demanded: dict[str, Any] = {"party": APPLICANT, "served_on": "2024-08-21"}
        problem = review.refuses("demand_performance", on="2024-08-21", **demanded)
        assert said(problem) == (409, "conflict", "行诉法97；行政强制法53")

    def test_a_review_that_was_terminated_goes_on(self) -> None:
        review = accepted().does("terminate", on="2024-06-03", ground="41(3)")
        review.does("decide_again", **ORDER)

        assert (review.status, review.due("FY-18")) == ("accepted", "2024-12-16")

    def test_nothing_is_set_aside_that_was_never_decided(self) -> None:
        review = filed().does("request_correction", on="2024-05-10", items=["身份证明"])
        review.does("serve_correction_notice", on="2024-05-10", served_on="2024-05-10")
        review.does("lapse", on="2024-05-25").does("close", on="2024-06-03", reason="期满")

        assert said(review.refuses("decide_again", **ORDER)) == (409, "conflict", "行诉法70")
