"""What no service could deal with is looked at, tried again and set aside in one place."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from deploy.processes import SERVICES
from shared.events.parked import ParkedEvents
from shared.http.settings import Settings
from shared.storage.database import Database, connect
from tests.gateway.office import Office, bearer
from tests.gateway.processes import WebProcess
from tests.support.events import an_arrival

PARKED = "/api/v1/parked"


@pytest.fixture
def parked(petitions: WebProcess) -> str:
    """The id of an event that petitions could not deal with."""
    ParkedEvents(_database_of(petitions)).park(an_arrival(1), 1, ValueError("not now"))
    return an_arrival(1).event_id


def _database_of(service: WebProcess) -> Database:
    database = connect(Settings.from_environment(service.settings))
    database["parked"].delete_many({})
    return database


def asked(office: Office, method: str, path: str, role: str = "supervisor", **options: Any) -> Any:
    client = office.application().test_client()
    proof = bearer(client, office.employ(role, uuid.uuid4().hex))
    return client.open(f"{PARKED}{path}", method=method, headers=proof, **options)


def test_the_list_names_the_service_and_those_that_do_not_answer(
    office: Office, parked: str
) -> None:
    found = asked(office, "GET", "").get_json()

    (item,) = found["items"]
    assert (item["service"], item["id"], item["status"]) == ("petitions", parked, "waiting")
    assert "not now" in item["error"]
    assert found["unavailable"] == sorted(set(SERVICES) - {"petitions", "liaison"})


@pytest.mark.usefixtures("parked")
def test_the_list_is_narrowed_by_status(office: Office) -> None:
    assert asked(office, "GET", "?status=set_aside").get_json()["items"] == []
    assert asked(office, "GET", "?status=flying").status_code == 422


def test_an_event_is_tried_again_when_asked_for(office: Office, parked: str) -> None:
    answer = asked(office, "POST", f"/petitions/{parked}/retry")

    assert answer.status_code == 202
    assert answer.get_json()["retry_requested"] is True


def test_an_event_is_set_aside_with_a_reason(office: Office, parked: str) -> None:
    path = f"/petitions/{parked}/set-aside"
    refused = asked(office, "POST", path, json={})
    answer = asked(office, "POST", path, json={"reason": "已人工登记"})

    assert refused.status_code == 422
    assert list(refused.get_json()["errors"]) == ["reason"]
    aside = answer.get_json()["set_aside"]
    assert (aside["reason"], bool(aside["by_name"])) == ("已人工登记", True)
    again = asked(office, "POST", path, json={"reason": "再次"})
    assert (again.status_code, again.get_json()["code"]) == (409, "conflict")


def test_a_long_list_goes_on_page_by_page_over_all_services(
    office: Office, petitions: WebProcess
) -> None:
    parked = ParkedEvents(_database_of(petitions))
    for n in range(1, 8):
        parked.park(an_arrival(n), n, ValueError("not now"), effect="reaction")
    found: list[int] = []
    path = "?limit=3"
    while True:
        page = asked(office, "GET", path).get_json()
        found += [item["sequence"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        path = f"?limit=3&cursor={page['next_cursor']}"

    assert found == list(range(1, 8))
    assert asked(office, "GET", "?limit=3&cursor=x").status_code == 422
    assert asked(office, "GET", "?limit=0").status_code == 422


def test_an_unknown_service_or_event_is_not_found(office: Office, parked: str) -> None:
    assert asked(office, "POST", f"/archive/{parked}/retry").status_code == 404
    assert asked(office, "POST", "/petitions/no.such.event/retry").status_code == 404


def test_a_service_that_is_down_is_said_to_be_down(office: Office, parked: str) -> None:
    answer = asked(office, "POST", f"/mediation/{parked}/retry")

    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")


def test_officers_of_a_track_have_no_business_here(office: Office) -> None:
    assert asked(office, "GET", "", role="petition_officer").status_code == 403
