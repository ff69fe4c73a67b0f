"""What was done and nobody recorded is told later, in its place among what has happened since."""

from __future__ import annotations

from typing import Any

import pytest

from shared.casework.actions import actions
from shared.casework.checking import ProcedureError
from shared.casework.diagrams import procedure_page
from shared.http.problems import Problem
from shared.storage.database import Database
from tests.casework.test_late_news import assert_history_tells_the_state, clock_of, entries
from tests.casework.test_reacting import Office
from tests.support.casework import (
    OFFICER,
    PROCEDURE,
    TODAY,
    opened,
    performed,
    procedure,
)

TOLD = """    from: [accepted]
    told_later: [accepted, decided, closed]
    roles: [reconsideration_officer]
    payload: Extend"""
OVERDUE = """expiry:
  FY-18:
    warning: {code: decision-overdue, basis: 行政复议法62, text: {zh: 逾期未决定, en: overdue}}
"""
TEXT = PROCEDURE.replace(
    "    from: [accepted]\n    roles: [reconsideration_officer]\n    payload: Extend", TOLD
).replace("expiry:\n", OVERDUE)
# Sixty days from 2024-05-10 end on 07-09.
EXTENSION: dict[str, Any] = {"on": "2024-06-20", "days": 30}


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database, TEXT)


def accepted(office: Office) -> str:
    case_id = opened(office.casework)
    performed(office.casework, case_id, "accept", on="2024-05-10")
    return case_id


def decided(office: Office) -> str:
    """Return a case decided three weeks after its sixty days."""
    case_id = accepted(office)
    performed(office.casework, case_id, "decide", on="2024-07-30")
    return case_id


def codes(case: dict[str, Any]) -> list[str]:
    return [warning["code"] for warning in case["warnings"]]


def test_it_has_the_effect_that_it_had_on_its_day(office: Office) -> None:
    case_id = decided(office)
    before = office.casework.get(case_id)
    assert (clock_of(before, "FY-18")["status"], codes(before)) == ("missed", ["decided-late"])

    case = performed(office.casework, case_id, "extend", **EXTENSION)

    period = clock_of(case, "FY-18")
    assert (period["due_on"], period["status"]) == ("2024-08-08", "met")
    assert (case["status"], codes(case)) == ("decided", [])
    assert_history_tells_the_state(office, case_id)


def test_its_entry_says_before_which_step_it_stands(office: Office) -> None:
    case_id = decided(office)
    before = entries(office, case_id)

    performed(office.casework, case_id, "extend", **EXTENSION)

    *earlier, told = entries(office, case_id)
    assert earlier == before
    assert (told["command"], told["on"]) == ("extend", EXTENSION["on"])
    assert (told["amends"]["before"], told["amends"]["taken_back"]) == (3, [])


def test_others_are_told_of_the_clocks_that_differ(office: Office) -> None:
    case_id = decided(office)

    performed(office.casework, case_id, "extend", **EXTENSION)

    (event,) = entries(office, case_id)[-1]["events"]
    assert event["type"] == "reconsideration.extended"
    (period,) = event["data"]["clocks"]
    assert (period["rule"], period["due_on"], period["status"]) == ("FY-18", "2024-08-08", "met")


def test_a_last_day_that_was_none_is_taken_back(office: Office) -> None:
    case_id = accepted(office)
    office.hears(office.expiry_of(case_id, "FY-18"))
    performed(office.casework, case_id, "decide", on="2024-07-30")

    performed(office.casework, case_id, "extend", **EXTENSION)

    case = office.casework.get(case_id)
    assert entries(office, case_id)[-1]["amends"]["taken_back"] == [3]
    assert (clock_of(case, "FY-18")["status"], codes(case)) == ("met", [])
    assert_history_tells_the_state(office, case_id)


def test_what_comes_last_is_recorded_as_ever(office: Office) -> None:
    case_id = accepted(office)

    performed(office.casework, case_id, "extend", **EXTENSION)

    assert "amends" not in entries(office, case_id)[-1]


def test_of_two_on_one_day_it_comes_before_what_it_cannot_follow(office: Office) -> None:
    case_id = accepted(office)
    performed(office.casework, case_id, "decide", on="2024-07-01")

    case = performed(office.casework, case_id, "extend", on="2024-07-01", days=30)

    assert (case["status"], clock_of(case, "FY-18")["due_on"]) == ("decided", "2024-08-08")


def test_what_is_done_no_more_asks_for_its_day(office: Office) -> None:
    case_id = decided(office)

    with pytest.raises(Problem) as refused:
        performed(office.casework, case_id, "extend", days=30)

    assert (refused.value.code, refused.value.basis) == ("command-not-allowed", "行政复议法62¶1")
    assert "填写当时的日期" in refused.value.detail.zh
    assert set(refused.value.errors or {}) == {"on"}


def test_an_empty_day_does_not_put_it_before_what_was_done_today(office: Office) -> None:
    case_id = accepted(office)
    performed(office.casework, case_id, "decide")

    with pytest.raises(Problem) as refused:
        performed(office.casework, case_id, "extend", days=30)

    assert refused.value.code == "command-not-allowed"


def test_it_did_not_happen_before_its_own_ground(office: Office) -> None:
    case_id = decided(office)

    with pytest.raises(Problem) as refused:
        performed(office.casework, case_id, "extend", on="2024-05-09", days=30)

    assert refused.value.code == "command-not-allowed"
    assert "已申请" in refused.value.detail.zh


def test_it_is_offered_as_a_day_told_later_and_owes_that_day(office: Office) -> None:
    case = office.casework.get(decided(office))

    offered = actions(procedure(TEXT), case, OFFICER, "zh", today=TODAY)["now"]

    (extension,) = [each for each in offered if each["command"] == "extend"]
    assert extension["group"] == "days"
    assert extension["schema"]["required"] == ["on", "days"]
    assert "当时的日期" in extension["schema"]["properties"]["on"]["description"]


def test_the_page_of_the_procedure_says_where_it_is_told() -> None:
    assert "accepted; told later: closed, decided" in procedure_page(procedure(TEXT))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (TOLD.replace("decided", "lost"), "told_later names an unknown state 'lost'"),
        (TOLD.replace("from: [accepted]", "from: []"), "is told later and never done"),
    ],
)
def test_a_procedure_says_in_which_states_it_is_told(told: str, said: str) -> None:
    with pytest.raises(ProcedureError, match=said):
        procedure(TEXT.replace(TOLD, told))
