"""Every indicator in a small world whose numerator and denominator are known by hand."""

from __future__ import annotations

from datetime import date

import pytest

from services.reporting.assembly import Reporting
from services.reporting.catalogue import INDICATORS
from services.reporting.indicators import Indicator
from services.reporting.periods import Period
from tests.services.coordination.telling import OTHER_AGENCY
from tests.services.reporting.world import (
    a_mediation,
    a_petition,
    a_reconsideration,
    a_suit,
    ended,
    figure,
    met,
    running,
    tell,
    whole_figure,
)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda each: each.id)
def test_without_cases_there_is_no_rate_and_no_division_by_zero(
    reporting: Reporting, indicator: Indicator
) -> None:
    shown = whole_figure(reporting, indicator.id)

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
        "decision_publication",
        "opinion_report_back",
        "petition_satisfaction",
        "first_time_resolution",
    ]


def test_acceptance_counts_kept_late_and_overdue_duties_and_no_others(
    reporting: Reporting,
) -> None:
    tell(
        reporting,
        a_petition("in-time").step("accept", clocks=[met("XF-02", "2024-05-16", "2024-05-08")]),
        a_petition("late").step("accept", clocks=[met("XF-03", "2024-05-16", "2024-05-20")]),
        a_petition("undone").step("register", clocks=[running("XF-01", "2024-05-16")]),
        a_petition("future").step("register", clocks=[running("XF-01", "2026-02-16")]),
        a_petition("gone").step("withdraw", clocks=[running("XF-01", None, status="cancelled")]),
        a_reconsideration("deemed").step(
            "deem_accepted",
            clocks=[running("FY-08", "2024-05-15", status="missed", ended_on="2024-05-15")],
        ),
        a_petition("other-duty").step("assign", clocks=[met("XF-05", "2024-05-16", "2024-05-08")]),
    )

    achieved, counted = figure(reporting, "acceptance_on_time")

    assert achieved == ["in-time"]
    assert counted == ["deemed", "in-time", "late", "undone"]
    assert whole_figure(reporting, "acceptance_on_time")["rate"] == 0.25


def test_a_duty_counts_in_the_period_in_which_it_was_settled(reporting: Reporting) -> None:
    early = met("FY-18", "2024-07-10", "2024-06-20")
    late = met("FY-18", "2024-06-30", "2024-07-20")
    tell(
        reporting,
        a_reconsideration("early").step("decide", on="2024-06-20", kind="uphold", clocks=[early]),
        a_reconsideration("late").step("decide", on="2024-07-20", kind="uphold", clocks=[late]),
    )
    june = Period(date(2024, 6, 1), date(2024, 6, 30))
    july = Period(date(2024, 7, 1), date(2024, 7, 31))

    assert figure(reporting, "conclusion_on_time", period=june) == (["early"], ["early", "late"])
    assert figure(reporting, "conclusion_on_time", period=july) == ([], [])


def test_a_paused_review_is_neither_in_time_nor_late(reporting: Reporting) -> None:
    case = a_reconsideration()
    tell(
        reporting,
        case.step("accept", clocks=[running("FY-18", "2024-03-01")]),
        case.step("suspend", clocks=[running("FY-18", None, status="paused")]),
    )

    assert figure(reporting, "conclusion_on_time") == ([], [])


def test_each_agency_answers_for_the_clocks_that_started_with_it(
    reporting: Reporting,
) -> None:
    petition = a_petition()
    registered = petition.step("register", clocks=[running("XF-01", "2024-05-16")])
    petition.agency = dict(OTHER_AGENCY)
    tell(
        reporting,
        registered,
        petition.step(
            "transfer",
            clocks=[met("XF-01", "2024-05-16", "2024-05-08"), running("XF-03", "2024-05-23")],
        ),
    )

    assert figure(reporting, "acceptance_on_time") == (["pet-1"], ["pet-1"])


def test_disputes_led_into_mediation_are_held_against_those_accepted(
    reporting: Reporting,
) -> None:
    accepted, mediated = a_petition("accepted"), a_petition("mediated")
    reviewed, sued = a_reconsideration("reviewed"), a_suit("sued")
    tell(
        reporting,
        accepted.step("accept"),
        accepted.step("refer", to="litigation"),
        mediated.step("refer", to="mediation"),
        reviewed.step("accept"),
        reviewed.step("start_mediation", on="2025-02-01"),
        sued.step("receive_notice"),
        a_mediation("itself").step("accept"),
        a_petition("registered").step("register"),
    )

    assert figure(reporting, "mediation_rate") == (
        ["mediated", "reviewed"],
        ["accepted", "mediated", "reviewed", "sued"],
    )


def test_mediations_that_ended_are_held_against_agreements(reporting: Reporting) -> None:
    tell(
        reporting,
        ended(a_mediation("agreed"), "agreed").step("agree"),
        ended(a_mediation("failed"), "failed").step("fail"),
        ended(a_mediation("terminated"), "terminated").step("terminate"),
        ended(a_mediation("declined"), "declined").step("decline"),
        a_mediation("under-way").step("accept"),
    )

    assert figure(reporting, "mediation_success") == (
        ["agreed"],
        ["agreed", "failed", "terminated"],
    )


def test_agreements_count_when_performed_breached_or_past_their_day(
    reporting: Reporting,
) -> None:
    cases = {name: a_mediation(name) for name in ("done", "late", "breached", "over", "ahead")}
    for name, case in cases.items():
        due = "2026-06-01" if name == "ahead" else "2024-06-01"
        tell(reporting, case.step("agree", clocks=[running("POLICY-performance", due)]))
    silent = a_mediation("without-a-day")
    tell(
        reporting,
        cases["done"].step("record_performance", on="2024-05-20"),
        cases["late"].step("record_performance", on="2024-09-20"),
        cases["breached"].step("record_breach", on="2024-06-09"),
        silent.step("agree"),
    )

    assert figure(reporting, "mediation_performance") == (
        ["done", "late"],
        ["breached", "done", "late", "over"],
    )

    tell(reporting, silent.step("record_performance", on="2024-07-01"))

    assert "without-a-day" in figure(reporting, "mediation_performance")[0]


def test_decisions_that_correct_the_act_are_held_against_all(reporting: Reporting) -> None:
    for kind in ("change", "revoke", "partly_revoke", "confirm_unlawful", "order_performance"):
        tell(reporting, a_reconsideration(kind).step("decide", kind=kind))
    for kind in ("confirm_invalid", "uphold", "reject_request", "dismiss"):
        tell(reporting, a_reconsideration(kind).step("decide", kind=kind))
    tell(reporting, a_reconsideration("settled").step("issue_mediation_statement"))

    achieved, counted = figure(reporting, "reconsideration_correction")

    assert len(counted) == 9
    assert set(counted) - set(achieved) == {"uphold", "reject_request", "dismiss"}


def test_the_last_rating_of_a_petition_counts_from_four_of_five(reporting: Reporting) -> None:
    changed = a_petition("changed")
    tell(
        reporting,
        a_petition("four").step("rate", satisfaction=4),
        a_petition("three").step("rate", satisfaction=3),
        changed.step("rate", satisfaction=1),
        changed.step("rate", satisfaction=5),
        a_petition("silent").step("conclude"),
    )

    assert figure(reporting, "petition_satisfaction") == (
        ["changed", "four"],
        ["changed", "four", "three"],
    )


def test_a_petition_is_resolved_when_it_does_not_come_back_in_time(
    reporting: Reporting,
) -> None:
    def conclude(case_id: str, due_on: str = "2024-06-08") -> None:
        case = ended(a_petition(case_id), "concluded")
        tell(reporting, case.step("conclude", clocks=[running("XF-06", due_on)]))

    for case_id in ("quiet", "reviewed", "repeated", "repeated-before"):
        conclude(case_id)
    conclude("window-open", "2026-06-08")
    unserved = ended(a_petition("unserved"), "concluded")
    warning = {"code": "repeat-petition", "basis": "信访工作条例36¶3", "text": {}}
    tell(
        reporting,
        unserved.step("conclude"),
        a_petition("reviewed", sequence=1).step("request_review", on="2024-05-30"),
        a_petition("again", matter_id="matter-repeated", agency=dict(OTHER_AGENCY)).step(
            "register", on="2024-05-30", warnings=[warning]
        ),
        a_petition("before", matter_id="matter-repeated-before").step(
            "register", on="2024-05-01", warnings=[warning]
        ),
    )

    assert figure(reporting, "first_time_resolution") == (
        ["quiet", "repeated-before"],
        ["quiet", "repeated", "repeated-before", "reviewed"],
    )
