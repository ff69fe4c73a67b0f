"""What a notice moves is asked of coordination, which counts by it as soon as it was added."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from services.coordination.app import create_app as create_coordination
from shared.events.envelope import Event
from shared.events.names import EDITION_APPLIED
from shared.http.settings import Settings
from tests.services.coordination.asking import Desk, refused
from tests.services.coordination.calendar_moves.counting import Track, track_beside
from tests.services.coordination.following import Office
from tests.support.events import an_event
from tests.support.notices import a_notice

PATH = "/api/v1/calendar/editions"
MOVES = f"{PATH}/{a_notice()['notice']}/moves"


@pytest.fixture
def track(office: Office) -> Track:
    return track_beside(office)


@pytest.fixture
def docket(coordination_settings: Settings, secrets: Path) -> Desk:
    """Who asks coordination itself."""
    return Desk(create_coordination(coordination_settings).test_client(), secrets)


def the_guest_has_counted() -> Event:
    """Return the event by which objections to norms, of which there are none, are done."""
    data = {"edition": a_notice()["notice"], "track": "norm_objection", "cases": 0}
    return an_event(1, type=EDITION_APPLIED, source="coordination", matter_id=None, data=data)


def test_a_notice_is_previewed_exactly_and_nothing_changes(
    desk: Desk, office: Office, track: Track
) -> None:
    case_id = track.accepted_at_the_end_of_the_year()
    track.tell("reconsiderations")

    seen = desk.post(f"{PATH}/preview", a_notice(), role="admin").get_json()

    assert (seen["added"], seen["moved"], seen["unsure"], seen["more"]) == (True, 1, 0, False)
    (move,) = seen["items"]
    assert (move["case_id"], move["rule"]) == (case_id, "FY-18")
    assert (move["before"], move["after"]) == ("2027-01-04", "2027-01-05")
    assert {each["origin"] for each in desk.get(PATH).get_json()["items"]} == {"release"}
    (row,) = office.coordination.docket.rows.find({"rule": "FY-18"})
    assert row["due_on"] == "2027-01-04"


def test_a_preview_lists_effects_that_came_before_the_day_that_the_notice_gives(
    desk: Desk, office: Office, track: Track
) -> None:
    case_id = track.accepted_at_the_end_of_the_year()
    track.tell("reconsiderations")
    rows = office.coordination.docket.rows
    ended = {"status": "missed", "expired_due_on": "2027-01-04"}
    rows.update_one({"rule": "FY-18"}, {"$set": ended})

    seen = desk.post(f"{PATH}/preview", a_notice(), role="admin").get_json()

    assert (seen["moved"], seen["items"]) == (0, [])
    (fired,) = seen["fired"]
    assert fired["case_id"] == case_id
    assert (fired["before"], fired["after"]) == ("2027-01-04", "2027-01-05")


def test_who_added_a_notice_reads_what_it_moves_at_once(
    desk: Desk, docket: Desk, office: Office
) -> None:
    answer = desk.post(PATH, a_notice(), role="admin")

    assert answer.status_code == 201
    assert {each["applied_at"] for each in answer.get_json()["progress"]} == {None}
    found = docket.get(answer.headers["Location"]).get_json()
    assert (found["edition"], found["year"], found["complete"]) == (
        a_notice()["notice"],
        2027,
        False,
    )
    office.coordination.shelf.look()
    (day,) = office.coordination.calendars().days(date(2027, 1, 4), date(2027, 1, 4))
    assert (day.working, day.provisional) == (False, False)


def test_who_adds_a_notice_again_is_told_how_far_everybody_is(
    desk: Desk, docket: Desk, office: Office, track: Track
) -> None:
    track.accepted_at_the_end_of_the_year()
    track.tell("reconsiderations")
    desk.post(PATH, a_notice(), role="admin")
    track.counts_anew()
    track.tell("reconsiderations", "calendar_recounts")
    waiting = desk.post(PATH, a_notice(), role="admin").get_json()
    office.hears(the_guest_has_counted())

    again = desk.post(PATH, a_notice(), role="admin").get_json()

    assert (waiting["complete"], again["added"], again["complete"]) == (False, False, True)
    known = {each["service"]: (each["cases"], each["heard_of"]) for each in again["progress"]}
    assert known == {"reconsideration": (1, 1), "coordination": (0, 0)}
    assert len(docket.get(MOVES).get_json()["items"]) == 1


def test_the_docket_answers_nobody_but_the_almanac(docket: Desk) -> None:
    for path in ("", "/preview", "/notices-left"):
        answer = docket.post(f"/calendar-moves{path}", a_notice(), role="admin")
        assert refused(answer)[:2] == (403, "forbidden")
