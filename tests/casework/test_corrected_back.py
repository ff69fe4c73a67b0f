"""Whoever corrects a day and corrects it back is where they began, in every track."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from deploy.demo.scenario import FOLDER
from shared.casework.case import replayed
from shared.casework.correcting import is_correctable
from shared.casework.reading import latest_clock
from shared.http.problems import Problem
from shared.legal_day import today
from shared.storage.database import Database
from tests.casework.rooms import Room, rooms_of
from tests.services.mediation.builders import BOTH, agreement, consent, request
from tests.support.offices import codes

# Published cases that have together every track, a court's confirmation, several addressees with
# windows of their own, and cases that are closed.
CASES = ["L4", "L8", "L12", "X10"]
A_DAY_BEFORE_AND_WEEKS_AFTER = (-1, 20)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_STATE = ("status", "entered_on", "milestones", "facts", "parties", "act", "assignee", "title")


def days_of(payload: Any, place: str = "") -> Iterator[tuple[str, date]]:
    """Yield every day that a payload says, with its place."""
    if isinstance(payload, Mapping):
        for name, value in payload.items():
            yield from days_of(value, f"{place}.{name}" if place else name)
    elif isinstance(payload, list):
        for number, value in enumerate(payload):
            yield from days_of(value, f"{place}.{number}")
    elif isinstance(payload, str) and _DAY.match(payload):
        yield place, date.fromisoformat(payload)


def standing(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return how a case stands: its state, its warnings, and the clocks that were not withdrawn."""
    warnings = sorted((each["code"], each["text"]["zh"]) for each in case["warnings"])
    return {**{name: case.get(name) for name in _STATE}, "warnings": warnings}


def clocks(case: Mapping[str, Any]) -> dict[str, Any]:
    shown = {each["id"]: dict(each) for each in case["clocks"]}
    for clock in shown.values():
        del clock["explanation"]
    return shown


def assert_stands_as_before(room: Room, case_id: str, before: Mapping[str, Any]) -> None:
    after = room.case(case_id)
    assert standing(after) == standing(before)
    known, now = clocks(before), clocks(after)
    assert {name: now.get(name) for name in known} == known
    begun = now.keys() - known.keys()
    assert {now[name]["status"] for name in begun} <= {"cancelled"}


def assert_history_is_unbroken(room: Room, case_id: str) -> None:
    stored = room.casework.find(case_id)
    told = replayed(room.casework.history(stored))
    rebuilt = room.casework.in_clear({"_id": case_id, **told})
    assert {name: rebuilt[name] for name in _STATE} == {name: stored[name] for name in _STATE}
    assert room.casework.verify_history(case_id).intact


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", CASES)
def test_every_day_of_a_case_corrected_and_corrected_back(name: str, database: Database) -> None:
    corrected = 0
    for room in rooms_of(database, FOLDER / f"{name}.yaml"):
        for case_id in room.cases.values():
            room.sweeps(case_id, today())
            before = room.case(case_id)
            for entry in list(room.casework.history(room.casework.find(case_id))):
                if is_correctable(entry["command"], entry["actor"], None):
                    corrected += corrects_and_corrects_back(room, case_id, entry, before)
            assert_history_is_unbroken(room, case_id)
    assert corrected > 10


def corrects_and_corrects_back(
    room: Room, case_id: str, entry: Mapping[str, Any], before: Mapping[str, Any]
) -> int:
    corrected = 0
    for place, day in days_of(room.casework.payload(case_id, entry)):
        for shift in A_DAY_BEFORE_AND_WEEKS_AFTER:
            version, wrong = room.case(case_id)["version"], day + timedelta(shift)
            try:
                room.corrects(case_id, entry["version"], {place: wrong.isoformat()})
            except Problem:
                assert room.case(case_id)["version"] == version
                continue
            room.corrects(case_id, entry["version"], {place: day.isoformat()})
            assert_stands_as_before(room, case_id, before)
            corrected += 1
    return corrected


def replied(database: Database) -> tuple[Room, str]:
    """Return a reconsideration with its reply on the ninth of ten working days (复议法48, 88¶2)."""
    room = Room(database, "reconsideration")
    case_id = room.opens(
        "file",
        {
            "received_on": "2026-09-01",
            "applicants": [{"name": "王小明"}],
            "respondent": {"name": "示范区市场监督管理局"},
            "act": {"made_on": "2026-08-03", "served_on": "2026-08-04"},
            "requests": "撤销处罚决定",
        },
    )
    room.does(case_id, "accept", on="2026-09-03", procedure="ordinary")
    room.does(case_id, "serve_respondent", on="2026-09-07", received_on="2026-09-07")
    room.does(case_id, "reply", on="2026-09-18", evidence=["现场笔录"])
    return room, case_id


def test_evidence_is_presumed_absent_by_the_right_day_of_receipt(database: Database) -> None:
    """复议法70: who does not answer in time has no evidence."""
    room, case_id = replied(database)
    before = room.case(case_id)
    assert "evidence-presumed-absent" not in codes(room, case_id)

    room.corrects(case_id, 3, {"on": "2026-09-03", "received_on": "2026-09-03"})

    clock = latest_clock(room.case(case_id), "FY-14")
    assert clock is not None
    assert (clock["due_on"], clock["status"]) == ("2026-09-17", "missed")
    assert "evidence-presumed-absent" in codes(room, case_id)
    room.corrects(case_id, 3, {"on": "2026-09-07", "received_on": "2026-09-07"})
    assert_stands_as_before(room, case_id, before)
    assert_history_is_unbroken(room, case_id)


def test_the_presumption_goes_when_the_reply_was_in_time_after_all(database: Database) -> None:
    room, case_id = replied(database)
    room.corrects(case_id, 4, {"on": "2026-09-25"})
    assert "evidence-presumed-absent" in codes(room, case_id)

    room.corrects(case_id, 4, {"on": "2026-09-16"})

    assert "evidence-presumed-absent" not in codes(room, case_id)
    clock = latest_clock(room.case(case_id), "FY-14")
    assert clock is not None
    assert (clock["status"], clock["ended_on"]) == ("met", "2026-09-16")


def agreed(database: Database) -> tuple[Room, str]:
    """Return an agreement of 2026-07-20; thirty days to ask the court run to 08-19 (33¶1)."""
    room = Room(database, "mediation")
    case_id = room.opens("request", request())
    room.does(case_id, "accept", on="2026-07-06", consents=consent(*BOTH))
    room.does(case_id, "agree", **agreement())
    return room, case_id


def test_the_day_of_an_agreement_moves_the_thirty_days_for_confirmation(
    database: Database,
) -> None:
    room, case_id = agreed(database)
    room.sweeps(case_id, today())
    before = room.case(case_id)
    assert "confirmation-lapsed" in codes(room, case_id)
    effective = today().isoformat()

    moved = {"on": effective, "effective_on": effective, "performance_due_on": "2199-12-31"}
    room.corrects(case_id, 3, moved)

    clock = latest_clock(room.case(case_id), "TJ-02")
    assert clock is not None
    assert (clock["started_on"], clock["status"]) == (effective, "running")
    assert "confirmation-lapsed" not in codes(room, case_id)
    was = {"on": "2026-07-20", "effective_on": "2026-07-20", "performance_due_on": "2026-08-31"}
    room.corrects(case_id, 3, was)
    assert_stands_as_before(room, case_id, before)


def test_an_application_that_the_right_day_makes_late_stands_beside_the_lapse(
    database: Database,
) -> None:
    """Whether a court takes it up nevertheless is for the court to say."""
    room, case_id = agreed(database)
    asked = {"on": "2026-08-10", "court_received_on": "2026-08-10", "jointly": True}
    room.does(case_id, "apply_confirmation", court="示范区人民法院", **asked)
    before = room.case(case_id)

    room.corrects(case_id, 3, {"on": "2026-07-08", "effective_on": "2026-07-08"})

    clock = latest_clock(room.case(case_id), "TJ-02")
    assert clock is not None
    assert (clock["status"], clock["ended_on"]) == ("missed", "2026-08-07")
    assert "confirmation-lapsed" in codes(room, case_id)
    room.corrects(case_id, 3, {"on": "2026-07-20", "effective_on": "2026-07-20"})
    assert_stands_as_before(room, case_id, before)


def test_an_agreement_after_its_own_performance_is_refused_for_that(database: Database) -> None:
    room, case_id = agreed(database)

    with pytest.raises(Problem) as refused:
        room.corrects(case_id, 3, {"on": today().isoformat()})

    assert refused.value.code == "date-out-of-order"
