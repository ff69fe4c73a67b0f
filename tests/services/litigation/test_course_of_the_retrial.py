"""What may happen while a judgment is tried again, and what stands when nothing takes its place."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.litigation.builders import COURT, Response, lost, warned
from tests.services.litigation.states import in_force, tried_again

INSTANCES = ("first", "second")
JUDGMENTS: dict[str, tuple[str, dict[str, Any]]] = {
    "first": (
        "record_judgment",
        {"kind": "judgment", "outcome": "claims_dismissed", "lost": False},
    ),
    "second": ("record_final_judgment", {"outcome": "claims_dismissed", "lost": False}),
}
STATEMENT: dict[str, Any] = {
    "on": "2025-03-03",
    "signed_on": "2025-03-03",
    "scope": "compensation",
}


def applied_for(instance: str) -> Response:
    """Return a judgment to be performed by 2024-12-31, tried again since the opponent asked."""
    asked = in_force(instance).does("record_retrial_application", on="2024-10-28", by="opponent")
    return tried_again(asked, instance)


def suspended(instance: str, ground: str = "87(6)") -> Response:
    return applied_for(instance).does("suspend", actor=COURT, on="2024-12-02", ground=ground)


def of(response: Response, rule: str) -> dict[str, str]:
    return {
        str(each["party"]): each["status"]
        for each in response.case["clocks"]
        if each["rule"] == rule
    }


@pytest.mark.parametrize("instance", INSTANCES)
class TestTheRetrialIsEnded:
    def test_the_judgment_that_was_tried_again_stands(self, instance: str) -> None:
        before = applied_for(instance)
        facts, final = before.facts, before.milestones["final"]

        response = before.does("end_retrial", on="2025-03-03", ground="121(1)")

        assert (response.status, response.milestones["final"]) == ("final", final)
        kept = ("outcome", "lost", "final_outcome", "judgment_kind", "performance_due_on")
        assert [response.facts.get(each) for each in kept] == [facts.get(each) for each in kept]

    def test_its_performance_goes_on_by_itself(self, instance: str) -> None:
        assert applied_for(instance).state_of("POLICY-performance") == "paused"

        response = applied_for(instance).does("end_retrial", on="2025-03-03")

        assert response.state_of("POLICY-performance") == "running"

    def test_its_enforcement_may_be_asked_for_as_before(self, instance: str) -> None:
        due = applied_for(instance).due("SS-24")

        response = applied_for(instance).does("end_retrial", on="2025-03-03")

        assert of(response, "SS-24") == {"opponent": "running"}
        assert response.due("SS-24") == due == "2026-12-31"
        asked = response.does("record_enforcement_application", on="2025-04-01", by="opponent")
        assert of(asked, "SS-24") == {"opponent": "met"}

    def test_another_may_still_apply_within_their_six_months(self, instance: str) -> None:
        response = applied_for(instance).does("end_retrial", on="2025-01-06")

        assert of(response, "SS-20") == {"agency": "running", "opponent": "met"}

    def test_it_is_no_judgment(self, instance: str) -> None:
        command, judgment = JUDGMENTS[instance]
        ending = {**judgment, "kind": "ruling", "outcome": "terminated"}

        problem = applied_for(instance).refuses(command, on="2025-03-03", **ending)

        assert (problem.code, problem.basis) == ("conflict", "解释121")

    def test_also_while_it_is_suspended(self, instance: str) -> None:
        response = suspended(instance, "87(1)").does("end_retrial", on="2025-03-03")

        assert (response.status, response.state_of("SS-22")) == ("final", "cancelled")


@pytest.mark.parametrize("instance", INSTANCES)
class TestSuspension:
    def test_it_goes_on_where_it_stopped(self, instance: str) -> None:
        response = suspended(instance)

        assert response.status == "retrial_suspended"
        assert response.does("resume", on="2025-01-06").status == f"retrial_{instance}"

    def test_ninety_days_run_while_an_heir_is_awaited(self, instance: str) -> None:
        assert suspended(instance, "87(1)").due("SS-22") == "2025-03-03"  # 03-02 is a Sunday

    def test_it_is_judged_though_nobody_told_of_the_resumption(self, instance: str) -> None:
        command, judgment = JUDGMENTS[instance]

        response = suspended(instance).does(command, actor=COURT, on="2025-02-17", **judgment)

        assert response.status == {"first": "judged", "second": "final"}[instance]
        assert response.basis_of("resumption-not-recorded") == "解释87¶2"
        assert of(response, "SS-24") == {"opponent": "cancelled"}
        assert of(response, "SS-20")["agency"] == "cancelled"

    def test_a_judgment_of_the_other_procedure_is_refused(self, instance: str) -> None:
        other = {"first": "second", "second": "first"}[instance]
        command, judgment = JUDGMENTS[other]

        assert suspended(instance).refuses(command, on="2025-03-03", **judgment).code == "conflict"


@pytest.mark.parametrize("instance", INSTANCES)
class TestSettlementAndWithdrawal:
    def test_a_mediation_statement_takes_the_place_of_the_judgment(self, instance: str) -> None:
        response = applied_for(instance).does(
            "start_mediation", on="2025-01-06", scope="compensation"
        )

        response.does("record_mediation_statement", **STATEMENT, performance_due_on="2025-06-30")

        clocks = [
            (each["status"], each["due_on"])
            for each in response.case["clocks"]
            if each["rule"] == "SS-24"
        ]
        assert response.status == "final"
        assert clocks == [("cancelled", "2026-12-31"), ("running", "2027-06-30")]
        assert response.due("POLICY-performance") == "2025-06-30"

    def test_one_without_a_day_leaves_none_of_the_judgment(self, instance: str) -> None:
        response = applied_for(instance).does("record_mediation_statement", **STATEMENT)

        assert response.facts["performance_due_on"] is None
        assert "opponent-service-unknown" not in warned(response)

    def test_a_withdrawn_suit_takes_the_judgment_with_it(self, instance: str) -> None:
        response = applied_for(instance).does("plaintiff_withdraws", on="2025-03-03")

        assert response.status == "withdrawn"
        assert response.basis_of("judgment-set-aside-in-retrial") == "行诉法62、101，民诉解释408"
        left = {each["rule"] for each in response.case["clocks"] if each["status"] == "running"}
        assert left == set()

    def test_another_applies_and_is_heard_with_it(self, instance: str) -> None:
        response = applied_for(instance).does(
            "record_retrial_application", on="2025-01-06", by="agency"
        )

        assert (response.status, of(response, "SS-20")["agency"]) == (f"retrial_{instance}", "met")

    def test_once_it_is_judged_no_comment_on_an_application_is_awaited(self, instance: str) -> None:
        command, judgment = JUDGMENTS[instance]
        response = tried_again(in_force(instance), instance).does(
            "record_retrial_application", on="2025-01-06", by="opponent"
        )
        response.does("record_retrial_receipt", on="2025-03-03", copy_served_on="2025-02-24")
        assert response.state_of("SS-21") == "running"

        assert response.does(command, on="2025-03-03", **judgment).state_of("SS-21") == "cancelled"

    def test_no_comment_is_due_on_an_application_that_led_to_it(self, instance: str) -> None:
        problem = applied_for(instance).refuses(
            "record_retrial_receipt", on="2024-12-02", copy_served_on="2024-11-04"
        )

        assert (problem.code, problem.basis) == ("conflict", "解释111、115、116")


class TestAnApplicationIsWithdrawn:
    def asked(self) -> Response:
        return in_force("first").does(
            "record_retrial_application",
            on="2024-10-28",
            by="opponent",
            copy_served_on="2024-11-04",
        )

    def test_the_judgment_stays_and_no_comment_is_awaited(self) -> None:
        response = self.asked().does("withdraw_retrial_application", on="2024-11-11", by="opponent")

        assert (response.status, response.state_of("SS-21")) == ("final", "cancelled")

    def test_who_asks_again_without_a_special_ground_is_told(self) -> None:
        response = self.asked().does("withdraw_retrial_application", on="2024-11-11", by="opponent")

        response.does("record_retrial_application", on="2024-12-02", by="opponent")
        assert response.basis_of("retrial-asked-again") == "解释115¶4"
        ground: dict[str, Any] = {"ground": "110(1)", "known_on": "2024-12-02"}
        response.does("record_retrial_application", on="2024-12-03", by="opponent", **ground)
        assert "retrial-asked-again" not in response.codes()

    def test_one_that_nobody_made_is_refused(self) -> None:
        problem = self.asked().refuses("withdraw_retrial_application", on="2024-11-11", by="agency")

        assert (list(problem.errors or {}), problem.basis) == (["by"], "解释115")


def test_an_appeal_after_a_retrial_has_days_of_its_own() -> None:
    """What was received of the appeal before the retrial does not stand in its way."""
    response = tried_again(in_force("second"), "first")
    command, judgment = JUDGMENTS["first"]
    served: dict[str, Any] = {"served_on": "2025-03-05", "opponent_served_on": "2025-03-05"}
    response.does(command, on="2025-03-03", **judgment, **served)
    response.does("appeal", on="2025-03-10", by="opponent")

    received: dict[str, Any] = {"copy_served_on": "2025-03-12", "court_received_on": "2025-03-14"}
    response.does("record_appeal_receipt", on="2025-03-14", **received)

    assert (response.due("SS-18"), response.due("SS-19")) == ("2025-03-27", "2025-06-16")
    again = response.refuses("record_appeal_receipt", on="2025-03-17", **received)
    assert again.code == "conflict"


class TestTriedAgainBeforeItsEffectWasKnown:
    """What stands when the retrial is ended is performed by its own days."""

    def ended(self, **judgment: Any) -> Response:
        suit = lost(outcome="ordered_to_pay", **judgment)
        return tried_again(suit, "first", "2024-08-12").does(
            "end_retrial", on="2024-10-08", ground="121(3)"
        )

    def test_its_day_runs(self) -> None:
        response = self.ended(performance_due_on="2024-12-31")

        assert (response.due("POLICY-performance"), of(response, "SS-24")) == (
            "2024-12-31",
            {"opponent": "running"},
        )

    def test_each_of_its_instalments_runs(self) -> None:
        response = self.ended(instalments=[{"due_on": "2024-12-31"}, {"due_on": "2025-06-30"}])

        for rule in ("POLICY-performance", "SS-24"):
            assert of(response, rule) == {"1": "running", "2": "running"}
        assert response.due("SS-24") == "2027-06-30"
