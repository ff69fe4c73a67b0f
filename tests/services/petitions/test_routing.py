"""Passing a petition to the competent agency, and handing it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from services.petitions import track
from services.petitions.reactions import reactions
from shared.storage.database import Database
from tests.services.petitions.builders import (
    BUREAU,
    OFFICE,
    OFFICER,
    Petition,
    accepted,
    classified,
    concluded,
    finalized,
    registration,
    transferred,
)
from tests.support.case_in_memory import refuses_field, said
from tests.support.offices import codes
from tests.support.track_office import TrackOffice

RECEIVER = replace(OFFICER, agency_code=BUREAU["code"], agency_name=BUREAU["name"])
ELSEWHERE = {"code": "11330000000000004Q", "name": "示范区城市管理委员会"}


def test_forwarding_meets_the_routing_and_starts_the_receivers_clocks() -> None:
    petition = transferred()

    assert petition.status == "transferred"
    assert petition.clock("XF-01")["status"] == "met"
    assert petition.clock("XF-03")["due_on"] == "2026-07-23"
    assert petition.clock("XF-04")["due_on"] == "2026-07-15"
    assert petition.running() == {"XF-03", "XF-04"}


def test_the_receivers_clocks_run_from_the_day_it_got_the_petition() -> None:
    petition = transferred(received_on="2026-07-10")

    assert petition.clock("XF-03")["started_on"] == "2026-07-10"
    assert petition.clock("XF-03")["due_on"] == "2026-07-25"
    assert petition.clock("XF-04")["due_on"] == "2026-07-17"


def test_the_time_to_object_counts_make_up_working_days() -> None:
    petition = Petition(received_on="2026-09-20")
    petition.does("transfer", on="2026-09-28", to_agency=ELSEWHERE, mode="forward")

    assert petition.clock("XF-04")["due_on"] == "2026-10-10"


def test_the_receiving_agency_handles_from_then_on_and_the_sender_is_remembered() -> None:
    petition = transferred()

    assert petition.case["agency"] == BUREAU
    assert petition.case["involved_agencies"] == [OFFICE]
    assert petition.event["agency"] == BUREAU
    assert petition.event["to_agency"] == BUREAU


def test_an_assignment_starts_the_feedback_clock_with_the_day_that_was_set() -> None:
    petition = transferred(mode="assign", feedback_due_on="2026-08-31")

    assert petition.clock("XF-10")["due_on"] == "2026-08-31"
    assert petition.clock("XF-10")["started_on"] == "2026-07-08"


def test_an_assignment_without_its_feedback_day_is_refused() -> None:
    problem = classified().refuses("transfer", on="2026-07-08", to_agency=BUREAU, mode="assign")

    assert refuses_field(problem) == ("feedback_due_on", "信访工作条例22¶1(3)")


def test_feedback_cannot_be_due_on_the_day_of_the_assignment() -> None:
    problem = classified().refuses(
        "transfer",
        on="2026-07-08",
        to_agency=BUREAU,
        mode="assign",
        feedback_due_on="2026-07-08",
    )

    assert refuses_field(problem) == ("feedback_due_on", "信访工作条例22¶1(3)")


def test_a_petition_is_not_passed_to_ones_own_agency() -> None:
    problem = classified().refuses("transfer", on="2026-07-08", to_agency=OFFICE, mode="forward")

    assert refuses_field(problem) == ("to_agency", "信访工作条例22¶1")


def test_the_receiver_needs_a_code_by_which_its_officers_see_the_case() -> None:
    problem = classified().refuses(
        "transfer", on="2026-07-08", to_agency={"name": "某机关"}, mode="forward"
    )

    assert said(problem)[:2] == (422, "validation")
    assert problem.errors is not None
    assert set(problem.errors) == {"to_agency.code"}


def test_a_report_never_reaches_the_agency_that_it_accuses() -> None:
    problem = classified(kind="report").refuses(
        "transfer", on="2026-07-08", to_agency=BUREAU, mode="forward"
    )

    assert said(problem) == (409, "conflict", "信访工作条例30¶3")


def test_a_report_reaches_another_agency() -> None:
    petition = classified(kind="report").does(
        "transfer", on="2026-07-08", to_agency=ELSEWHERE, mode="forward"
    )

    assert petition.status == "transferred"


def test_the_accused_is_known_by_name_where_its_code_is_not() -> None:
    petition = classified(kind="report", against={"name": BUREAU["name"]})
    problem = petition.refuses("transfer", on="2026-07-08", to_agency=BUREAU, mode="forward")

    assert said(problem) == (409, "conflict", "信访工作条例30¶3")


def test_before_it_goes_to_the_body_complained_of_a_petition_is_classified() -> None:
    problem = Petition().refuses("transfer", on="2026-07-08", to_agency=BUREAU, mode="forward")

    assert said(problem) == (409, "conflict", "信访工作条例30¶3")


def test_routing_after_fifteen_days_is_missed() -> None:
    petition = classified().does("transfer", on="2026-07-17", to_agency=ELSEWHERE, mode="forward")

    assert petition.clock("XF-01")["status"] == "missed"
    assert petition.codes() == ["routed-late"]


def returning(**changes: Any) -> dict[str, Any]:
    return {
        "on": "2026-07-15",
        "reason": "不属于本机关职权范围",
        "sender_consent": True,
        **changes,
    }


def test_a_returned_petition_goes_back_to_its_sender() -> None:
    petition = transferred(mode="assign").does("return_transfer", **returning())

    assert petition.status == "registered"
    assert petition.case["agency"] == OFFICE
    assert petition.clock("XF-04")["status"] == "met"
    assert petition.clock("XF-03")["status"] == "cancelled"
    assert petition.clock("XF-10")["status"] == "cancelled"


def test_a_petition_returned_twice_goes_back_to_the_last_sender() -> None:
    petition = transferred().does("return_transfer", **returning(on="2026-07-10"))
    petition.does("transfer", on="2026-07-13", to_agency=ELSEWHERE, mode="forward")
    petition.does("return_transfer", **returning())

    assert petition.case["agency"] == OFFICE
    assert [item["to_agency"]["name"] for item in petition.facts["transfers"]] == [
        BUREAU["name"],
        ELSEWHERE["name"],
    ]


def test_nothing_is_returned_without_the_senders_consent() -> None:
    problem = transferred().refuses("return_transfer", **returning(sender_consent=False))

    assert refuses_field(problem) == ("sender_consent", "信访工作条例23¶3")


def test_the_objection_comes_within_five_working_days() -> None:
    problem = transferred().refuses("return_transfer", **returning(on="2026-07-16"))

    assert said(problem) == (409, "conflict", "信访工作条例23¶3")
    assert "2026-07-15" in problem.detail.en


def test_the_sender_may_take_longer_than_five_days_to_agree() -> None:
    petition = transferred(mode="assign")

    petition.does("return_transfer", **returning(on="2026-07-24", objected_on="2026-07-15"))

    assert petition.status == "registered"
    assert petition.clock("XF-04")["status"] == "met"
    assert petition.clock("XF-04")["ended_on"] == "2026-07-15"


def test_an_objection_lies_between_the_transfer_and_the_return() -> None:
    petition = transferred()

    for day in ("2026-07-07", "2026-07-15"):
        problem = petition.refuses("return_transfer", **returning(on="2026-07-14", objected_on=day))
        assert said(problem) == (422, "date-out-of-order", "信访工作条例23¶3")


def test_an_objection_in_time_is_returned_after_the_days_had_ended(database: Database) -> None:
    sender = TrackOffice(database, track(), reactions, OFFICER)
    case_id = sender.opened("register", registration(against=None))
    sender.does(case_id, "transfer", on="2026-07-08", to_agency=BUREAU, mode="forward")
    office = TrackOffice(database, track(), reactions, RECEIVER)
    office.hears_of_expiry(case_id, "XF-04")
    assert codes(office, case_id) == ["objection-lapsed"]

    office.does(case_id, "return_transfer", **returning(on="2026-07-24", objected_on="2026-07-15"))

    assert office.clock(case_id, "XF-04")["status"] == "met"
    assert office.case(case_id)["status"] == "registered"
    assert codes(office, case_id) == []


@pytest.mark.parametrize("missing", ["reason", "sender_consent"])
def test_an_objection_has_its_reason_and_says_whether_the_sender_agreed(missing: str) -> None:
    payload = returning()
    del payload[missing]
    problem = transferred().refuses("return_transfer", **payload)

    assert problem.errors is not None
    assert set(problem.errors) == {missing}


def test_the_accused_is_known_however_its_name_is_written() -> None:
    written = f"{BUREAU['name'][:3]} {BUREAU['name'][3:]}"
    petition = classified(kind="report", against={"name": written})
    problem = petition.refuses("transfer", on="2026-07-08", to_agency=BUREAU, mode="forward")

    assert said(problem) == (409, "conflict", "信访工作条例30¶3")


COUNTY = {"code": "11310000000000002A", "name": "示范区信访局"}


def passed_on_twice(mode: str = "assign") -> Petition:
    """Return a petition that the city sent to the county on 07-08 and it to a bureau on 07-13."""
    petition = classified(against=None)
    due: dict[str, Any] = {"feedback_due_on": "2026-09-30"} if mode == "assign" else {}
    petition.does("transfer", on="2026-07-08", to_agency=COUNTY, mode=mode, **due)
    due = {"feedback_due_on": "2026-09-15"} if mode == "assign" else {}
    return petition.does("transfer", on="2026-07-13", to_agency=ELSEWHERE, mode=mode, **due)


def test_who_was_sent_it_sends_it_on_to_the_body_below() -> None:
    petition = passed_on_twice("forward")

    assert petition.case["agency"]["name"] == ELSEWHERE["name"]
    notices = [each for each in petition.case["clocks"] if each["rule"] == "XF-03"]
    assert [(each["due_on"], each["status"]) for each in notices] == [
        ("2026-07-23", "met"),
        ("2026-07-28", "running"),
    ]
    assert petition.due("XF-04") == "2026-07-20"
    assert petition.running() == {"XF-03", "XF-04"}


def test_who_passes_on_late_what_was_sent_to_them_is_shown_so() -> None:
    petition = transferred(mode="forward")

    petition.does("transfer", on="2026-07-24", to_agency=ELSEWHERE, mode="forward")

    assert petition.codes() == ["routed-late"]


def test_a_petition_sent_on_goes_back_to_who_sent_it_last_and_who_sent_it_first_waits() -> None:
    petition = passed_on_twice().does("return_transfer", **returning(on="2026-07-15"))

    assert petition.case["agency"]["name"] == COUNTY["name"]
    assert feedback(petition) == {COUNTY["name"]: "running", ELSEWHERE["name"]: "cancelled"}


def test_each_reports_back_to_who_assigned_it_to_them() -> None:
    petition = passed_on_twice().does("accept", on="2026-07-20")
    report: dict[str, Any] = {"about": "assignment", "report": "办结报告"}

    unclear = petition.refuses("report_back", on="2026-09-14", **report)
    assert refuses_field(unclear) == ("assigned_to", "信访工作条例22¶1(3)")
    petition.does("report_back", on="2026-09-14", assigned_to=ELSEWHERE["name"], **report)

    assert feedback(petition) == {COUNTY["name"]: "running", ELSEWHERE["name"]: "met"}
    petition.does("report_back", on="2026-09-20", **report)
    assert feedback(petition) == {COUNTY["name"]: "met", ELSEWHERE["name"]: "met"}


def feedback(petition: Petition) -> dict[str, str]:
    """Return by the agency that owes it how the feedback on an assignment stands."""
    owed = [each for each in petition.case["clocks"] if each["rule"] == "XF-10"]
    return {each["party"]: each["status"] for each in owed}


@pytest.mark.parametrize("reached", [accepted, concluded, finalized])
def test_the_agency_that_goes_on_for_another_has_its_petitions(
    reached: Callable[[], Petition],
) -> None:
    petition = reached()
    clocks, status = petition.case["clocks"], petition.status

    petition.does("hand_over", on="2026-11-18", to_agency=ELSEWHERE, ground="agency_reorganised")

    assert petition.case["agency"]["name"] == ELSEWHERE["name"]
    assert (petition.status, petition.case["clocks"]) == (status, clocks)
    assert OFFICE in petition.case["involved_agencies"]


def test_a_report_is_not_handed_over_to_whom_it_accuses() -> None:
    problem = classified(kind="report").refuses(
        "hand_over", on="2026-07-10", to_agency=BUREAU, ground="found_competent"
    )

    assert said(problem) == (409, "conflict", "信访工作条例30¶3")
