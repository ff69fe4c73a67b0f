"""Applications for enforcement: two years, from which day, of what."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.litigation.builders import Response, answered, lost


def in_force(**judgment: Any) -> Response:
    return lost(**judgment).does("take_effect", on="2024-08-21")


@pytest.mark.parametrize(("on", "status"), [("2026-10-08", "met"), ("2026-10-09", "missed")])
def test_two_years_run_from_the_last_day_for_performance(on: str, status: str) -> None:
    response = in_force(performance_due_on="2024-10-08")

    response.does("record_enforcement_application", on=on, by="opponent")

    assert (response.state_of("SS-24"), response.due("SS-24")) == (status, "2026-10-08")
    assert ("enforcement-asked-late" in response.codes()) is (status == "missed")


def test_of_an_instalment_they_run_from_its_own_last_day() -> None:
    response = in_force(performance_due_on="2024-10-08").does(
        "record_enforcement_application",
        on="2026-11-02",
        by="opponent",
        performance_ended_on="2025-01-08",
    )

    assert response.due("SS-24") == "2027-01-08"


def test_without_a_time_for_performance_they_run_from_service() -> None:
    response = in_force().does(
        "record_enforcement_application", on="2026-08-05", by="opponent", served_on="2024-08-05"
    )

    assert (response.state_of("SS-24"), response.due("SS-24")) == ("met", "2026-08-05")


def test_a_suit_that_was_withdrawn_leaves_nothing_to_enforce() -> None:
    response = answered().does("plaintiff_withdraws", on="2024-06-20")
    response.does("close", on="2024-06-21")

    problem = response.refuses("record_enforcement_application", on="2024-07-01", by="opponent")

    assert problem.basis == "行诉法94、解释152"
