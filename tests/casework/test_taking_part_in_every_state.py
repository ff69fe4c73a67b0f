"""In every state somebody may step in for a party, or be reached otherwise, and it never was so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from deploy.demo.scenario import FOLDER
from shared.legal_day import today
from shared.storage.database import Database
from tests.casework.rooms import Room, played
from tests.casework.test_corrected_back import assert_history_is_unbroken, assert_stands_as_before

GROUNDS = {
    "person": ("death", {"name": "承继人甲"}),
    "organisation": ("organisation_ended", {"kind": "organisation", "name": "承继公司"}),
    "agency": ("agency_reorganised", {"kind": "agency", "name": "承继机关"}),
}
# Where somebody takes part, closed files included: an heir's time may still run.
STATES = {
    "mediation": {"requested", "accepted", "agreed", "terminated", "closed"},
    "petition": {"registered", "taken_up", "answered", "accepted", "referred", "closed"},
    "reconsideration": {"filed", "correction_requested", "accepted", "suspended", "decided"}
    | {"settled", "rejected", "elevated", "handed_up"},
    "litigation": {"notified", "answered", "judged", "suspended", "appealed", "final"},
}
COURSES = {
    "mediation": ("L8", "X8"),
    "petition": ("L8", "L7"),
    "reconsideration": ("C02", "C05", "X3", "L13"),
    "litigation": ("C09", "L1", "C13"),
}


def succeeds(room: Room, case_id: str, party: Mapping[str, Any]) -> None:
    ground, successor = GROUNDS[party["kind"]]
    now = today().isoformat()
    raw = {"on": now, "happened_on": now, "ground": ground, "successors": [successor]}
    room.does(case_id, "succeed_party", party=party["id"], **raw)


def is_reached_otherwise(room: Room, case_id: str, party: Mapping[str, Any]) -> None:
    room.does(
        case_id,
        "change_party",
        on=today().isoformat(),
        party=party["id"],
        address="示范区新址 8 号",
        agents=["张律师"],
    )


def withdrawn_again(room: Room, case_id: str, before: Mapping[str, Any]) -> None:
    room.corrects(case_id, room.case(case_id)["version"], {})
    assert_stands_as_before(room, case_id, before)
    assert_history_is_unbroken(room, case_id)


def of_that_id(case: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return next(each for each in case["parties"] if each["id"] == name)


def states_of(track: str, database: Database) -> Iterator[tuple[Room, str, Mapping[str, Any]]]:
    """Yield a case of the officer's agency in each state where somebody takes part, as it is."""
    seen: set[str] = set()
    for name in COURSES[track]:
        for room, case_id in played(database, FOLDER / f"{name}.yaml"):
            case = room.case(case_id)
            own = room.track == track and case["agency"]["code"] == room.officer.agency_code
            if own and case["status"] not in seen:
                seen.add(case["status"])
                yield room, case_id, case
    assert seen >= STATES[track], seen


@pytest.mark.timeout(180)
@pytest.mark.parametrize("track", COURSES)
def test_each_party_is_succeeded_in_every_state(track: str, database: Database) -> None:
    roles: set[str] = set()
    for room, case_id, before in states_of(track, database):
        for party in before["parties"]:
            succeeds(room, case_id, party)
            case = room.case(case_id)
            assert case["status"] == before["status"]
            heir = next(each for each in case["parties"] if each.get("succeeds") == party["id"])
            assert heir["role"] == party["role"]
            assert [each["id"] for each in case["former_parties"]] == [party["id"]]
            withdrawn_again(room, case_id, before)
            roles.add(party["role"])
    assert len(roles) > 1


@pytest.mark.timeout(180)
@pytest.mark.parametrize("track", COURSES)
def test_each_party_is_reached_otherwise_in_every_state(track: str, database: Database) -> None:
    for room, case_id, before in states_of(track, database):
        for party in before["parties"]:
            is_reached_otherwise(room, case_id, party)
            case = room.case(case_id)
            assert of_that_id(case, party["id"])["agents"] == ["张律师"]
            assert case["status"] == before["status"]
            withdrawn_again(room, case_id, before)
