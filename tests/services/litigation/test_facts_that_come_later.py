"""A day that was unknown at its step is supplied later, and the clock counts from that day."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from shared.storage.database import Database
from tests.services.litigation.builders import (
    Response,
    answered,
    appealed,
    lost,
    notice,
    notified,
    suggestion,
    warned,
    won,
)
from tests.services.litigation.offices import Office


class TestNotice:
    def test_fifteen_days_to_answer_run_from_the_day_supplied(self) -> None:
        response = notified(on="2024-05-13", served_on=None)
        assert not response.has_clock("SS-09")
        assert "missing-fact" in warned(response)

        response.does("record_notice_receipt", on="2024-05-27", served_on="2024-05-10")

        assert response.due("SS-09") == "2024-05-27"  # 05-25 is a Saturday
        assert "missing-fact" not in warned(response)

    @pytest.mark.parametrize(
        ("procedure", "rule", "due"),
        [("ordinary", "SS-13", "2024-11-06"), ("simplified", "SS-14", "2024-06-20")],
    )
    def test_the_trial_counts_from_docketing(self, procedure: str, rule: str, due: str) -> None:
        response = notified(on="2024-05-13", docketed_on=None, procedure=procedure)

        response.does("record_notice_receipt", on="2024-05-27", docketed_on="2024-05-06")

        assert response.due(rule) == due

    @pytest.mark.parametrize(
        ("answer", "state"),
        [
            ({"on": "2024-05-27"}, "met"),
            ({"on": "2024-05-28"}, "missed"),
            (
                {"on": "2024-06-03", "posted_on": "2024-05-27", "posted_by": "express_mail"},
                "met",
            ),
        ],
    )
    def test_an_answer_handed_in_before_is_judged_by_its_own_day(
        self, answer: dict[str, Any], state: str
    ) -> None:
        response = notified(on="2024-05-13", served_on=None)
        response.does("submit_answer", **answer, evidence=["处罚决定书"])

        response.does("record_notice_receipt", on="2024-06-03", served_on="2024-05-10")

        assert response.state_of("SS-09") == state
        assert ("evidence-deemed-absent" in warned(response)) == (state == "missed")

    def test_a_day_on_record_is_corrected_and_not_told_again(self) -> None:
        problem = notified(on="2024-05-13").refuses(
            "record_notice_receipt", on="2024-05-27", served_on="2024-05-11"
        )

        assert (problem.code, problem.basis) == ("conflict", "行政诉讼法67¶1、34")

    def test_some_day_is_supplied(self) -> None:
        problem = notified(on="2024-05-13", served_on=None).refuses(
            "record_notice_receipt", on="2024-05-27"
        )

        assert (problem.code, problem.basis) == ("missing-fact", "行诉法67¶1")

    def test_nothing_is_served_before_the_suit_was_docketed(self) -> None:
        problem = notified(on="2024-05-13", served_on=None).refuses(
            "record_notice_receipt", on="2024-05-27", served_on="2024-05-03"
        )

        assert (problem.code, list(problem.errors or {})) == ("date-out-of-order", ["served_on"])

    def test_a_trial_whose_beginning_is_unknown_is_extended_after_it_is_told(self) -> None:
        response = notified(on="2024-05-13", docketed_on=None)
        leave: dict[str, Any] = {
            "on": "2024-06-03",
            "until": "2025-02-06",
            "approved_by": "high_court",
        }
        problem = response.refuses("extend_trial", **leave)
        assert (problem.code, problem.basis) == ("conflict", "行诉法81")
        assert "补登" in problem.detail.zh

        response.does("record_notice_receipt", on="2024-06-03", docketed_on="2024-05-06")

        assert response.does("extend_trial", **leave).due("SS-13") == "2025-02-06"

    def test_after_a_conversion_the_ordinary_procedure_waits_for_docketing(self) -> None:
        response = notified(on="2024-05-13", docketed_on=None, procedure="simplified")
        response.does("convert_procedure", on="2024-06-03")
        assert warned(response).count("missing-fact") == 1

        response.does("record_notice_receipt", on="2024-06-04", docketed_on="2024-05-06")

        assert (response.due("SS-13"), response.has_clock("SS-14")) == ("2024-11-06", False)
        assert "missing-fact" not in warned(response)

    def test_a_day_that_is_corrected_into_a_closed_trial_counts_its_pause(
        self, database: Database
    ) -> None:
        office = Office(database)
        case_id = office.opens(notice(on="2024-05-13", docketed_on=None))
        office.does(case_id, "submit_answer", on="2024-05-24", evidence=["处罚决定书"])
        office.does(case_id, "suspend", on="2024-06-03", ground="87(6)")
        office.does(case_id, "resume", on="2024-07-03")
        judgment: dict[str, Any] = {"kind": "judgment", "outcome": "revoked", "lost": True}
        office.does(case_id, "record_judgment", on="2024-12-05", **judgment)

        corrected = [{"field": "docketed_on", "value": "2024-05-06"}]
        slip = {"reason": "补登立案日期", "approved_by": "王处长"}
        office.does(case_id, "correct_entry", entry=1, corrected=corrected, **slip)

        clock = office.clock(case_id, "SS-13")
        assert (clock["due_on"], clock["status"]) == ("2024-12-06", "met")


class TestEvidence:
    def test_leave_that_comes_after_the_answer_is_used_by_what_is_handed_in_then(self) -> None:
        response = answered().does(
            "request_evidence_extension", on="2024-05-27", ground="force_majeure", reason="洪水"
        )
        response.does("grant_evidence_extension", on="2024-06-03", until="2024-06-20")
        assert (response.due("SS-10"), response.state_of("SS-10")) == ("2024-06-20", "running")

        response.does("submit_evidence", on="2024-06-20", evidence=["现场照片"])

        assert response.state_of("SS-10") == "met"
        assert "evidence-deemed-absent" not in warned(response)


class TestJudgment:
    def test_without_service_it_never_takes_effect(self) -> None:
        response = lost(served_on=None, opponent_served_on=None)

        problem = response.refuses("take_effect", on="2024-12-20")

        assert (problem.code, problem.basis) == ("command-not-allowed", "行诉法85")

    def test_one_known_side_is_not_enough(self) -> None:
        response = lost(opponent_served_on=None)

        assert response.refuses("take_effect", on="2024-08-21").basis == "行诉法85"

    def test_service_supplied_later_starts_the_window(self) -> None:
        response = won(opponent_served_on=None)
        response.does("serve_judgment", on="2024-08-22", party="p1", served_on="2024-08-07")

        assert response.clock("SS-16", "p1")["due_on"] == "2024-08-22"
        assert not {"missing-fact", "opponent-service-unknown"} & set(warned(response))
        assert response.does("take_effect", on="2024-08-23").status == "final"


class TestAppeal:
    lodged: ClassVar[dict[str, Any]] = {"on": "2024-08-15", "by": "opponent"}

    def test_its_clocks_wait_for_their_days(self) -> None:
        response = won().does("appeal", **self.lodged)
        assert not response.has_clock("SS-18")
        assert not response.has_clock("SS-19")

        response.does("record_appeal_receipt", on="2024-08-26", copy_served_on="2024-08-22")
        response.does("record_appeal_receipt", on="2024-09-05", court_received_on="2024-09-02")

        assert (response.due("SS-18"), response.due("SS-19")) == ("2024-09-06", "2024-12-02")
        assert "missing-fact" not in warned(response)

    def test_a_day_on_record_is_corrected_and_not_told_again(self) -> None:
        problem = appealed().refuses(
            "record_appeal_receipt", on="2024-08-26", copy_served_on="2024-08-23"
        )

        assert (problem.code, problem.basis) == ("conflict", "法释〔2018〕1号108")

    def test_the_agency_receives_no_copy_of_its_own_appeal(self) -> None:
        response = lost().does("appeal", on="2024-08-15", by="agency")

        problem = response.refuses(
            "record_appeal_receipt", on="2024-08-26", copy_served_on="2024-08-22"
        )

        assert (list(problem.errors or {}), problem.basis) == (["copy_served_on"], "解释108")


class TestSuggestion:
    def test_two_months_to_reply_run_from_the_day_supplied(self) -> None:
        response = Response().does(
            "receive_suggestion", **suggestion(on="2024-05-30", served_on=None)
        )
        assert not response.has_clock("SS-29")

        response.does(
            "record_suggestion_receipt",
            on="2024-06-03",
            kind="procuratorial",
            suggestion_number="示检建〔2024〕3号",
            served_on="2024-05-27",
        )

        assert response.due("SS-29") == "2024-07-29"  # 07-27 is a Saturday
        assert "missing-fact" not in warned(response)

    @pytest.mark.parametrize(
        ("replied_on", "state"), [("2024-07-29", "met"), ("2024-07-30", "missed")]
    )
    @pytest.mark.parametrize("closed", [False, True])
    def test_a_reply_that_was_sent_before_is_judged_by_its_own_day(
        self, replied_on: str, state: str, closed: bool
    ) -> None:
        response = Response().does(
            "receive_suggestion", **suggestion(on="2024-05-30", served_on=None)
        )
        response.does("reply_suggestion", on=replied_on, outcome="adopted", content="已整改")
        if closed:
            response.does("close", on=replied_on)

        response.does(
            "record_suggestion_receipt",
            on="2024-09-03",
            kind="procuratorial",
            suggestion_number="示检建〔2024〕3号",
            served_on="2024-05-27",
        )

        assert response.state_of("SS-29") == state
        assert ("suggestion-answered-late" in warned(response)) == (state == "missed")

    @pytest.mark.parametrize(
        "named",
        [
            {"kind": "judicial", "suggestion_number": "示检建〔2024〕3号"},
            {"kind": "procuratorial", "suggestion_number": "示检建〔2024〕4号"},
        ],
    )
    def test_it_is_one_on_record(self, named: dict[str, Any]) -> None:
        response = Response().does(
            "receive_suggestion", **suggestion(on="2024-05-30", served_on=None)
        )

        problem = response.refuses(
            "record_suggestion_receipt", on="2024-06-03", served_on="2024-05-27", **named
        )

        assert list(problem.errors or {}) == ["suggestion_number"]
