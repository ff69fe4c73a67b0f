"""Rating, urging, feedback, withdrawal and the end of the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.services.petitions.builders import (
    BUREAU,
    OPINION,
    SUPERVISOR,
    Petition,
    accepted,
    classified,
    concluded,
    finalized,
    in_reexamination,
    in_review,
    referred,
    reviewed,
    transferred,
)
from tests.support.case_in_memory import refuses_field, said


@pytest.mark.parametrize(
    "reached", [accepted, concluded, in_review, reviewed, in_reexamination, finalized]
)
def test_satisfaction_is_rated_at_any_time_after_acceptance(
    reached: Callable[[], Petition],
) -> None:
    petition = reached()
    status = petition.status
    petition.does("rate", satisfaction=5, comment="处理及时")

    assert petition.facts["satisfaction"] == 5
    assert petition.event["satisfaction"] == 5
    assert petition.status == status


@pytest.mark.parametrize("satisfaction", [0, 6, "5", 4.5])
def test_satisfaction_is_a_whole_number_from_one_to_five(satisfaction: object) -> None:
    problem = accepted().refuses("rate", satisfaction=satisfaction)

    assert problem.errors is not None
    assert set(problem.errors) == {"satisfaction"}


def test_a_petition_is_not_rated_before_acceptance() -> None:
    assert said(Petition().refuses("rate", satisfaction=5))[:2] == (409, "command-not-allowed")


def test_urging_runs_to_the_day_that_it_names() -> None:
    petition = accepted().does(
        "urge",
        actor=SUPERVISOR,
        on="2026-08-10",
        ground="shirking_or_delay",
        suggestion="限期办结",
        feedback_due_on="2026-08-20",
    )

    assert petition.status == "accepted"
    assert petition.clock("POLICY-urge-feedback")["due_on"] == "2026-08-20"
    assert petition.event["ground"] == "shirking_or_delay"


def test_urging_without_a_day_runs_no_clock_and_says_which_fact_is_missing() -> None:
    petition = accepted().does("urge", on="2026-08-10", ground="falsification")

    assert "POLICY-urge-feedback" not in petition.rules()
    assert petition.codes() == ["missing-fact"]
    assert "the last day that was set" in petition.found[0].text.en


def test_the_feedback_is_due_after_the_urging() -> None:
    problem = accepted().refuses(
        "urge", on="2026-08-10", ground="unlawful_handling", feedback_due_on="2026-08-10"
    )

    assert refuses_field(problem) == ("feedback_due_on", "信访工作条例40¶4")


def test_an_opinion_must_exist_before_it_is_not_performed() -> None:
    problem = accepted().refuses("urge", on="2026-08-10", ground="opinion_not_performed")
    assert refuses_field(problem) == ("ground", "信访工作条例40¶1")

    petition = concluded().does(
        "urge", on="2026-09-01", ground="opinion_not_performed", feedback_due_on="2026-09-20"
    )
    assert petition.clock("POLICY-urge-feedback")["status"] == "running"


def a_declined() -> Petition:
    return classified().does("decline", on="2026-07-08", ground="accepted_elsewhere")


def a_withdrawn() -> Petition:
    return accepted().does("withdraw", on="2026-07-20", reason="信访人撤回")


def an_answered() -> Petition:
    return classified(kind="suggestion").does(
        "answer_suggestion", on="2026-07-10", adopted="not_adopted", answer="已有规划"
    )


@pytest.mark.parametrize(
    ("ended", "ground"),
    [
        (a_declined, "unlawful_acceptance"),
        (referred, "shirking_or_delay"),
        (a_withdrawn, "falsification"),
        (an_answered, "unlawful_handling"),
    ],
)
def test_what_ended_against_the_rules_is_urged_however_it_ended(
    ended: Callable[[], Petition], ground: str
) -> None:
    petition = ended().does("urge", on="2026-08-10", ground=ground, feedback_due_on="2026-08-24")
    feedback: dict[str, Any] = {"report": "已改正", "adopted": "adopted"}
    petition.does("report_back", on="2026-08-20", about="urging", **feedback)

    assert petition.clock("POLICY-urge-feedback")["status"] == "met"


def test_the_office_that_passed_a_petition_on_may_urge_the_agency_that_has_it() -> None:
    petition = transferred().does(
        "urge", on="2026-08-01", ground="shirking_or_delay", feedback_due_on="2026-08-10"
    )

    assert petition.case["agency"] == BUREAU


def test_feedback_on_an_assignment_meets_its_clock() -> None:
    petition = transferred(mode="assign").does("accept", on="2026-07-14")
    petition.does("conclude", on="2026-08-20", outcome="supported", opinion=OPINION)
    petition.does("report_back", on="2026-08-31", about="assignment", report="办结报告")

    assert petition.clock("XF-10")["status"] == "met"
    assert petition.clock("XF-10")["ended_on"] == "2026-08-31"


def test_late_feedback_is_missed() -> None:
    petition = transferred(mode="assign").does(
        "report_back", on="2026-09-01", about="assignment", report="办结报告"
    )

    assert petition.clock("XF-10")["status"] == "missed"


@pytest.mark.parametrize("end", ["decline", "withdraw"])
def test_feedback_on_an_assignment_is_owed_however_the_petition_ends(end: str) -> None:
    said_of: dict[str, dict[str, Any]] = {
        "decline": {"ground": "outside_jurisdiction", "advice": "请向市住建委提出"},
        "withdraw": {"reason": "信访人自愿撤回"},
    }
    petition = transferred(mode="assign").does(end, on="2026-07-14", **said_of[end])
    assert petition.clock("XF-10")["status"] == "running"
    assert said(petition.refuses("close", on="2026-07-15"))[:2] == (428, "reason-required")

    petition.does("report_back", on="2026-08-31", about="assignment", report="情况报告")

    assert petition.clock("XF-10")["status"] == "met"
    assert petition.running() == set()


def urged() -> Petition:
    return accepted().does(
        "urge", on="2026-08-10", ground="shirking_or_delay", feedback_due_on="2026-08-20"
    )


def test_feedback_on_an_urging_says_whether_it_was_adopted() -> None:
    petition = urged()

    problem = petition.refuses("report_back", on="2026-08-18", about="urging", report="已整改")
    assert refuses_field(problem) == ("adopted", "信访工作条例40¶4")

    petition.does(
        "report_back", on="2026-08-18", about="urging", report="已整改", adopted="adopted"
    )
    assert petition.clock("POLICY-urge-feedback")["status"] == "met"


@pytest.mark.parametrize(
    ("about", "basis"), [("assignment", "信访工作条例22¶1(3)"), ("urging", "信访工作条例40¶4")]
)
def test_nobody_reports_back_on_what_was_not_asked(about: str, basis: str) -> None:
    problem = accepted().refuses(
        "report_back", on="2026-08-18", about=about, report="情况说明", adopted="adopted"
    )

    assert said(problem) == (409, "conflict", basis)


def test_a_withdrawn_petition_has_no_clock_left() -> None:
    petition = accepted().does("withdraw", on="2026-07-20", reason="信访人自愿撤回")

    assert petition.status == "withdrawn"
    assert petition.clock("XF-05")["status"] == "cancelled"
    assert petition.does("close", on="2026-07-21").status == "closed"


def test_a_withdrawal_has_its_reason() -> None:
    problem = accepted().refuses("withdraw", on="2026-07-20")

    assert problem.errors is not None
    assert set(problem.errors) == {"reason"}


@pytest.mark.parametrize(
    ("reached", "basis", "last_day"),
    [
        (concluded, "信访工作条例35", "2026-09-23"),
        (reviewed, "信访工作条例36¶1", "2026-11-09"),
    ],
)
def test_a_file_is_not_closed_over_a_right_of_the_petitioner_without_a_reason(
    reached: Callable[[], Petition], basis: str, last_day: str
) -> None:
    petition = reached()

    problem = petition.refuses("close", on="2026-10-10")
    assert said(problem) == (428, "reason-required", basis)
    assert last_day in problem.detail.en

    petition.does("close", on="2026-10-10", reason="信访人书面表示息诉")
    assert petition.status == "closed"
    # The right itself does not end with the file.
    assert len(petition.running()) == 1


def test_a_file_is_not_closed_over_outstanding_feedback_without_a_reason() -> None:
    withdrawn = urged().does("withdraw", on="2026-08-12", reason="自愿撤回")
    problem = withdrawn.refuses("close", on="2026-08-13")
    assert said(problem) == (428, "reason-required", "信访工作条例40¶4")

    concluded_since = urged().does(
        "conclude", on="2026-08-15", outcome="supported", opinion=OPINION
    )
    problem = concluded_since.refuses("close", on="2026-08-16")
    assert said(problem) == (428, "reason-required", "信访工作条例40¶4")


def test_a_finalized_petition_is_closed() -> None:
    assert finalized().does("close", on="2026-11-16").status == "closed"


def test_an_open_petition_is_not_closed() -> None:
    problem = accepted().refuses("close", on="2026-07-20")

    assert said(problem)[:2] == (409, "command-not-allowed")
