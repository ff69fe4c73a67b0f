"""Taking a dispute in: request, consent, acceptance, refusal."""

from __future__ import annotations

from typing import Any

import pytest

from shared.casework.guarding import SYSTEM
from tests.services.mediation.builders import (
    APPLICANT,
    BUREAU,
    KINDS,
    RESPONDENT,
    Mediation,
    accepted,
    consent,
    refused_request,
    request,
)
from tests.support.case_in_memory import field_of, refuses_field, said

ORIGIN = {"track": "petition", "case_id": "petition-1"}


def test_a_request_names_both_sides() -> None:
    mediation = Mediation(
        third_parties=[{"name": "赵六"}], representatives=[{"name": "王小明"}], title="排水纠纷"
    )

    roles = [(party["id"], party["role"]) for party in mediation.case["parties"]]
    assert roles == [
        ("p1", "applicant"),
        ("p2", "respondent"),
        ("p3", "third_party"),
        ("p4", "representative"),
    ]
    assert mediation.status == "requested"
    assert mediation.case["milestones"] == {"received": "2026-07-01", "requested": "2026-07-01"}
    assert mediation.event["kind"] == "people"
    assert mediation.running() == set()


def test_an_officer_names_the_other_side() -> None:
    assert refuses_field(refused_request(respondents=None)) == ("respondents", "人民调解法17")


def test_a_referral_may_leave_the_other_side_open_and_the_case_says_so() -> None:
    mediation = Mediation(actor=SYSTEM, respondents=None, initiated_by="referral", origin=ORIGIN)

    assert mediation.codes() == ["missing-fact"]
    problem = mediation.refuses("accept", on="2026-07-06", consents=consent("p1"))
    assert said(problem) == (422, "missing-fact", "人民调解法17")
    assert field_of(problem) == "respondents"


def test_the_officer_completes_what_a_referral_left_open() -> None:
    mediation = Mediation(actor=SYSTEM, respondents=None, initiated_by="referral", origin=ORIGIN)
    mediation.does("request", **request(on="2026-07-02", initiated_by="referral"))

    assert mediation.status == "requested"
    assert [party["role"] for party in mediation.case["parties"]] == ["applicant", "respondent"]
    assert mediation.case["relations"][0]["id"] == "petition-1"
    assert mediation.event["origin"]["case_id"] == "petition-1"


def test_completing_a_request_sets_the_clocks_of_its_kind_once() -> None:
    mediation = Mediation(online=True)
    mediation.does("request", **request("labour", on="2026-07-02"))

    assert mediation.running() == {"TJ-11"}
    assert mediation.clock("TJ-07")["status"] == "cancelled"


@pytest.mark.parametrize("kind", ["court_assigned", "court_entrusted"])
def test_a_mediation_for_a_court_names_the_court(kind: str) -> None:
    assert refuses_field(refused_request(kind, court=None)) == ("court", "特邀调解规定11")


def test_an_entrusted_mediation_names_the_trial_procedure() -> None:
    problem = refused_request("court_entrusted", court_procedure=None)

    assert refuses_field(problem) == ("court_procedure", "特邀调解规定27¶2")


def test_an_online_request_is_confirmed_within_three_working_days() -> None:
    mediation = Mediation("court_assigned", online=True)

    assert mediation.clock("TJ-07")["due_on"] == "2026-07-06"
    mediation.does("accept", on="2026-07-06", consents=consent("p1", "p2"))
    assert mediation.clock("TJ-07")["status"] == "met"


def test_three_working_days_skip_the_dragon_boat_festival() -> None:
    mediation = Mediation("court_assigned", online=True, received_on="2026-06-18")

    assert mediation.clock("TJ-07")["due_on"] == "2026-06-24"


def test_a_late_confirmation_is_missed_with_the_article() -> None:
    mediation = Mediation("court_assigned", online=True)
    mediation.does("accept", on="2026-07-07", consents=consent("p1", "p2"))

    assert mediation.clock("TJ-07")["status"] == "missed"
    assert mediation.found[0].basis == "在线调解规则12"


def test_a_labour_dispute_counts_from_the_application() -> None:
    mediation = Mediation("labour")

    assert mediation.clock("TJ-11")["started_on"] == "2026-07-01"
    assert mediation.clock("TJ-11")["due_on"] == "2026-07-16"


@pytest.mark.parametrize(
    ("kind", "rule", "due_on"),
    [
        ("people", "TJ-01", "2026-08-06"),
        ("administrative", "POLICY-administrative-mediation", "2026-08-05"),
        ("court_assigned", "TJ-05", "2026-08-05"),
        ("court_entrusted", "TJ-06", "2026-07-21"),
        ("labour", "TJ-11", "2026-07-16"),
        ("industry", "POLICY-industry-mediation", "2026-08-05"),
    ],
)
def test_each_kind_has_its_own_period(kind: str, rule: str, due_on: str) -> None:
    mediation = accepted(kind)

    assert mediation.status == "accepted"
    assert mediation.running() == {rule}
    assert mediation.clock(rule)["due_on"] == due_on


def test_a_simplified_trial_leaves_seven_days() -> None:
    mediation = accepted("court_entrusted", court_procedure="simplified")

    assert mediation.clock("TJ-06")["variant"] == "simplified"
    assert mediation.clock("TJ-06")["due_on"] == "2026-07-13"


@pytest.mark.parametrize(
    ("kind", "basis"),
    [
        ("people", "人民调解法17"),
        ("industry", "人民调解法17"),
        ("labour", "劳动争议调解仲裁法5"),
        ("court_assigned", "特邀调解规定11"),
        ("court_entrusted", "特邀调解规定26(2)"),
        ("administrative", "天津市行政调解规定3"),
    ],
)
def test_nobody_is_mediated_against_a_clear_refusal(kind: str, basis: str) -> None:
    refusal = [*consent("p1"), *consent("p2", consented=False)]
    problem = Mediation(kind).refuses("accept", on="2026-07-06", consents=refusal)

    assert said(problem) == (409, "conflict", basis)


@pytest.mark.parametrize("kind", ["people", "industry", "court_entrusted"])
def test_silence_is_no_obstacle_where_mediation_may_start_by_itself(kind: str) -> None:
    mediation = Mediation(kind, initiated_by="ex_officio").does("accept", on="2026-07-06")

    assert mediation.status == "accepted"


@pytest.mark.parametrize("kind", ["administrative", "court_assigned", "labour"])
def test_elsewhere_each_party_consents(kind: str) -> None:
    mediation = Mediation(kind, initiated_by="referral")

    problem = mediation.refuses("accept", on="2026-07-06", consents=consent("p1"))
    field, basis = refuses_field(problem)
    assert field == "consents"
    assert basis
    assert "p2" in problem.detail.en
    assert mediation.does("accept", on="2026-07-06", consents=consent("p1", "p2"))


def test_who_applied_has_consented() -> None:
    mediation = Mediation("administrative").does("accept", on="2026-07-06", consents=consent("p2"))

    assert mediation.status == "accepted"


@pytest.mark.parametrize(
    ("track", "basis"),
    [
        ("petition", "信访工作条例33"),
        ("reconsideration", "行政复议法5"),
        ("litigation", "行政诉讼法60"),
    ],
)
def test_consent_in_an_administrative_mediation_rests_on_where_it_came_from(
    track: str, basis: str
) -> None:
    origin = {"track": track, "case_id": "case-1"}
    mediation = Mediation("administrative", initiated_by="referral", origin=origin)

    problem = mediation.refuses("accept", on="2026-07-06")
    assert refuses_field(problem) == ("consents", basis)


def test_a_consent_is_that_of_a_party() -> None:
    problem = Mediation().refuses("accept", on="2026-07-06", consents=consent("p1", "p7"))

    assert field_of(problem) == "consents.1"


def test_a_party_is_named_by_its_id_and_not_by_a_name() -> None:
    problem = Mediation().refuses("accept", on="2026-07-06", consents=consent("王小明"))

    assert said(problem)[:2] == (422, "validation")


@pytest.mark.parametrize("kind", KINDS)
def test_a_declined_request_answers_the_platform_and_leaves_no_clock(kind: str) -> None:
    mediation = Mediation(kind, online=True).does(
        "decline", on="2026-07-03", ground="party_refuses", reason="对方拒绝"
    )

    assert mediation.status == "declined"
    assert mediation.clock("TJ-07")["status"] == "met"
    assert mediation.running() == set()


def test_a_refusal_names_a_known_ground() -> None:
    problem = Mediation().refuses("decline", on="2026-07-03", ground="whim")

    assert field_of(problem) == "ground"


@pytest.mark.parametrize("field", ["subject", "applicants"])
def test_a_request_needs_its_subject_and_an_applicant(field: str) -> None:
    missing: dict[str, Any] = {field: None}

    assert field_of(refused_request(**missing)) == field


def test_an_agency_may_be_a_party_with_its_code() -> None:
    agency = {
        "kind": "agency",
        "name": BUREAU["name"],
        "organisation_code": BUREAU["code"],
    }
    mediation = Mediation("administrative", respondents=[agency, RESPONDENT])

    assert [party["kind"] for party in mediation.case["parties"]] == ["person", "agency", "person"]


def test_an_identity_number_with_a_wrong_check_digit_is_refused() -> None:
    problem = refused_request(applicants=[{**APPLICANT, "id_number": "110101199003070012"}])

    assert field_of(problem) == "applicants.0.id_number"
