"""Longer periods of mediation, per kind."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.mediation.builders import BOTH, KINDS, accepted, agreement, consent
from tests.support.case_in_memory import field_of, refuses_field, said

RULES = {
    "people": ("TJ-01", "人民调解工作若干规定33"),
    "administrative": ("POLICY-administrative-mediation", "POLICY-administrative-mediation"),
    "court_assigned": ("TJ-05", "特邀调解规定27"),
    "court_entrusted": ("TJ-06", "特邀调解规定27"),
    "labour": ("TJ-11", "劳动争议调解仲裁法14¶3"),
    "industry": ("POLICY-industry-mediation", "POLICY-industry-mediation"),
}


def extending(**changes: Any) -> dict[str, Any]:
    payload = {"on": "2026-07-10", "until": "2026-09-10", "consents": consent(*BOTH), **changes}
    return {name: value for name, value in payload.items() if value is not None}


@pytest.mark.parametrize("kind", KINDS)
def test_all_parties_agree_to_go_on_until_a_day(kind: str) -> None:
    mediation = accepted(kind).does("extend", **extending())

    assert mediation.clock(RULES[kind][0])["due_on"] == "2026-09-10"
    assert mediation.clock(RULES[kind][0])["status"] == "running"
    assert mediation.event["until"] == "2026-09-10"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "administrative"])
def test_one_silent_party_stops_the_extension(kind: str) -> None:
    problem = accepted(kind).refuses("extend", **extending(consents=consent("p1")))

    assert refuses_field(problem) == ("consents", RULES[kind][1])


def test_a_party_that_says_no_did_not_agree() -> None:
    consents = [*consent("p1"), *consent("p2", consented=False)]
    problem = accepted("court_assigned").refuses("extend", **extending(consents=consents))

    assert refuses_field(problem) == ("consents", "特邀调解规定27")


def test_the_head_may_approve_a_longer_administrative_mediation() -> None:
    mediation = accepted("administrative")

    problem = mediation.refuses("extend", **extending(consents=None))
    assert refuses_field(problem) == ("approved_by", "POLICY-administrative-mediation")

    mediation.does("extend", **extending(consents=None, approved_by="局长"))
    assert mediation.clock("POLICY-administrative-mediation")["due_on"] == "2026-09-10"


def test_a_head_cannot_approve_for_the_parties_of_a_peoples_mediation() -> None:
    problem = accepted().refuses("extend", **extending(consents=None, approved_by="主任"))

    assert field_of(problem) == "consents"


@pytest.mark.parametrize("kind", KINDS)
def test_an_extension_ends_after_the_period_that_it_extends(kind: str) -> None:
    mediation = accepted(kind)
    due = mediation.clock(RULES[kind][0])["due_on"]

    problem = mediation.refuses("extend", **extending(until=due))
    assert refuses_field(problem) == ("until", RULES[kind][1])


@pytest.mark.parametrize(
    ("kind", "too_late"), [("court_assigned", "2026-08-06"), ("court_entrusted", "2026-07-22")]
)
def test_what_a_court_gave_is_extended_before_it_ends(kind: str, too_late: str) -> None:
    problem = accepted(kind).refuses("extend", **extending(on=too_late))

    assert said(problem) == (409, "conflict", "特邀调解规定27")


def test_the_usual_month_of_a_peoples_mediation_may_be_prolonged_afterwards() -> None:
    mediation = accepted().does("extend", **extending(on="2026-08-07"))

    assert mediation.clock("TJ-01")["due_on"] == "2026-09-10"


def test_a_longer_labour_mediation_leaves_arbitration_open() -> None:
    mediation = accepted("labour").does("extend", **extending())

    assert mediation.told()[0][:2] == ("arbitration-open", "劳动争议调解仲裁法14¶3")


def test_an_extension_names_parties_of_the_case() -> None:
    problem = accepted().refuses("extend", **extending(consents=consent("p1", "p2", "p3")))

    assert field_of(problem) == "consents.2"


def test_without_a_running_period_there_is_nothing_to_extend() -> None:
    mediation = accepted()
    mediation.case["clocks"] = []

    problem = mediation.refuses("extend", **extending())
    assert said(problem) == (409, "conflict", "人民调解工作若干规定33")


def test_an_appraisal_before_the_suit_does_not_count() -> None:
    mediation = accepted("court_assigned")
    assert mediation.due("TJ-05") == "2026-08-05"

    mediation.does("begin_appraisal", on="2026-07-16", subject="房屋损坏原因鉴定")
    assert mediation.state_of("TJ-05") == "paused"
    mediation.does("end_appraisal", on="2026-08-15")

    # Thirty days of appraisal are left out: 09-04 is a Friday.
    assert (mediation.state_of("TJ-05"), mediation.due("TJ-05")) == ("running", "2026-09-04")


def test_an_agreement_during_the_appraisal_is_in_time() -> None:
    mediation = accepted("court_assigned").does("begin_appraisal", on="2026-07-16", subject="鉴定")

    mediation.does("agree", **agreement(on="2026-08-20", effective_on="2026-08-20"))

    assert mediation.state_of("TJ-05") == "met"


@pytest.mark.parametrize("kind", ["people", "court_entrusted", "labour"])
def test_no_other_mediation_waits_for_an_appraisal(kind: str) -> None:
    problem = accepted(kind).refuses("begin_appraisal", on="2026-07-10", subject="鉴定")

    assert said(problem) == (409, "conflict", "在线调解规则26")


def test_appraisals_begin_and_end_in_turn() -> None:
    mediation = accepted("court_assigned")
    assert mediation.refuses("end_appraisal", on="2026-07-10").basis == "在线调解规则26"
    mediation.does("begin_appraisal", on="2026-07-10", subject="鉴定")
    again = mediation.refuses("begin_appraisal", on="2026-07-12", subject="鉴定")
    longer = mediation.refuses(
        "extend", on="2026-07-12", until="2026-09-30", consents=consent(*BOTH)
    )

    assert {each.basis for each in (again, longer)} == {"在线调解规则26"}
