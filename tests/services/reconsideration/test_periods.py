"""What stops or lengthens a review: suspension, excluded time, norms, mediation, extension."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from shared.casework.guarding import SYSTEM
from tests.services.reconsideration.builders import (
    Review,
    accepted,
    act,
    filed,
    simplified,
)
from tests.support.case_in_memory import refuses_field


def accepted_before_2024() -> Review:
    review = filed(received_on="2023-05-08", act=act(made_on="2023-05-01", served_on="2023-05-01"))
    return review.does("accept", on="2023-05-08", procedure="ordinary")


def accepted_in_2026() -> Review:
    review = filed(received_on="2026-07-08", act=act(made_on="2026-07-01", served_on="2026-07-02"))
    return review.does("accept", on="2026-07-10", procedure="ordinary")


class TestSuspension:
    def test_the_days_left_run_on_after_resumption(self) -> None:
        review = accepted().does("suspend", on="2024-05-23", ground="39(8)")

        assert review.status == "suspended"
        assert review.state_of("FY-18") == "paused"
        assert review.due("FY-18") is None
        review.does("resume", on="2024-06-24", reason="另案已审结")
        assert review.status == "accepted"
        pause = review.clock("FY-18")["pauses"][0]
        assert pause == {"from": "2024-05-23", "to": "2024-06-24", "reason": "39(8)"}
        assert review.due("FY-18") == "2024-08-13"

    @pytest.mark.parametrize(("on", "state"), [("2024-07-12", "paused"), ("2024-07-15", "running")])
    def test_after_its_last_day_the_review_is_overdue_and_not_paused(
        self, on: str, state: str
    ) -> None:
        review = accepted().does("suspend", on=on, ground="39(8)")

        assert review.status == "suspended"
        assert review.state_of("FY-18") == state
        assert review.due("FY-18") == "2024-07-12"
        assert ("suspended-after-the-end" in review.codes()) is (state == "running")
        review.does("resume", on="2024-07-20", reason="另案已审结")
        assert (review.state_of("FY-18"), review.due("FY-18")) == ("running", "2024-07-12")

    def test_a_suspension_states_its_ground(self) -> None:
        problem = accepted().refuses("suspend", on="2024-05-23")

        assert list(problem.errors or {}) == ["ground"]

    def test_the_ground_is_one_of_article_39(self) -> None:
        problem = accepted().refuses("suspend", on="2024-05-23", ground="39(11)")

        assert list(problem.errors or {}) == ["ground"]

    def test_other_grounds_are_named(self) -> None:
        problem = accepted().refuses("suspend", on="2024-05-23", ground="39(10)")

        assert (problem.status, problem.basis) == (428, "复议法39¶1(10)、40")
        assert list(problem.errors or {}) == ["reason"]
        review = accepted().does("suspend", on="2024-05-23", ground="39(10)", reason="等待批复")
        assert review.status == "suspended"

    def test_mediation_suspends_only_with_both_sides_consent(self) -> None:
        problem = accepted().refuses("suspend", on="2024-05-23", ground="39(6)")

        assert (list(problem.errors or {}), problem.basis) == (["consent"], "复议法39¶1(6)")
        review = accepted().does("suspend", on="2024-05-23", ground="39(6)", consent=True)
        assert review.facts["suspension_ground"] == "39(6)"

    def test_a_norm_has_a_command_of_its_own(self) -> None:
        problem = accepted().refuses("suspend", on="2024-05-23", ground="39(9)")

        assert list(problem.errors or {}) == ["ground"]
        assert "request_norm_review" in problem.detail.en

    @pytest.mark.parametrize("ground", ["39(1)", "39(2)", "39(4)"])
    def test_sixty_days_run_while_the_applicant_is_missing_a_successor(self, ground: str) -> None:
        review = accepted().does("suspend", on="2024-05-23", ground=ground)

        assert review.due("FY-26") == "2024-07-22"
        assert review.does("resume", on="2024-06-24").state_of("FY-26") == "cancelled"

    @pytest.mark.parametrize("ground", ["39(3)", "39(5)", "39(7)", "39(8)"])
    def test_other_grounds_have_no_sixty_days(self, ground: str) -> None:
        assert not accepted().does("suspend", on="2024-05-23", ground=ground).has_clock("FY-26")

    def test_grounds_of_the_old_regulation_are_pointed_out(self) -> None:
        review = accepted_before_2024().does("suspend", on="2023-06-01", ground="39(8)")

        assert review.basis_of("suspension-under-the-old-law") == "2007条例41"

    def test_a_suspended_case_is_not_decided(self) -> None:
        review = accepted().does("suspend", on="2024-05-23", ground="39(8)")

        problem = review.refuses("decide", on="2024-06-01", kind="uphold", articles=["68"])
        assert problem.code == "command-not-allowed"
        assert "resume" in (problem.allowed or [])


class TestExcludedTime:
    def test_inspection_is_not_counted(self) -> None:
        review = accepted().does(
            "exclude_time",
            on="2024-06-10",
            kind="inspection",
            from_on="2024-06-03",
            to_on="2024-06-10",
        )

        assert review.status == "accepted"
        assert review.due("FY-18") == "2024-07-22"

    @pytest.mark.parametrize(
        ("span", "field"),
        [
            ({"from_on": "2024-05-10", "to_on": "2024-05-20"}, "from_on"),
            ({"from_on": "2024-05-20", "to_on": "2024-05-17"}, "to_on"),
            ({"from_on": "2024-05-20", "to_on": "2024-06-12"}, "on"),
        ],
    )
    def test_the_span_lies_within_the_review(self, span: dict[str, Any], field: str) -> None:
        problem = accepted().refuses("exclude_time", on="2024-06-10", kind="appraisal", **span)

        assert (problem.code, list(problem.errors or {})) == ("date-out-of-order", [field])

    def test_asking_for_elevation_counts_since_july_2026(self) -> None:
        span: dict[str, Any] = {"from_on": "2024-06-03", "to_on": "2024-06-07"}

        problem = accepted().refuses("exclude_time", on="2024-06-10", kind="elevation", **span)
        assert (list(problem.errors or {}), problem.basis) == (["kind"], "2026条例40¶2")
        review = accepted_in_2026()
        assert review.due("FY-18") == "2026-09-08"
        review.does(
            "exclude_time",
            on="2026-07-24",
            kind="elevation",
            from_on="2026-07-14",
            to_on="2026-07-24",
        )
        assert review.due("FY-18") == "2026-09-20"


class TestNormReview:
    request: ClassVar[dict[str, Any]] = {"on": "2026-07-14", "document": "示政发〔2020〕3号"}

    def test_a_competent_organ_has_thirty_days_and_asks_the_maker_in_three(self) -> None:
        review = accepted_in_2026().does("request_norm_review", **self.request, competent=True)

        assert review.status == "suspended"
        assert review.clock("FY-18")["pauses"][0]["reason"] == "39(9)"
        assert review.due("FY-21") == "2026-08-13"
        assert review.due("FY-23") == "2026-07-17"
        assert not review.has_clock("FY-22")

    def test_another_organ_gets_it_within_seven_working_days(self) -> None:
        review = accepted_in_2026().does("request_norm_review", **self.request, competent=False)

        assert review.due("FY-22") == "2026-07-23"
        assert not review.has_clock("FY-21")
        assert not review.has_clock("FY-23")

    def test_the_maker_answers_in_ten_working_days(self) -> None:
        review = accepted_in_2026().does("request_norm_review", **self.request, competent=True)
        review.does(
            "record_norm_review",
            on="2026-07-17",
            maker_notified_on="2026-07-16",
            maker_received_on="2026-07-17",
        )

        assert review.state_of("FY-23") == "met"
        assert review.due("FY-24") == "2026-07-31"
        review.does("record_norm_review", on="2026-08-03", maker_answered_on="2026-08-03")
        assert review.state_of("FY-24") == "missed"
        review.does(
            "record_norm_review", on="2026-08-10", handled_on="2026-08-10", norm_result="lawful"
        )
        assert review.state_of("FY-21") == "met"
        assert review.does("resume", on="2026-08-11").status == "accepted"

    def test_the_receiving_body_replies_within_sixty_days(self) -> None:
        review = accepted_in_2026().does("request_norm_review", **self.request, competent=False)
        review.does(
            "record_norm_review",
            on="2026-07-21",
            transferred_on="2026-07-20",
            transfer_received_on="2026-07-21",
        )

        assert review.state_of("FY-22") == "met"
        # The sixtieth day is a Sunday on which people work (调休): it does not move.
        assert review.due("FY-25") == "2026-09-20"
        review.does("record_norm_review", on="2026-09-01", transfer_replied_on="2026-09-01")
        assert review.state_of("FY-25") == "met"

    def test_steps_follow_each_other(self) -> None:
        review = accepted_in_2026().does("request_norm_review", **self.request, competent=True)

        problem = review.refuses(
            "record_norm_review",
            on="2026-07-20",
            maker_notified_on="2026-07-17",
            maker_received_on="2026-07-16",
        )
        assert list(problem.errors or {}) == ["maker_received_on"]

    def test_resuming_without_a_result_needs_a_reason(self) -> None:
        review = accepted_in_2026().does("request_norm_review", **self.request, competent=True)

        problem = review.refuses("resume", on="2026-08-11")
        assert (problem.status, problem.basis) == (428, "复议法39¶2、59")
        review.does("resume", on="2026-08-11", reason="申请人撤回附带审查申请")
        assert review.state_of("FY-21") == "cancelled"

    def test_the_maker_receives_one_notice(self) -> None:
        review = accepted_in_2026().does("request_norm_review", **self.request, competent=True)
        review.does("record_norm_review", on="2026-08-03", maker_received_on="2026-07-22")
        problem = review.refuses(
            "record_norm_review", on="2026-08-04", maker_received_on="2026-07-24"
        )

        assert problem.status == 409

    def test_the_result_of_one_norm_is_none_of_the_next(self) -> None:
        review = accepted_in_2026().does("request_norm_review", **self.request, competent=True)
        received: dict[str, Any] = {"maker_received_on": "2026-07-22", "handled_on": "2026-07-31"}
        review.does("record_norm_review", on="2026-08-03", norm_result="lawful", **received)
        review.does("resume", on="2026-08-04")
        review.does("request_norm_review", **{**self.request, "on": "2026-08-06"}, competent=True)

        assert review.refuses("resume", on="2026-08-10").basis == "复议法39¶2、59"
        # The maker of the second document has ten working days of its own.
        review.does("record_norm_review", on="2026-08-11", maker_received_on="2026-08-10")
        assert review.due("FY-24") == "2026-08-24"

    @pytest.mark.parametrize(
        ("competent", "field"), [(True, "transferred_on"), (False, "maker_notified_on")]
    )
    def test_who_is_competent_passes_nothing_on_and_who_is_not_asks_nobody(
        self, competent: bool, field: str
    ) -> None:
        review = accepted_in_2026().does("request_norm_review", **self.request, competent=competent)
        day: dict[str, Any] = {field: "2026-07-22"}

        assert refuses_field(review.refuses("record_norm_review", on="2026-08-03", **day)) == (
            field,
            "复议法56、57、58" if competent else "复议法56、57、60",
        )

    def test_only_a_case_suspended_for_a_norm_has_one_under_review(self) -> None:
        review = accepted().does("suspend", on="2024-05-23", ground="39(8)")

        problem = review.refuses("record_norm_review", on="2024-06-01", handled_on="2024-06-01")
        assert (problem.status, problem.basis) == (409, "复议法39¶1(9)")


class TestMediation:
    def test_with_consent_the_review_waits(self) -> None:
        review = accepted().does("start_mediation", on="2024-05-23", consent_to_suspend=True)

        assert review.status == "suspended"
        assert review.event_type == "reconsideration.mediation_started"
        assert review.event["consent_to_suspend"] is True
        assert review.shares == ("parties", "act", "title")
        assert review.clock("FY-18")["pauses"][0]["reason"] == "39(6)"

    def test_without_consent_it_goes_on(self) -> None:
        review = accepted().does("start_mediation", on="2024-05-23", consent_to_suspend=False)

        assert review.status == "accepted"
        assert review.state_of("FY-18") == "running"

    def test_until_2023_mediation_was_limited(self) -> None:
        review = accepted_before_2024().does(
            "start_mediation", on="2023-06-01", consent_to_suspend=False
        )

        assert review.basis_of("mediation-limited-to-discretion") == "2007条例50¶1"

    def test_a_failed_mediation_moves_the_due_date(self) -> None:
        review = accepted().does("start_mediation", on="2024-05-23", consent_to_suspend=True)
        review.does("resume", actor=SYSTEM, on="2024-06-12", mediation_outcome="failed")

        assert review.status == "accepted"
        assert review.due("FY-18") == "2024-08-01"
        assert review.basis_of("mediation-without-agreement") == "复议法73¶2"
        assert review.event["mediation_outcome"] == "failed"

    def test_an_agreement_asks_for_the_mediation_statement(self) -> None:
        review = accepted().does("start_mediation", on="2024-05-23", consent_to_suspend=True)
        review.does("record_mediation_outcome", on="2024-06-12", outcome="agreed")

        assert review.status == "suspended"
        assert review.basis_of("issue-the-mediation-statement") == "复议法73¶1"
        assert review.case["warnings"][-1]["code"] == "issue-the-mediation-statement"

    def test_an_officer_may_resume_without_any_mediation(self) -> None:
        review = accepted().does("suspend", on="2024-05-23", ground="39(8)")

        assert review.does("resume", on="2024-06-01").codes() == []


class TestExtension:
    extension: ClassVar[dict[str, Any]] = {
        "on": "2024-07-01",
        "days": 30,
        "approved_by": "head_of_office",
        "reason": "案情复杂",
    }

    def test_thirty_days_are_counted_from_acceptance_and_rolled_once(self) -> None:
        review = accepted().does("extend", **self.extension)

        clock = review.clock("FY-18")
        assert (clock["due_on"], clock["extended_by"]) == ("2024-08-12", 30)

    def test_more_than_thirty_days_are_refused(self) -> None:
        problem = accepted().refuses("extend", **{**self.extension, "days": 31})

        assert (list(problem.errors or {}), problem.basis) == (["days"], "复议法62¶1")

    def test_once_only(self) -> None:
        review = accepted().does("extend", **{**self.extension, "days": 10})

        problem = review.refuses("extend", **{**self.extension, "days": 10})
        assert (problem.status, problem.basis) == (409, "复议法62¶1")

    def test_not_in_the_simplified_procedure(self) -> None:
        problem = simplified().refuses("extend", **{**self.extension, "on": "2024-06-01"})

        assert (problem.status, problem.basis) == (409, "复议法62¶2")

    def test_the_head_of_the_reconsideration_office_approves(self) -> None:
        problem = accepted().refuses("extend", **{**self.extension, "approved_by": "head_of_organ"})

        assert (list(problem.errors or {}), problem.basis) == (["approved_by"], "复议法62¶1")

    def test_until_2023_the_head_of_the_organ_did(self) -> None:
        old = {**self.extension, "on": "2023-07-01"}

        problem = accepted_before_2024().refuses("extend", **old)
        assert (list(problem.errors or {}), problem.basis) == (["approved_by"], "2017法31¶1")
        review = accepted_before_2024().does("extend", **{**old, "approved_by": "head_of_organ"})
        assert review.clock("FY-18")["extended_by"] == 30

    def test_an_ended_period_is_not_extended(self) -> None:
        problem = accepted().refuses("extend", **{**self.extension, "on": "2024-07-15"})

        assert (problem.status, problem.basis) == (409, "复议法62¶1")
        assert "2024-07-12" in problem.detail.zh

    def test_it_needs_a_reason(self) -> None:
        raw = {name: value for name, value in self.extension.items() if name != "reason"}

        assert list(accepted().refuses("extend", **raw).errors or {}) == ["reason"]


class TestConversion:
    def test_sixty_days_run_from_the_original_acceptance(self) -> None:
        review = simplified().does(
            "convert_procedure", on="2024-06-03", approved_by="head_of_office"
        )

        assert review.facts["procedure"] == "ordinary"
        assert review.state_of("FY-19") == "cancelled"
        clock = review.clock("FY-18")
        assert (clock["started_on"], clock["due_on"]) == ("2024-05-13", "2024-07-12")

    def test_what_had_ended_before_is_said(self) -> None:
        review = simplified().does(
            "convert_procedure", on="2024-06-13", approved_by="head_of_office", reason="案情复杂"
        )

        assert (review.codes(), review.due("FY-18")) == (["converted-after-the-end"], "2024-07-12")

    def test_only_a_simplified_case_is_converted(self) -> None:
        problem = accepted().refuses(
            "convert_procedure", on="2024-06-03", approved_by="head_of_office"
        )

        assert (problem.status, problem.basis) == (409, "复议法55")

    def test_the_head_of_the_office_approves(self) -> None:
        problem = simplified().refuses(
            "convert_procedure", on="2024-06-03", approved_by="head_of_organ"
        )

        assert (list(problem.errors or {}), problem.basis) == (["approved_by"], "复议法55")
