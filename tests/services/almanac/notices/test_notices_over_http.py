"""A made-up notice is added, listed and told, whoever answers meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from shared.http.settings import Settings
from shared.storage.database import Database, connect
from tests.services.almanac.notices.telling import told
from tests.services.coordination.asking import Desk, refused
from tests.support.notices import NEW_YEAR, a_correction, a_notice

PATH = "/api/v1/calendar/editions"
LAW = "全国年节及纪念日放假办法2"


@pytest.fixture
def database(alone: Settings) -> Database:
    return connect(alone)


def added(desk: Desk, notice: dict[str, Any]) -> dict[str, Any]:
    answer = desk.post(PATH, notice, role="admin")
    assert answer.status_code == 201, answer.get_json()
    found: dict[str, Any] = answer.get_json()
    return found


def works(desk: Desk, on: str) -> tuple[bool, bool]:
    """Return whether a day works, and whether that is provisional."""
    answer = desk.post("/api/v1/calendar/days", {"from": on, "to": on})
    (day,) = answer.get_json()["items"]
    return day["working"], day["provisional"]


def test_a_notice_is_counted_by_as_soon_as_it_was_added(lonely: Desk) -> None:
    assert works(lonely, "2027-01-04") == (True, True)

    added(lonely, a_notice())

    assert works(lonely, "2027-01-04") == (False, False)


def test_a_notice_is_told_in_its_own_terms_and_keeps_who_added_it(
    lonely: Desk, database: Database
) -> None:
    added(lonely, a_notice())

    (event,) = told(database)
    assert (event["type"], event["subject"]) == ("calendar.edition_added", a_notice()["notice"])
    assert event["data"] == {"edition": a_notice()}
    (kept,) = database["calendar_editions"].find()
    assert kept["history"][0]["actor"]["id"] == "admin-1"


def test_the_same_notice_twice_is_told_once(lonely: Desk, database: Database) -> None:
    added(lonely, a_notice())
    again = lonely.post(PATH, a_notice(), role="admin")

    assert (again.status_code, again.get_json()["added"]) == (200, False)
    assert len(told(database)) == 1


def test_a_notice_of_this_release_leaves_nothing_to_count(lonely: Desk, database: Database) -> None:
    built_in = lonely.get(PATH).get_json()["items"][-1]
    terms = ("year", "notice", "published_on", "rest_days", "make_up_days")

    again = lonely.post(PATH, {name: built_in[name] for name in terms}, role="admin")

    assert (again.status_code, again.get_json()["complete"]) == (200, True)
    assert told(database) == []


def test_a_notice_is_added_while_the_docket_does_not_answer(lonely: Desk) -> None:
    answer = added(lonely, a_notice())

    assert (answer["progress"], answer["complete"]) == ([], False)


def test_a_preview_needs_the_docket(lonely: Desk) -> None:
    assert lonely.post(f"{PATH}/preview", a_notice(), role="admin").status_code == 503


def test_the_built_in_editions_name_their_notices(lonely: Desk) -> None:
    found = lonely.get(PATH).get_json()

    assert found["announced_until"] == 2026
    last = found["items"][-1]
    assert (last["year"], last["notice"]) == (2026, "国办发明电〔2025〕7号")
    assert "2026-02-14" in last["make_up_days"]


def test_added_notices_stand_beside_those_of_the_release(lonely: Desk) -> None:
    before = lonely.get(PATH).get_json()
    added(lonely, a_notice())
    added(lonely, a_correction())

    listed = {each["notice"]: each for each in lonely.get(PATH).get_json()["items"]}

    assert {each["origin"] for each in before["items"]} == {"release"}
    assert listed[a_notice()["notice"]]["in_force"] is False
    correction = listed[a_correction()["notice"]]
    assert (correction["in_force"], correction["origin"]) == (True, "added")
    assert correction["corrects"] == a_notice()["notice"]


def test_an_edition_is_added_by_the_administrator_only(lonely: Desk, database: Database) -> None:
    for path in (PATH, f"{PATH}/preview"):
        refusal = refused(lonely.post(path, a_notice(), role="supervisor"))
        assert refusal[:2] == (403, "forbidden")
    assert told(database) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rest_days": ["2027-02-30"]}, (422, "rest_days.0", None)),
        ({"published_on": "2999-01-01"}, (422, "published_on", None)),
        ({"notice": "a/b"}, (422, "notice", None)),
        ({"year": "2027"}, (422, "year", None)),
        ({"comment": "x"}, (422, "comment", None)),
        ({"notice": "国办发明电〔2025〕7号"}, (409, "notice", None)),
        ({"rest_days": [*a_notice()["rest_days"], "2027-01-09"]}, (422, "make_up_days", None)),
        ({"rest_days": [*a_notice()["rest_days"], "2027-01-01"]}, (422, "rest_days", None)),
        ({"rest_days": [*a_notice()["rest_days"], "2028-01-01"]}, (422, "rest_days", None)),
        ({"make_up_days": ["2027-01-04"]}, (422, "make_up_days", None)),
        ({"make_up_days": ["2027-01-05"]}, (422, "make_up_days", None)),
        ({"rest_days": [*NEW_YEAR, "2027-10-01"]}, (422, "rest_days", LAW)),
        ({"rest_days": ["2027-01-01"]}, (422, "rest_days", LAW)),
        ({"published_on": "2025-12-31"}, (422, "published_on", None)),
    ],
)
def test_a_notice_that_cannot_be_is_refused_and_nothing_is_told(
    lonely: Desk, database: Database, changes: dict[str, Any], said: tuple[int, str, str | None]
) -> None:
    before = lonely.get(PATH).get_json()

    for path in (PATH, f"{PATH}/preview"):
        answer = lonely.post(path, a_notice(**changes), role="admin")

        status, _, errors = refused(answer)
        assert (status, list(errors), answer.get_json().get("basis")) == (
            said[0],
            [said[1]],
            said[2],
        )
    assert told(database) == []
    assert lonely.get(PATH).get_json() == before
