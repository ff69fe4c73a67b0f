"""Several entries corrected at once, and steps withdrawn, in every track alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from deploy.demo.scenario import FOLDER
from shared.casework.case import ENTERED_BY_MISTAKE
from shared.casework.correcting import is_correctable
from shared.http.problems import Problem
from shared.legal_day import today
from shared.storage.database import Database
from tests.casework.rooms import Room, played, rooms_of
from tests.casework.test_corrected_back import (
    CASES,
    assert_history_is_unbroken,
    assert_stands_as_before,
    days_of,
)

Changes = list[tuple[int, Mapping[str, Any]]]


def steps_of(room: Room, case_id: str) -> list[Mapping[str, Any]]:
    """Return the entries that somebody made and that count."""
    case = room.casework.find(case_id)
    gone = case.get("superseded", {})
    return [
        entry
        for entry in room.casework.history(case)
        if is_correctable(entry["command"], entry["actor"], gone.get(str(entry["version"])))
    ]


def shifted(room: Room, case_id: str, days: int) -> Changes:
    """Return every day that the entries of a case say, so many days later."""
    moved: Changes = []
    for entry in steps_of(room, case_id):
        found = dict(days_of(room.casework.payload(case_id, entry)))
        later = {place: later_by(day, days) for place, day in found.items()}
        if later:
            moved.append((entry["version"], later))
    return moved


def later_by(day: date, days: int) -> str:
    return (day + timedelta(days)).isoformat()


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", CASES)
def test_all_days_of_a_case_are_moved_together_and_back(name: str, database: Database) -> None:
    moved = 0
    for room in rooms_of(database, FOLDER / f"{name}.yaml"):
        for case_id in room.cases.values():
            room.sweeps(case_id, today())
            before = room.case(case_id)
            first, *others = shifted(room, case_id, -7)
            back = shifted(room, case_id, 0)
            try:
                room.corrects(case_id, *first, *others)
            except Problem:
                # A holiday may lie between two days that a period joins.
                assert room.case(case_id) == before
                continue
            room.corrects(case_id, *back[0], *back[1:])
            assert_stands_as_before(room, case_id, before)
            assert_history_is_unbroken(room, case_id)
            moved += 1
    assert moved > 0


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", CASES)
def test_all_that_was_done_since_the_beginning_is_withdrawn(name: str, database: Database) -> None:
    withdrawn = 0
    for room in rooms_of(database, FOLDER / f"{name}.yaml"):
        for case_id in room.cases.values():
            room.sweeps(case_id, today())
            opening, *since = steps_of(room, case_id)
            if not since:
                continue
            nothing: Changes = [(entry["version"], {}) for entry in since]
            version = room.case(case_id)["version"]
            try:
                room.corrects(case_id, *nothing[0], *nothing[1:])
            except Problem:
                # What other cases wait for, or another agency has by now, is refused whole.
                assert room.case(case_id)["version"] == version
                continue
            assert steps_of(room, case_id) == [opening]
            gone = room.case(case_id)["superseded"]
            assert {str(entry["version"]) for entry in since} <= gone.keys()
            assert_history_is_unbroken(room, case_id)
            withdrawn += 1
    assert withdrawn > 0


def withdrawn_or_refused(room: Room, case_id: str) -> Problem | None:
    """Withdraw the registration of a case, or return why it is not to be."""
    try:
        room.does(case_id, "withdraw_case", reason="误登记", approved_by="负责人")
    except Problem as problem:
        return problem
    return None


@pytest.mark.timeout(180)
@pytest.mark.parametrize("name", [*CASES, "C02", "L14", "X2", "X5"])
def test_from_every_state_a_case_is_withdrawn_and_comes_back_or_says_who_relies_on_it(
    name: str, database: Database
) -> None:
    withdrawn: set[tuple[str, str]] = set()
    for room, case_id in played(database, FOLDER / f"{name}.yaml"):
        before = room.case(case_id)
        if problem := withdrawn_or_refused(room, case_id):
            assert room.case(case_id) == before
            if before["agency"]["code"] == room.officer.agency_code:
                assert (problem.status, problem.code) == (409, "conflict"), problem
                assert problem.entry is not None
            continue
        void = room.case(case_id)
        assert void["status"] == ENTERED_BY_MISTAKE
        assert not [each for each in void["clocks"] if each["status"] in {"running", "paused"}]
        assert room.casework.procedure.allowed_from(void["status"]) == [
            "correct_entry",
            "take_back_entry",
        ]
        room.corrects(case_id, void["version"], {})
        assert_stands_as_before(room, case_id, before)
        assert_history_is_unbroken(room, case_id)
        withdrawn.add((room.track, before["status"]))
    assert withdrawn
