"""Judgments: outcome and loss, appeal, effect, analysis, performance, closing."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from tests.services.litigation.builders import (
    OFFICER,
    PROCEDURE,
    Response,
    answered,
    appealed,
    lost,
    notified,
    won,
)

ANALYSIS: dict[str, Any] = {"causes": ["procedure_violated"], "measures": "听证前培训"}


class TestJudgment:
    def test_fifteen_days_to_appeal_run_from_service_on_each_side(self) -> None:
        response = lost(opponent_served_on="2024-08-07")

        assert response.status == "judged"
        assert response.state_of("SS-13") == "met"
        assert response.clock("SS-16", "agency")["due_on"] == "2024-08-20"
        assert response.clock("SS-16", "opponent")["due_on"] == "2024-08-22"
        assert response.event["lost"] is True

    def test_a_ruling_has_ten_days(self) -> None:
        response = won(kind="ruling", outcome="suit_dismissed")

        assert response.clock("SS-17", "agency")["due_on"] == "2024-08-15"
        assert not response.has_clock("SS-16")

    def test_without_service_no_window_runs(self) -> None:
        response = lost(served_on=None, opponent_served_on=None)

        assert not response.has_clock("SS-16")
        assert response.codes() == ["missing-fact"]

    def test_the_other_sides_unknown_service_is_pointed_out(self) -> None:
        assert lost(opponent_served_on=None).basis_of("opponent-service-unknown") == "行诉法85"

    def test_ending_a_suit_is_final_at_once(self) -> None:
        response = won(kind="ruling", outcome="terminated")

        assert response.status == "final"
        assert not response.has_clock("SS-17")

    @pytest.mark.parametrize(
        ("kind", "outcome", "is_lost"),
        [("judgment", "suit_dismissed", False), ("ruling", "revoked", True)],
    )
    def test_the_kind_fits_the_outcome(self, kind: str, outcome: str, is_lost: bool) -> None:
        problem = answered().refuses(
            "record_judgment", on="2024-08-01", kind=kind, outcome=outcome, lost=is_lost
        )

        assert (list(problem.errors or {}), problem.basis) == (["kind"], "行诉法85、解释101")

    @pytest.mark.parametrize(
        ("outcome", "claimed"), [("revoked", False), ("claims_dismissed", True)]
    )
    def test_the_loss_follows_from_the_outcome(self, outcome: str, claimed: bool) -> None:
        problem = answered().refuses(
            "record_judgment", on="2024-08-01", kind="judgment", outcome=outcome, lost=claimed
        )

        assert list(problem.errors or {}) == ["lost"]

    def test_a_trial_goes_on_without_an_answer(self) -> None:
        response = notified().does(
            "record_judgment", on="2024-08-01", kind="judgment", outcome="revoked", lost=True
        )

        assert response.status == "judged"
        assert response.state_of("SS-09") == "missed"
        assert response.basis_of("judged-without-answer") == "行诉法34¶2、67¶2"

    def test_a_judgment_after_six_months_is_marked(self) -> None:
        response = lost(on="2024-11-07", served_on="2024-11-08", opponent_served_on="2024-11-08")

        assert response.state_of("SS-13") == "missed"
        assert response.basis_of("judged-late") == "行诉法81"


class TestAppeal:
    def test_the_opponents_appeal_leaves_the_agencys_window_alone(self) -> None:
        response = appealed(lost())

        assert response.status == "appealed"
        assert response.clock("SS-16", "opponent")["status"] == "met"
        assert response.clock("SS-16", "agency")["status"] == "running"

    def test_fifteen_days_to_answer_and_three_months_to_decide(self) -> None:
        response = appealed()

        assert response.due("SS-18") == "2024-09-06"
        assert response.due("SS-19") == "2024-12-02"

    def test_the_agencys_own_appeal_asks_no_answer_of_it(self) -> None:
        assert not appealed(lost(), by="agency").has_clock("SS-18")

    def test_a_late_appeal_is_marked(self) -> None:
        response = lost().does("appeal", on="2024-08-21", by="agency")

        assert response.clock("SS-16", "agency")["status"] == "missed"
        assert response.basis_of("appeal-out-of-time") == "行诉法85"

    def test_both_sides_may_appeal_each_once(self) -> None:
        response = appealed(lost()).does("appeal", on="2024-08-16", by="agency")

        assert response.clock("SS-16", "agency")["status"] == "met"
        problem = response.refuses("appeal", on="2024-08-17", by="agency")
        assert (problem.status, problem.basis) == (409, "行诉法85")


class TestFinalJudgment:
    final: ClassVar[dict[str, Any]] = {"on": "2024-11-20", "served_on": "2024-11-25"}

    def test_it_ends_the_second_instance(self) -> None:
        response = appealed().does(
            "record_final_judgment", **self.final, outcome="upheld", lost=False
        )

        assert response.status == "final"
        assert response.state_of("SS-19") == "met"
        assert response.clock("SS-16", "agency")["status"] == "missed"

    def test_its_performance_is_watched(self) -> None:
        response = appealed().does(
            "record_final_judgment",
            **self.final,
            outcome="ordered_to_perform",
            lost=True,
            performance_due_on="2025-01-20",
        )

        assert response.due("POLICY-performance") == "2025-01-20"
        assert response.due("POLICY-loss-analysis") == "2024-12-25"

    def test_a_loss_undone_on_appeal_needs_no_analysis(self) -> None:
        response = appealed(lost(), by="agency").does(
            "record_final_judgment",
            on="2024-08-30",
            served_on="2024-09-02",
            outcome="claims_dismissed",
            lost=False,
        )

        assert response.state_of("POLICY-loss-analysis") == "cancelled"
        assert response.does("close", on="2024-10-08").status == "closed"

    def test_an_upheld_loss_stays_one(self) -> None:
        problem = appealed(lost()).refuses(
            "record_final_judgment", **self.final, outcome="upheld", lost=False
        )

        assert list(problem.errors or {}) == ["lost"]

    def test_a_remand_is_pointed_out(self) -> None:
        response = appealed().does(
            "record_final_judgment", **self.final, kind="ruling", outcome="remanded", lost=False
        )

        assert response.basis_of("remanded") == "行诉法89¶1"

    def test_a_late_one_is_marked(self) -> None:
        response = appealed().does(
            "record_final_judgment", on="2024-12-03", outcome="upheld", lost=False
        )

        assert response.basis_of("final-judgment-late") == "行诉法88"


class TestEffect:
    def test_a_judgment_takes_effect_when_nobody_appealed(self) -> None:
        response = lost(performance_due_on="2024-10-08").does("take_effect", on="2024-08-20")

        assert response.status == "final"
        assert response.milestones["final"] == "2024-08-20"
        assert response.clock("SS-16", "agency")["status"] == "missed"
        assert response.due("POLICY-performance") == "2024-10-08"

    def test_only_the_system_says_so(self) -> None:
        assert lost().refuses("take_effect", actor=OFFICER, on="2024-08-20").status == 403

    def test_the_last_window_decides(self) -> None:
        for rule in ("SS-16", "SS-17"):
            effect = PROCEDURE.expiry[rule]
            assert effect.command == "take_effect"
            assert set(effect.after) == {"SS-16", "SS-17"}


class TestLoss:
    def test_thirty_days_to_analyse_it_run_from_service(self) -> None:
        response = lost()

        assert response.due("POLICY-loss-analysis") == "2024-09-04"
        response.does("analyse_loss", on="2024-09-04", **ANALYSIS)
        assert response.state_of("POLICY-loss-analysis") == "met"
        assert response.event["causes"] == ["procedure_violated"]

    def test_a_late_analysis_is_marked(self) -> None:
        response = lost().does("analyse_loss", on="2024-09-05", **ANALYSIS)

        assert response.codes() == ["loss-analysed-late"]

    def test_a_case_not_lost_has_nothing_to_analyse(self) -> None:
        assert won().refuses("analyse_loss", on="2024-08-20", **ANALYSIS).status == 409

    def test_a_lost_case_cannot_be_closed_without_it(self) -> None:
        response = lost().does("take_effect", on="2024-08-20")

        problem = response.refuses("close", on="2024-09-30")
        assert (problem.status, problem.basis) == (409, "内部管理规定·败诉分析")
        response.does("analyse_loss", on="2024-09-30", **ANALYSIS)
        assert response.does("close", on="2024-09-30").status == "closed"


class TestPerformance:
    def performing(self) -> Response:
        return won(performance_due_on="2024-10-08").does("take_effect", on="2024-08-20")

    def test_performance_in_time(self) -> None:
        response = self.performing().does(
            "record_performance", on="2024-10-08", outcome="performed"
        )

        assert response.state_of("POLICY-performance") == "met"
        assert response.codes() == []

    def test_late_performance_is_marked(self) -> None:
        response = self.performing().does(
            "record_performance", on="2024-10-09", outcome="performed"
        )

        assert response.basis_of("performed-late") == "行诉法96"

    @pytest.mark.parametrize("outcome", ["partly_performed", "not_performed"])
    def test_what_is_not_performed_stays_open(self, outcome: str) -> None:
        response = self.performing().does("record_performance", on="2024-10-08", outcome=outcome)

        assert response.state_of("POLICY-performance") == "running"
        assert response.basis_of("not-performed") == "行诉法95、96"

    def test_closing_over_it_needs_a_reason(self) -> None:
        problem = self.performing().refuses("close", on="2024-09-30")

        assert (problem.status, list(problem.errors or {})) == (428, ["reason"])
        assert "POLICY-performance" in problem.detail.en
        closed = self.performing().does("close", on="2024-09-30", reason="原告放弃")
        assert closed.state_of("POLICY-performance") == "cancelled"

    def test_it_may_come_after_the_file_was_closed(self) -> None:
        closed = self.performing().does("close", on="2024-09-30", reason="原告放弃")
        closed.does("record_performance", on="2024-10-08", outcome="performed")

        assert (closed.status, closed.facts["performance"]) == ("closed", "performed")


class TestInterruption:
    def test_a_suspension_stops_the_courts_clock(self) -> None:
        response = answered().does("suspend", on="2024-06-06", ground="87(6)")

        assert response.status == "suspended"
        assert response.state_of("SS-13") == "paused"
        response.does("resume", on="2024-07-06")
        assert response.status == "answered"
        assert response.due("SS-13") == "2024-12-06"

    def test_after_its_last_day_the_courts_clock_is_not_paused(self) -> None:
        response = answered().does("suspend", on="2024-11-07", ground="87(6)")

        assert response.status == "suspended"
        assert (response.state_of("SS-13"), response.due("SS-13")) == ("running", "2024-11-06")
        assert response.basis_of("suspended-after-the-end") == "行政诉讼法81"

    def test_it_names_its_ground(self) -> None:
        assert list(answered().refuses("suspend", on="2024-06-06").errors or {}) == ["ground"]

    @pytest.mark.parametrize(
        ("ground", "runs"), [("87(1)", True), ("87(3)", True), ("87(5)", False)]
    )
    def test_ninety_days_run_while_a_plaintiff_is_missing(self, ground: str, runs: bool) -> None:
        response = answered().does("suspend", on="2024-06-06", ground=ground)

        assert response.has_clock("SS-22") is runs

    def test_the_suit_goes_on_where_it_stopped(self) -> None:
        first = notified().does("suspend", on="2024-05-13", ground="87(6)")
        assert first.does("resume", on="2024-06-03").status == "notified"
        second = appealed().does("suspend", on="2024-09-10", ground="87(6)")
        assert second.does("resume", on="2024-10-08").status == "appealed"

    def test_a_withdrawn_suit_is_over(self) -> None:
        response = answered().does("plaintiff_withdraws", on="2024-06-20")

        assert response.status == "withdrawn"
        assert response.state_of("SS-13") == "met"
        assert response.does("close", on="2024-06-21").status == "closed"

    def test_an_open_suit_is_not_closed(self) -> None:
        assert answered().refuses("close", on="2024-06-21").code == "command-not-allowed"
