"""Every indicator in a small world whose numerator and denominator are known by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.coordination.assembly import Coordination
from services.coordination.reporting.catalogue import INDICATORS
from services.coordination.reporting.indicators import Indicator
from services.coordination.reporting.periods import Period
from tests.services.coordination.reporting.world import (
    a_hearing,
    a_mediation,
    a_petition,
    a_reconsideration,
    a_suit,
    ended,
    figure,
    met,
    running,
    whole_figure,
)
from tests.services.coordination.telling import OTHER_AGENCY, tell


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda each: each.id)
def test_without_cases_there_is_no_rate_and_no_division_by_zero(
    coordination: Coordination, indicator: Indicator
) -> None:
    shown = whole_figure(coordination, indicator.id)

    assert (shown["numerator"], shown["denominator"], shown["rate"]) == (0, 0, None)
    assert shown["case_ids"] == {"numerator": [], "denominator": []}
    assert all(
        shown[part][language] for part in ("name", "definition") for language in ("zh", "en")
    )


def test_the_ids_of_indicators_are_the_ones_that_were_promised() -> None:
    assert [indicator.id for indicator in INDICATORS] == [
        "acceptance_on_time",
        "conclusion_on_time",
        "mediation_rate",
        "mediation_success",
        "mediation_performance",
        "reconsideration_correction",
        "head_attendance",
        "head_attendance_required",
        "head_attendance_required.food_and_drug_safety",
        "head_attendance_required.ecology_and_resources",
        "head_attendance_required.public_health",
        "head_attendance_required.public_concern",
        "litigation_loss",
        "judgment_performance",
        "judicial_suggestion_reply",
        "procuratorial_suggestion_reply",
        "opinion_report_back",
        "petition_satisfaction",
        "first_time_resolution",
    ]


def test_acceptance_counts_kept_late_and_overdue_duties_and_no_others(
    coordination: Coordination,
) -> None:
    tell(
        coordination,
        a_petition("in-time").step("accept", clocks=[met("XF-02", "2024-05-16", "2024-05-08")]),
        a_petition("late").step("accept", clocks=[met("XF-03", "2024-05-16", "2024-05-20")]),
        a_petition("undone").step("register", clocks=[running("XF-01", "2024-05-16")]),
        a_petition("future").step("register", clocks=[running("XF-01", "2026-02-16")]),
        a_petition("gone").step("withdraw", clocks=[running("XF-01", None, status="cancelled")]),
        a_reconsideration("deemed").step(
            "deem_accepted",
            clocks=[running("FY-08", "2024-05-15", status="missed", ended_on="2024-05-15")],
        ),
        a_petition("other-duty").step("note", clocks=[met("XF-05", "2024-05-16", "2024-05-08")]),
    )

    achieved, counted = figure(coordination, "acceptance_on_time")

    assert achieved == ["in-time"]
    assert counted == ["deemed", "in-time", "late", "undone"]
    assert whole_figure(coordination, "acceptance_on_time")["rate"] == 0.25


def test_a_duty_counts_in_the_period_in_which_it_was_settled(coordination: Coordination) -> None:
    early = met("FY-18", "2024-07-10", "2024-06-20")
    late = met("FY-18", "2024-06-30", "2024-07-20")
    tell(
        coordination,
        a_reconsideration("early").step("decide", on="2024-06-20", kind="uphold", clocks=[early]),
        a_reconsideration("late").step("decide", on="2024-07-20", kind="uphold", clocks=[late]),
    )
    june = Period(date(2024, 6, 1), date(2024, 6, 30))
    july = Period(date(2024, 7, 1), date(2024, 7, 31))

    assert figure(coordination, "conclusion_on_time", period=june) == (["early"], ["early", "late"])
    assert figure(coordination, "conclusion_on_time", period=july) == ([], [])


def test_a_paused_review_is_neither_in_time_nor_late(coordination: Coordination) -> None:
    case = a_reconsideration()
    tell(
        coordination,
        case.step("accept", clocks=[running("FY-18", "2024-03-01")]),
        case.step("suspend", clocks=[running("FY-18", None, status="paused")]),
    )

    assert figure(coordination, "conclusion_on_time") == ([], [])


def test_each_agency_answers_for_the_clocks_that_started_with_it(
    coordination: Coordination,
) -> None:
    petition = a_petition()
    registered = petition.step("register", clocks=[running("XF-01", "2024-05-16")])
    petition.agency = dict(OTHER_AGENCY)
    tell(
        coordination,
        registered,
        petition.step(
            "transfer",
            clocks=[met("XF-01", "2024-05-16", "2024-05-08"), running("XF-03", "2024-05-23")],
        ),
    )

    assert figure(coordination, "acceptance_on_time") == (["pet-1"], ["pet-1"])


def test_disputes_led_into_mediation_are_held_against_those_accepted(
    coordination: Coordination,
) -> None:
    accepted, mediated = a_petition("accepted"), a_petition("mediated")
    reviewed, sued = a_reconsideration("reviewed"), a_suit("sued")
    tell(
        coordination,
        accepted.step("accept"),
        accepted.step("refer", to="litigation"),
        mediated.step("refer", to="mediation"),
        reviewed.step("accept"),
        reviewed.step("start_mediation", on="2025-02-01"),
        sued.step("receive_notice"),
        a_mediation("itself").step("accept"),
        a_petition("registered").step("register"),
    )

    assert figure(coordination, "mediation_rate") == (
        ["mediated", "reviewed"],
        ["accepted", "mediated", "reviewed", "sued"],
    )


def test_mediations_that_ended_are_held_against_agreements(coordination: Coordination) -> None:
    tell(
        coordination,
        ended(a_mediation("agreed"), "agreed").step("agree"),
        ended(a_mediation("failed"), "failed").step("fail"),
        ended(a_mediation("terminated"), "terminated").step("terminate"),
        ended(a_mediation("declined"), "declined").step("decline"),
        a_mediation("under-way").step("accept"),
    )

    assert figure(coordination, "mediation_success") == (
        ["agreed"],
        ["agreed", "failed", "terminated"],
    )


def test_agreements_count_when_performed_breached_or_past_their_day(
    coordination: Coordination,
) -> None:
    cases = {name: a_mediation(name) for name in ("done", "late", "breached", "over", "ahead")}
    for name, case in cases.items():
        due = "2026-06-01" if name == "ahead" else "2024-06-01"
        tell(coordination, case.step("agree", clocks=[running("POLICY-performance", due)]))
    silent = a_mediation("without-a-day")
    tell(
        coordination,
        cases["done"].step("record_performance", on="2024-05-20"),
        cases["late"].step("record_performance", on="2024-09-20"),
        cases["breached"].step("record_breach", on="2024-06-09"),
        silent.step("agree"),
    )

    assert figure(coordination, "mediation_performance") == (
        ["done", "late"],
        ["breached", "done", "late", "over"],
    )

    tell(coordination, silent.step("record_performance", on="2024-07-01"))

    assert "without-a-day" in figure(coordination, "mediation_performance")[0]


def test_decisions_that_correct_the_act_are_held_against_all(coordination: Coordination) -> None:
    for kind in ("change", "revoke", "partly_revoke", "confirm_unlawful", "order_performance"):
        tell(coordination, a_reconsideration(kind).step("decide", kind=kind))
    for kind in ("confirm_invalid", "uphold", "reject_request", "dismiss"):
        tell(coordination, a_reconsideration(kind).step("decide", kind=kind))
    tell(coordination, a_reconsideration("settled").step("issue_mediation_statement"))

    achieved, counted = figure(coordination, "reconsideration_correction")

    assert len(counted) == 9
    assert set(counted) - set(achieved) == {"uphold", "reject_request", "dismiss"}


def test_heads_attend_once_in_an_instance_unless_they_are_notified_again(
    coordination: Coordination,
) -> None:
    suit = a_suit()
    tell(
        coordination,
        *a_hearing(suit, "2024-05-08", attended=True),
        *a_hearing(suit, "2024-06-08", attended=False),
        *a_hearing(
            suit, "2024-07-08", attended=False, notice="may", ground="court_finds_necessary"
        ),
        suit.step("appeal", on="2024-08-08", by="agency"),
        *a_hearing(suit, "2024-09-08", attended=False),
        *a_hearing(a_suit("walked-out"), "2024-05-08", attended=True, left_early=True),
    )

    achieved, counted = figure(coordination, "head_attendance")

    assert achieved == ["sui-1"]
    assert counted == ["sui-1", "sui-1", "sui-1", "walked-out"]


def test_required_attendance_is_counted_apart_and_by_kind(coordination: Coordination) -> None:
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
        tell(coordination, *events)
    excused = a_hearing(a_suit("may"), "2024-05-08", attended=False, notice="may", ground="x")
    tell(coordination, *excused)

    def kind(name: str) -> tuple[list[str], list[str]]:
        return figure(coordination, f"head_attendance_required.{name}")

    assert figure(coordination, "head_attendance_required") == (
        ["crowd", "famous", "food", "hospital"],
        ["crowd", "famous", "food", "hospital", "public-works", "river"],
    )
    assert kind("food_and_drug_safety") == (["food"], ["food"])
    assert kind("ecology_and_resources") == ([], ["river"])
    assert kind("public_health") == (["hospital"], ["hospital", "public-works"])
    assert kind("public_concern") == (["crowd", "famous"], ["crowd", "famous"])


def test_an_accepted_excuse_is_no_attendance_where_it_is_required(
    coordination: Coordination,
) -> None:
    events = a_hearing(
        a_suit(),
        "2024-05-08",
        attended=False,
        notice="shall",
        ground="public_health",
        excuse_accepted=True,
    )
    tell(coordination, *events)

    assert figure(coordination, "head_attendance_required") == ([], ["sui-1"])


def test_a_suit_is_lost_by_its_last_judgment_once_it_takes_effect(
    coordination: Coordination,
) -> None:
    names = ("lost", "won", "undone", "confirmed", "appealed", "withdrawn")
    suits = {name: a_suit(name) for name in names}
    for name in ("lost", "undone", "confirmed", "appealed"):
        suits[name].status = "judged"
        tell(coordination, suits[name].step("record_judgment", outcome="revoked", lost=True))
    suits["won"].status = "judged"
    tell(
        coordination,
        suits["won"].step("record_judgment", outcome="claims_dismissed", lost=False),
        ended(suits["lost"], "final").step("take_effect"),
        ended(suits["won"], "final").step("take_effect"),
        ended(suits["undone"], "final").step("record_final_judgment", outcome="x", lost=False),
        ended(suits["confirmed"], "final").step("record_final_judgment", outcome="y", lost=True),
        ended(suits["withdrawn"], "withdrawn").step("plaintiff_withdraws"),
    )

    assert figure(coordination, "litigation_loss") == (
        ["confirmed", "lost"],
        ["confirmed", "lost", "undone", "won"],
    )


def test_effective_judgments_that_call_for_performance_count_once_settled(
    coordination: Coordination,
) -> None:
    suits = {name: a_suit(name) for name in ("done", "partly", "refused", "ahead", "nothing-due")}
    for name, suit in suits.items():
        due = {"ahead": "2026-06-01", "nothing-due": None}.get(name, "2024-06-01")
        clocks = [running("POLICY-performance", due)] if due else []
        tell(coordination, ended(suit, "final").step("take_effect", clocks=clocks))
    tell(
        coordination,
        suits["partly"].step("record_performance", on="2024-05-19", outcome="partly_performed"),
        suits["refused"].step("record_performance", on="2024-05-19", outcome="not_performed"),
        suits["done"].step("record_performance", on="2024-05-19", outcome="partly_performed"),
        suits["done"].step("record_performance", on="2024-08-19", outcome="performed"),
    )

    assert figure(coordination, "judgment_performance") == (["done"], ["done", "partly", "refused"])


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
    coordination: Coordination, indicator: str, rule: str, asking: str, answering: str
) -> None:
    track = "reconsideration" if rule == "FY-28" else "litigation"
    asked: dict[str, Any] = {
        "to_agency": {"name": "某局"},
        "kind": "judicial",
        "served_on": "2024-01-01",
    }
    for name, due in (("prompt", "2024-06-01"), ("late", "2024-06-01"), ("silent", "2024-06-01")):
        clocks = [running(rule, due)]
        tell(coordination, a_petition(name, track=track).step(asking, clocks=clocks, **asked))
    ahead = [running(rule, "2026-06-01")]
    tell(coordination, a_petition("ahead", track=track).step(asking, clocks=ahead, **asked))
    for name, on in (("prompt", "2024-05-20"), ("late", "2024-06-20")):
        case = a_petition(name, track=track, sequence=1)
        answer = case.step(
            answering, on=on, clocks=[met(rule, "2024-06-01", on)], outcome="adopted"
        )
        tell(coordination, answer)

    assert figure(coordination, indicator) == (["late", "prompt"], ["late", "prompt", "silent"])


def test_a_suggestion_closed_without_reply_is_not_replied_to(coordination: Coordination) -> None:
    case = a_suit()
    tell(
        coordination,
        case.step("receive_suggestion", kind="judicial", clocks=[running("SS-28", "2024-06-01")]),
        case.step("close", on="2024-07-01", clocks=[met("SS-28", "2024-06-01", "2024-07-01")]),
    )

    assert figure(coordination, "judicial_suggestion_reply") == ([], ["sui-1"])


def test_two_suggestions_on_one_case_count_twice(coordination: Coordination) -> None:
    clocks = [running("SS-28", "2024-06-01", id=f"SS-28.{n}", party=f"建{n}") for n in (1, 2)]
    tell(coordination, a_suit().step("receive_suggestion", kind="judicial", clocks=clocks))

    assert figure(coordination, "judicial_suggestion_reply") == ([], ["sui-1", "sui-1"])


def test_the_last_rating_of_a_petition_counts_from_four_of_five(coordination: Coordination) -> None:
    changed = a_petition("changed")
    tell(
        coordination,
        a_petition("four").step("rate", satisfaction=4),
        a_petition("three").step("rate", satisfaction=3),
        changed.step("rate", satisfaction=1),
        changed.step("rate", satisfaction=5),
        a_petition("silent").step("conclude"),
    )

    assert figure(coordination, "petition_satisfaction") == (
        ["changed", "four"],
        ["changed", "four", "three"],
    )


def test_a_petition_is_resolved_when_it_does_not_come_back_in_time(
    coordination: Coordination,
) -> None:
    def conclude(case_id: str, due_on: str = "2024-06-08") -> None:
        case = ended(a_petition(case_id), "concluded")
        tell(coordination, case.step("conclude", clocks=[running("XF-06", due_on)]))

    for case_id in ("quiet", "reviewed", "repeated", "repeated-before"):
        conclude(case_id)
    conclude("window-open", "2026-06-08")
    unserved = ended(a_petition("unserved"), "concluded")
    warning = {"code": "repeat-petition", "basis": "信访工作条例36¶3", "text": {}}
    tell(
        coordination,
        unserved.step("conclude"),
        a_petition("reviewed", sequence=1).step("request_review", on="2024-05-30"),
        a_petition("again", matter_id="matter-repeated", agency=dict(OTHER_AGENCY)).step(
            "register", on="2024-05-30", warnings=[warning]
        ),
        a_petition("before", matter_id="matter-repeated-before").step(
            "register", on="2024-05-01", warnings=[warning]
        ),
    )

    assert figure(coordination, "first_time_resolution") == (
        ["quiet", "repeated-before"],
        ["quiet", "repeated", "repeated-before", "reviewed"],
    )
