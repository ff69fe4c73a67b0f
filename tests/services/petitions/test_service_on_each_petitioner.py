"""Those who petition together receive an opinion each on their own day (信访工作条例35, 36¶1)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.petitions.builders import (
    OPINION,
    Petition,
    accepted,
    field_of,
    finalized,
    refuses_field,
    said,
)

TOGETHER = [{"name": "王小明"}, {"name": "李小红"}]


def unserved() -> Petition:
    """Return the petition of p1 and p2 against p3, concluded on 2026-09-14."""
    petition = accepted(petitioners=TOGETHER)
    return petition.does("conclude", on="2026-09-14", outcome="not_supported", opinion=OPINION)


def served_on_both() -> Petition:
    petition = unserved()
    for party, day in (("p1", "2026-09-16"), ("p2", "2026-09-28")):
        petition.does("serve_opinion", on="2026-09-29", party=party, served_on=day)
    return petition


def window(petition: Petition, rule: str, party: str) -> dict[str, Any]:
    found = (each for each in petition.case["clocks"] if each["rule"] == rule)
    return next(each for each in found if each["party"] == party)


def warned(petition: Petition) -> list[str]:
    return [warning["code"] for warning in petition.case["warnings"]]


def test_each_has_thirty_days_of_their_own() -> None:
    petition = served_on_both()

    assert window(petition, "XF-06", "p1")["due_on"] == "2026-10-16"
    assert window(petition, "XF-06", "p2")["due_on"] == "2026-10-28"


def test_who_was_not_served_is_pointed_out_until_they_are() -> None:
    petition = unserved().does("serve_opinion", on="2026-09-29", party="p1", served_on="2026-09-16")
    assert "opinion-not-served-on-all" in warned(petition)

    petition.does("serve_opinion", on="2026-09-29", party="p2", served_on="2026-09-28")

    assert not {"opinion-not-served-on-all", "missing-fact"} & set(warned(petition))


def test_the_request_of_one_is_judged_by_their_own_window() -> None:
    late = served_on_both()
    problem = late.refuses("request_review", on="2026-10-20", party="p1")
    assert (problem.code, problem.basis) == ("reason-required", "信访工作条例35")

    petition = served_on_both().does("request_review", on="2026-10-20", party="p2")

    assert petition.status == "in_review"
    assert window(petition, "XF-06", "p2")["status"] == "met"
    assert window(petition, "XF-06", "p1")["status"] == "running"


def test_of_all_who_ask_together_one_in_time_is_enough() -> None:
    petition = served_on_both().does("request_review", on="2026-10-20")

    assert petition.status == "in_review"
    assert "requested-late" not in petition.codes()


def test_who_received_it_first_need_not_wait_for_the_other() -> None:
    petition = served_on_both().does("request_review", on="2026-09-29", party="p1")

    assert window(petition, "XF-06", "p1")["status"] == "met"


def test_a_review_opinion_is_served_on_each_too() -> None:
    petition = served_on_both().does("request_review", on="2026-09-29")
    petition.does("conclude_review", on="2026-10-12", outcome="upheld", opinion="维持")
    for party, day in (("p1", "2026-10-13"), ("p2", "2026-10-20")):
        petition.does("serve_opinion", on="2026-10-21", party=party, served_on=day)

    assert window(petition, "XF-08", "p1")["due_on"] == "2026-11-12"
    assert window(petition, "XF-08", "p2")["due_on"] == "2026-11-19"
    petition.does("request_reexamination", on="2026-11-18", party="p2")
    assert window(petition, "XF-08", "p2")["status"] == "met"


def test_a_day_without_addressee_stands_for_all() -> None:
    petition = unserved().does("serve_opinion", on="2026-09-29", served_on="2026-09-16")

    assert not {"opinion-not-served-on-all", "missing-fact"} & set(warned(petition))
    petition.does("request_review", on="2026-10-16", party="p2")
    assert petition.clock("XF-06")["status"] == "met"


@pytest.mark.parametrize("party", ["p3", "p9"])
def test_nobody_else_is_served_or_asks(party: str) -> None:
    assert refuses_field(
        unserved().refuses("serve_opinion", on="2026-09-29", party=party, served_on="2026-09-16")
    ) == ("party", "信访工作条例35")
    assert refuses_field(
        served_on_both().refuses("request_review", on="2026-09-30", party=party)
    ) == ("party", "信访工作条例35")


def test_a_day_on_record_is_corrected_and_not_told_again() -> None:
    problem = served_on_both().refuses(
        "serve_opinion", on="2026-09-30", party="p2", served_on="2026-09-29"
    )

    assert said(problem) == (409, "conflict", "信访工作条例35")


def test_an_opinion_is_not_contested_before_it_was_received() -> None:
    problem = served_on_both().refuses("request_review", on="2026-09-25", party="p2")

    assert (problem.code, field_of(problem)) == ("date-out-of-order", "on")


def test_the_last_opinion_starts_no_period() -> None:
    problem = finalized().refuses("serve_opinion", on="2026-11-10", served_on="2026-11-10")

    assert problem.status == 409


def succeeded(petition: Petition, party: str = "p1") -> Petition:
    return petition.does(
        "succeed_party",
        on="2026-10-05",
        party=party,
        ground="death",
        happened_on="2026-10-02",
        successors=[{"name": "王小强"}],
    )


def test_the_window_of_who_died_ends_when_the_heir_steps_in() -> None:
    petition = succeeded(served_on_both())
    assert window(petition, "XF-06", "p1")["status"] == "cancelled"
    assert window(petition, "XF-06", "p2")["status"] == "running"

    petition.does("serve_opinion", on="2026-10-12", party="p4", served_on="2026-10-12")
    assert window(petition, "XF-06", "p4")["due_on"] == "2026-11-11"


def test_one_window_of_all_goes_on_for_those_who_are_left() -> None:
    together: dict[str, Any] = {"on": "2026-09-29", "served_on": "2026-09-28"}
    petition = succeeded(unserved().does("serve_opinion", **together))
    (window_of_all,) = [c for c in petition.case["clocks"] if c["rule"] == "XF-06"]
    assert (window_of_all["party"], window_of_all["status"]) == (None, "running")

    succeeded(petition, "p2")
    assert petition.case["clocks"][-1]["status"] == "cancelled"
