"""What was a repeat on its day, when the earlier petition moves on, is corrected or never was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.petitions import track
from services.petitions.reactions import reactions
from shared.storage.database import Database
from tests.services.petitions.builders import (
    OFFICER,
    OTHER_ID_NUMBER,
    earlier_petition,
    registration,
)
from tests.support.offices import codes
from tests.support.track_office import TrackOffice, event

LATELY = {"received_on": "2026-11-10", "on": "2026-11-10"}
TYPING_ERROR: dict[str, Any] = {
    "entry": 1,
    "corrected": [{"field": "content", "value": "楼道年久失修，多次反映均无结果"}],
    "reason": "录入有误",
}


@pytest.fixture
def office(database: Database) -> TrackOffice:
    return TrackOffice(database, track(), reactions, OFFICER)


def learns(office: TrackOffice, case_id: str, *others: dict[str, Any], number: int = 7) -> None:
    """Tell the office of all cases of the matter of a petition."""
    case = office.case(case_id)
    own = {"track": "petition", "case_id": case_id, "status": case["status"]}
    told = event("matter.changed", case["matter_id"], {"cases": [*others, own]}, sequence=number)
    office.hears(replace(told, matter_id=case["matter_id"]))


def a_repeat(office: TrackOffice) -> str:
    """Return a petition of 2026-11-10 that was recognised as a repeat of one being handled."""
    case_id = office.opened("register", registration(**LATELY))
    learns(office, case_id, earlier_petition("accepted"))
    assert codes(office, case_id) == ["repeat-petition"]
    return case_id


def linked(office: TrackOffice, case_id: str) -> list[str]:
    return [each["id"] for each in office.case(case_id)["relations"]]


def routing(office: TrackOffice, case_id: str) -> list[tuple[str, str]]:
    clocks = office.case(case_id)["clocks"]
    return [(each["due_on"], each["status"]) for each in clocks if each["rule"] == "XF-01"]


@pytest.mark.parametrize("status", ["accepted", "closed"])
def test_a_repeat_is_corrected_and_stays_one_however_the_earlier_one_stands(
    office: TrackOffice, status: str
) -> None:
    case_id = a_repeat(office)
    now = {**earlier_petition("accepted"), "status": status}
    learns(office, case_id, now, number=8)

    office.does(case_id, "correct_entry", **TYPING_ERROR)

    assert codes(office, case_id) == ["repeat-petition"]
    assert linked(office, case_id) == ["petition-accepted"]
    assert routing(office, case_id) == [("2026-11-25", "cancelled")]


def test_a_repeat_known_on_the_day_is_corrected_and_stays_one(office: TrackOffice) -> None:
    matter_id = office.case(a_repeat(office))["matter_id"]
    case_id = office.opened("register", registration(**LATELY, matter_id=matter_id))
    assert office.case(case_id)["clocks"] == []
    learns(office, case_id, {**earlier_petition("accepted"), "status": "closed"}, number=8)

    office.does(case_id, "correct_entry", **TYPING_ERROR)

    assert office.case(case_id)["clocks"] == []
    assert linked(office, case_id) == ["petition-accepted"]


def test_a_petition_is_no_repeat_of_one_that_came_later(office: TrackOffice) -> None:
    case_id = office.opened("register", registration(**LATELY))
    office.does(case_id, "classify", on="2026-11-11", kind="appeal", article31_item=6)
    office.does(case_id, "accept", on="2026-11-12")
    learns(office, case_id, earlier_petition("accepted"))

    office.does(case_id, "correct_entry", **TYPING_ERROR)

    assert (codes(office, case_id), linked(office, case_id)) == ([], [])
    assert routing(office, case_id) == [("2026-11-25", "met")]


@pytest.mark.parametrize("left", [[], [earlier_petition("accepted", OTHER_ID_NUMBER)]])
def test_a_repeat_of_a_petition_that_never_was_has_its_fifteen_days(
    office: TrackOffice, left: list[dict[str, Any]]
) -> None:
    case_id = a_repeat(office)

    for number in (8, 9):
        learns(office, case_id, *left, number=number)

    assert codes(office, case_id) == []
    assert routing(office, case_id)[-1] == ("2026-11-25", "running")
    assert office.history_of(case_id) == ["register", "recognise_repeat", "lift_repeat"]


def test_a_repeat_of_what_ended_since_stays_one(office: TrackOffice) -> None:
    case_id = a_repeat(office)

    learns(office, case_id, {**earlier_petition("accepted"), "status": "withdrawn"}, number=8)

    assert codes(office, case_id) == ["repeat-petition"]


def test_what_was_no_repeat_after_all_is_corrected(office: TrackOffice) -> None:
    case_id = a_repeat(office)
    learns(office, case_id, number=8)

    office.does(case_id, "correct_entry", approved_by="王处长", **TYPING_ERROR)

    assert (codes(office, case_id), linked(office, case_id)) == ([], [])
    assert ("2026-11-25", "running") in routing(office, case_id)
