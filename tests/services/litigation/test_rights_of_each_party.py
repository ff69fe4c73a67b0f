"""Of a judgment in force each party has rights from its own service (解释110, 153)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.litigation.builders import Response, appealed, lost, notified, warned

PLAINTIFFS = [{"name": "王小明"}, {"name": "李小红"}]
DIED: dict[str, Any] = {
    "ground": "death",
    "happened_on": "2025-02-20",
    "successors": [{"name": "王小亮"}],
}


def windows(response: Response, rule: str) -> dict[str, tuple[str, str]]:
    clocks = [each for each in response.case["clocks"] if each["rule"] == rule]
    return {each["party"]: (each["due_on"], each["status"]) for each in clocks}


def final(outcome: str = "upheld", **changes: Any) -> Response:
    """Two plaintiffs; the judgment of 2026-03-10 reached the agency on 03-16."""
    response = notified(plaintiffs=PLAINTIFFS)
    response.does("submit_answer", on="2024-05-24", evidence=["处罚决定书"], documents=["处罚法"])
    judgment: dict[str, Any] = {"kind": "judgment", "outcome": "ordered_to_pay", "lost": True}
    both: dict[str, Any] = {"served_on": "2024-08-05", "opponent_served_on": "2024-08-05"}
    response.does("record_judgment", on="2024-08-01", **judgment, **both)
    told = {"lost": True, "served_on": "2026-03-16", **changes}
    return appealed(response).does(
        "record_final_judgment", on="2026-03-10", outcome=outcome, **told
    )


def test_two_plaintiffs_served_on_two_days_have_six_months_each() -> None:
    response = final()
    response.does("serve_final_judgment", on="2026-03-20", party="p1", served_on="2026-03-17")
    assert "final-service-unknown" in warned(response)  # p2 is not served yet

    response.does("serve_final_judgment", on="2026-04-10", party="p2", served_on="2026-04-07")

    assert windows(response, "SS-20") == {
        "agency": ("2026-09-16", "running"),
        "p1": ("2026-09-17", "running"),
        "p2": ("2026-10-08", "running"),  # 10-07 is in the week of October
    }
    assert "final-service-unknown" not in warned(response)


def test_two_years_without_a_day_for_performance_run_from_the_service_on_each() -> None:
    response = final()
    response.does("serve_final_judgment", on="2026-03-20", party="p1", served_on="2026-03-17")
    response.does("serve_final_judgment", on="2026-04-10", party="p2", served_on="2026-04-07")

    assert windows(response, "SS-24") == {
        "p1": ("2028-03-17", "running"),
        "p2": ("2028-04-07", "running"),
    }


def test_a_day_that_nobody_told_starts_nothing() -> None:
    response = final()

    assert windows(response, "SS-20") == {"agency": ("2026-09-16", "running")}
    assert windows(response, "SS-24") == {}
    assert "final-service-unknown" in warned(response)


def test_one_day_for_all_of_the_other_side_is_one_clock() -> None:
    response = final(opponent_served_on="2026-03-17")

    assert windows(response, "SS-20")["opponent"] == ("2026-09-17", "running")
    assert "final-service-unknown" not in warned(response)
    again = response.refuses(
        "serve_final_judgment", on="2026-04-10", party="p2", served_on="2026-04-07"
    )
    assert again.code == "conflict"  # a wrong day is corrected, not told again


def test_an_application_meets_the_window_of_who_asks() -> None:
    response = final()
    response.does("serve_final_judgment", on="2026-03-20", party="p1", served_on="2026-03-17")
    response.does("serve_final_judgment", on="2026-04-10", party="p2", served_on="2026-04-07")

    asked: dict[str, Any] = {"by": "opponent", "party": "p2"}
    response.does("record_retrial_application", on="2026-10-08", **asked)

    assert "retrial-asked-late" not in response.codes()
    states = {party: state for party, (_, state) in windows(response, "SS-20").items()}
    assert states == {"agency": "running", "p1": "running", "p2": "met"}


def test_one_is_late_on_the_day_that_is_in_time_for_the_other() -> None:
    response = final()
    response.does("serve_final_judgment", on="2026-03-20", party="p1", served_on="2026-03-17")
    response.does("serve_final_judgment", on="2026-04-10", party="p2", served_on="2026-04-07")

    asked: dict[str, Any] = {"by": "opponent", "party": "p1"}
    response.does("record_retrial_application", on="2026-10-08", **asked)

    assert response.basis_of("retrial-asked-late") == "解释110"


def test_who_has_no_day_of_service_is_not_called_late() -> None:
    response = final()

    response.does("record_retrial_application", on="2026-10-08", by="opponent", party="p1")

    assert "retrial-asked-late" not in response.codes()


def test_who_applies_is_of_the_side_that_is_named() -> None:
    problem = final().refuses(
        "record_retrial_application", on="2026-04-08", by="agency", party="p1"
    )

    assert list(problem.errors or {}) == ["party"]


def in_force(**judgment: Any) -> Response:
    """Two plaintiffs, to be paid by a judgment of 2024-09-02; p1 served on 09-04, p2 on 09-23."""
    response = notified(plaintiffs=PLAINTIFFS)
    response.does("submit_answer", on="2024-05-24", evidence=["处罚决定书"], documents=["处罚法"])
    told: dict[str, Any] = {"kind": "judgment", "outcome": "ordered_to_pay", "lost": True}
    response.does("record_judgment", on="2024-09-02", served_on="2024-09-03", **told, **judgment)
    response.does("serve_judgment", on="2024-09-25", party="p1", served_on="2024-09-04")
    response.does("serve_judgment", on="2024-09-25", party="p2", served_on="2024-09-23")
    return response.does("take_effect", on="2024-10-09")


class TestEnforcementOfAFirstJudgment:
    def test_without_a_day_for_performance_each_has_two_years_from_their_own_service(self) -> None:
        assert windows(in_force(), "SS-24") == {
            "p1": ("2026-09-04", "running"),
            "p2": ("2026-09-23", "running"),
        }

    def test_with_one_the_two_years_of_all_run_from_it(self) -> None:
        response = in_force(performance_due_on="2024-11-30")

        assert windows(response, "SS-24") == {"opponent": ("2026-11-30", "running")}

    def test_a_service_on_all_of_one_day_is_one_window_of_the_other_side(self) -> None:
        response = notified(plaintiffs=PLAINTIFFS)
        told: dict[str, Any] = {"kind": "judgment", "outcome": "compensation", "lost": True}
        response.does("record_judgment", on="2024-09-02", **told)
        response.does("serve_judgment", on="2024-09-25", served_on="2024-09-04")
        response.does("take_effect", on="2024-09-26")

        assert windows(response, "SS-24") == {"opponent": ("2026-09-04", "running")}

    def test_who_joined_has_two_years_from_their_own_service_too(self) -> None:
        response = notified(plaintiffs=PLAINTIFFS)
        told: dict[str, Any] = {"kind": "judgment", "outcome": "ordered_to_pay", "lost": True}
        both: dict[str, Any] = {"served_on": "2024-09-03", "opponent_served_on": "2024-09-03"}
        response.does("record_judgment", on="2024-09-02", **told, **both)
        response.does("join_party", on="2024-09-09", party={"name": "赵大年"}, role="third_party")
        response.does("serve_judgment", on="2024-09-25", party="p4", served_on="2024-09-10")
        response.does("take_effect", on="2024-09-26")

        assert windows(response, "SS-24") == {
            "opponent": ("2026-09-03", "running"),
            "p4": ("2026-09-10", "running"),
        }

    def test_another_defendant_has_nothing_to_enforce(self) -> None:
        organ = {"code": "11120101000000000E", "name": "示范区人民政府"}
        response = notified(plaintiffs=PLAINTIFFS, co_defendants=[organ])
        told: dict[str, Any] = {"kind": "judgment", "outcome": "ordered_to_perform", "lost": True}
        both: dict[str, Any] = {"served_on": "2024-09-03", "opponent_served_on": "2024-09-03"}
        response.does("record_judgment", on="2024-09-02", **told, **both)
        response.does("serve_judgment", on="2024-09-25", party="p4", served_on="2024-09-10")
        response.does("take_effect", on="2024-09-26")

        assert windows(response, "SS-24") == {"opponent": ("2026-09-03", "running")}

    def test_an_application_meets_the_window_of_who_asks(self) -> None:
        asked: dict[str, Any] = {"by": "opponent", "party": "p1"}

        response = in_force().does("record_enforcement_application", on="2026-09-04", **asked)

        assert windows(response, "SS-24") == {
            "p1": ("2026-09-04", "met"),
            "p2": ("2026-09-23", "running"),
        }

    def test_one_is_late_on_the_day_that_is_in_time_for_the_other(self) -> None:
        asked: dict[str, Any] = {"on": "2026-09-07", "by": "opponent"}

        first = in_force().does("record_enforcement_application", party="p1", **asked)
        assert first.basis_of("enforcement-asked-late") == "解释153"

        second = in_force().does("record_enforcement_application", party="p2", **asked)
        assert "enforcement-asked-late" not in second.codes()

    def test_an_application_that_names_nobody_is_that_of_all(self) -> None:
        response = in_force().does("record_enforcement_application", on="2026-09-04", by="opponent")

        assert {state for _, state in windows(response, "SS-24").values()} == {"met"}

    def test_who_applies_is_of_the_side_that_is_named(self) -> None:
        problem = in_force().refuses(
            "record_enforcement_application", on="2024-11-04", by="opponent", party="p3"
        )

        assert (list(problem.errors or {}), problem.basis) == (["party"], "行诉法95、解释152")

    @pytest.mark.parametrize("served", ["each on their own day", "all of the side on one day"])
    def test_an_heir_has_what_is_left_of_the_two_years(self, served: str) -> None:
        each = served == "each on their own day"
        response = in_force() if each else in_force(performance_due_on="2024-09-04")
        response.does("succeed_party", on="2025-03-03", party="p1", **DIED)

        asked: dict[str, Any] = {"by": "opponent", "party": "p4"}
        response.does("record_enforcement_application", on="2026-09-04", **asked)

        assert windows(response, "SS-24")["p1" if each else "opponent"] == ("2026-09-04", "met")


def test_before_a_judgment_of_second_instance_none_is_served() -> None:
    response = lost().does("take_effect", on="2024-08-21")

    problem = response.refuses("serve_final_judgment", on="2024-09-02", served_on="2024-09-02")

    assert problem.code == "missing-fact"


class TestSixMonthsAfterAJudgmentNobodyAppealed:
    """It takes effect once, after the last window: one last day for all (行诉法85, 解释110)."""

    LAST_DAY = "2025-02-28"

    def in_force(self) -> Response:
        suit = notified(plaintiffs=[{"name": "王小明"}, {"name": "李小红"}])
        suit.does("submit_answer", on="2024-05-24", evidence=["处罚决定书"], documents=["处罚法"])
        won: dict[str, Any] = {"kind": "judgment", "outcome": "claims_dismissed", "lost": False}
        suit.does("record_judgment", on="2024-08-01", served_on="2024-08-05", **won)
        for party, day in (("p1", "2024-08-05"), ("p2", "2024-08-12")):
            suit.does("serve_judgment", on="2024-08-13", party=party, served_on=day)
        return suit.does("take_effect", on="2024-08-28")

    def test_who_were_served_on_different_days_have_the_same_last_day(self) -> None:
        running = (self.LAST_DAY, "running")

        assert windows(self.in_force(), "SS-20") == dict.fromkeys(("agency", "p1", "p2"), running)

    def test_who_applies_has_not_applied_for_another(self) -> None:
        suit = self.in_force()
        suit.does("record_retrial_application", on="2024-10-28", by="opponent", party="p1")
        assert windows(suit, "SS-20")["p1"] == (self.LAST_DAY, "met")
        assert windows(suit, "SS-20")["p2"] == (self.LAST_DAY, "running")

        suit.does("record_retrial_application", on="2025-03-03", by="opponent", party="p2")

        assert suit.basis_of("retrial-asked-late") == "解释110"

    def test_an_application_of_the_whole_side_is_that_of_each(self) -> None:
        suit = self.in_force()
        suit.does("record_retrial_application", on="2024-10-28", by="opponent")

        assert {name: state for name, (_, state) in windows(suit, "SS-20").items()} == {
            "agency": "running",
            "p1": "met",
            "p2": "met",
        }
