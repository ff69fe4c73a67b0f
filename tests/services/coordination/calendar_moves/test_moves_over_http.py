"""A notice is told of, a real track counts anew, and the moved dates are listed and told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from services.coordination.assembly import Coordination
from tests.services.coordination.asking import Desk, refused
from tests.services.coordination.calendar_moves.counting import Track, track_beside
from tests.services.coordination.following import Office, office_on
from tests.services.coordination.telling import AGENCY, OTHER_AGENCY
from tests.support.notices import a_notice, told_of

PATH = "/api/v1/calendar/editions"
MOVES = f"{PATH}/{a_notice()['notice']}/moves"


@pytest.fixture
def office(coordination: Coordination) -> Office:
    return office_on(coordination)


@pytest.fixture
def track(office: Office) -> Track:
    return track_beside(office)


def test_a_notice_moves_the_dates_of_a_track_which_are_listed_and_told(
    desk: Desk, office: Office, track: Track
) -> None:
    moved = [track.accepted_at_the_end_of_the_year() for _ in range(2)]
    track.tell("reconsiderations")

    office.hears(told_of(a_notice()))

    track.counts_anew()
    track.tell("calendar_recounts")
    waiting = desk.get(MOVES).get_json()
    assert (waiting["complete"], waiting["items"]) == (False, [])
    track.tell("reconsiderations")

    report = desk.get(MOVES).get_json()
    assert {each["case_id"] for each in report["items"]} == set(moved)
    first = report["items"][0]
    assert (first["rule"], first["before"], first["after"]) == (
        "FY-18",
        "2027-01-04",
        "2027-01-05",
    )
    assert (first["track"], first["agency"]["code"]) == ("reconsideration", AGENCY["code"])
    (service,) = report["progress"]
    assert (service["cases"], service["heard_of"], report["complete"]) == (2, 2, True)
    told = office.told("calendar.dates_moved")
    assert {each["subject"] for each in told} == set(moved)
    assert told[0]["data"]["moves"][0]["after"] == "2027-01-05"
    rows = office.coordination.docket.rows.find({"rule": "FY-18"})
    assert {(row["due_on"], row["provisional"]) for row in rows} == {("2027-01-05", False)}


def test_moves_are_shown_to_their_agency_and_to_the_administrator(desk: Desk, track: Track) -> None:
    track.accepted_at_the_end_of_the_year()
    track.tell("reconsiderations")
    track.office.hears(told_of(a_notice()))
    track.counts_anew()
    track.tell("reconsiderations", "calendar_recounts")

    others = desk.get(MOVES, agency=OTHER_AGENCY["code"]).get_json()
    administrator = desk.get(MOVES, agency=OTHER_AGENCY["code"], role="admin").get_json()

    assert (others["items"], len(administrator["items"])) == ([], 1)


def test_moves_are_paged(desk: Desk, track: Track) -> None:
    moved = [track.accepted_at_the_end_of_the_year() for _ in range(3)]
    track.tell("reconsiderations")
    track.office.hears(told_of(a_notice()))
    track.counts_anew()
    track.tell("reconsiderations")

    first = desk.get(f"{MOVES}?limit=2").get_json()
    second = desk.get(f"{MOVES}?limit=2&cursor={first['next_cursor']}").get_json()

    shown = [each["case_id"] for each in first["items"] + second["items"]]
    assert shown == sorted(moved, reverse=True)


def test_moves_of_a_notice_that_was_never_added_are_not_there(desk: Desk) -> None:
    assert refused(desk.get(f"{PATH}/nothing/moves"))[:2] == (404, "not-found")


def test_coordination_counts_anew_itself_at_the_next_look_until_it_came_to_its_end(
    office: Office,
) -> None:
    counted: list[bool] = []
    follow_up = replace(
        office.follow_up, recompute_limitation=lambda go_on: counted.append(go_on())
    )
    office.hears(told_of(a_notice()))

    follow_up.run(date(2026, 11, 20), go_on=lambda: False)
    follow_up.run(date(2026, 11, 20))
    follow_up.run(date(2026, 11, 20))

    assert counted == [False, True]
