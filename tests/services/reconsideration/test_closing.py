"""The file is closed; no right of a person ends with it."""

from __future__ import annotations

from tests.services.reconsideration.builders import APPLICANT, accepted, filed, revoked
from tests.services.reconsideration.test_after_the_decision import delivered


def test_a_case_whose_clocks_have_ended_is_closed() -> None:
    review = accepted().does("terminate", on="2024-06-20", ground="41(2)")

    assert review.does("close", on="2024-06-21").status == "closed"


def test_a_running_suit_window_asks_for_a_reason() -> None:
    review = delivered()

    problem = review.refuses("close", on="2024-06-30")
    assert (problem.status, problem.basis) == (428, "行诉法45")
    assert "FY-29" in problem.detail.en
    review.does("close", on="2024-06-30", reason="双方声明不起诉")
    assert (review.status, review.state_of("FY-29")) == ("closed", "running")


def test_closing_ends_nobodys_right_to_sue() -> None:
    review = delivered().does("close", on="2024-06-30", reason="双方声明不起诉")

    review.does("record_suit", on="2024-07-08", docketed_on="2024-07-05", party=APPLICANT)

    assert review.state_of("FY-29") == "met"
    assert review.refuses("become_final", on="2024-07-10").basis == "行诉法45"


def test_a_decision_becomes_final_although_the_file_was_closed() -> None:
    review = delivered().does("close", on="2024-06-30", reason="双方声明不起诉")

    review.does("become_final", on="2024-07-10")

    assert (review.status, review.milestones["final"]) == ("closed", "2024-07-10")


def test_a_closed_refusal_of_acceptance_becomes_no_final_decision() -> None:
    review = filed().does("reject", on="2024-05-13", ground="30(2)", reason="无利害关系")
    delivered(review, on="2024-05-20", served_on="2024-05-20")
    review.does("close", on="2024-05-21", reason="材料齐备")

    assert review.refuses("become_final", on="2024-06-04").code == "command-not-allowed"


def test_a_slip_that_comes_back_after_closing_starts_the_window() -> None:
    review = delivered(revoked().does("close", on="2024-06-30"), on="2024-07-02")

    assert review.clock("FY-29")["party"] == APPLICANT
    ended = accepted().does("terminate", on="2024-06-20", ground="41(2)")
    ended.does("close", on="2024-06-21")
    problem = ended.refuses("serve_decision", on="2024-07-02", party=APPLICANT, method="direct")
    assert (problem.code, problem.basis) == ("missing-fact", "复议法75")


def test_a_decision_never_served_is_pointed_out() -> None:
    assert revoked().does("close", on="2024-06-30").basis_of("decision-not-served") == "复议法75¶2"


def test_an_open_case_is_not_closed() -> None:
    assert accepted().refuses("close", on="2024-06-30").code == "command-not-allowed"
