"""What is performed of free will before a judgment is in force is owed no more (行诉法94)."""

from __future__ import annotations

from typing import Any

import pytest

from shared.storage.database import Database
from tests.services.litigation.builders import Response, answered, appealed, lost, notice, notified
from tests.services.litigation.offices import Office
from tests.services.litigation.states import DEPENDS, judged, paused, tried_again

# The windows of both sides run to 2024-08-20.
PERFORMED: dict[str, Any] = {"on": "2024-08-12", "outcome": "performed"}
UPHELD: dict[str, Any] = {"outcome": "upheld", "lost": True, "served_on": "2024-09-23"}
PLAN = [{"due_on": "2024-10-31"}, {"due_on": "2025-01-31"}]


def performed(suit: Response, on: str = "2024-08-12") -> Response:
    return suit.does("record_performance", **{**PERFORMED, "on": on})


def ended(suit: Response, rule: str) -> dict[str, tuple[str, str | None]]:
    """Return for each that a clock of the rule is of how it stands, and since when."""
    return {
        str(each["party"]): (each["status"], each["ended_on"])
        for each in suit.case["clocks"]
        if each["rule"] == rule
    }


class TestTheWholeIsPerformed:
    def test_while_the_window_of_appeal_runs(self) -> None:
        suit = performed(judged())
        assert (suit.status, suit.running()) == ("judged", {"SS-16", "POLICY-loss-analysis"})

        suit.does("take_effect", on="2024-08-21")

        assert ended(suit, "POLICY-performance") == {"None": ("met", "2024-08-12")}
        assert ended(suit, "SS-24") == {"opponent": ("met", "2024-08-12")}
        assert suit.codes() == []

    def test_while_the_appeal_is_tried(self) -> None:
        suit = performed(appealed(judged()), on="2024-09-05")
        assert suit.status == "appealed"

        suit.does("record_final_judgment", on="2024-09-20", **UPHELD)

        assert ended(suit, "POLICY-performance") == {"None": ("met", "2024-09-05")}
        assert ended(suit, "SS-24") == {"opponent": ("met", "2024-09-05")}

    def test_where_the_judgment_names_no_day(self) -> None:
        suit = performed(lost(outcome="ordered_to_pay")).does("take_effect", on="2024-08-21")

        assert ended(suit, "SS-24") == {"opponent": ("met", "2024-08-12")}

    def test_though_the_last_slip_comes_after_it_was_upheld(self) -> None:
        suit = performed(appealed(lost(outcome="ordered_to_pay")), on="2024-09-05")
        suit.does("record_final_judgment", on="2024-09-20", **UPHELD)

        slip: dict[str, Any] = {"party": "p1", "served_on": "2024-09-24"}
        suit.does("serve_final_judgment", on="2024-09-30", **slip)

        assert ended(suit, "SS-24") == {"p1": ("met", "2024-09-05")}

    def test_and_it_is_tried_again_before_its_effect_is_known(self) -> None:
        suit = tried_again(performed(judged()), "first")

        suit.does("end_retrial", on="2024-11-25", ground="121(3)")

        assert ended(suit, "POLICY-performance") == {"None": ("met", "2024-08-12")}

    def test_and_it_is_told_when_the_judgment_is_in_force_already(self) -> None:
        suit = performed(judged().does("take_effect", on="2024-08-21"))

        assert ended(suit, "POLICY-performance") == {"None": ("met", "2024-08-12")}

    def test_after_the_day_that_the_judgment_names(self) -> None:
        suit = performed(lost(outcome="ordered_to_pay", performance_due_on="2024-08-09"))

        suit.does("take_effect", on="2024-08-21")

        assert suit.basis_of("performed-late") == "行诉法96"


class TestInstalments:
    def paid_the_first(self) -> Response:
        suit = lost(outcome="ordered_to_pay", instalments=PLAN)
        return suit.does("record_instalment", on="2024-08-12", instalment=1)

    def test_one_is_performed_and_the_others_are_owed(self) -> None:
        suit = self.paid_the_first().does("take_effect", on="2024-08-21")

        for rule in ("POLICY-performance", "SS-24"):
            assert ended(suit, rule) == {"1": ("met", "2024-08-12"), "2": ("running", None)}

    def test_it_is_performed_when_the_judgment_is_upheld(self) -> None:
        suit = appealed(self.paid_the_first())
        suit.does("record_final_judgment", on="2024-09-20", **UPHELD)

        assert ended(suit, "POLICY-performance")["1"] == ("met", "2024-08-12")

    def test_those_of_another_plan_are_owed(self) -> None:
        suit = appealed(self.paid_the_first())
        changed: dict[str, Any] = {**UPHELD, "outcome": "ordered_to_pay", "instalments": PLAN}
        suit.does("record_final_judgment", on="2024-09-20", **changed)

        assert ended(suit, "POLICY-performance")["1"] == ("running", None)
        suit.does("record_instalment", on="2024-10-08", instalment=1)
        assert ended(suit, "POLICY-performance")["1"] == ("met", "2024-10-08")

    def test_those_of_a_judgment_in_retrial_are_owed(self) -> None:
        suit = tried_again(self.paid_the_first().does("take_effect", on="2024-08-21"), "first")
        served: dict[str, Any] = {"served_on": "2025-03-05", "opponent_served_on": "2025-03-05"}
        again: dict[str, Any] = {"kind": "judgment", "outcome": "ordered_to_pay", "lost": True}
        plan: list[dict[str, str]] = [{"due_on": "2025-10-31"}, {"due_on": "2026-01-30"}]
        suit.does("record_judgment", on="2025-03-03", instalments=plan, **served, **again)

        suit.does("take_effect", on="2025-03-21")

        assert ended(suit, "SS-24")["1"] == ("running", None)


class TestWhatItLeaves:
    def test_another_judgment_on_appeal_is_owed(self) -> None:
        suit = performed(appealed(judged()), on="2024-09-05")
        changed: dict[str, Any] = {
            **UPHELD,
            "outcome": "ordered_to_pay",
            "performance_due_on": "2024-12-31",
        }

        suit.does("record_final_judgment", on="2024-09-20", **changed)

        assert suit.state_of("POLICY-performance") == "running"

    def test_a_mediation_statement_is_owed(self) -> None:
        suit = performed(appealed(judged()), on="2024-09-05")
        signed: dict[str, Any] = {"signed_on": "2024-09-18", "scope": "compensation"}

        suit.does(
            "record_mediation_statement", on="2024-09-20", performance_due_on="2024-12-31", **signed
        )

        assert (suit.state_of("POLICY-performance"), suit.facts["performance"]) == ("running", None)

    def test_a_part_leaves_the_rest_to_be_performed(self) -> None:
        suit = judged().does("record_performance", on="2024-08-12", outcome="partly_performed")
        assert suit.codes() == []

        assert suit.does("take_effect", on="2024-08-21").state_of("SS-24") == "running"

    def test_who_may_appeal_still_does(self) -> None:
        assert appealed(performed(judged())).status == "appealed"

    def test_another_appeals_within_its_window_beside_a_withdrawal(self) -> None:
        """It was not performed on the strength of the effect, so the court need not say more."""
        suit = notified(plaintiffs=[{"name": "王小明"}, {"name": "李小红"}])
        won: dict[str, Any] = {"outcome": "claims_dismissed", "lost": False, "kind": "judgment"}
        suit.does("record_judgment", on="2024-08-01", served_on="2024-08-05", **won)
        suit.does("serve_judgment", on="2024-08-06", party="p1", served_on="2024-08-05")
        suit.does("serve_judgment", on="2024-08-12", party="p2", served_on="2024-08-12")
        suit.does("appeal", on="2024-08-13", by="opponent", party="p1")
        performed(suit, on="2024-08-14")
        left: dict[str, Any] = {
            "outcome": "appeal_withdrawn",
            "lost": False,
            "served_on": "2024-08-29",
        }
        suit.does("record_final_judgment", on="2024-08-29", **left)

        suit.does("appeal", on="2024-08-26", by="opponent", party="p2")

        assert "appeal-in-time-after-withdrawal" in suit.codes()


class TestWhatIsRefused:
    def test_before_there_is_a_judgment(self) -> None:
        suit = paused(answered(), "2024-06-03")

        problem = suit.refuses("record_performance", on="2024-06-10", outcome="performed")

        assert (problem.code, problem.basis) == ("conflict", "行诉法94")

    def test_a_day_before_the_judgment(self) -> None:
        problem = judged().refuses("record_performance", on="2024-07-31", outcome="performed")

        assert (problem.code, list(problem.errors or {})) == ("date-out-of-order", ["on"])

    def test_that_nothing_is_performed_while_nothing_is_owed(self) -> None:
        problem = judged().refuses("record_performance", on="2024-08-12", outcome="not_performed")

        assert (list(problem.errors or {}), problem.basis) == (["outcome"], "行诉法94")

    @pytest.mark.parametrize(
        ("command", "payload"),
        [
            ("record_performance", {"outcome": "performed"}),
            ("record_instalment", {"instalment": 1}),
        ],
    )
    def test_what_rests_on_an_effect_that_is_not_noted(
        self, command: str, payload: dict[str, Any]
    ) -> None:
        suit = lost(outcome="ordered_to_pay", instalments=PLAN)

        problem = suit.refuses(command, on="2024-08-21", **payload)

        assert (problem.code, problem.basis) == ("conflict", "行诉法85、94")


def test_while_the_appeal_is_suspended_it_is_performed_too() -> None:
    suit = appealed(judged()).does("suspend", on="2024-09-04", **DEPENDS)

    assert performed(suit, on="2024-09-05").facts["performance"] == "performed"


class TestCorrection:
    def paid(self, office: Office) -> tuple[str, int]:
        """Return a case performed on 08-12 and in force since 08-23, and that entry."""
        due: dict[str, Any] = {"outcome": "ordered_to_pay", "performance_due_on": "2024-12-31"}
        case_id = office.judged(lost=True, **due)
        office.does(case_id, "record_performance", **PERFORMED)
        entry = int(office.case(case_id)["version"])
        office.hears_of_expiry(case_id, "SS-16", "agency")
        office.hears_of_expiry(case_id, "SS-16", "opponent")
        assert office.clock(case_id, "POLICY-performance")["ended_on"] == "2024-08-12"
        return case_id, entry

    def test_of_its_day_moves_what_it_met(self, database: Database) -> None:
        office = Office(database)
        case_id, entry = self.paid(office)

        right = [{"field": "on", "value": "2024-08-14"}]
        why = {"reason": "付款日期看错", "approved_by": "王处长"}
        office.does(case_id, "correct_entry", entry=entry, corrected=right, **why)

        for rule in ("POLICY-performance", "SS-24"):
            clock = office.clock(case_id, rule)
            assert (clock["status"], clock["ended_on"]) == ("met", "2024-08-14")

    def test_that_it_never_happened_lets_them_run(self, database: Database) -> None:
        office = Office(database)
        case_id, entry = self.paid(office)

        why = {"reason": "并未付款", "approved_by": "王处长"}
        office.does(case_id, "correct_entry", entry=entry, withdrawn=True, **why)

        case = office.case(case_id)
        assert (case["status"], office.clock(case_id, "SS-24")["status"]) == ("final", "running")

    def test_of_a_service_leaves_what_was_performed(self, database: Database) -> None:
        """Performed when the judgment was held in force, and by the right day was not yet."""
        office = Office(database)
        case_id = office.opens(notice())
        due: dict[str, Any] = {"outcome": "ordered_to_pay", "performance_due_on": "2024-12-31"}
        judgment = {"kind": "judgment", "lost": True, "served_on": "2024-08-05", **due}
        office.does(case_id, "record_judgment", on="2024-08-01", **judgment)
        office.does(case_id, "serve_judgment", on="2024-08-06", party="p1", served_on="2024-08-05")
        entry = office.case(case_id)["version"]
        office.hears_of_expiry(case_id, "SS-16", "agency")
        office.hears_of_expiry(case_id, "SS-16", "p1")
        office.does(case_id, "record_performance", on="2024-08-23", outcome="performed")

        right = [
            {"field": "served_on", "value": "2024-08-15"},
            {"field": "on", "value": "2024-08-16"},
        ]
        why = {"reason": "回证日期看错", "approved_by": "王处长"}
        office.does(case_id, "correct_entry", entry=entry, corrected=right, **why)

        case = office.case(case_id)
        assert (case["status"], case["milestones"]["final"]) == ("final", "2024-08-31")
        assert office.clock(case_id, "POLICY-performance")["ended_on"] == "2024-08-23"
