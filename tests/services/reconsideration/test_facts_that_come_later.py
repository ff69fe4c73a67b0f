"""A day that was unknown at its step is supplied later, and the clock counts from that day."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.reconsideration.builders import accepted, act, filed, revoked, warned

OPINION: dict[str, Any] = {
    "on": "2024-06-21",
    "to_agency": {"name": "示范区市场监督管理局"},
    "content": "建议完善送达程序",
}


class TestKnowledge:
    def test_the_window_is_judged_when_the_day_of_knowing_is_supplied(self) -> None:
        review = filed(act=act(served_on=None))
        assert "missing-fact" in warned(review)

        review.does("record_knowledge", on="2024-05-13", act={"known_on": "2024-04-20"})

        window = review.clock("FY-01")
        assert (window["started_on"], window["status"]) == ("2024-04-20", "met")
        assert "missing-fact" not in warned(review)

    def test_an_application_out_of_time_is_seen_then(self) -> None:
        review = filed(act=act(made_on="2024-01-05", served_on=None))

        review.does("record_knowledge", on="2024-05-13", act={"served_on": "2024-01-08"})

        assert review.state_of("FY-01") == "missed"
        assert review.basis_of("application-out-of-time") == "复议法30¶1(4)"

    def test_a_posted_application_is_judged_by_its_posting(self) -> None:
        review = filed(
            act=act(made_on="2024-03-01", served_on=None),
            received_on="2024-05-08",
            posted_on="2024-05-06",
            posted_by="express_mail",
        )

        review.does("record_knowledge", on="2024-05-13", act={"served_on": "2024-03-07"})

        window = review.clock("FY-01")
        assert (window["due_on"], window["status"]) == ("2024-05-06", "met")

    @pytest.mark.parametrize("day", ["served_on", "known_on"])
    def test_nobody_contests_by_post_what_they_do_not_know_yet(self, day: str) -> None:
        posted: dict[str, Any] = {"posted_on": "2024-05-06", "posted_by": "express_mail"}
        review = filed(act=act(served_on=None), received_on="2024-05-08", **posted)

        problem = review.refuses("record_knowledge", on="2024-05-13", act={day: "2024-05-07"})

        assert problem.code == "date-out-of-order"

    def test_what_was_not_told_counts_from_knowing_it_within_the_year(self) -> None:
        review = filed(act=act(served_on=None, remedies_told=False))

        review.does(
            "record_knowledge",
            on="2024-05-13",
            act={"known_on": "2024-04-10", "remedies_known_on": "2024-04-20"},
        )

        windows = {
            clock["variant"]: (clock["started_on"], clock["status"])
            for clock in review.case["clocks"]
            if clock["rule"] == "FY-02"
        }
        assert windows == {"window": ("2024-04-20", "met"), "cap": ("2024-04-10", "met")}

    def test_the_end_of_the_time_to_perform_is_such_a_day(self) -> None:
        review = filed(act=act(kind="inaction", made_on=None, served_on=None, number=None))

        review.does("record_knowledge", on="2024-05-13", performance_ended_on="2024-04-20")

        assert review.state_of("FY-05") == "met"

    @pytest.mark.parametrize(
        ("supplied", "code", "field"),
        [
            ({}, "missing-fact", "act"),
            ({"act": {"known_on": "2024-03-29"}}, "date-out-of-order", "act.known_on"),
            ({"act": {"known_on": "2024-05-09"}}, "date-out-of-order", "act.known_on"),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, supplied: dict[str, Any], code: str, field: str
    ) -> None:
        problem = filed(act=act(served_on=None)).refuses(
            "record_knowledge", on="2024-05-13", **supplied
        )

        assert (problem.code, list(problem.errors or {})) == (code, [field])
        assert "复议法20" in (problem.basis or "")

    def test_a_day_on_record_is_corrected_and_not_told_again(self) -> None:
        problem = filed().refuses(
            "record_knowledge", on="2024-05-13", act={"served_on": "2024-04-20"}
        )

        assert problem.code == "conflict"
        assert "20" in (problem.basis or "")


class TestOpinion:
    def test_sixty_days_to_report_run_from_the_day_supplied(self) -> None:
        review = revoked().does("issue_opinion", **OPINION)
        assert not review.has_clock("FY-28")

        review.does(
            "record_opinion_receipt",
            on="2024-07-01",
            to_agency="示范区市场监督管理局",
            served_on="2024-06-25",
        )

        assert review.due("FY-28") == "2024-08-26"  # 08-24 is a Saturday
        assert "missing-fact" not in warned(review)

    def test_it_is_not_received_before_it_was_issued(self) -> None:
        review = revoked().does("issue_opinion", **OPINION)
        received: dict[str, Any] = {"to_agency": "示范区市场监督管理局", "served_on": "2024-06-20"}
        problem = review.refuses("record_opinion_receipt", on="2024-07-01", **received)

        assert (list(problem.errors or {}), problem.basis) == (["served_on"], "复议法76")

    def test_the_second_to_the_same_agency_has_a_receipt_of_its_own(self) -> None:
        review = revoked().does("issue_opinion", **OPINION, served_on="2024-06-24")
        review.does("issue_opinion", **{**OPINION, "on": "2024-07-01", "content": "规范取证"})
        received: dict[str, Any] = {"to_agency": "示范区市场监督管理局", "served_on": "2024-07-03"}
        review.does("record_opinion_receipt", on="2024-07-05", **received)

        assert review.due("FY-28") == "2024-09-02"  # 09-01 is a Sunday

    def test_it_is_an_opinion_on_record(self) -> None:
        problem = (
            revoked()
            .does("issue_opinion", **OPINION)
            .refuses(
                "record_opinion_receipt",
                on="2024-07-01",
                to_agency="另一机关",
                served_on="2024-06-25",
            )
        )

        assert (list(problem.errors or {}), problem.basis) == (["to_agency"], "复议法76")

    def test_a_day_on_record_is_corrected_and_not_told_again(self) -> None:
        review = revoked().does("issue_opinion", **OPINION, served_on="2024-06-24")

        problem = review.refuses(
            "record_opinion_receipt",
            on="2024-07-01",
            to_agency="示范区市场监督管理局",
            served_on="2024-06-25",
        )

        assert problem.code == "conflict"


def test_an_accepted_review_may_still_learn_when_the_act_was_known() -> None:
    review = filed(act=act(served_on=None)).does("accept", on="2024-05-13", procedure="ordinary")

    review.does("record_knowledge", on="2024-05-20", act={"known_on": "2024-04-20"})

    assert review.state_of("FY-01") == "met"
    assert accepted().state_of("FY-01") == "met"
