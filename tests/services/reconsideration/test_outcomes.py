"""How a reconsideration ends: decision, mediation statement, termination, withdrawal."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from services.reconsideration.outcome_guards import article_number
from tests.services.reconsideration.builders import (
    APPLICANT,
    NEW_OFFICERS,
    RESPONDENT,
    Review,
    accepted,
    act,
    filed,
    people,
    ready,
    revoked,
    served,
    simplified,
)


def decided_before_2024(**decision: Any) -> Review:
    review = filed(received_on="2023-05-08", act=act(made_on="2023-05-01", served_on="2023-05-01"))
    review.does("accept", on="2023-05-08", procedure="ordinary")
    review.does("assign_officers", on="2023-05-10", officers=NEW_OFFICERS)
    return review.does("decide", on="2023-06-20", **decision)


class TestDecision:
    @pytest.mark.parametrize(
        ("kind", "article"),
        [
            ("change", "63¶1(1)"),
            ("revoke", "64¶1(1)"),
            ("partly_revoke", "复议法64¶1(3)"),
            ("confirm_unlawful", "65¶2(1)"),
            ("confirm_invalid", "67"),
            ("uphold", "68"),
            ("reject_request", "69"),
            ("dismiss", "33"),
            ("dismiss", "2026条例37¶1(1)"),
            ("revoke", "70"),
        ],
    )
    def test_each_kind_rests_on_its_article(self, kind: str, article: str) -> None:
        review = revoked(kind=kind, articles=[article], approved_by="head_of_organ")

        assert review.status == "decided"
        assert review.state_of("FY-18") == "met"
        assert review.event["kind"] == kind
        assert review.codes() == []

    @pytest.mark.parametrize(
        ("kind", "article"), [("revoke", "68"), ("uphold", "64"), ("dismiss", "69")]
    )
    def test_the_article_of_another_kind_is_refused(self, kind: str, article: str) -> None:
        problem = ready().refuses("decide", on="2024-06-20", kind=kind, articles=[article])

        assert (list(problem.errors or {}), problem.basis) == (["articles"], "复议法61¶1")

    @pytest.mark.parametrize(
        ("citation", "number"),
        [
            ("64¶1(2)", 64),
            ("2026条例37¶1", 37),
            ("2017年法28", 28),
            ("复议法(2023)68", 68),
            ("无", None),
        ],
    )
    def test_a_citation_gives_its_article(self, citation: str, number: int | None) -> None:
        assert article_number(citation) == number

    def test_until_2023_article_28_carried_all(self) -> None:
        review = decided_before_2024(kind="uphold", articles=["2017法28¶1(1)"])

        assert review.status == "decided"

    def test_until_2023_nothing_was_declared_invalid(self) -> None:
        review = filed(
            received_on="2023-05-08", act=act(made_on="2023-05-01", served_on="2023-05-01")
        )
        review.does("accept", on="2023-05-08", procedure="ordinary")

        problem = review.refuses("decide", on="2023-06-20", kind="confirm_invalid", articles=["67"])
        assert list(problem.errors or {}) == ["kind"]

    def test_two_officers_are_assigned_first(self) -> None:
        heard = accepted().does("hear_parties", on="2024-05-22", method="phone")

        problem = heard.refuses("decide", on="2024-06-20", kind="uphold", articles=["68"])
        assert (problem.status, problem.basis) == (409, "2007条例32")

    def test_the_parties_are_heard_first(self) -> None:
        review = accepted().does("assign_officers", on="2024-05-20", officers=NEW_OFFICERS)

        problem = review.refuses("decide", on="2024-06-20", kind="uphold", articles=["68"])
        assert (problem.status, problem.basis) == (428, "复议法49")
        review.does(
            "decide", on="2024-06-20", kind="uphold", articles=["68"], reason="申请人多次拒绝"
        )
        assert review.status == "decided"

    def test_until_2023_the_review_was_in_writing(self) -> None:
        assert decided_before_2024(kind="uphold", articles=["28"]).status == "decided"

    def test_the_simplified_procedure_needs_one_officer_and_no_hearing(self) -> None:
        review = simplified().does("assign_officers", on="2024-05-14", officers=NEW_OFFICERS[:1])
        review.does("decide", on="2024-06-12", kind="uphold", articles=["68"])

        assert review.state_of("FY-19") == "met"

    def test_a_late_decision_is_marked_and_the_suit_window_told(self) -> None:
        review = revoked(on="2024-07-15")

        assert review.state_of("FY-18") == "missed"
        assert review.basis_of("decided-late") == "复议法62"

    def test_an_unanswered_copy_is_missed_when_the_decision_is_made(self) -> None:
        review = revoked(ready(served()))

        assert review.state_of("FY-14") == "missed"

    def test_a_major_case_has_hearing_and_committee(self) -> None:
        review = ready(accepted(major=True))

        decision: dict[str, Any] = {"on": "2024-06-20", "kind": "uphold", "articles": ["68"]}
        assert review.refuses("decide", **decision).basis == "复议法50¶1"
        review.does("schedule_hearing", on="2024-05-23", hearing_on="2024-06-05", place="复议庭")
        review.does(
            "hold_hearing",
            on="2024-06-05",
            chair="甲",
            listeners=["乙", "丙"],
            recorder="丁",
            head_attended=True,
        )
        assert review.refuses("decide", **decision).basis == "复议法52¶2(1)"
        review.does(
            "consult_committee", on="2024-06-10", ground="52(1)", opinion="维持", adopted="adopted"
        )
        assert review.does("decide", **decision).status == "decided"

    def test_a_new_act_is_ordered_with_a_revocation_only(self) -> None:
        review = ready()

        problem = review.refuses(
            "decide", on="2024-06-20", kind="uphold", articles=["68"], redo_ordered=True
        )
        assert (list(problem.errors or {}), problem.basis) == (["redo_ordered"], "复议法64¶1")
        assert revoked(review, redo_ordered=True).facts["redo_ordered"] is True

    def test_ordered_performance_has_its_limit(self) -> None:
        order: dict[str, Any] = {
            "on": "2024-06-20",
            "kind": "order_performance",
            "articles": ["66"],
        }

        problem = ready().refuses("decide", **order)
        assert (list(problem.errors or {}), problem.basis) == (["performance_due_on"], "复议法66")
        review = ready().does("decide", **order, performance_due_on="2024-08-20")
        assert review.facts["performance_due_on"] == "2024-08-20"

    def test_upholding_an_act_nobody_defended_is_pointed_out(self) -> None:
        review = ready(served()).does("decide", on="2024-06-20", kind="uphold", articles=["68"])

        assert review.basis_of("upheld-without-evidence") == "复议法70"

    def test_a_decision_without_approval_on_record_is_pointed_out(self) -> None:
        assert revoked().basis_of("approval-not-recorded") == "复议法61¶1"


class TestMediationStatement:
    statement: ClassVar[dict[str, Any]] = {
        "on": "2024-06-20",
        "terms": "退还罚款",
        "signed_by_all": True,
    }

    def test_it_ends_the_review(self) -> None:
        review = accepted().does(
            "issue_mediation_statement", **self.statement, performance_due_on="2024-07-20"
        )

        assert review.status == "settled"
        assert review.state_of("FY-18") == "met"
        assert review.due("POLICY-performance") == "2024-07-20"

    def test_it_ends_a_suspended_review_as_well(self) -> None:
        review = accepted().does("start_mediation", on="2024-05-23", consent_to_suspend=True)
        review.does("issue_mediation_statement", **self.statement)

        assert review.status == "settled"
        assert review.state_of("FY-18") == "met"

    def test_it_is_served_on_each_party_and_starts_no_time_to_sue(self) -> None:
        review = accepted().does("issue_mediation_statement", **self.statement)
        service: dict[str, Any] = {"method": "direct", "served_on": "2024-06-24"}

        review.does("serve_mediation_statement", on="2024-06-25", party=APPLICANT, **service)
        assert review.milestones["statement_served"] == "2024-06-24"
        assert not review.has_clock("FY-29")
        again = review.refuses(
            "serve_mediation_statement", on="2024-06-26", party=APPLICANT, **service
        )
        assert (again.status, again.basis) == (409, "复议法73")
        nobody = review.refuses("serve_mediation_statement", on="2024-06-26", party="p9", **service)
        assert (list(nobody.errors or {}), nobody.basis) == (["party"], "复议法73")
        review.does("close", on="2024-06-27")
        review.does("serve_mediation_statement", on="2024-06-28", party=RESPONDENT, **service)
        decided = revoked()
        assert (
            decided.refuses(
                "serve_mediation_statement", on="2024-06-26", party=APPLICANT, **service
            ).code
            == "command-not-allowed"
        )

    def test_it_is_performed_by_instalments(self) -> None:
        instalments = [{"due_on": "2024-07-20"}, {"due_on": "2024-08-20"}]
        review = accepted().does(
            "issue_mediation_statement", **self.statement, instalments=instalments
        )
        assert review.clock("POLICY-performance", "1")["due_on"] == "2024-07-20"
        assert review.clock("POLICY-performance", "2")["due_on"] == "2024-08-20"

        review.does("record_instalment", on="2024-07-19", instalment=1)
        assert review.clock("POLICY-performance", "1")["status"] == "met"
        again = review.refuses("record_instalment", on="2024-07-22", instalment=1)
        assert (again.status, again.basis) == (409, "复议法77、78")
        review.does("record_instalment", on="2024-08-21", instalment=2)

        assert set(review.codes()) == {"performed-late", "all-instalments-performed"}
        assert review.clock("POLICY-performance", "2")["status"] == "missed"

    def test_its_instalments_come_in_order(self) -> None:
        problem = accepted().refuses(
            "issue_mediation_statement",
            **self.statement,
            instalments=[{"due_on": "2024-08-20"}, {"due_on": "2024-07-20"}],
        )

        assert list(problem.errors or {}) == ["instalments.1.due_on"]

    def test_it_needs_every_signature(self) -> None:
        problem = accepted().refuses(
            "issue_mediation_statement", **{**self.statement, "signed_by_all": False}
        )

        assert (list(problem.errors or {}), problem.basis) == (["signed_by_all"], "复议法73")


class TestTermination:
    @pytest.mark.parametrize("ground", ["41(2)", "41(3)", "41(4)"])
    def test_a_ground_of_article_41_ends_the_review(self, ground: str) -> None:
        review = accepted().does("terminate", on="2024-06-20", ground=ground)

        assert review.status == "terminated"
        assert review.state_of("FY-18") == "cancelled"

    def test_withdrawal_has_a_command_of_its_own(self) -> None:
        problem = accepted().refuses("terminate", on="2024-06-20", ground="41(1)")

        assert (list(problem.errors or {}), problem.basis) == (["ground"], "复议法41(1)")

    def test_item_five_needs_sixty_days_of_suspension(self) -> None:
        review = accepted().does("suspend", on="2024-05-23", ground="39(1)")

        early = review.refuses("terminate", on="2024-07-22", ground="41(5)")
        assert (early.status, early.basis) == (409, "复议法41(5)")
        assert review.does("terminate", on="2024-07-23", ground="41(5)").status == "terminated"

    def test_item_five_needs_the_right_suspension(self) -> None:
        review = accepted().does("suspend", on="2024-05-23", ground="39(8)")

        assert review.refuses("terminate", on="2024-09-23", ground="41(5)").status == 409
        assert accepted().refuses("terminate", on="2024-09-23", ground="41(5)").status == 409


class TestWithdrawal:
    def test_a_permitted_withdrawal_ends_the_case(self) -> None:
        review = accepted().does("withdraw", on="2024-06-20", reason="已和解", settlement=True)

        assert review.status == "terminated"
        assert review.facts["termination_ground"] == "41(1)"
        assert review.basis_of("no-new-application") == "复议法74¶2"

    def test_before_acceptance_nothing_is_barred(self) -> None:
        assert filed().does("withdraw", on="2024-05-10", reason="不再申请").codes() == []

    def test_representatives_need_the_consent_of_the_represented(self) -> None:
        review = filed(applicants=people(6), representatives=["申请人1"])

        problem = review.refuses("withdraw", on="2024-05-10", reason="和解")
        assert (list(problem.errors or {}), problem.basis) == (
            ["represented_consent"],
            "复议法15¶2",
        )
        review.does("withdraw", on="2024-05-10", reason="和解", represented_consent=True)
        assert review.status == "terminated"
