"""A hearing in re-examination: its days do not count (信访工作条例36¶2)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.petitions.builders import in_reexamination
from tests.support.case_in_memory import refuses_field, said

UPHELD: dict[str, Any] = {"outcome": "upheld", "opinion": "维持"}
CHANGED: dict[str, Any] = {"outcome": "changed", "opinion": "变更复查意见"}


def the_last_period(on: str, **said: Any) -> tuple[str | None, str]:
    """Return the end of the thirty days, and how they ended, with an opinion of that day."""
    petition = in_reexamination().does("conclude_reexamination", on=on, **said)
    return petition.due("XF-09"), petition.state_of("XF-09")


def test_the_days_of_a_hearing_are_left_out() -> None:
    days: dict[str, Any] = {"hearing_from": "2026-10-20", "hearing_to": "2026-10-24"}

    assert the_last_period("2026-11-16", **CHANGED, **days) == ("2026-11-16", "met")


def test_a_hearing_of_one_day_leaves_that_day_out() -> None:
    day: dict[str, Any] = {"hearing_from": "2026-10-20", "hearing_to": "2026-10-20"}

    assert the_last_period("2026-11-12", **UPHELD, **day) == ("2026-11-12", "met")


def test_a_hearing_that_is_told_with_the_opinion_began_on_its_own_day() -> None:
    days: dict[str, Any] = {"hearing_from": "2026-10-20", "hearing_to": "2026-10-24"}
    petition = in_reexamination().does("conclude_reexamination", on="2026-11-16", **CHANGED, **days)

    assert petition.case["milestones"]["hearing_began"] == "2026-10-20"


def test_without_a_hearing_the_same_opinion_is_late() -> None:
    petition = in_reexamination().does("conclude_reexamination", on="2026-11-16", **UPHELD)

    assert petition.clock("XF-09")["status"] == "missed"
    assert petition.codes() == ["reexamined-late"]


@pytest.mark.parametrize(
    ("hearing", "field"),
    [
        ({"hearing_from": "2026-10-20"}, "hearing_to"),
        ({"hearing_to": "2026-10-20"}, "hearing_from"),
        ({"hearing_from": "2026-10-22", "hearing_to": "2026-10-20"}, "hearing_to"),
    ],
)
def test_a_hearing_has_a_first_and_a_last_day(hearing: dict[str, Any], field: str) -> None:
    problem = in_reexamination().refuses(
        "conclude_reexamination", on="2026-11-06", **UPHELD, **hearing
    )

    assert refuses_field(problem) == (field, "信访工作条例36¶2")


@pytest.mark.parametrize(
    "hearing",
    [
        {"hearing_from": "2026-10-09", "hearing_to": "2026-10-13"},
        {"hearing_from": "2026-11-05", "hearing_to": "2026-11-07"},
    ],
)
def test_a_hearing_lies_between_request_and_opinion(hearing: dict[str, Any]) -> None:
    problem = in_reexamination().refuses(
        "conclude_reexamination", on="2026-11-06", **UPHELD, **hearing
    )

    assert said(problem)[:2] == (422, "date-out-of-order")


def test_a_hearing_is_left_out_as_soon_as_it_was_held() -> None:
    petition = in_reexamination()
    assert petition.due("XF-09") == "2026-11-11"

    petition.does(
        "record_hearing", on="2026-10-26", hearing_from="2026-10-20", hearing_to="2026-10-24"
    )

    assert petition.due("XF-09") == "2026-11-16"
    petition.does("conclude_reexamination", on="2026-11-16", **UPHELD)
    assert petition.clock("XF-09")["status"] == "met"


def test_days_of_a_hearing_told_twice_are_left_out_once() -> None:
    days: dict[str, Any] = {"hearing_from": "2026-10-20", "hearing_to": "2026-10-24"}
    petition = in_reexamination().does("record_hearing", on="2026-10-26", **days)

    petition.does("conclude_reexamination", on="2026-11-17", **UPHELD, **days)

    assert petition.due("XF-09") == "2026-11-16"
    assert petition.clock("XF-09")["status"] == "missed"
