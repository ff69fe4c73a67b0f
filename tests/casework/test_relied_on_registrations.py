"""Whoever relies on the registration of a case is named, and two at once end in one withdrawal."""

from __future__ import annotations

from typing import Any

import pytest

from shared.casework.case import ENTERED_BY_MISTAKE
from shared.casework.entry import Request
from shared.casework.guarding import Actor
from shared.casework.payloads import load_payload
from shared.http.problems import Problem
from shared.storage.database import Database
from tests.services.litigation.builders import COURT, notice
from tests.services.litigation.offices import Office
from tests.support.offices import done_at_once, refused

MISTAKE: dict[str, Any] = {"reason": "重复登记", "approved_by": "负责人"}
RESTORED: dict[str, Any] = {"withdrawn": True, "reason": "撤错了", "approved_by": "负责人"}


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def given_by(office: Office, actor: Actor, command: str, raw: dict[str, Any]) -> Request:
    found = office.casework.command(command)
    return Request(found, load_payload(found.schema(), raw), actor)


def test_a_suit_of_which_the_court_told_is_no_mistake(office: Office) -> None:
    opened = office.casework.open_case(given_by(office, COURT, "receive_notice", notice()))
    case_id = str(opened.case["_id"])

    problem = refused(office, case_id, "withdraw_case", **MISTAKE)

    assert (problem.status, problem.code, problem.entry) == (409, "conflict", 1)
    assert "来自机关以外" in problem.detail.zh


def test_a_step_of_the_court_in_a_suit_that_was_entered_by_hand_is_named(office: Office) -> None:
    case_id = office.opens(notice())
    hearing = {
        "on": "2024-06-03",
        "hearing_on": "2024-06-20",
        "place": "第一法庭",
        "head_notice": "none",
    }
    office.casework.perform(case_id, given_by(office, COURT, "schedule_hearing", hearing))

    problem = refused(office, case_id, "withdraw_case", **MISTAKE)

    assert (problem.code, problem.entry) == ("conflict", 2)


def test_an_outcome_is_withdrawn_before_the_registration(office: Office) -> None:
    case_id = office.judged()

    problem = refused(office, case_id, "withdraw_case", **MISTAKE)
    assert (problem.code, problem.entry) == ("conflict", 3)
    assert problem.basis

    office.does(case_id, "correct_entry", **MISTAKE, entry=3, withdrawn=True)
    office.does(case_id, "withdraw_case", **MISTAKE)
    assert office.case(case_id)["status"] == ENTERED_BY_MISTAKE


def test_what_the_case_alone_held_is_free_for_the_right_one(office: Office) -> None:
    case_id = office.opens(notice())
    with pytest.raises(Problem, match="has a case of this number"):
        office.opens(notice())

    office.does(case_id, "withdraw_case", **MISTAKE)
    right = office.opens(notice())

    problem = refused(office, case_id, "correct_entry", **RESTORED, entry=2)
    assert problem.code == "conflict"
    office.does(right, "withdraw_case", **MISTAKE)
    office.does(case_id, "correct_entry", **RESTORED, entry=2)
    assert office.case(case_id)["status"] != ENTERED_BY_MISTAKE


def test_two_officers_at_once_withdraw_it_once(office: Office) -> None:
    case_id = office.opens(notice())

    done = done_at_once(office, [case_id] * 4, "withdraw_case", **MISTAKE)

    assert done["done"] == 1
    assert set(done) <= {"done", "changed-meanwhile", "command-not-allowed"}
    assert office.case(case_id)["version"] == 2
    assert office.casework.verify_history(case_id).intact


def test_withdrawn_while_another_acts_either_is_refused(office: Office) -> None:
    case_id = office.opens(notice())
    answer = {"on": "2024-05-24", "evidence": ["处罚决定书"]}
    office.does(case_id, "submit_answer", **answer)
    done = done_at_once(office, [case_id] * 3, "withdraw_case", **MISTAKE)

    assert done["done"] == 1
    assert refused(office, case_id, "submit_answer", **answer).code == "command-not-allowed"
