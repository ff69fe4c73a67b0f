"""What was taken back or corrected no longer holds on the matter and on its timeline."""

from __future__ import annotations

from typing import Any

from services.coordination.assembly import Coordination
from services.coordination.matters.timeline import timeline
from shared.storage.database import Database
from tests.services.coordination.matters.test_matters import a_petition, matter
from tests.services.coordination.telling import ACT, Case, tell


def test_of_two_steps_of_one_day_the_timeline_says_which_was_taken_back(
    coordination: Coordination, database: Database
) -> None:
    case = a_petition()
    tell(coordination, case.step("register"), case.step("assign"), case.step("assign"))
    gone = [{"command": "assign", "on": "2024-05-08", "version": 3}]
    tell(coordination, case.step("take_back_entry", taken_back=gone))

    facts = timeline(matter(database, case.matter_id))
    assert [fact["taken_back"] for fact in facts if fact.get("name") == "assign"] == [False, True]


def test_the_timeline_says_which_days_of_a_corrected_step_no_longer_hold(
    coordination: Coordination, database: Database
) -> None:
    case = a_petition()
    tell(coordination, case.step("register"))
    days = {"concluded": "2024-05-09", "served": "2024-05-10"}
    tell(coordination, case.step("conclude", milestones=days))
    wrong = {"command": "conclude", "on": "2024-05-08", "version": 2}
    corrects = wrong | {"corrected_on": "2024-05-08"}
    for served in ("2024-05-11", "2024-05-12"):
        anew = {"served": served}
        tell(coordination, case.step("correct_entry", milestones=anew, corrects=corrects))

    def taken_back() -> dict[tuple[str, str], bool]:
        facts = timeline(matter(database, case.matter_id))
        kept = [fact for fact in facts if fact["kind"] == "milestone"]
        return {(fact["name"], fact["on"]): fact["taken_back"] for fact in kept}

    assert taken_back() == {
        ("concluded", "2024-05-09"): False,
        ("served", "2024-05-10"): True,
        ("served", "2024-05-11"): True,
        ("served", "2024-05-12"): False,
    }
    nothing = ["concluded", "served"]
    tell(
        coordination,
        case.step("take_back_entry", taken_back=[wrong], withdrawn_milestones=nothing),
    )
    assert all(taken_back().values())


def test_a_day_of_service_stays_when_it_came_again_or_something_else_is_corrected(
    coordination: Coordination, database: Database
) -> None:
    case = a_petition()
    tell(coordination, case.step("register"))
    for served in ("2024-05-10", "2024-06-10"):
        tell(coordination, case.step("conclude", milestones={"served": served}))
    corrects = {"command": "conclude", "on": "2024-05-08", "version": 2}
    corrects["corrected_on"] = "2024-05-08"
    tell(coordination, case.step("correct_entry", corrects=corrects))

    facts = timeline(matter(database, case.matter_id))
    kept = [fact["taken_back"] for fact in facts if fact["kind"] == "milestone"]
    assert kept == [False, False]


def test_a_corrected_day_of_the_act_no_longer_holds(
    coordination: Coordination, database: Database
) -> None:
    case = Case(act=dict(ACT) | {"made_on": "2024-04-02"})
    tell(coordination, case.step("file"))
    case.act["made_on"] = "2024-04-01"
    corrects = {"command": "file", "on": "2024-05-08", "version": 1, "corrected_on": "2024-05-08"}
    tell(coordination, case.step("correct_entry", corrects=corrects))

    facts = timeline(matter(database, case.matter_id))
    kept = [(fact["on"], fact["taken_back"]) for fact in facts if fact["kind"] == "act"]
    assert kept == [("2024-04-01", False), ("2024-04-02", True)]


def test_a_decision_and_a_reason_that_are_taken_back_are_no_longer_known(
    coordination: Coordination, database: Database
) -> None:
    review, petition = Case(), a_petition(matter_id="matter-0002")
    told = {"decision": (review, "decide"), "explained": (petition, "accept")}
    tell(coordination, review.step("file"), review.step("decide", kind="uphold"))
    tell(coordination, petition.step("register"), petition.step("accept", reason="另有请求"))

    def known(name: str, case: Case) -> Any:
        return matter(database, case.matter_id)["cases"][case.case_id].get(name)

    assert {name: known(name, case) for name, (case, _) in told.items()} == {
        "decision": "uphold",
        "explained": True,
    }
    for case, command in told.values():
        gone = [{"command": command, "on": "2024-05-08", "version": 2}]
        tell(coordination, case.step("take_back_entry", taken_back=gone))
    assert not any(known(name, case) for name, (case, _) in told.items())
