"""Indicators of suits and suggestions, in a small world that is counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from services.reporting.assembly import Reporting
from tests.services.reporting.world import (
    a_hearing,
    a_petition,
    a_suit,
    ended,
    figure,
    met,
    running,
    tell,
)


def test_heads_attend_once_in_an_instance_unless_they_are_notified_again(
    reporting: Reporting,
) -> None:
    suit = a_suit()
    tell(
        reporting,
        *a_hearing(suit, "2024-05-08", attended=True),
        *a_hearing(suit, "2024-06-08", attended=False),
        *a_hearing(
            suit, "2024-07-08", attended=False, notice="may", ground="court_finds_necessary"
        ),
        suit.step("appeal", on="2024-08-08", by="agency"),
        *a_hearing(suit, "2024-09-08", attended=False),
        *a_hearing(a_suit("walked-out"), "2024-05-08", attended=True, left_early=True),
    )

    achieved, counted = figure(reporting, "head_attendance")

    assert achieved == ["sui-1"]
    assert counted == ["sui-1", "sui-1", "sui-1", "walked-out"]


def test_required_attendance_is_counted_apart_and_by_kind(reporting: Reporting) -> None:
    grounds = {
        "food": ("food_and_drug_safety", True),
        "river": ("ecology_and_resources", False),
        "hospital": ("public_health", True),
        "public-works": ("other_major_public_interest", False),
        "famous": ("strong_public_concern", True),
        "crowd": ("possible_mass_incident", True),
    }
    for case_id, (ground, attended) in grounds.items():
        suit = a_suit(case_id)
        events = a_hearing(suit, "2024-05-08", attended=attended, notice="shall", ground=ground)
        tell(reporting, *events)
    excused = a_hearing(a_suit("may"), "2024-05-08", attended=False, notice="may", ground="x")
    tell(reporting, *excused)

    def kind(name: str) -> tuple[list[str], list[str]]:
        return figure(reporting, f"head_attendance_required.{name}")

    assert figure(reporting, "head_attendance_required") == (
        ["crowd", "famous", "food", "hospital"],
        ["crowd", "famous", "food", "hospital", "public-works", "river"],
    )
    assert kind("food_and_drug_safety") == (["food"], ["food"])
    assert kind("ecology_and_resources") == ([], ["river"])
    assert kind("public_health") == (["hospital"], ["hospital", "public-works"])
    assert kind("public_concern") == (["crowd", "famous"], ["crowd", "famous"])


def test_an_accepted_excuse_is_no_attendance_where_it_is_required(
    reporting: Reporting,
) -> None:
    events = a_hearing(
        a_suit(),
        "2024-05-08",
        attended=False,
        notice="shall",
        ground="public_health",
        excuse_accepted=True,
    )
    tell(reporting, *events)

    assert figure(reporting, "head_attendance_required") == ([], ["sui-1"])


def test_a_suit_is_lost_by_its_last_judgment_once_it_takes_effect(
    reporting: Reporting,
) -> None:
    names = ("lost", "won", "undone", "confirmed", "appealed", "withdrawn")
    suits = {name: a_suit(name) for name in names}
    for name in ("lost", "undone", "confirmed", "appealed"):
        suits[name].status = "judged"
        tell(reporting, suits[name].step("record_judgment", outcome="revoked", lost=True))
    suits["won"].status = "judged"
    tell(
        reporting,
        suits["won"].step("record_judgment", outcome="claims_dismissed", lost=False),
        ended(suits["lost"], "final").step("take_effect"),
        ended(suits["won"], "final").step("take_effect"),
        ended(suits["undone"], "final").step("record_final_judgment", outcome="x", lost=False),
        ended(suits["confirmed"], "final").step("record_final_judgment", outcome="y", lost=True),
        ended(suits["withdrawn"], "withdrawn").step("plaintiff_withdraws"),
    )

    assert figure(reporting, "litigation_loss") == (
        ["confirmed", "lost"],
        ["confirmed", "lost", "undone", "won"],
    )


def test_effective_judgments_that_call_for_performance_count_once_settled(
    reporting: Reporting,
) -> None:
    suits = {name: a_suit(name) for name in ("done", "partly", "refused", "ahead", "nothing-due")}
    for name, suit in suits.items():
        due = {"ahead": "2026-06-01", "nothing-due": None}.get(name, "2024-06-01")
        clocks = [running("POLICY-performance", due)] if due else []
        tell(reporting, ended(suit, "final").step("take_effect", clocks=clocks))
    tell(
        reporting,
        suits["partly"].step("record_performance", on="2024-05-19", outcome="partly_performed"),
        suits["refused"].step("record_performance", on="2024-05-19", outcome="not_performed"),
        suits["done"].step("record_performance", on="2024-05-19", outcome="partly_performed"),
        suits["done"].step("record_performance", on="2024-08-19", outcome="performed"),
    )

    assert figure(reporting, "judgment_performance") == (["done"], ["done", "partly", "refused"])


@pytest.mark.parametrize(
    ("indicator", "rule", "asking", "answering"),
    [
        ("judicial_suggestion_reply", "SS-28", "receive_suggestion", "reply_suggestion"),
        ("procuratorial_suggestion_reply", "SS-29", "receive_suggestion", "reply_suggestion"),
        ("procuratorial_suggestion_reply", "SS-30", "receive_suggestion", "reply_suggestion"),
        ("procuratorial_suggestion_reply", "SS-31", "receive_suggestion", "reply_suggestion"),
        ("opinion_report_back", "FY-28", "issue_opinion", "report_rectification"),
    ],
)
def test_an_answer_counts_late_or_not_and_its_absence_after_the_last_day(
    reporting: Reporting, indicator: str, rule: str, asking: str, answering: str
) -> None:
    track = "reconsideration" if rule == "FY-28" else "litigation"
    kind = {"to_agency": {"name": "某局"}} if rule == "FY-28" else {"kind": "judicial"}
    asked: dict[str, Any] = {"served_on": "2024-01-01", **kind}
    for name, due in (("prompt", "2024-06-01"), ("late", "2024-06-01"), ("silent", "2024-06-01")):
        clocks = [running(rule, due)]
        tell(reporting, a_petition(name, track=track).step(asking, clocks=clocks, **asked))
    ahead = [running(rule, "2026-06-01")]
    tell(reporting, a_petition("ahead", track=track).step(asking, clocks=ahead, **asked))
    for name, on in (("prompt", "2024-05-20"), ("late", "2024-06-20")):
        case = a_petition(name, track=track, sequence=1)
        answer = case.step(answering, on=on, clocks=[met(rule, "2024-06-01", on)])
        tell(reporting, answer)

    assert figure(reporting, indicator) == (["late", "prompt"], ["late", "prompt", "silent"])


def test_a_suggestion_closed_without_reply_is_not_replied_to(reporting: Reporting) -> None:
    case = a_suit()
    tell(
        reporting,
        case.step("receive_suggestion", kind="judicial", clocks=[running("SS-28", "2024-06-01")]),
        case.step("close", on="2024-07-01", clocks=[met("SS-28", "2024-06-01", "2024-07-01")]),
    )

    assert figure(reporting, "judicial_suggestion_reply") == ([], ["sui-1"])


def test_two_suggestions_on_one_case_count_twice(reporting: Reporting) -> None:
    clocks = [running("SS-28", "2024-06-01", id=f"SS-28.{n}", party=f"建{n}") for n in (1, 2)]
    tell(reporting, a_suit().step("receive_suggestion", kind="judicial", clocks=clocks))

    assert figure(reporting, "judicial_suggestion_reply") == ([], ["sui-1", "sui-1"])
