"""After the decision: service, performance, opinions, publication."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from tests.services.reconsideration.builders import (
    APPLICANT,
    BUREAU,
    PROCEDURE,
    RESPONDENT,
    Review,
    accepted,
    filed,
    ready,
    revoked,
    suit,
)


def delivered(review: Review | None = None, **changes: Any) -> Review:
    service = {
        "on": "2024-06-25",
        "party": APPLICANT,
        "method": "direct",
        "served_on": "2024-06-25",
        **changes,
    }
    return (review or revoked()).does("serve_decision", **service)


def upheld(review: Review | None = None) -> Review:
    return revoked(ready(review) if review else None, kind="uphold", articles=["68"])


def to_respondent(review: Review) -> Review:
    return delivered(review, party=RESPONDENT, party_role="respondent")


class TestService:
    def test_fifteen_days_to_sue_run_from_service_on_each_addressee(self) -> None:
        review = delivered()

        window = review.clock("FY-29")
        assert (window["party"], window["started_on"]) == (APPLICANT, "2024-06-25")
        assert window["due_on"] == "2024-07-10"

    def test_without_a_service_date_no_window_runs(self) -> None:
        review = revoked().does("serve_decision", on="2024-06-25", party=APPLICANT, method="post")

        assert not review.has_clock("FY-29")
        assert review.codes() == ["missing-fact"]
        assert "复议决定送达之日" in review.found[0].text.zh

    def test_the_date_may_follow(self) -> None:
        review = revoked().does("serve_decision", on="2024-06-25", party=APPLICANT, method="post")

        assert (
            delivered(review, on="2024-06-28", served_on="2024-06-27").due("FY-29") == "2024-07-12"
        )

    def test_an_addressee_is_served_once(self) -> None:
        problem = delivered().refuses(
            "serve_decision",
            on="2024-06-26",
            party=APPLICANT,
            method="direct",
            served_on="2024-06-26",
        )

        assert (problem.status, problem.basis) == (409, "复议法75¶2")

    def test_an_addressee_is_a_party_of_the_case(self) -> None:
        problem = revoked().refuses("serve_decision", on="2024-06-25", party="p9", method="direct")

        assert (list(problem.errors or {}), problem.basis) == (["party"], "复议法75¶2")

    def test_the_respondent_does_not_sue(self) -> None:
        served: dict[str, Any] = {"on": "2024-06-25", "party": RESPONDENT, "method": "direct"}
        problem = revoked().refuses("serve_decision", **served, party_role="applicant")

        assert list(problem.errors or {}) == ["party_role"]
        assert not revoked().does("serve_decision", **served).has_clock("FY-29")
        assert not to_respondent(revoked()).has_clock("FY-29")

    def test_no_service_before_the_decision(self) -> None:
        problem = revoked().refuses(
            "serve_decision",
            on="2024-06-25",
            party=APPLICANT,
            method="direct",
            served_on="2024-06-19",
        )

        assert (problem.code, list(problem.errors or {})) == ("date-out-of-order", ["served_on"])

    def test_nothing_is_announced_before_it_was_decided(self) -> None:
        announced: dict[str, Any] = {"method": "announcement", "published_on": "2024-06-19"}
        problem = revoked().refuses(
            "serve_decision", on="2024-07-22", party=APPLICANT, served_on="2024-07-22", **announced
        )

        assert (problem.code, list(problem.errors or {})) == ("date-out-of-order", ["published_on"])

    def test_an_announcement_serves_after_thirty_days(self) -> None:
        announced: dict[str, Any] = {
            "on": "2024-07-30",
            "party": APPLICANT,
            "method": "announcement",
        }

        no_date = revoked().refuses("serve_decision", **announced)
        assert (no_date.code, list(no_date.errors or {})) == ("missing-fact", ["published_on"])
        early = revoked().refuses(
            "serve_decision", **announced, published_on="2024-06-24", served_on="2024-07-23"
        )
        assert (list(early.errors or {}), early.basis) == (["served_on"], "民诉法95")
        assert "2024-07-24" in early.detail.en
        review = revoked().does(
            "serve_decision", **announced, published_on="2024-06-24", served_on="2024-07-24"
        )
        assert review.due("FY-29") == "2024-08-08"

    def test_a_refusal_to_accept_is_served_too(self) -> None:
        review = filed().does("reject", on="2024-05-13", ground="30(2)", reason="无利害关系")

        assert (
            delivered(review, on="2024-05-20", served_on="2024-05-20").due("FY-29") == "2024-06-04"
        )

    def test_the_window_lapses_by_itself(self) -> None:
        effect = PROCEDURE.expiry["FY-29"]
        assert effect.ends
        assert effect.warning is not None
        assert effect.warning.basis == "行诉法45"

    def test_the_last_window_makes_the_decision_final(self) -> None:
        for rule in ("FY-29", "SS-04"):
            effect = PROCEDURE.expiry[rule]
            assert (effect.command, effect.after) == ("become_final", ("FY-29", "SS-04"))


class TestFinality:
    def test_without_a_suit_the_decision_is_final_and_performance_is_followed(self) -> None:
        review = delivered(upheld()).does("become_final", on="2024-07-10")

        assert review.status == "decided"
        assert review.milestones["final"] == "2024-07-10"
        assert review.event_type == "reconsideration.final"
        assert review.codes() == ["decision-final"]
        assert (review.state_of("FY-29"), review.clock("FY-29")["ended_on"]) == (
            "missed",
            "2024-07-10",
        )
        # Three months from the end of the window (行政强制法53).
        assert (review.state_of("SS-25"), review.due("SS-25")) == ("running", "2024-10-10")

    def test_performance_on_record_leaves_nothing_to_enforce(self) -> None:
        review = delivered(upheld())
        review.does("record_performance", on="2024-07-01", outcome="performed")

        assert not review.does("become_final", on="2024-07-10").has_clock("SS-25")

    def test_performance_ends_the_time_to_ask_the_court(self) -> None:
        review = delivered(upheld()).does("become_final", on="2024-07-10")
        review.does("record_performance", on="2024-08-01", outcome="performed")

        assert review.state_of("SS-25") == "met"

    def test_after_a_revocation_the_applicant_has_nothing_to_perform(self) -> None:
        review = delivered().does("become_final", on="2024-07-10")

        assert not review.has_clock("SS-25")

    def test_with_a_suit_on_record_it_does_not_become_final(self) -> None:
        review = delivered(upheld())
        review.known = [suit()]

        assert review.refuses("become_final", on="2024-07-10").basis == "行诉法45"
        review.known = [suit("withdrawn")]
        assert "final" in review.does("become_final", on="2024-07-10").milestones

    def test_an_addressee_who_was_not_served_keeps_it_open(self) -> None:
        review = filed(applicants=[{"name": "申请人甲"}, {"name": "申请人乙"}])
        review.does("accept", on="2024-05-13", procedure="ordinary")
        decided = upheld(review)

        refusal = delivered(decided).refuses("become_final", on="2024-07-10")
        assert (refusal.code, refusal.basis) == ("command-not-allowed", "复议法75¶2")


class TestPerformance:
    def test_sixty_days_to_act_anew_run_from_service_on_the_respondent(self) -> None:
        review = to_respondent(revoked(redo_ordered=True))

        assert review.due("FY-27") == "2024-08-26"
        assert review.clock("FY-27")["party"] == RESPONDENT
        assert not delivered(revoked(redo_ordered=True)).has_clock("FY-27")

    def test_a_statutory_limit_goes_first(self) -> None:
        review = to_respondent(revoked(redo_ordered=True, redo_due_on="2024-07-25"))

        assert review.due("FY-27") == "2024-07-25"

    def test_performance_is_watched_until_its_day(self) -> None:
        review = ready().does(
            "decide",
            on="2024-06-20",
            kind="order_performance",
            articles=["66"],
            performance_due_on="2024-08-20",
        )

        assert to_respondent(review).due("POLICY-performance") == "2024-08-20"
        review.does("record_performance", on="2024-08-01", outcome="performed")
        assert review.state_of("POLICY-performance") == "met"

    @pytest.mark.parametrize("outcome", ["partly_performed", "refused"])
    def test_what_is_not_performed_stays_open(self, outcome: str) -> None:
        review = to_respondent(revoked(redo_ordered=True))
        review.does("record_performance", on="2024-08-01", outcome=outcome)

        assert review.state_of("FY-27") == "running"
        assert review.basis_of("not-performed") == "复议法77、78"

    def test_late_performance_is_marked(self) -> None:
        review = to_respondent(revoked(redo_ordered=True))
        review.does("record_performance", on="2024-08-27", outcome="performed")

        assert review.state_of("FY-27") == "missed"
        assert review.basis_of("performed-late") == "复议法77"

    def test_performance_can_be_ordered_with_a_limit(self) -> None:
        review = revoked().does(
            "order_performance",
            on="2024-08-01",
            due_on="2024-08-31",
            measures=["summon", "criticise"],
        )

        assert review.due("POLICY-performance") == "2024-08-31"
        assert review.event["measures"] == ["summon", "criticise"]

    def test_but_not_once_performed(self) -> None:
        review = revoked().does("record_performance", on="2024-07-01", outcome="performed")

        problem = review.refuses("order_performance", on="2024-08-01", due_on="2024-08-31")
        assert (problem.status, problem.basis) == (409, "复议法77¶2")


class TestOpinion:
    opinion: ClassVar[dict[str, Any]] = {"to_agency": BUREAU, "content": "程序瑕疵"}

    def test_the_agency_reports_within_sixty_days_of_receipt(self) -> None:
        review = accepted().does(
            "issue_opinion", on="2024-06-03", served_on="2024-06-05", **self.opinion
        )

        assert review.due("FY-28") == "2024-08-05"
        assert review.clock("FY-28")["party"] == BUREAU["name"]
        review.does("report_rectification", on="2024-07-01", content="已整改")
        assert review.state_of("FY-28") == "met"

    def test_a_late_report_is_marked(self) -> None:
        review = accepted().does(
            "issue_opinion", on="2024-06-03", served_on="2024-06-05", **self.opinion
        )
        review.does("report_rectification", on="2024-08-06", content="已整改")

        assert review.state_of("FY-28") == "missed"
        assert review.basis_of("rectification-reported-late") == "复议法76"

    def test_one_agency_does_not_report_for_another(self) -> None:
        review = accepted().does(
            "issue_opinion", on="2024-06-03", served_on="2024-06-05", **self.opinion
        )
        other: dict[str, Any] = {"to_agency": {"name": "示范区城管局"}, "content": "程序瑕疵"}
        review.does("issue_opinion", on="2024-06-03", served_on="2024-06-05", **other)
        review.does(
            "report_rectification", on="2024-07-01", content="已整改", from_agency="示范区城管局"
        )

        assert review.clock("FY-28", BUREAU["name"])["status"] == "running"
        assert review.clock("FY-28", "示范区城管局")["status"] == "met"

    def test_no_report_without_an_opinion(self) -> None:
        problem = accepted().refuses("report_rectification", on="2024-06-03", content="已整改")

        assert (problem.code, list(problem.errors or {})) == ("missing-fact", ["opinion_issued"])


class TestCopyToTheSuperior:
    superior: ClassVar[dict[str, Any]] = {"name": "上级市场监督管理局"}

    def test_a_served_decision_is_copied_to_the_department_above(self) -> None:
        review = delivered().does(
            "copy_to_superior", on="2024-07-15", about="decision", to_agency=self.superior
        )

        assert review.event_type == "reconsideration.copied_to_superior"
        assert review.event["to_agency"] == self.superior
        assert review.facts["copies_to_superior"] == [
            {"on": "2024-07-15", "about": "decision", "to_agency": self.superior}
        ]

    @pytest.mark.parametrize(
        ("about", "lacking"), [("decision", "decision_served"), ("opinion", "opinion_issued")]
    )
    def test_what_is_not_in_effect_is_not_copied(self, about: str, lacking: str) -> None:
        problem = revoked().refuses(
            "copy_to_superior", on="2024-06-24", about=about, to_agency=self.superior
        )

        assert (problem.code, list(problem.errors or {})) == ("missing-fact", [lacking])
        assert problem.basis == "复议法79¶2"

    def test_an_opinion_is_copied_once_it_is_issued(self) -> None:
        opinion: dict[str, Any] = {"to_agency": BUREAU, "content": "程序瑕疵"}
        review = accepted().does("issue_opinion", on="2024-06-03", **opinion)

        problem = review.refuses(
            "copy_to_superior", on="2024-06-02", about="opinion", to_agency=self.superior
        )
        assert problem.basis == "复议法79¶2"
        review.does("copy_to_superior", on="2024-06-04", about="opinion", to_agency=self.superior)
        assert review.case["milestones"]["copied_to_superior"] == "2024-06-04"
