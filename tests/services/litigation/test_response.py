"""Responding to a suit: notice, agents, evidence, answer, mediation."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from tests.services.litigation.builders import (
    ACT_NUMBER,
    BUREAU,
    COURT,
    LAWYER,
    OTHER_ROLE,
    STAFF,
    Response,
    answered,
    appealed,
    notice,
    notified,
    reconsideration,
)


class TestNotice:
    def test_fifteen_days_to_answer_run_from_service(self) -> None:
        response = notified()

        assert response.status == "notified"
        assert response.event_type == "litigation.notified"
        assert response.due("SS-09") == "2024-05-27"
        assert response.event["act"]["number"] == ACT_NUMBER

    def test_the_courts_own_six_months_run_from_docketing(self) -> None:
        assert notified().due("SS-13") == "2024-11-06"

    def test_in_the_simplified_procedure_forty_five_days(self) -> None:
        response = notified(procedure="simplified")

        assert response.due("SS-14") == "2024-06-20"
        assert not response.has_clock("SS-13")

    def test_without_dates_no_clock_runs_and_the_facts_are_named(self) -> None:
        response = notified(served_on=None, docketed_on=None)

        assert response.case["clocks"] == []
        assert response.codes() == ["missing-fact", "missing-fact"]

    def test_the_court_may_deliver_it_itself(self) -> None:
        assert Response().does("receive_notice", actor=COURT, **notice()).status == "notified"

    def test_another_role_may_not(self) -> None:
        assert Response().refuses("receive_notice", actor=OTHER_ROLE, **notice()).status == 403

    @pytest.mark.parametrize("field", ["court", "court_case_no", "plaintiffs"])
    def test_it_names_court_number_and_plaintiffs(self, field: str) -> None:
        problem = Response().refuses("receive_notice", **notice(**{field: None}))

        assert list(problem.errors or {}) == [field]

    def test_service_follows_docketing(self) -> None:
        problem = Response().refuses("receive_notice", **notice(served_on="2024-05-05"))

        assert problem.code == "date-out-of-order"

    def test_a_jointly_sued_reconsideration_organ_names_its_case(self) -> None:
        problem = Response().refuses("receive_notice", **notice(role="joint_reconsideration"))

        assert list(problem.errors or {}) == ["reconsideration_number"]
        assert problem.basis == "行诉法26¶2"
        response = notified(role="joint_reconsideration", reconsideration_number="行复〔2024〕3号")
        assert response.event["reconsideration_number"] == "行复〔2024〕3号"

    def test_a_pending_reconsideration_is_pointed_out(self) -> None:
        assert notified(known=[reconsideration()]).basis_of("reconsideration-pending") == (
            "复议法29¶1"
        )
        assert notified(known=[reconsideration("decided")]).codes() == []
        assert notified(known=[reconsideration(act_number="别的行为")]).codes() == []


class TestAgents:
    def test_staff_may_be_joined_by_a_lawyer(self) -> None:
        response = notified().does("assign_agents", on="2024-05-13", agents=[STAFF, LAWYER])

        assert [each["kind"] for each in response.facts["agents"]] == ["staff", "lawyer"]

    def test_a_lawyer_alone_is_refused(self) -> None:
        problem = notified().refuses("assign_agents", on="2024-05-13", agents=[LAWYER])

        assert (list(problem.errors or {}), problem.basis) == (["agents"], "行诉法3¶3、解释128¶2")

    def test_there_are_two_agents_at_most(self) -> None:
        problem = notified().refuses("assign_agents", on="2024-05-13", agents=[STAFF] * 3)

        assert problem.basis == "行诉法31¶1"

    def test_before_may_2015_a_lawyer_alone_was_allowed(self) -> None:
        response = notified(
            act={"made_on": "2009-01-05"}, docketed_on="2009-12-17", served_on="2009-12-20"
        )

        response.does("assign_agents", on="2010-01-04", agents=[LAWYER])
        assert response.codes() == []


class TestEvidence:
    request: ClassVar[dict[str, Any]] = {"ground": "force_majeure", "reason": "档案室水淹"}

    def test_more_time_is_asked_for_within_the_time_for_evidence(self) -> None:
        response = notified().does("request_evidence_extension", on="2024-05-27", **self.request)

        assert response.due("SS-10") == "2024-05-27"
        assert response.state_of("SS-10") == "met"

    def test_asked_late_it_is_marked(self) -> None:
        response = notified().does("request_evidence_extension", on="2024-05-28", **self.request)

        assert response.state_of("SS-10") == "missed"
        assert response.basis_of("evidence-extension-asked-late") == "解释34¶1"

    def test_it_needs_the_day_of_service(self) -> None:
        problem = notified(served_on=None, on="2024-05-10").refuses(
            "request_evidence_extension", on="2024-05-20", **self.request
        )

        assert (problem.code, list(problem.errors or {})) == ("missing-fact", ["served"])

    def granted(self, **leave: Any) -> Response:
        response = notified().does("request_evidence_extension", on="2024-05-20", **self.request)
        return response.does("grant_evidence_extension", actor=COURT, on="2024-05-22", **leave)

    def test_the_court_sets_a_day(self) -> None:
        assert self.granted(until="2024-06-17").due("SS-10") == "2024-06-17"

    def test_or_fifteen_days_after_the_cause_ended(self) -> None:
        assert self.granted(cause_ended_on="2024-05-22").due("SS-10") == "2024-06-06"

    @pytest.mark.parametrize("leave", [{}, {"until": "2024-06-17", "cause_ended_on": "2024-05-22"}])
    def test_the_leave_says_which(self, leave: dict[str, Any]) -> None:
        response = notified().does("request_evidence_extension", on="2024-05-20", **self.request)

        problem = response.refuses("grant_evidence_extension", on="2024-05-22", **leave)
        assert (list(problem.errors or {}), problem.basis) == (["until"], "解释34¶1")

    def test_leave_follows_a_request(self) -> None:
        problem = notified().refuses(
            "grant_evidence_extension", on="2024-05-22", until="2024-06-17"
        )

        assert list(problem.errors or {}) == ["evidence_extension_requested"]

    def test_evidence_within_the_longer_time_is_in_time(self) -> None:
        response = self.granted(until="2024-06-17")
        response.does("submit_answer", on="2024-06-14", evidence=["处罚决定书"])

        assert response.state_of("SS-10") == "met"
        assert response.codes() == ["answer-late"]
        assert response.basis_of("answer-late") == "行诉法67¶2"

    def test_evidence_after_it_counts_as_none(self) -> None:
        response = self.granted(until="2024-06-17")
        response.does("submit_answer", on="2024-06-18", evidence=["处罚决定书"])

        assert response.state_of("SS-10") == "missed"
        assert response.basis_of("evidence-deemed-absent") == "行诉法34¶2"


class TestAnswer:
    def test_an_answer_in_time(self) -> None:
        response = answered("2024-05-27")

        assert response.status == "answered"
        assert response.state_of("SS-09") == "met"
        assert response.codes() == []

    def test_a_late_answer_counts_as_no_evidence(self) -> None:
        response = answered("2024-05-28")

        assert response.status == "answered"
        assert response.state_of("SS-09") == "missed"
        assert response.basis_of("evidence-deemed-absent") == "行诉法34¶2"

    def test_an_answer_without_evidence_is_pointed_out(self) -> None:
        response = notified().does("submit_answer", on="2024-05-20", answer="合法")

        assert response.basis_of("answer-without-evidence") == "行诉法34"

    def test_an_appeal_is_answered_without_leaving_the_second_instance(self) -> None:
        response = appealed().does("submit_answer", on="2024-09-06", answer="维持")

        assert response.status == "appealed"
        assert response.state_of("SS-18") == "met"
        assert response.codes() == []

    def test_a_late_answer_to_an_appeal_is_marked(self) -> None:
        response = appealed().does("submit_answer", on="2024-09-09", answer="维持")

        assert response.basis_of("appeal-answer-late") == "解释108¶1"


class TestMediation:
    @pytest.mark.parametrize("scope", ["compensation", "discretion"])
    def test_compensation_and_discretion_are_mediated(self, scope: str) -> None:
        response = answered().does("start_mediation", on="2024-06-03", scope=scope)

        assert response.event_type == "litigation.mediation_started"
        assert response.shares == ("parties", "act", "title")
        assert response.status == "answered"

    def test_nothing_else_is(self) -> None:
        problem = answered().refuses("start_mediation", on="2024-06-03", scope="other")

        assert (list(problem.errors or {}), problem.basis) == (["scope"], "行诉法60¶1")

    @pytest.mark.parametrize(
        ("outcome", "code"),
        [
            ("agreed", "tell-the-court-of-the-agreement"),
            ("failed", "mediation-without-agreement"),
        ],
    )
    def test_its_outcome_is_told(self, outcome: str, code: str) -> None:
        response = answered().does("start_mediation", on="2024-06-03", scope="compensation")
        response.does("record_mediation_outcome", on="2024-06-20", outcome=outcome)

        assert response.codes() == [code]
        assert response.facts["mediation_outcomes"][0]["outcome"] == outcome


def test_the_agency_is_a_party_of_the_case() -> None:
    parties = notified().case["parties"]

    assert [(each["role"], each["name"]) for each in parties] == [
        ("plaintiff", "王小明"),
        ("defendant", BUREAU["name"]),
    ]
