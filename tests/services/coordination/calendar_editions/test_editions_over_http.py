"""A made-up notice is added, a real track counts anew, and the moved dates are listed and told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from services.coordination.assembly import Coordination
from shared.casework.calendar_shelf import CalendarShelf
from shared.casework.casework import Casework
from shared.casework.reacting import SystemDesk
from shared.casework.recounting import Recounting
from shared.events.envelope import Event
from shared.events.outlet import Outlet
from shared.law import official_calendar
from shared.storage.database import Database
from tests.services.coordination.asking import Desk, refused
from tests.services.coordination.calendar_editions.test_admission import a_notice
from tests.services.coordination.following import Office, office_on
from tests.services.coordination.telling import AGENCY, OTHER_AGENCY
from tests.support.casework import casework_on, opened, performed

PATH = "/api/v1/calendar/editions"
MOVES = f"{PATH}/{a_notice()['notice']}/moves"


@dataclass
class Track:
    """A track on a database of its own, whose events the office hears."""

    casework: Casework
    recounting: Recounting
    office: Office
    heard: int = 0

    def tell(self, *outlets: str) -> None:
        """Let the office hear what the outlets have to tell since the last time."""
        for name in outlets:
            outlet = Outlet(self.casework.store.cases.database, name, "reconsideration")
            items = outlet.pending(100)
            for event in (event for item in items for event in item.events):
                self.heard += 1
                self.office.hears(replace(event, sequence=self.heard))
            outlet.mark(items)

    def counts_anew(self) -> None:
        """Hear of the editions that coordination told of, and work off the order."""
        for envelope in self.office.told("calendar.edition_added"):
            self.recounting.order(Event.from_cloudevent(envelope))
        self.recounting.work()

    def accepted_at_the_end_of_the_year(self) -> str:
        act = {"made_on": "2026-10-10"}
        case_id = opened(self.casework, received_on="2026-11-02", act=act)
        performed(self.casework, case_id, "accept", on="2026-11-03")
        return case_id


@pytest.fixture
def office(coordination: Coordination) -> Office:
    return office_on(coordination)


@pytest.fixture
def track(office: Office, database: Database) -> Track:
    own = database.client[f"{database.name[:40]}_track"]
    shelf = CalendarShelf(own, official_calendar())
    casework = casework_on(own)
    casework._calendars = shelf.current
    return Track(casework, Recounting(SystemDesk(casework), shelf), office)


def test_a_notice_moves_the_dates_of_a_track_which_are_listed_and_told(
    desk: Desk, office: Office, track: Track
) -> None:
    moved = [track.accepted_at_the_end_of_the_year() for _ in range(2)]
    track.tell("reconsiderations")

    added = desk.post(PATH, a_notice(), role="admin")

    assert (added.status_code, added.get_json()["added"]) == (201, True)
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


def test_a_notice_is_previewed_exactly_and_nothing_changes(
    desk: Desk, office: Office, track: Track
) -> None:
    case_id = track.accepted_at_the_end_of_the_year()
    track.tell("reconsiderations")

    seen = desk.post(f"{PATH}/preview", a_notice(), role="admin").get_json()

    assert (seen["moved"], seen["unsure"], seen["more"]) == (1, 0, False)
    (move,) = seen["items"]
    assert (move["case_id"], move["rule"]) == (case_id, "FY-18")
    assert (move["before"], move["after"]) == ("2027-01-04", "2027-01-05")
    assert office.told("calendar.edition_added") == []
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
    assert (fired["case_id"], fired["before"], fired["after"]) == (
        case_id,
        "2027-01-04",
        "2027-01-05",
    )


def test_a_notice_that_would_be_refused_is_refused_in_its_preview(desk: Desk) -> None:
    wrong = {**a_notice(), "rest_days": ["2027-01-01"]}

    assert desk.post(f"{PATH}/preview", wrong, role="admin").status_code == 422
    assert desk.post(f"{PATH}/preview", a_notice(), role="supervisor").status_code == 403


def test_moves_are_shown_to_their_agency_and_to_the_administrator(desk: Desk, track: Track) -> None:
    track.accepted_at_the_end_of_the_year()
    track.tell("reconsiderations")
    desk.post(PATH, a_notice(), role="admin")
    track.counts_anew()
    track.tell("reconsiderations", "calendar_recounts")

    others = desk.get(MOVES, agency=OTHER_AGENCY["code"]).get_json()
    administrator = desk.get(MOVES, agency=OTHER_AGENCY["code"], role="admin").get_json()

    assert (others["items"], len(administrator["items"])) == ([], 1)


def test_moves_are_paged(desk: Desk, track: Track) -> None:
    moved = [track.accepted_at_the_end_of_the_year() for _ in range(3)]
    track.tell("reconsiderations")
    desk.post(PATH, a_notice(), role="admin")
    track.counts_anew()
    track.tell("reconsiderations")

    first = desk.get(f"{MOVES}?limit=2").get_json()
    second = desk.get(f"{MOVES}?limit=2&cursor={first['next_cursor']}").get_json()

    shown = [each["case_id"] for each in first["items"] + second["items"]]
    assert shown == sorted(moved, reverse=True)


def test_the_same_notice_twice_is_told_once(desk: Desk, office: Office) -> None:
    assert desk.post(PATH, a_notice(), role="admin").status_code == 201
    again = desk.post(PATH, a_notice(), role="admin")

    assert (again.status_code, again.get_json()["added"]) == (200, False)
    assert len(office.told("calendar.edition_added")) == 1


def test_the_built_in_editions_name_their_notices(desk: Desk) -> None:
    found = desk.get(PATH).get_json()

    assert found["announced_until"] == 2026
    assert [(each["year"], each["notice"]) for each in found["items"]][-1] == (
        2026,
        "国办发明电〔2025〕7号",
    )
    assert "2026-02-14" in found["items"][-1]["make_up_days"]


def test_added_notices_stand_beside_those_of_the_release(desk: Desk, office: Office) -> None:
    before = desk.get(PATH).get_json()
    desk.post(PATH, a_notice(), role="admin")
    correction = a_notice(
        notice="测试用虚构更正（2027）",
        published_on="2026-11-20",
        make_up_days=[],
        corrects=a_notice()["notice"],
    )
    assert desk.post(PATH, correction, role="admin").status_code == 201

    office.coordination.shelf.look()
    (day,) = office.coordination.calendars().days(date(2027, 1, 4), date(2027, 1, 4))
    listed = {each["notice"]: each for each in desk.get(PATH).get_json()["items"]}

    assert before["announced_until"] == 2026
    assert {each["origin"] for each in before["items"]} == {"release"}
    assert listed[a_notice()["notice"]]["in_force"] is False
    assert listed[correction["notice"]]["in_force"] is True
    assert listed[correction["notice"]]["corrects"] == a_notice()["notice"]
    assert (day.working, day.provisional) == (False, False)


def test_an_edition_is_added_by_the_administrator_only(desk: Desk, office: Office) -> None:
    assert refused(desk.post(PATH, a_notice(), role="supervisor"))[:2] == (403, "forbidden")
    assert office.told() == []


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"rest_days": ["2027-02-30"]}, 422, "rest_days.0"),
        ({"make_up_days": ["2027-01-04"]}, 422, "make_up_days"),
        ({"published_on": "2999-01-01"}, 422, "published_on"),
        ({"notice": "a/b"}, 422, "notice"),
        ({"year": "2027"}, 422, "year"),
        ({"comment": "x"}, 422, "comment"),
        ({"notice": "国办发明电〔2025〕7号"}, 409, "notice"),
    ],
)
def test_a_notice_that_cannot_be_is_refused_and_nothing_is_told(
    desk: Desk, office: Office, changes: dict[str, Any], status: int, field: str
) -> None:
    refusal = refused(desk.post(PATH, a_notice(**changes), role="admin"))

    assert (refusal[0], list(refusal[2])) == (status, [field])
    assert office.told() == []
    assert office.follow_up.editions.added() == []


def test_moves_of_a_notice_that_was_never_added_are_not_there(desk: Desk) -> None:
    assert refused(desk.get(f"{PATH}/nothing/moves"))[:2] == (404, "not-found")


def test_coordination_counts_anew_itself_at_the_next_look_until_it_came_to_its_end(
    desk: Desk, office: Office
) -> None:
    counted: list[bool] = []
    follow_up = replace(
        office.follow_up, recompute_limitation=lambda go_on: counted.append(go_on())
    )
    desk.post(PATH, a_notice(), role="admin")

    follow_up.run(date(2026, 11, 20), go_on=lambda: False)
    follow_up.run(date(2026, 11, 20))
    follow_up.run(date(2026, 11, 20))

    assert counted == [False, True]


def test_an_objection_is_due_by_the_calendar_of_the_day(desk: Desk, office: Office) -> None:
    path = "/api/v1/norm-objections"
    objection = {
        "document": {"name": "示范区市场管理办法"},
        "maker": {"name": "示范区市场监督管理局"},
        "objector": {"name": "王小明"},
        "grounds": "增设处罚",
        "received_on": "2026-11-20",
    }
    shown = desk.post(path, objection).get_json()
    assert shown["clock"]["due_on"] == "2026-12-21"

    rest_days = ["2026-12-29", *a_notice()["rest_days"]]
    notice = a_notice(rest_days=rest_days, make_up_days=["2026-12-26"])
    desk.post(PATH, notice, role="admin")

    assert desk.get(f"{path}/{shown['id']}").get_json()["clock"]["due_on"] == "2026-12-21"
    assert office.follow_up.run(date(2026, 12, 22)).objections == 1
