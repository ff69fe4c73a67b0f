"""Leading a petition into another procedure, and what comes back from there."""

from __future__ import annotations

import pytest

from services.petitions.referral import ITEM_TARGETS
from tests.services.petitions.builders import (
    BUREAU,
    OFFICER,
    Petition,
    accepted,
    classified,
    referred,
    transferred,
    with_outcome,
)
from tests.support.case_in_memory import field_of, refuses_field, said

TARGETS = sorted(set().union(*ITEM_TARGETS.values()))


def test_a_referral_stops_the_petitions_own_clocks() -> None:
    petition = referred()

    assert petition.status == "referred"
    assert petition.clock("XF-05")["status"] == "cancelled"
    assert petition.running() == set()


def test_a_referral_straight_after_registration_answers_the_routing_clock() -> None:
    petition = classified(4).does("refer", on="2026-07-10", to="reconsideration")

    assert petition.clock("XF-01")["status"] == "met"
    assert petition.running() == set()


def test_who_was_sent_a_petition_leads_it_into_its_procedure() -> None:
    petition = transferred().does("refer", on="2026-07-14", to="mediation")

    assert petition.status == "referred"
    assert petition.clock("XF-03")["status"] == "met"
    assert petition.running() == set()


def test_a_referral_tells_the_receiver_where_to_and_seals_what_it_needs() -> None:
    petition = referred(mediation_kind="people", to_agency=BUREAU)

    assert petition.event_type == "petition.referred"
    assert petition.event["to"] == "mediation"
    assert petition.event["mediation_kind"] == "people"
    assert petition.event["to_agency"] == BUREAU
    assert set(petition.shares) == {"parties", "act", "title", "content"}


def test_an_unclassified_petition_is_referred_with_its_item() -> None:
    petition = Petition()

    problem = petition.refuses("refer", on="2026-07-10", to="mediation")
    assert refuses_field(problem) == ("article31_item", "信访工作条例31")

    petition.does("refer", on="2026-07-10", to="mediation", article31_item=6)
    assert petition.status == "referred"


def test_a_referral_does_not_contradict_the_classification() -> None:
    problem = accepted(6).refuses("refer", on="2026-07-10", to="arbitration", article31_item=2)

    assert refuses_field(problem) == ("article31_item", "信访工作条例31")


@pytest.mark.parametrize("item", range(1, 7))
@pytest.mark.parametrize("to", TARGETS)
def test_each_item_leads_to_its_own_procedures_only(item: int, to: str) -> None:
    petition = classified(item)
    if to in ITEM_TARGETS[item]:
        assert petition.does("refer", on="2026-07-10", to=to).status == "referred"
    else:
        problem = petition.refuses("refer", on="2026-07-10", to=to)
        assert refuses_field(problem) == ("to", f"信访工作条例31({item})")


def test_every_target_of_the_schema_is_some_items_target() -> None:
    problem = classified(6).refuses("refer", on="2026-07-10", to="nowhere")

    assert field_of(problem) == "to"
    assert TARGETS == [
        "adjudication",
        "arbitration",
        "litigation",
        "mediation",
        "other_procedure",
        "party_discipline",
        "reconsideration",
    ]


def test_whoever_is_to_mediate_needs_a_code_by_which_its_officers_see_the_case() -> None:
    nameless = {"name": "示范街道人民调解委员会"}
    problem = classified().refuses("refer", on="2026-07-10", to="mediation", to_agency=nameless)
    assert refuses_field(problem) == ("to_agency.code", "信访工作条例31")

    petition = classified(2).does("refer", on="2026-07-10", to="arbitration", to_agency=nameless)
    assert petition.status == "referred"


def test_a_suggestion_is_not_referred() -> None:
    problem = classified(kind="suggestion").refuses("refer", on="2026-07-10", to="mediation")

    assert said(problem) == (409, "conflict", "信访工作条例29")


@pytest.mark.parametrize("to", ["mediation", "reconsideration", "litigation", "arbitration"])
def test_a_report_is_never_led_before_the_accused(to: str) -> None:
    problem = classified(kind="report").refuses("refer", on="2026-07-10", to=to)

    assert refuses_field(problem) == ("to", "信访工作条例30")


def test_a_report_goes_to_the_discipline_organ_but_not_to_the_accused() -> None:
    petition = classified(kind="report")

    problem = petition.refuses("refer", on="2026-07-10", to="party_discipline", to_agency=BUREAU)
    assert said(problem) == (409, "conflict", "信访工作条例30¶3")

    petition.does("refer", on="2026-07-10", to="party_discipline")
    assert petition.status == "referred"


@pytest.mark.parametrize(("item", "to"), [(1, "litigation"), (2, "arbitration"), (4, "mediation")])
def test_the_petitioner_is_warned_that_the_time_to_sue_runs_on(item: int, to: str) -> None:
    petition = classified(item).does("refer", on="2026-07-10", to=to)

    assert petition.codes() == ["limitation-runs-on"]
    assert petition.found[0].basis == "信访工作条例28¶2"


def test_item_six_has_no_other_limitation_to_warn_of() -> None:
    assert referred().codes() == []


def test_the_outcome_of_a_mediation_comes_back_to_the_petition_and_links_it() -> None:
    petition = with_outcome(with_outcome(referred(), "accepted"), "agreed")

    assert petition.status == "referred"
    assert [item["outcome"] for item in petition.facts["referral_outcomes"]] == [
        "accepted",
        "agreed",
    ]
    assert petition.facts["referral_outcomes"][1]["happened_on"] == "2026-07-20"
    assert petition.case["relations"] == [
        {
            "track": "mediation",
            "id": "mediation-1",
            "kind": "referred_to",
            "number": "调解〔2026〕3号",
        }
    ]


def test_an_outcome_reaches_a_petition_that_was_closed_since() -> None:
    petition = with_outcome(referred(), "agreed").does("close", on="2026-08-01")

    assert with_outcome(petition, "performed").status == "closed"


def test_officers_do_not_write_outcomes_themselves() -> None:
    problem = referred().refuses(
        "record_referral_outcome",
        actor=OFFICER,
        track="mediation",
        case_id="mediation-1",
        outcome="agreed",
    )

    assert said(problem)[:2] == (403, "forbidden")


@pytest.mark.parametrize("outcome", ["failed", "terminated", "declined"])
def test_a_failed_mediation_lets_handling_resume_from_the_original_acceptance(
    outcome: str,
) -> None:
    petition = with_outcome(referred(), outcome).does("resume_handling", on="2026-07-22")

    assert petition.status == "accepted"
    assert petition.clock("XF-05")["status"] == "running"
    assert petition.clock("XF-05")["started_on"] == "2026-07-06"
    assert petition.clock("XF-05")["due_on"] == "2026-09-04"


def test_a_petition_referred_before_acceptance_comes_back_as_registered() -> None:
    petition = classified().does("refer", on="2026-07-10", to="mediation")
    with_outcome(petition, "failed").does("resume_handling", on="2026-07-22")

    assert petition.status == "registered"
    assert petition.running() == set()
    assert petition.does("accept", on="2026-07-23").clock("XF-05")["due_on"] == "2026-09-21"


@pytest.mark.parametrize("outcome", [None, "accepted", "agreed"])
def test_handling_resumes_without_failure_only_for_a_reason(outcome: str | None) -> None:
    petition = referred() if outcome is None else with_outcome(referred(), outcome)

    problem = petition.refuses("resume_handling", on="2026-07-22")
    assert said(problem) == (428, "reason-required", "信访工作条例31")

    petition.does("resume_handling", on="2026-07-22", reason="调解组织撤销")
    assert petition.status == "accepted"


def test_the_failure_of_an_earlier_mediation_does_not_speak_for_the_next() -> None:
    petition = with_outcome(referred(), "failed").does("resume_handling", on="2026-07-22")
    petition.does("refer", on="2026-07-24", to="mediation")

    problem = petition.refuses("resume_handling", on="2026-07-25")
    assert said(problem)[:2] == (428, "reason-required")

    with_outcome(petition, "failed", "mediation-2")
    assert petition.does("resume_handling", on="2026-08-01").status == "accepted"


def without_its_mediation(petition: Petition, case_id: str = "mediation-1") -> Petition:
    return petition.does("note_withdrawal", track="mediation", case_id=case_id, entry=4)


def test_a_mediation_registered_by_mistake_is_not_waited_for() -> None:
    assert without_its_mediation(referred()).does("close", on="2026-07-20").status == "closed"

    petition = without_its_mediation(referred()).does("resume_handling", on="2026-07-20")
    assert (petition.status, petition.due("XF-05")) == ("accepted", "2026-09-04")


def test_the_next_mediation_is_waited_for_after_one_registered_by_mistake() -> None:
    petition = without_its_mediation(referred()).does("resume_handling", on="2026-07-20")
    petition.does("refer", on="2026-07-22", to="mediation")
    assert said(petition.refuses("close", on="2026-07-23"))[:2] == (428, "reason-required")

    with_outcome(petition, "agreed", "mediation-2")

    assert said(petition.refuses("resume_handling", on="2026-07-24"))[:2] == (
        428,
        "reason-required",
    )
    assert petition.does("close", on="2026-07-24").status == "closed"


def test_a_petition_waiting_for_mediation_is_closed_only_for_a_reason() -> None:
    petition = with_outcome(referred(), "accepted")

    problem = petition.refuses("close", on="2026-08-01")
    assert said(problem) == (428, "reason-required", "信访工作条例37¶1")

    with_outcome(petition, "agreed")
    assert petition.does("close", on="2026-08-01").status == "closed"


def test_a_petition_referred_elsewhere_is_closed_without_more() -> None:
    petition = referred("arbitration", item=2)

    assert petition.does("close", on="2026-08-01").status == "closed"


def test_an_extension_survives_the_referral_and_the_return() -> None:
    petition = classified().does("accept", on="2026-07-03")
    petition.does("extend", on="2026-07-20", days=30, approved_by="局长", reason="情况复杂")
    petition.does("refer", on="2026-07-25", to="mediation")

    with_outcome(petition, "failed").does("resume_handling", on="2026-08-10")

    assert petition.clock("XF-05")["extended_by"] == 30
    assert petition.clock("XF-05")["due_on"] == "2026-10-01"
    problem = petition.refuses(
        "extend", on="2026-08-11", days=10, approved_by="局长", reason="情况复杂"
    )
    assert said(problem) == (409, "conflict", "信访工作条例34")


def test_feedback_on_an_assignment_is_owed_while_the_petition_is_referred() -> None:
    petition = transferred("assign").does("accept", on="2026-07-10")

    petition.does("refer", on="2026-07-14", to="mediation")

    assert petition.running() == {"XF-10"}
    petition.does("report_back", on="2026-08-20", about="assignment", report="已导入人民调解")
    assert petition.clock("XF-10")["status"] == "met"
