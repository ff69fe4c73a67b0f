"""A judgment performed by instalments (分期履行): each enforced in its own two years (解释153)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.litigation.builders import COURT, Response, answered, appealed, lost

PLAN = [{"due_on": "2024-10-31"}, {"due_on": "2025-01-31"}, {"due_on": "2025-04-30"}]
OF_THREE = {"1": "2026-11-02", "2": "2027-02-01", "3": "2027-04-30"}
"""The last days to apply: 2026-10-31 is a Saturday, 2027-01-31 a Sunday."""


def windows(response: Response, rule: str) -> dict[str, tuple[str, str]]:
    clocks = [each for each in response.case["clocks"] if each["rule"] == rule]
    return {each["party"]: (each["due_on"], each["status"]) for each in clocks}


def ordered(**changes: Any) -> Response:
    return lost(outcome="ordered_to_pay", **{"instalments": PLAN, **changes})


def in_force() -> Response:
    return ordered().does("take_effect", on="2024-08-21")


def test_each_instalment_has_two_years_from_its_own_last_day() -> None:
    response = in_force()

    expected = {number: (due_on, "running") for number, due_on in OF_THREE.items()}
    assert windows(response, "SS-24") == expected
    assert windows(response, "POLICY-performance") == {
        "1": ("2024-10-31", "running"),
        "2": ("2025-01-31", "running"),
        "3": ("2025-04-30", "running"),
    }


def test_nothing_of_it_runs_before_the_judgment_is_in_force() -> None:
    assert windows(ordered(), "SS-24") == {}


def test_what_is_upheld_is_performed_as_it_was_ordered() -> None:
    final: dict[str, Any] = {"outcome": "upheld", "lost": True, "served_on": "2024-09-23"}
    response = appealed(ordered()).does("record_final_judgment", on="2024-09-20", **final)

    assert {number: due for number, (due, _) in windows(response, "SS-24").items()} == OF_THREE


def test_what_fell_due_before_the_judgment_was_upheld_is_owed_and_overdue() -> None:
    final: dict[str, Any] = {"outcome": "upheld", "lost": True, "served_on": "2024-11-15"}
    response = appealed(ordered()).does("record_final_judgment", on="2024-11-12", **final)

    assert windows(response, "POLICY-performance")["1"] == ("2024-10-31", "running")
    assert windows(response, "SS-24")["1"] == ("2026-11-02", "running")


@pytest.mark.parametrize(
    "due",
    [{"performance_due_on": "2024-08-15"}, {"instalments": [{"due_on": "2024-08-15"}, *PLAN]}],
)
def test_a_day_that_passed_before_the_effect_does_not_stop_the_effect(due: dict[str, Any]) -> None:
    response = ordered(**{"instalments": None, **due}).does("take_effect", on="2024-08-21")

    clocks = {each["due_on"] for each in response.case["clocks"] if each["status"] == "running"}
    assert {"2024-08-15", "2026-08-17"} <= clocks  # 2026-08-15 is a Saturday


def test_nothing_is_performed_before_the_judgment() -> None:
    judgment: dict[str, Any] = {"kind": "judgment", "outcome": "ordered_to_pay", "lost": True}

    problem = answered().refuses(
        "record_judgment", on="2024-08-01", performance_due_on="2024-07-31", **judgment
    )

    assert (problem.code, list(problem.errors or {})) == (
        "date-out-of-order",
        ["performance_due_on"],
    )


def test_a_mediation_statement_of_the_court_may_be_by_instalments() -> None:
    statement: dict[str, Any] = {"signed_on": "2024-06-18", "scope": "compensation"}
    response = answered().does(
        "record_mediation_statement", on="2024-06-20", instalments=PLAN, **statement
    )

    assert {number: due for number, (due, _) in windows(response, "SS-24").items()} == OF_THREE


def test_what_is_performed_leaves_the_others_to_be_enforced() -> None:
    response = in_force().does("record_instalment", on="2024-10-30", instalment=1)

    assert windows(response, "POLICY-performance")["1"] == ("2024-10-31", "met")
    states = {number: state for number, (_, state) in windows(response, "SS-24").items()}
    assert states == {"1": "met", "2": "running", "3": "running"}


def test_an_application_names_its_instalment() -> None:
    response = in_force().does(
        "record_enforcement_application", on="2025-03-03", by="opponent", instalment=2
    )

    states = {number: state for number, (_, state) in windows(response, "SS-24").items()}
    assert states == {"1": "running", "2": "met", "3": "running"}


@pytest.mark.parametrize("told", [{}, {"performance_ended_on": "2025-01-31"}])
def test_one_that_names_none_is_for_all_that_were_due(told: dict[str, str]) -> None:
    response = in_force().does(
        "record_enforcement_application", on="2025-03-03", by="opponent", actor=COURT, **told
    )

    states = {number: state for number, (_, state) in windows(response, "SS-24").items()}
    assert states == {"1": "met", "2": "met", "3": "running"}


def test_one_instalment_may_be_late_while_the_next_is_not() -> None:
    asked: dict[str, Any] = {"on": "2026-11-03", "by": "opponent"}

    first = in_force().does("record_enforcement_application", instalment=1, **asked)
    assert first.basis_of("enforcement-asked-late") == "解释153"

    second = in_force().does("record_enforcement_application", instalment=2, **asked)
    assert "enforcement-asked-late" not in second.codes()


def test_a_window_that_ended_by_itself_is_told_to_who_comes_late() -> None:
    response = in_force()
    ended = next(each for each in response.case["clocks"] if each["id"] == "SS-24.1")
    expired = {"clock_id": ended["id"], "rule": "SS-24"}
    response.does("note_expiry", on="2026-11-03", **expired)

    response.does("record_enforcement_application", on="2026-11-05", by="opponent", instalment=1)

    assert "enforcement-asked-late" in response.codes()


@pytest.mark.parametrize(
    ("command", "payload", "at"),
    [
        ("record_instalment", {"instalment": 4}, "instalment"),
        ("record_enforcement_application", {"by": "opponent", "instalment": 4}, "instalment"),
    ],
)
def test_an_instalment_that_was_not_ordered_is_refused(
    command: str, payload: dict[str, Any], at: str
) -> None:
    problem = in_force().refuses(command, on="2025-03-03", **payload)

    assert (list(problem.errors or {}), problem.basis) == ([at], "行诉法94、解释153")


def test_without_a_plan_there_is_no_instalment_to_name() -> None:
    response = lost(performance_due_on="2024-10-08").does("take_effect", on="2024-08-21")

    problem = response.refuses(
        "record_enforcement_application", on="2025-03-03", by="opponent", instalment=1
    )

    assert list(problem.errors or {}) == ["instalment"]


def test_the_whole_and_its_instalments_are_not_both_told() -> None:
    judgment: dict[str, Any] = {"kind": "judgment", "outcome": "ordered_to_pay", "lost": True}

    problem = answered().refuses(
        "record_judgment",
        on="2024-08-01",
        performance_due_on="2024-10-08",
        instalments=PLAN,
        **judgment,
    )

    assert list(problem.errors or {}) == ["performance_due_on"]
