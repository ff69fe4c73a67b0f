"""A suggestion is studied and answered; a report that was passed on ends with its feedback."""

from __future__ import annotations

from typing import Any

import pytest

from shared.casework.guarding import Actor
from tests.services.petitions.builders import OFFICER, Petition, accepted, classified
from tests.support.case_in_memory import said

ANSWER: dict[str, Any] = {"adopted": "partly_adopted", "answer": "已列入明年改造计划"}
DISCIPLINE = {"code": "11120101000000003P", "name": "示范区纪律检查委员会"}
RECEIVER = Actor("officer-9", "petition_officer", DISCIPLINE["code"], DISCIPLINE["name"])


def report_passed_on(mode: str = "forward", **changes: Any) -> Petition:
    """Return a report that was passed on to the discipline organ on 2026-07-08."""
    return classified(kind="report").does(
        "transfer", on="2026-07-08", to_agency=DISCIPLINE, mode=mode, **changes
    )


def test_a_suggestion_is_studied_answered_and_closed() -> None:
    suggestion = classified(kind="suggestion").does("take_up", on="2026-07-10")

    assert (suggestion.status, suggestion.running()) == ("taken_up", set())
    assert suggestion.clock("XF-01")["status"] == "met"
    suggestion.does("answer_suggestion", on="2026-08-20", served_on="2026-08-21", **ANSWER)
    assert suggestion.status == "answered"
    assert suggestion.event["adopted"] == "partly_adopted"
    assert suggestion.facts["answers"][0]["adopted"] == "partly_adopted"
    assert suggestion.case["milestones"]["answered"] == "2026-08-20"
    assert suggestion.does("close", on="2026-08-22").status == "closed"


def test_a_suggestion_is_answered_at_once_where_it_needs_no_study() -> None:
    suggestion = classified(kind="suggestion").does("answer_suggestion", on="2026-07-10", **ANSWER)

    assert (suggestion.status, suggestion.clock("XF-01")["status"]) == ("answered", "met")


def test_an_answer_opens_no_review() -> None:
    suggestion = classified(kind="suggestion").does("answer_suggestion", on="2026-07-10", **ANSWER)

    assert suggestion.running() == set()
    assert suggestion.refuses("request_review", on="2026-07-20").code == "command-not-allowed"


def test_an_answer_says_whether_the_suggestion_was_adopted() -> None:
    problem = classified(kind="suggestion").refuses(
        "answer_suggestion", on="2026-07-10", answer="好"
    )

    assert set(problem.errors or {}) == {"adopted"}


def test_what_is_taken_up_late_is_shown_as_late() -> None:
    suggestion = classified(kind="suggestion").does("take_up", on="2026-07-20")

    assert suggestion.clock("XF-01")["status"] == "missed"
    assert suggestion.codes() == ["routed-late"]


@pytest.mark.parametrize("command", ["take_up", "answer_suggestion"])
def test_a_petition_is_classified_first(command: str) -> None:
    more = ANSWER if command == "answer_suggestion" else {}
    problem = Petition().refuses(command, on="2026-07-10", **more)

    assert said(problem) == (422, "missing-fact", "信访工作条例29")


def test_an_appeal_is_neither_taken_up_nor_answered_as_a_suggestion() -> None:
    appeal = classified(6)

    assert said(appeal.refuses("take_up", on="2026-07-10"))[2] == "信访工作条例31"
    problem = appeal.refuses("answer_suggestion", on="2026-07-10", **ANSWER)
    assert said(problem) == (409, "conflict", "信访工作条例29")


@pytest.mark.parametrize("actor", [OFFICER, RECEIVER])
def test_a_report_that_was_forwarded_ends_with_the_feedback_on_it(actor: Actor) -> None:
    report = report_passed_on()

    report.does("report_back", actor=actor, on="2026-07-20", about="report", report="已核查了结")

    assert (report.status, report.running()) == ("answered", set())
    assert report.clock("XF-03")["status"] == "met"
    assert report.clock("XF-04")["status"] == "missed"
    assert report.does("close", on="2026-07-21").status == "closed"


def test_a_report_that_was_assigned_ends_with_the_feedback_on_the_assignment() -> None:
    report = report_passed_on("assign", feedback_due_on="2026-09-30")
    report.does("take_up", actor=RECEIVER, on="2026-07-10")
    assert report.running() == {"XF-10"}

    report.does("report_back", on="2026-09-01", about="assignment", report="已核查了结")

    assert (report.status, report.clock("XF-10")["status"]) == ("answered", "met")


def test_a_report_led_to_party_discipline_ends_with_its_feedback() -> None:
    report = classified(kind="report").does("refer", on="2026-07-10", to="party_discipline")

    report.does("report_back", on="2026-09-01", about="report", report="已核查了结")

    assert report.status == "answered"
    again = report.refuses("report_back", on="2026-09-02", about="report", report="再次反馈")
    assert said(again) == (409, "conflict", "信访工作条例30¶1")


def test_feedback_on_an_urging_does_not_end_a_report() -> None:
    report = report_passed_on().does(
        "urge", on="2026-08-01", ground="shirking_or_delay", feedback_due_on="2026-08-20"
    )

    report.does("report_back", on="2026-08-10", about="urging", report="加快", adopted="adopted")

    assert report.status == "transferred"


def test_only_a_report_gets_the_feedback_of_a_report() -> None:
    problem = accepted().refuses("report_back", on="2026-08-01", about="report", report="情况")

    assert said(problem) == (409, "conflict", "信访工作条例30¶1")


def test_feedback_on_the_assignment_of_an_appeal_leaves_it_open() -> None:
    appeal = classified().does(
        "transfer",
        on="2026-07-08",
        to_agency=DISCIPLINE,
        mode="assign",
        feedback_due_on="2026-09-30",
    )

    appeal.does("report_back", on="2026-07-20", about="assignment", report="正在办理")

    assert appeal.status == "transferred"


def test_a_report_under_way_is_still_led_to_the_discipline_organ_and_comes_back() -> None:
    report = classified(kind="report").does("take_up", on="2026-07-10")
    report.does("refer", on="2026-07-20", to="party_discipline")

    report.does("resume_handling", on="2026-08-01", reason="对方退回")

    assert report.status == "taken_up"


def test_the_receiver_of_a_report_answers_for_no_suggestion() -> None:
    problem = report_passed_on().refuses("answer_suggestion", on="2026-07-20", **ANSWER)

    assert said(problem)[:2] == (409, "conflict")
