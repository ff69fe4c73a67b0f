"""What happens on the way: more evidence, leave, conversion, the court's mediation statement."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from tests.services.litigation.builders import (
    Response,
    answered,
    appealed,
    lost,
    notified,
    warned,
)

MORE: dict[str, Any] = {"evidence": ["补充询问笔录"]}


class TestEvidenceAfterTheAnswer:
    """Served on 2024-05-10 and answered on 05-24: the fifteen days end on Monday 05-27."""

    def test_within_the_fifteen_days_it_counts(self) -> None:
        response = answered().does("submit_evidence", on="2024-05-27", **MORE)

        assert "evidence-deemed-absent" not in warned(response)
        assert response.facts["answers"][-1]["evidence"] == ["补充询问笔录"]

    def test_posted_within_them_it_counts(self) -> None:
        response = answered().does(
            "submit_evidence",
            on="2024-05-31",
            posted_on="2024-05-27",
            posted_by="express_mail",
            **MORE,
        )

        assert "evidence-deemed-absent" not in warned(response)

    def test_after_them_it_counts_as_none(self) -> None:
        response = answered().does("submit_evidence", on="2024-05-28", **MORE)

        assert response.basis_of("evidence-deemed-absent") == "行诉法34¶2、36¶2"

    def test_what_the_court_allowed_counts(self) -> None:
        response = answered().does(
            "submit_evidence", on="2024-06-12", allowed_by_court=True, **MORE
        )

        assert "evidence-deemed-absent" not in warned(response)

    def test_there_is_some(self) -> None:
        problem = answered().refuses("submit_evidence", on="2024-05-27", evidence=[])

        assert list(problem.errors or {}) == ["evidence"]


class TestLeave:
    leave: ClassVar[dict[str, Any]] = {"approved_by": "high_court", "until": "2025-02-06"}

    def test_the_first_instance_gets_longer(self) -> None:
        response = answered().does("extend_trial", on="2024-11-01", **self.leave)

        assert response.due("SS-13") == "2025-02-06"

    def test_so_does_the_second(self) -> None:
        response = appealed().does("extend_trial", on="2024-11-20", **self.leave)

        assert response.due("SS-19") == "2025-02-06"

    def test_it_does_not_get_shorter(self) -> None:
        problem = answered().refuses(
            "extend_trial", on="2024-06-03", approved_by="high_court", until="2024-11-06"
        )

        assert (list(problem.errors or {}), problem.basis) == (["until"], "行诉法81")

    def test_the_simplified_procedure_is_not_extended(self) -> None:
        response = notified(on="2024-05-13", procedure="simplified")

        problem = response.refuses("extend_trial", on="2024-06-03", **self.leave)

        assert (problem.code, problem.basis) == ("conflict", "行诉法81")


class TestConversion:
    def test_the_trial_counts_from_docketing_all_the_same(self) -> None:
        response = notified(on="2024-05-13", procedure="simplified")
        assert response.due("SS-14") == "2024-06-20"

        response.does("convert_procedure", on="2024-06-12")

        trial = response.clock("SS-13")
        assert (trial["started_on"], trial["due_on"]) == ("2024-05-06", "2024-11-06")
        assert response.state_of("SS-14") == "cancelled"

    def test_what_is_ordinary_stays_so(self) -> None:
        problem = answered().refuses("convert_procedure", on="2024-06-12")

        assert (problem.code, problem.basis) == ("conflict", "行诉法84")


class TestMediationStatement:
    statement: ClassVar[dict[str, Any]] = {
        "on": "2024-09-12",
        "scope": "compensation",
        "signed_on": "2024-09-11",
        "performance_due_on": "2024-12-11",
    }

    @pytest.mark.parametrize(
        ("suit", "rule"), [(answered, "SS-13"), (lambda: appealed(lost()), "SS-19")]
    )
    def test_it_ends_the_suit_when_the_last_has_signed(self, suit: Any, rule: str) -> None:
        response: Response = suit().does("record_mediation_statement", **self.statement)

        assert (response.status, response.milestones["final"]) == ("final", "2024-09-11")
        assert response.state_of(rule) == "met"
        assert response.due("POLICY-performance") == "2024-12-11"
        assert response.facts["lost"] is False

    def test_what_is_no_compensation_nor_discretion_is_not_mediated(self) -> None:
        problem = answered().refuses(
            "record_mediation_statement", **{**self.statement, "scope": "other"}
        )

        assert (list(problem.errors or {}), problem.basis) == (["scope"], "行诉法60¶1")
