"""A case that goes on elsewhere, or again, is no end for the law between the tracks."""

from __future__ import annotations

from typing import Any

import pytest

from shared.remedies.earlier_cases import as_earlier, still_going_on


def case(track: str, status: str, **milestones: str) -> dict[str, Any]:
    return {
        "track": track,
        "status": status,
        "milestones": milestones,
        "parties": [],
        "act": None,
        "clocks": [],
        "told": {},
    }


@pytest.mark.parametrize("status", ["elevated", "handed_up", "closed"])
def test_what_a_superior_took_over_is_still_under_review(status: str) -> None:
    earlier = as_earlier(
        case("reconsideration", status, accepted="2026-09-14", handed_up="2026-10-08"), None
    )

    assert earlier is not None
    assert earlier.status == "accepted"


@pytest.mark.parametrize("status", ["self_corrected", "closed"])
@pytest.mark.parametrize(
    ("posted", "filed_on"), [({}, "2026-08-10"), ({"handed_in": "2026-08-07"}, "2026-08-07")]
)
def test_an_own_correction_ran_from_handing_in_to_being_told(
    status: str, posted: dict[str, str], filed_on: str
) -> None:
    days = {"self_corrected": "2026-08-14", "self_correction_told": "2026-08-17", **posted}

    earlier = as_earlier(case("reconsideration", status, received="2026-08-10", **days), None)

    assert earlier is not None
    assert earlier.status == "self_corrected"
    assert (str(earlier.filed_on), str(earlier.served_on)) == (filed_on, "2026-08-17")


@pytest.mark.parametrize("status", ["retrial_first", "retrial_second"])
def test_what_is_tried_again_was_judged(status: str) -> None:
    earlier = as_earlier(case("litigation", status, judged="2024-08-01"), None)

    assert earlier is not None
    assert earlier.status == "judged"


def below_and_above(**above: str) -> list[dict[str, Any]]:
    below = case("reconsideration", "handed_up", accepted="2026-09-14", elevated="2026-09-24")
    taken = {"accepted": "2026-09-14", "taken_over": "2026-09-24", **above}
    return [below, case("reconsideration", "accepted", **taken)]


def test_what_the_superior_has_a_case_of_counts_there_alone() -> None:
    below, above = below_and_above()

    assert still_going_on([below, above]) == [above]
    assert still_going_on([below]) == [below]


def test_what_is_taken_over_twice_counts_at_the_top() -> None:
    below, middle = below_and_above(elevated="2026-10-20")
    top = case("reconsideration", "taken_over", accepted="2026-09-14", taken_over="2026-10-20")

    assert still_going_on([below, middle, top]) == [top]
    assert still_going_on([below, middle]) == [middle]
