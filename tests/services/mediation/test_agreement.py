"""Agreements: form, effect, performance, breach, and the end of the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.services.mediation.builders import (
    BOTH,
    KINDS,
    SIGNED,
    Mediation,
    accepted,
    agreed,
    agreement,
    confirmed,
)
from tests.support.case_in_memory import field_of, refuses_field, said

PETITION = {"track": "petition", "case_id": "petition-1"}
ORAL: dict[str, Any] = {
    "form": "oral",
    "effective_on": None,
    "signed_by": None,
    "mediator_signed": None,
    "seal_affixed": None,
}


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("people", "TJ-01"),
        ("administrative", "POLICY-administrative-mediation"),
        ("court_assigned", "TJ-05"),
        ("court_entrusted", "TJ-06"),
        ("labour", "TJ-11"),
        ("industry", "POLICY-industry-mediation"),
    ],
)
def test_an_agreement_within_the_period_meets_it(kind: str, rule: str) -> None:
    day = "2026-07-16"
    mediation = accepted(kind).does("agree", **agreement(on=day, effective_on=day))

    assert mediation.status == "agreed"
    assert mediation.clock(rule)["status"] == "met"


def test_a_late_agreement_is_missed_and_stands() -> None:
    mediation = agreed("labour")

    assert mediation.status == "agreed"
    assert mediation.clock("TJ-11")["status"] == "missed"
    assert "mediated-late" in mediation.codes()


def test_a_signed_and_sealed_agreement_starts_the_thirty_days_for_confirmation() -> None:
    mediation = agreed()

    assert mediation.clock("TJ-02")["started_on"] == "2026-07-20"
    assert mediation.clock("TJ-02")["due_on"] == "2026-08-19"
    assert mediation.clock("POLICY-performance")["due_on"] == "2026-08-31"
    assert mediation.event["performance_due_on"] == "2026-08-31"
    assert "terms" not in mediation.event


def test_the_parties_last_day_moves_off_a_holiday() -> None:
    mediation = agreed(on="2026-08-05", effective_on="2026-08-26")

    assert mediation.clock("TJ-02")["raw_due_on"] == "2026-09-25"
    assert mediation.clock("TJ-02")["due_on"] == "2026-09-28"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"signed_by": ["p1"]}, "signed_by"),
        ({"signed_by": None}, "signed_by"),
        ({"mediator_signed": None}, "mediator_signed"),
        ({"mediator_signed": False}, "mediator_signed"),
        ({"seal_affixed": None}, "seal_affixed"),
    ],
)
@pytest.mark.parametrize(
    ("kind", "basis"),
    [
        ("people", "人民调解法29¶2"),
        ("industry", "人民调解法29¶2"),
        ("administrative", "人民调解法29¶2"),
        ("labour", "劳动争议调解仲裁法14¶2"),
    ],
)
def test_a_written_agreement_takes_effect_only_when_all_signed_and_sealed(
    kind: str, basis: str, changes: dict[str, Any], field: str
) -> None:
    problem = accepted(kind).refuses("agree", **agreement(**changes))

    assert refuses_field(problem) == (field, basis)


def test_a_mediation_assigned_by_a_court_takes_effect_by_the_parties_signatures() -> None:
    changes = {"mediator_signed": None, "seal_affixed": None}
    mediation = accepted("court_assigned").does("agree", **agreement(**changes))
    assert mediation.clock("TJ-02")["due_on"] == "2026-08-19"

    problem = accepted("court_assigned").refuses("agree", **agreement(signed_by=["p2"]))
    assert refuses_field(problem) == ("signed_by", "特邀调解规定24¶3")


def test_an_unsigned_agreement_starts_no_clock_and_says_what_is_missing() -> None:
    mediation = agreed(effective_on=None, signed_by=["p1"])

    assert "TJ-02" not in mediation.rules()
    assert mediation.codes() == ["missing-fact"]
    assert "the agreement took effect" in mediation.found[0].text.en


def test_the_last_signature_can_be_recorded_later() -> None:
    mediation = agreed(effective_on=None, signed_by=["p1"])

    problem = mediation.refuses("record_effect", effective_on="2026-07-28", signed_by=["p2"])
    assert refuses_field(problem) == ("signed_by", "人民调解法29¶2")

    mediation.does("record_effect", effective_on="2026-07-28", **SIGNED)
    assert mediation.clock("TJ-02")["due_on"] == "2026-08-27"
    assert mediation.case["milestones"]["effective"] == "2026-07-28"


def test_an_agreement_takes_effect_once() -> None:
    problem = agreed().refuses("record_effect", effective_on="2026-07-28", **SIGNED)
    assert said(problem) == (409, "conflict", "人民调解法29¶2")

    problem = agreed(**ORAL).refuses("record_effect", effective_on="2026-07-28", **SIGNED)
    assert said(problem) == (409, "conflict", "人民调解法30")


def test_an_agreement_has_no_effect_before_it_was_reached() -> None:
    problem = accepted().refuses("agree", **agreement(effective_on="2026-07-19"))

    assert said(problem)[:2] == (422, "date-out-of-order")


def test_only_parties_sign() -> None:
    problem = accepted().refuses("agree", **agreement(signed_by=[*BOTH, "p5"]))

    assert field_of(problem) == "signed_by.2"


@pytest.mark.parametrize("effective_on", [None, "2026-07-20"])
def test_an_oral_agreement_takes_effect_on_its_day(effective_on: str | None) -> None:
    mediation = agreed(**{**ORAL, "effective_on": effective_on})

    assert mediation.clock("TJ-02")["started_on"] == "2026-07-20"


def test_an_oral_agreement_has_no_other_day_of_effect() -> None:
    problem = accepted().refuses("agree", **agreement(form="oral", effective_on="2026-07-21"))

    assert refuses_field(problem) == ("effective_on", "人民调解法30")


def test_a_labour_agreement_is_written() -> None:
    problem = accepted("labour").refuses("agree", **agreement(**ORAL))

    assert refuses_field(problem) == ("form", "劳动争议调解仲裁法14¶1")


def test_an_agreement_in_a_petition_before_an_agency_is_written() -> None:
    mediation = accepted("administrative", origin=PETITION)
    assert refuses_field(mediation.refuses("agree", **agreement(**ORAL))) == (
        "form",
        "信访工作条例33",
    )

    assert accepted("people", origin=PETITION).does("agree", **agreement(**ORAL))


def test_after_a_suit_was_filed_nothing_is_confirmed() -> None:
    mediation = agreed("court_entrusted")

    assert "TJ-02" not in mediation.rules()
    assert ("court-issues-statement", "特邀调解规定20") in [told[:2] for told in mediation.told()]


def test_confirmation_of_an_administrative_agreement_is_shown_as_disputed() -> None:
    assert ("confirmation-disputed", "民事诉讼法205") in [
        told[:2] for told in agreed("administrative").told()
    ]


def test_without_a_day_of_performance_no_clock_runs_and_the_case_says_so() -> None:
    mediation = agreed(performance_due_on=None)

    assert "POLICY-performance" not in mediation.rules()
    assert "the last day that was set" in mediation.found[0].text.en


@pytest.mark.parametrize(("on", "status"), [("2026-08-31", "met"), ("2026-09-01", "missed")])
def test_performance_answers_its_day(on: str, status: str) -> None:
    mediation = agreed().does("record_performance", on=on, note="已修复")

    assert mediation.status == "performed"
    assert mediation.clock("POLICY-performance")["status"] == status
    assert mediation.running() == set()


def test_a_confirmed_agreement_is_performed_too() -> None:
    assert confirmed().does("record_performance", on="2026-08-28").status == "performed"


def test_there_is_no_breach_before_the_agreed_day() -> None:
    problem = agreed().refuses("record_breach", on="2026-08-31", reason="未修复")

    assert said(problem) == (409, "conflict", "人民调解法31¶1")


def test_a_breach_is_missed_performance_and_shows_the_way_on() -> None:
    mediation = agreed().does("record_breach", on="2026-09-01", reason="未修复")

    assert mediation.status == "breached"
    assert mediation.clock("POLICY-performance")["status"] == "missed"
    assert mediation.told()[0][:2] == ("suit-open", "人民调解法32")


def test_a_declared_refusal_is_a_breach_before_the_day() -> None:
    mediation = agreed().does(
        "record_breach", on="2026-08-10", reason="书面表示不履行", declared=True
    )

    assert mediation.status == "breached"
    assert mediation.clock("POLICY-performance")["status"] == "cancelled"


@pytest.mark.parametrize(
    ("reached", "found"),
    [
        (confirmed, ("enforcement-open", "人民调解法33¶2")),
        (lambda: agreed("labour"), ("arbitration-open", "劳动争议调解仲裁法15")),
        (lambda: agreed("court_assigned"), ("suit-open", "特邀调解规定25¶1")),
    ],
    ids=["confirmed", "labour", "court_assigned"],
)
def test_the_way_on_after_a_breach_depends_on_what_was_agreed(
    reached: Callable[[], Mediation], found: tuple[str, str]
) -> None:
    mediation = reached().does("record_breach", on="2026-09-01", reason="未履行")

    assert mediation.told()[0][:2] == found


@pytest.mark.parametrize("reached", [agreed, confirmed])
def test_a_file_is_closed_before_performance_only_for_a_reason(
    reached: Callable[[], Mediation],
) -> None:
    mediation = reached()

    problem = mediation.refuses("close", on="2026-09-02")
    assert said(problem) == (428, "reason-required", "人民调解法31¶2")

    mediation.does("close", on="2026-09-02", reason="当事人放弃")
    assert mediation.status == "closed"
    assert "POLICY-performance" not in mediation.running()


def test_a_performed_agreement_is_closed() -> None:
    mediation = agreed().does("record_performance", on="2026-08-20")

    assert mediation.does("close", on="2026-08-21").status == "closed"


@pytest.mark.parametrize("kind", KINDS)
def test_a_failed_mediation_is_closed(kind: str) -> None:
    mediation = accepted(kind).does("fail", on="2026-07-15", reason="分歧较大")

    assert mediation.does("close", on="2026-07-16").status == "closed"


def test_what_becomes_of_an_agreement_is_recorded_after_the_file_was_closed() -> None:
    closed = agreed().does("close", on="2026-08-20", reason="当事人要求归档")
    assert closed.does("record_performance", on="2026-08-30").status == "closed"
    problem = closed.refuses("record_breach", on="2026-09-10", reason="未修复")
    assert said(problem) == (409, "conflict", "人民调解法31¶1")

    broken = agreed().does("close", on="2026-08-20", reason="当事人要求归档")
    broken.does("record_breach", on="2026-09-10", reason="未修复")
    assert (broken.status, broken.codes()) == ("closed", ["suit-open"])


def test_a_file_closed_without_agreement_has_nothing_to_perform() -> None:
    closed = accepted().does("fail", on="2026-07-10", reason="分歧").does("close", on="2026-07-12")

    assert closed.refuses("record_performance", on="2026-07-20").code == "missing-fact"
