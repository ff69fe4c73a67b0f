"""What a corrected course does to steps that a guard would refuse now: some stand, some do not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from shared.casework.guarding import Attempt, Finding, barred_elsewhere, conflict, irregular
from shared.casework.reading import latest_clock
from shared.http.problems import Problem
from shared.language import Text
from shared.storage.database import Database
from tests.casework.rooms import Room
from tests.casework.test_corrected_back import agreed, assert_stands_as_before
from tests.casework.test_corrections import corrected, refused
from tests.casework.test_late_news import assert_history_tells_the_state
from tests.casework.test_reacting import Office
from tests.support.casework import opened, performed
from tests.support.offices import codes

BASIS = "行政复议法61"
Refusal = Callable[..., Problem]


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def guarded(office: Office, refusal: Refusal, *, accepted_after: str) -> None:
    """Let no decision be made in a case that was accepted after a day."""

    def guard(attempt: Attempt) -> Iterable[Finding]:
        if attempt.case["milestones"]["accepted"] > accepted_after:
            raise refusal(Text("受理太晚。", "Accepted too late."), basis=BASIS)
        return []

    procedure = office.casework.procedure
    decide = replace(procedure.commands["decide"], guards=(guard,))
    commands = {**procedure.commands, "decide": decide}
    office.casework.procedure = replace(procedure, commands=commands)


def decided(office: Office) -> str:
    case_id = opened(office.casework, received_on="2026-11-02", act={"made_on": "2026-10-08"})
    performed(office.casework, case_id, "accept", on="2026-11-04")
    performed(office.casework, case_id, "decide", on="2026-11-10")
    return case_id


def test_a_step_that_loses_its_ground_refuses_the_correction(office: Office) -> None:
    guarded(office, conflict, accepted_after="2026-11-05")
    case_id = decided(office)

    problem = refused(
        office, case_id, entry=2, corrected={"on": "2026-11-06"}, approved_by="负责人甲"
    )

    assert (problem.code, problem.basis, problem.entry) == ("conflict", BASIS, 3)


def test_an_act_that_was_irregular_stands_with_a_warning(office: Office) -> None:
    guarded(office, irregular, accepted_after="2026-11-05")
    case_id = decided(office)
    before = office.casework.get(case_id)["warnings"]

    case = corrected(office, case_id, 2, corrected={"on": "2026-11-06"})

    (warning,) = [each for each in case["warnings"] if each["code"] == "irregular-step"]
    assert (case["status"], warning["basis"]) == ("decided", BASIS)
    assert_history_tells_the_state(office, case_id)
    case = corrected(office, case_id, 2, corrected={"on": "2026-11-04"})
    assert case["warnings"] == before


def test_what_another_procedure_had_to_say_was_heard_then(office: Office) -> None:
    guarded(office, barred_elsewhere, accepted_after="2026-11-05")
    case_id = decided(office)

    case = corrected(office, case_id, 2, corrected={"on": "2026-11-06"})

    assert (case["status"], case["warnings"]) == ("decided", [])


def test_a_rule_that_is_younger_than_a_step_does_not_forbid_a_correction(office: Office) -> None:
    case_id = decided(office)
    guarded(office, conflict, accepted_after="2026-11-01")

    case = corrected(office, case_id, 2, corrected={"on": "2026-11-06"})

    assert (case["status"], case["milestones"]["accepted"]) == ("decided", "2026-11-06")
    assert_history_tells_the_state(office, case_id)


@pytest.mark.parametrize("refusal", [conflict, irregular, barred_elsewhere])
def test_a_new_step_is_refused_by_each_of_them(office: Office, refusal: Refusal) -> None:
    guarded(office, refusal, accepted_after="2026-11-01")

    with pytest.raises(Problem) as caught:
        decided(office)

    assert (caught.value.status, caught.value.code) == (409, "conflict")


def test_an_extension_after_the_end_of_its_period_lengthens_nothing(database: Database) -> None:
    """复议法62: what ended is not extended; sixty days from 06-03 end on 08-03."""
    room = Room(database, "reconsideration")
    case_id = room.opens("file", filed("2026-06-01"))
    room.does(case_id, "accept", on="2026-06-03", procedure="ordinary")
    room.does(case_id, "extend", on="2026-07-28", reason="案情复杂", **EXTENSION)

    with pytest.raises(Problem) as caught:
        room.corrects(case_id, 2, {"on": "2026-05-06"}, (1, {"received_on": "2026-05-04"}))

    assert (caught.value.code, caught.value.entry) == ("conflict", 3)
    assert "62" in (caught.value.basis or "")


def test_a_confirmation_asked_for_late_stands_and_says_so(database: Database) -> None:
    """人民调解法33¶1: whether a court takes it up nevertheless is for the court to say."""
    room, case_id = agreed(database)
    asked: dict[str, Any] = {"on": "2026-08-10", "court_received_on": "2026-08-10"}
    room.does(case_id, "apply_confirmation", court="示范区人民法院", jointly=True, **asked)
    before = room.case(case_id)

    room.corrects(case_id, 3, {"on": "2026-07-08", "effective_on": "2026-07-08"})

    clock = latest_clock(room.case(case_id), "TJ-02")
    assert clock is not None
    assert clock["status"] == "missed"
    assert {"irregular-step", "confirmation-lapsed"} <= set(codes(room, case_id))
    room.corrects(case_id, 3, {"on": "2026-07-20", "effective_on": "2026-07-20"})
    assert_stands_as_before(room, case_id, before)


def test_the_days_of_the_agreement_and_the_application_are_corrected_together(
    database: Database,
) -> None:
    room, case_id = agreed(database)
    asked: dict[str, Any] = {"on": "2026-08-10", "court_received_on": "2026-08-10"}
    room.does(case_id, "apply_confirmation", court="示范区人民法院", jointly=True, **asked)

    room.corrects(
        case_id,
        3,
        {"on": "2026-07-08", "effective_on": "2026-07-08"},
        (4, {"on": "2026-08-06", "court_received_on": "2026-08-06"}),
    )

    assert "irregular-step" not in codes(room, case_id)
    assert "confirmation-lapsed" not in codes(room, case_id)


EXTENSION: dict[str, Any] = {"days": 30, "approved_by": "head_of_office"}


def filed(received_on: str) -> dict[str, Any]:
    return {
        "received_on": received_on,
        "applicants": [{"name": "王小明"}],
        "respondent": {"name": "示范区市场监督管理局"},
        "act": {"made_on": "2026-04-27", "served_on": "2026-04-28"},
        "requests": "撤销处罚决定",
    }
