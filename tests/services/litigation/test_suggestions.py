"""Suggestions of courts and procuratorates, before and beside a suit."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.litigation.builders import (
    COURT,
    Response,
    answered,
    notice,
    suggestion,
)


def suggested(**changes: object) -> Response:
    return Response().does("receive_suggestion", **suggestion(**changes))


class TestReceipt:
    def test_a_suggestion_opens_a_case_that_is_no_suit(self) -> None:
        response = suggested()

        assert response.status == "suggested"
        assert response.event_type == "litigation.suggestion_received"

    @pytest.mark.parametrize(
        ("kind", "rule", "due"),
        [
            ("procuratorial", "SS-29", "2024-07-29"),
            ("public_interest", "SS-30", "2024-07-29"),
            ("public_interest_urgent", "SS-31", "2024-06-11"),
        ],
    )
    def test_each_kind_has_its_limit(self, kind: str, rule: str, due: str) -> None:
        assert suggested(kind=kind).due(rule) == due

    def test_a_court_writes_its_own_limit(self) -> None:
        response = Response().does(
            "receive_suggestion",
            actor=COURT,
            **suggestion(kind="judicial", reply_due_on="2024-07-15"),
        )

        assert response.due("SS-28") == "2024-07-15"

    def test_without_one_no_clock_runs(self) -> None:
        response = suggested(kind="judicial")

        assert not response.has_clock("SS-28")
        assert response.codes() == ["no-statutory-length"]

    def test_an_urgent_procuratorial_one_may_be_shorter(self) -> None:
        assert suggested(reply_due_on="2024-06-17").due("SS-29") == "2024-06-17"

    def test_before_a_public_interest_suit_the_limit_is_fixed(self) -> None:
        problem = Response().refuses(
            "receive_suggestion",
            **suggestion(kind="public_interest", reply_due_on="2024-06-17"),
        )

        assert list(problem.errors or {}) == ["reply_due_on"]
        assert problem.basis == "检察公益诉讼解释21¶2"

    def test_without_receipt_no_time_runs(self) -> None:
        response = suggested(served_on=None)

        assert response.case["clocks"] == []
        assert response.codes() == ["missing-fact"]

    def test_a_suit_gets_one_without_changing_its_state(self) -> None:
        response = answered().does("receive_suggestion", on="2024-05-27", **suggestion())

        assert response.status == "answered"
        assert response.due("SS-29") == "2024-07-29"
        assert len(response.case["parties"]) == 2


class TestReply:
    def test_a_reply_in_time(self) -> None:
        response = suggested().does("reply_suggestion", on="2024-07-29", outcome="adopted")

        assert response.state_of("SS-29") == "met"
        assert response.codes() == []

    def test_a_late_reply_is_marked(self) -> None:
        response = suggested().does("reply_suggestion", on="2024-07-30", outcome="adopted")

        assert response.state_of("SS-29") == "missed"
        assert response.basis_of("suggestion-answered-late") == "检察建议工作规定25"

    def test_an_explicit_refusal_closes_the_waiting_period(self) -> None:
        response = suggested().does("reply_suggestion", on="2024-07-02", outcome="refused")

        assert response.state_of("SS-29") == "met"
        assert response.codes() == ["waiting-period-closed-by-refusal"]

    def test_refusing_a_court_leads_to_the_superior(self) -> None:
        response = suggested(kind="judicial", reply_due_on="2024-07-15")
        response.does("reply_suggestion", on="2024-07-02", outcome="refused")

        assert response.basis_of("suggestion-refused") == "法释〔2023〕11号9"

    def test_one_of_two_is_named(self) -> None:
        response = suggested().does(
            "receive_suggestion",
            on="2024-06-03",
            **suggestion(suggestion_number="示检建〔2024〕4号"),
        )

        unnamed = response.refuses("reply_suggestion", on="2024-06-20", outcome="adopted")
        assert list(unnamed.errors or {}) == ["suggestion_number"]
        answer: dict[str, Any] = {"suggestion_number": "示检建〔2024〕4号", "outcome": "adopted"}
        response.does("reply_suggestion", on="2024-06-20", **answer)
        assert response.clock("SS-29", "示检建〔2024〕4号")["status"] == "met"
        assert response.clock("SS-29", "示检建〔2024〕3号")["status"] == "running"

    def test_an_unknown_number_is_refused(self) -> None:
        problem = suggested().refuses(
            "reply_suggestion", on="2024-06-20", suggestion_number="别的", outcome="adopted"
        )

        assert list(problem.errors or {}) == ["suggestion_number"]

    def test_without_a_suggestion_there_is_nothing_to_answer(self) -> None:
        assert (
            answered().refuses("reply_suggestion", on="2024-06-20", outcome="adopted").status == 409
        )


class TestEnd:
    def test_no_case_is_closed_over_an_unanswered_suggestion(self) -> None:
        problem = suggested().refuses("close", on="2024-06-20", reason="无")

        assert (problem.status, problem.basis) == (409, "法释〔2023〕11号8、检察建议工作规定19")

    def test_an_answered_one_is_closed(self) -> None:
        response = suggested().does("reply_suggestion", on="2024-06-20", outcome="adopted")

        assert response.does("close", on="2024-06-21").status == "closed"

    def test_the_suit_that_follows_continues_the_same_case(self) -> None:
        response = suggested().does("reply_suggestion", on="2024-07-02", outcome="refused")
        response.does("receive_notice", **notice(docketed_on="2024-07-19", served_on="2024-07-24"))

        assert response.status == "notified"
        assert response.due("SS-09") == "2024-08-08"
        assert [each["role"] for each in response.case["parties"]] == ["plaintiff", "defendant"]
