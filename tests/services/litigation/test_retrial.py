"""Retrial: who asks in time, what the court orders, and what takes the place of the judgment."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.litigation.builders import COURT, Response, answered, appealed, lost, won


def final(response: Response | None = None) -> Response:
    """Nobody appealed: the judgment took effect on 2024-08-21, to be performed by 12-31."""
    suit = response or lost(performance_due_on="2024-12-31")
    return suit.does("take_effect", on="2024-08-21")


def ordered(instance: str = "second", **changes: Any) -> Response:
    first = instance == "first"
    order = {"on": "2024-11-11", "initiated_by": "court", "instance": instance, **changes}
    return (final() if first else judged_on_appeal()).does("order_retrial", actor=COURT, **order)


def judged_on_appeal() -> Response:
    return appealed(lost()).does(
        "record_final_judgment",
        on="2024-09-20",
        served_on="2024-09-23",
        outcome="upheld",
        lost=True,
        performance_due_on="2024-12-31",
    )


class TestApplication:
    def test_six_months_run_from_the_effect(self) -> None:
        response = final().does("record_retrial_application", on="2025-02-21", by="opponent")

        assert (response.state_of("SS-20"), response.due("SS-20")) == ("met", "2025-02-21")
        assert response.status == "final"

    def test_a_judgment_on_appeal_has_its_effect_from_service(self) -> None:
        response = judged_on_appeal().does(
            "record_retrial_application", on="2025-03-21", by="agency"
        )

        assert response.due("SS-20") == "2025-03-24"  # 03-23 is a Sunday

    def test_a_late_one_is_marked_and_taken_in(self) -> None:
        response = final().does("record_retrial_application", on="2025-02-24", by="opponent")

        assert response.basis_of("retrial-asked-late") == "解释110"

    def test_on_a_special_ground_they_run_from_knowing_it(self) -> None:
        response = final().does(
            "record_retrial_application",
            on="2025-09-01",
            by="opponent",
            ground="110(1)",
            known_on="2025-06-03",
        )

        assert (response.state_of("SS-20"), response.due("SS-20")) == ("met", "2025-12-03")

    def test_on_a_special_ground_after_the_six_months_it_is_not_late(self) -> None:
        # Asked before the nightly sweep of 2025-02-22 has marked the six months as over.
        response = final().does(
            "record_retrial_application",
            on="2025-02-24",
            by="opponent",
            ground="110(1)",
            known_on="2025-01-06",
        )

        assert "retrial-asked-late" not in response.codes()

    def test_on_a_special_ground_it_is_late_six_months_after_knowing_it(self) -> None:
        response = final().does(
            "record_retrial_application",
            on="2025-12-04",
            by="opponent",
            ground="110(1)",
            known_on="2025-06-03",
        )

        assert response.basis_of("retrial-asked-late") == "解释110"

    def test_one_without_a_special_ground_follows_one_with_it_by_its_own_six_months(self) -> None:
        ground: dict[str, Any] = {"ground": "110(2)", "known_on": "2024-10-08"}
        response = final().does(
            "record_retrial_application", on="2024-10-21", by="opponent", **ground
        )

        response.does("record_retrial_application", on="2025-02-24", by="opponent")

        assert "retrial-asked-late" in response.codes()

    @pytest.mark.parametrize(
        ("told", "missing"),
        [({"ground": "110(2)"}, "known_on"), ({"known_on": "2025-01-06"}, "ground")],
    )
    def test_a_special_ground_and_its_day_go_together(
        self, told: dict[str, Any], missing: str
    ) -> None:
        problem = final().refuses(
            "record_retrial_application", on="2025-02-10", by="opponent", **told
        )

        assert (list(problem.errors or {}), problem.basis) == ([missing], "解释110")

    def test_fifteen_days_to_comment_run_from_the_copy(self) -> None:
        response = final().does(
            "record_retrial_application",
            on="2025-02-10",
            by="opponent",
            copy_served_on="2025-02-17",
        )

        assert response.due("SS-21") == "2025-03-04"
        response.does("submit_retrial_comment", on="2025-03-04", content="原判正确")
        assert response.state_of("SS-21") == "met"

    def test_what_is_not_in_force_is_not_tried_again(self) -> None:
        withdrawn = answered().does("plaintiff_withdraws", on="2024-06-20")
        withdrawn.does("close", on="2024-06-21")

        problem = withdrawn.refuses("record_retrial_application", on="2024-07-01", by="opponent")

        assert problem.basis == "行诉法90、解释110"

    def test_a_refusal_leaves_the_judgment_in_force(self) -> None:
        response = final().does("record_retrial_application", on="2025-02-10", by="opponent")

        assert response.does("refuse_retrial", actor=COURT, on="2025-06-03").status == "final"


class TestRetrial:
    def test_it_stops_the_performance(self) -> None:
        assert ordered().state_of("POLICY-performance") == "paused"
        assert ordered(performance_stopped=False).state_of("POLICY-performance") == "running"

    def test_a_closed_case_is_tried_again(self) -> None:
        response = final(won()).does("close", on="2024-09-02")

        response.does(
            "order_retrial", on="2025-03-03", initiated_by="procuratorate", instance="first"
        )

        assert response.status == "retrial_first"

    def test_by_the_second_instance_its_judgment_is_final(self) -> None:
        response = ordered().does(
            "record_final_judgment", on="2025-03-03", outcome="claims_dismissed", lost=False
        )

        assert (response.status, response.facts["lost"]) == ("final", False)
        assert response.state_of("POLICY-performance") == "cancelled"

    def test_what_it_leaves_in_force_is_performed_on(self) -> None:
        response = ordered().does(
            "record_final_judgment", on="2025-03-03", outcome="upheld", lost=True
        )

        assert response.state_of("POLICY-performance") == "running"

    def test_there_is_no_appeal_to_withdraw(self) -> None:
        problem = ordered().refuses(
            "record_final_judgment", on="2025-03-03", outcome="appeal_withdrawn", lost=True
        )

        assert list(problem.errors or {}) == ["outcome"]

    def test_by_the_first_instance_its_judgment_is_open_to_appeal(self) -> None:
        response = ordered("first").does(
            "record_judgment",
            on="2025-03-03",
            kind="judgment",
            outcome="claims_dismissed",
            lost=False,
            served_on="2025-03-10",
            opponent_served_on="2025-03-10",
        )

        assert (response.status, response.clock("SS-16", "opponent")["due_on"]) == (
            "judged",
            "2025-03-25",
        )
        assert response.does("appeal", on="2025-03-24", by="opponent").status == "appealed"

    def test_who_appealed_before_may_appeal_against_the_new_judgment(self) -> None:
        response = judged_on_appeal().does(
            "order_retrial", on="2024-11-11", initiated_by="court", instance="first"
        )
        response.does(
            "record_judgment",
            on="2025-03-03",
            kind="judgment",
            outcome="claims_dismissed",
            lost=False,
        )

        assert response.does("appeal", on="2025-03-24", by="opponent").status == "appealed"
