"""An officer takes back the own last entry of today, if nothing followed from it."""

from __future__ import annotations

import pytest

from shared.casework.reading import latest_clock
from shared.http.problems import Problem
from shared.legal_day import today as this_day
from shared.storage.database import Database
from tests.casework.test_corrections import COLLEAGUE, accepted, corrected, refused
from tests.casework.test_late_news import assert_history_tells_the_state, clock_of
from tests.casework.test_reacting import Office
from tests.support.casework import opened, performed


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


@pytest.fixture
def today(database: Database) -> Office:
    """An office whose today is the day on which its entries are really recorded."""
    office = Office(database)
    office.casework.today = this_day
    return office


def decided_and_served(office: Office) -> str:
    case_id = accepted(office)
    performed(office.casework, case_id, "decide", on="2026-11-10")
    performed(office.casework, case_id, "serve", party="p1", served_on="2026-11-10")
    return case_id


def test_the_own_last_entry_of_today_is_taken_back(today: Office) -> None:
    case_id = accepted(today)

    case = performed(today.casework, case_id, "take_back_entry", reason="录错了案件")

    assert (case["status"], "accepted" in case["milestones"]) == ("filed", False)
    assert clock_of(case, "FY-18")["status"] == "cancelled"
    assert clock_of(case, "FY-08")["status"] == "running"
    assert_history_tells_the_state(today, case_id)


def test_an_outcome_that_another_case_waits_for_is_not_taken_back(today: Office) -> None:
    case_id = accepted(today)
    relation = {
        "track": "petition",
        "id": "petition-1",
        "kind": "referral",
        "number": "信〔2026〕3号",
    }
    today.casework.store.cases.update_one({"_id": case_id}, {"$set": {"relations": [relation]}})

    problem = refused(today, case_id, "take_back_entry")

    assert (problem.code, problem.entry, problem.basis) == ("conflict", 2, "行政复议法30¶1")
    assert "信〔2026〕3号" in problem.detail.zh
    performed(today.casework, case_id, "note", text="来电")
    performed(today.casework, case_id, "take_back_entry", reason="记错了案件")
    assert today.casework.get(case_id)["status"] == "accepted"


def test_a_case_that_left_the_matter_waits_for_nothing(today: Office) -> None:
    case_id = accepted(today)
    case, store = today.casework.get(case_id), today.casework.store
    relation = {"track": "litigation", "id": "suit-1", "kind": "related", "number": "诉〔2026〕3号"}
    store.cases.update_one({"_id": case_id}, {"$set": {"relations": [relation]}})

    suit = {"track": "litigation", "case_id": "suit-1", "number": "诉〔2026〕3号", "origin": None}
    store.set_matter_view(case["matter_id"], {"cases": [suit]})
    assert "诉〔2026〕3号" in refused(today, case_id, "take_back_entry").detail.zh

    own = {"track": "reconsideration", "case_id": case_id, "number": "1", "origin": None}
    store.set_matter_view(case["matter_id"], {"cases": [own]})
    performed(today.casework, case_id, "take_back_entry", reason="录错了案件")
    assert today.casework.get(case_id)["status"] == "filed"


def test_a_colleagues_entry_is_not_taken_back(today: Office) -> None:
    case_id = accepted(today)

    with pytest.raises(Problem) as caught:
        performed(today.casework, case_id, "take_back_entry", COLLEAGUE, reason="录错了案件")

    assert caught.value.code == "command-not-allowed"


def test_an_entry_of_another_day_is_not_taken_back(office: Office) -> None:
    problem = refused(office, accepted(office), "take_back_entry")

    assert problem.code == "command-not-allowed"


def test_the_entry_that_opened_the_case_is_not_taken_back(today: Office) -> None:
    problem = refused(today, opened(today.casework), "take_back_entry")

    assert problem.code == "command-not-allowed"


def test_nothing_is_left_of_items_whose_last_was_taken_back(today: Office) -> None:
    case_id = accepted(today)
    for number in range(10):
        performed(today.casework, case_id, "note", text=f"第{number}次来电")
    before = today.casework.get(case_id)
    performed(today.casework, case_id, "note", text="录错了案件的来电")
    assert today.casework.get(case_id)["earlier_items"] == {"notes": 1}

    case = performed(today.casework, case_id, "take_back_entry", reason="录错了案件")

    assert case["facts"] == before["facts"]
    assert not case.get("earlier_items")
    assert not today.casework.get(case_id).get("earlier_items")
    assert_history_tells_the_state(today, case_id)


def test_a_clock_keeps_its_name_beside_one_that_was_withdrawn(today: Office) -> None:
    case_id = accepted(today)
    performed(today.casework, case_id, "take_back_entry", reason="录错了案件")
    performed(today.casework, case_id, "accept", on="2026-11-05")
    before = {clock["id"]: clock["status"] for clock in today.casework.get(case_id)["clocks"]}

    case = corrected(today, case_id, 1, corrected={"applicants.0.phone": "13912345678"})

    assert {clock["id"]: clock["status"] for clock in case["clocks"]} == before
    assert before == {"FY-08.1": "met", "FY-18.1": "cancelled", "FY-18.2": "running"}
    assert_history_tells_the_state(today, case_id)


def test_an_effect_stands_whose_clock_comes_after_one_that_was_withdrawn(today: Office) -> None:
    case_id = decided_and_served(today)
    performed(today.casework, case_id, "take_back_entry", reason="录错了日期")
    performed(today.casework, case_id, "serve", party="p1", served_on="2026-11-11")
    expired = latest_clock(today.casework.get(case_id), "FY-29")
    assert expired is not None

    case = corrected(today, case_id, 1, corrected={"applicants.0.phone": "13912345678"})

    after = latest_clock(case, "FY-29")
    assert after is not None
    assert (after["id"], after["due_on"]) == (expired["id"], expired["due_on"])
    assert (after["id"], after["status"]) == ("FY-29.2", "running")
