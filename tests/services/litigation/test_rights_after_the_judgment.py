"""The rights that run when a judgment is in force: six months to retrial, two years to enforce."""

from __future__ import annotations

from typing import Any

import pytest

from shared.storage.database import Database
from tests.services.litigation.builders import COURT, Response, answered, appealed, lost, won
from tests.services.litigation.offices import Office
from tests.support.offices import codes

BOTH = ("agency", "opponent")


def windows(response: Response, rule: str) -> dict[str, tuple[str, str]]:
    """Return of a rule whose window ends when, and how it stands."""
    clocks = [each for each in response.case["clocks"] if each["rule"] == rule]
    return {each["party"]: (each["due_on"], each["status"]) for each in clocks}


def in_force(response: Response | None = None) -> Response:
    """Nobody appealed: in force on 2024-08-21."""
    return (response or lost(performance_due_on="2024-10-08")).does("take_effect", on="2024-08-21")


def upheld(**changes: Any) -> Response:
    """A judgment that was upheld on 2024-09-20, served on both sides on 09-23."""
    final: dict[str, Any] = {
        "on": "2024-09-20",
        "outcome": "upheld",
        "lost": True,
        "served_on": "2024-09-23",
        "opponent_served_on": "2024-09-23",
    }
    return appealed(lost(outcome="ordered_to_pay")).does(
        "record_final_judgment",
        **{name: value for name, value in {**final, **changes}.items() if value is not None},
    )


class TestRetrial:
    def test_each_side_has_six_months_from_the_effect(self) -> None:
        assert windows(in_force(), "SS-20") == dict.fromkeys(BOTH, ("2025-02-21", "running"))

    def test_against_a_judgment_on_appeal_each_from_its_own_service(self) -> None:
        response = upheld(opponent_served_on="2024-10-08")

        assert windows(response, "SS-20") == {
            "agency": ("2025-03-24", "running"),  # 03-23 is a Sunday
            "opponent": ("2025-04-08", "running"),
        }

    def test_a_mediation_statement_may_be_tried_again_too(self) -> None:
        statement: dict[str, Any] = {
            "on": "2024-06-20",
            "signed_on": "2024-06-18",
            "scope": "compensation",
        }
        response = answered().does("record_mediation_statement", **statement)

        assert windows(response, "SS-20") == dict.fromkeys(BOTH, ("2024-12-18", "running"))
        assert windows(response, "SS-24") == {"opponent": ("2026-06-18", "running")}

    def test_a_remand_is_not_in_force(self) -> None:
        assert windows(upheld(outcome="remanded", lost=False), "SS-20") == {}

    def test_an_application_meets_the_window_of_its_side_alone(self) -> None:
        response = in_force().does("record_retrial_application", on="2025-02-21", by="opponent")

        assert windows(response, "SS-20") == {
            "agency": ("2025-02-21", "running"),
            "opponent": ("2025-02-21", "met"),
        }

    def test_on_a_special_ground_another_window_runs_from_knowing(self) -> None:
        ground: dict[str, Any] = {"ground": "110(1)", "known_on": "2024-12-02"}
        response = in_force().does(
            "record_retrial_application", on="2025-02-10", by="opponent", **ground
        )

        mine = [each for each in response.case["clocks"] if each["party"] == "opponent"]
        dues = [each["due_on"] for each in mine if each["rule"] == "SS-20"]
        assert dues == ["2025-02-21", "2025-06-03"]  # 06-02 is the Dragon Boat holiday

    def test_it_runs_on_during_the_retrial_whose_judgment_ends_it(self) -> None:
        # Who asks within the six months is heard with it (解释120¶2).
        order: dict[str, Any] = {"initiated_by": "court", "instance": "first"}
        response = in_force().does("order_retrial", actor=COURT, on="2024-11-11", **order)
        assert set(windows(response, "SS-20").values()) == {("2025-02-21", "running")}

        judgment: dict[str, Any] = {
            "kind": "judgment",
            "outcome": "claims_dismissed",
            "lost": False,
        }
        served: dict[str, Any] = {"served_on": "2025-03-10", "opponent_served_on": "2025-03-10"}
        response.does("record_judgment", on="2025-03-03", **judgment, **served)
        response.does("take_effect", on="2025-03-26")

        # Those ended on 02-21; none runs from the judgment of the retrial.
        assert set(windows(response, "SS-20").values()) == {("2025-02-21", "missed")}


class TestEnforcement:
    def test_two_years_run_from_the_last_day_for_performance(self) -> None:
        # 2026-10-08 is the first working day after the week of October.
        assert windows(in_force(), "SS-24") == {"opponent": ("2026-10-08", "running")}

    def test_what_the_agency_won_is_for_it_to_have_enforced(self) -> None:
        response = in_force(won(performance_due_on="2024-12-31"))

        assert windows(response, "SS-24") == {"agency": ("2026-12-31", "running")}

    def test_without_a_day_for_performance_they_run_from_service(self) -> None:
        assert windows(upheld(), "SS-24") == {"opponent": ("2026-09-23", "running")}
        assert windows(upheld(opponent_served_on="2024-10-08"), "SS-24") == {
            "opponent": ("2026-10-08", "running")
        }

    def test_where_nothing_is_owed_none_runs(self) -> None:
        assert windows(in_force(lost()), "SS-24") == {}  # revoked, and nothing ordered
        assert windows(upheld(outcome="claims_dismissed", lost=False), "SS-24") == {}

    def test_an_application_meets_it(self) -> None:
        response = in_force().does("record_enforcement_application", on="2026-10-12", by="opponent")

        assert windows(response, "SS-24") == {"opponent": ("2026-10-08", "missed")}
        assert "enforcement-asked-late" in response.codes()

    def test_what_a_retrial_leaves_is_enforced_on_and_what_it_replaces_is_not(self) -> None:
        def retried(**judgment: Any) -> dict[str, tuple[str, str]]:
            response = upheld().does(
                "order_retrial", on="2024-11-11", initiated_by="court", instance="second"
            )
            assert windows(response, "SS-24")["opponent"][1] == "running"
            return windows(response.does("record_final_judgment", **judgment), "SS-24")

        assert retried(on="2025-03-03", outcome="upheld", lost=True) == {
            "opponent": ("2026-09-23", "running")
        }
        assert retried(on="2025-03-03", outcome="claims_dismissed", lost=False) == {
            "opponent": ("2026-09-23", "cancelled")
        }


class TestTogether:
    @pytest.fixture
    def office(self, database: Database) -> Office:
        return Office(database)

    def in_force(self, office: Office) -> str:
        """Both windows of appeal ended by themselves: in force on 2024-08-23."""
        judgment: dict[str, Any] = {
            "outcome": "ordered_to_pay",
            "lost": True,
            "performance_due_on": "2024-10-08",
        }
        case_id = office.judged(**judgment)
        for party in BOTH:
            office.hears_of_expiry(case_id, "SS-16", party)
        return case_id

    def test_closing_ends_none_of_them_and_needs_no_reason_for_them(self, office: Office) -> None:
        case_id = self.in_force(office)
        office.does(
            case_id, "analyse_loss", on="2024-09-02", causes=["facts_unclear"], measures="补证"
        )
        office.does(case_id, "record_performance", on="2024-10-08", outcome="partly_performed")

        office.does(case_id, "close", on="2024-10-10", reason="余款由对方申请执行")

        assert office.clock(case_id, "SS-20", "opponent")["status"] == "running"
        assert office.clock(case_id, "SS-24", "opponent")["status"] == "running"

    def test_what_was_performed_leaves_nothing_to_enforce(self, office: Office) -> None:
        case_id = self.in_force(office)

        office.does(case_id, "record_performance", on="2024-10-08", outcome="performed")

        assert office.clock(case_id, "SS-24", "opponent")["status"] == "met"

    def test_the_end_of_one_ends_nothing_else_and_a_late_application_is_marked(
        self, office: Office
    ) -> None:
        case_id = self.in_force(office)

        office.hears_of_expiry(case_id, "SS-20", "opponent")

        assert office.clock(case_id, "SS-20", "opponent")["status"] == "missed"
        assert office.clock(case_id, "SS-20", "agency")["status"] == "running"
        office.does(case_id, "record_retrial_application", on="2025-03-03", by="opponent")
        assert "retrial-asked-late" in codes(office, case_id)
        assert len([c for c in office.case(case_id)["clocks"] if c["rule"] == "SS-20"]) == 2

    def test_an_appeal_posted_in_time_takes_them_back_with_the_effect(self, office: Office) -> None:
        case_id = self.in_force(office)

        posted: dict[str, Any] = {"posted_on": "2024-08-22", "posted_by": "express_mail"}
        office.does(case_id, "appeal", on="2024-08-28", by="opponent", **posted)

        rights = [c for c in office.case(case_id)["clocks"] if c["rule"] in {"SS-20", "SS-24"}]
        assert {each["status"] for each in rights} == {"cancelled"}

    def test_an_appeal_that_a_court_took_up_ends_them(self, office: Office) -> None:
        case_id = self.in_force(office)
        office.does(case_id, "record_performance", on="2024-10-08", outcome="partly_performed")

        office.does(case_id, "appeal", on="2024-11-04", by="opponent", taken_up_by_court=True)

        rights = [c for c in office.case(case_id)["clocks"] if c["rule"] in {"SS-20", "SS-24"}]
        assert {each["status"] for each in rights} == {"cancelled"}


@pytest.mark.parametrize(
    "command", ["record_retrial_application", "record_enforcement_application"]
)
def test_after_a_remand_nothing_is_in_force(command: str) -> None:
    """The first judgment is set aside, and the suit begins anew (行诉法89)."""
    response = upheld(outcome="remanded", lost=False)

    problem = response.refuses(command, on="2024-11-12", by="opponent")

    assert problem.code == "conflict"
