"""The application as a whole: documented, observable, and its parked events in reach."""

from __future__ import annotations

import pytest

from services.coordination.app import create_app
from services.coordination.preparation import OUTLETS
from services.coordination.settings import CoordinationSettings
from shared.events.parked import ParkedEvents
from shared.http.settings import Settings, SettingsError
from shared.storage.database import Database, connect
from tests.services.coordination.asking import Desk, refused
from tests.support.events import an_arrival


def test_every_route_of_the_api_is_documented(desk: Desk) -> None:
    document = desk.client.get("/openapi.json").get_json()

    routes = {
        (path, method.upper())
        for path, item in document["paths"].items()
        for method in item
        if method in {"get", "post"}
    }
    assert document["openapi"] == "3.1.0"
    assert routes >= {
        ("/api/v1/clocks", "GET"),
        ("/api/v1/clocks/sweep", "POST"),
        ("/api/v1/matters/{matter_id}", "GET"),
        ("/api/v1/matters/{matter_id}/timeline", "GET"),
        ("/api/v1/calendar/editions/{notice}/moves", "GET"),
    }
    names = {item["name"] for item in document["paths"]["/api/v1/clocks"]["get"]["parameters"]}
    assert {"due_before", "level", "track", "agency", "assignee", "obligor", "status"} <= names


def test_the_process_is_ready_when_its_database_answers(desk: Desk) -> None:
    assert desk.client.get("/readyz").status_code == 200


def test_the_web_process_prepares_every_collection_before_it_serves(
    settings: Settings,
) -> None:
    database = connect(settings)
    assert database.list_collection_names() == []

    create_app(settings)

    indexed = {
        name
        for name in database.list_collection_names()
        if len(database[name].index_information()) > 1 and not name.endswith("_history")
    }
    of_the_guest = {"norm-objections", "norm-objections_clocks", "access_log", "papers.files"}
    of_the_guest |= {"case_cards", "case_words", "papers.chunks"}
    assert indexed - of_the_guest == {
        "calendar_moves",
        "docket",
        "event_log",
        "hearings",
        "limitation_watch",
        "matter_proposals",
        "matters",
        "outside_bodies",
        "parked",
        "referrals",
    }
    assert set(OUTLETS) <= indexed


def test_the_feed_is_for_services(desk: Desk) -> None:
    assert refused(desk.get("/events", role="admin"))[:2] == (403, "forbidden")


def test_parked_events_are_shown_to_supervisors(desk: Desk, database: Database) -> None:
    ParkedEvents(database).park(an_arrival(1), 1, ValueError("not now"))

    (item,) = desk.get("/parked", role="supervisor").get_json()["items"]

    assert item["status"] == "waiting"
    assert refused(desk.get("/parked", role="mediator"))[0] == 403


@pytest.mark.parametrize(("path", "status"), [("/api/v1/clock", 404), ("/api/v1/matters", 404)])
def test_an_unknown_path_is_refused_as_everything_else(desk: Desk, path: str, status: int) -> None:
    assert refused(desk.get(path))[0] == status


def test_a_wrong_method_is_refused(desk: Desk) -> None:
    assert refused(desk.post("/api/v1/clocks", {}))[:2] == (405, "method-not-allowed")


def test_the_grace_of_the_sweep_is_a_working_day_unless_the_environment_says_otherwise() -> None:
    assert CoordinationSettings.from_environment({}).entry_grace_days == 1
    said = CoordinationSettings.from_environment({"ENTRY_GRACE_WORKING_DAYS": "2"})
    assert said.entry_grace_days == 2


@pytest.mark.parametrize("written", ["-1", "soon", "1.5", "9999"])
def test_a_grace_that_cannot_be_meant_is_named(written: str) -> None:
    with pytest.raises(SettingsError, match="ENTRY_GRACE_WORKING_DAYS"):
        CoordinationSettings.from_environment({"ENTRY_GRACE_WORKING_DAYS": written})
