"""A matter that was just opened may be named before coordination has heard of it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
import requests
from flask import Flask

from gateway.app import create_app
from gateway.known_matters import KnownMatters
from gateway.matter_notes import COLLECTION, KEPT, MatterNotes
from shared.http.client import ServiceClient, ServiceUnavailableError
from shared.http.identity import Identity, IdentitySigner
from shared.http.problems import Problem
from shared.http.secrets import SecretFolder
from shared.http.settings import Settings
from tests.gateway.office import AGENCY, Clock, Office, bearer
from tests.support.events import eventually
from tests.support.serving import serving

OPENING = "/api/v1/petitions"
OWN = Identity("officer", "王五", "petition_officer", *AGENCY.values())
STRANGER = Identity("stranger", "赵六", "petition_officer", "12120101000000000X", "别局", "120101")


@pytest.fixture
def today() -> Clock:
    return Clock(datetime(2026, 1, 5, tzinfo=UTC))


def client_of(settings: Settings) -> ServiceClient:
    signer = IdentitySigner(SecretFolder(settings.secrets_dir).private_key("gateway"), "gateway")
    return ServiceClient(settings, signer)


@pytest.fixture
def matters(office: Office, today: Clock) -> KnownMatters:
    """In front of a coordination that does not answer: whoever asks it is told so."""
    return KnownMatters(notes_of(office, today), client_of(office.settings))


def notes_of(office: Office, today: Clock, write_seconds: float = 0.0) -> MatterNotes:
    found = MatterNotes(office.database, today, write_seconds)
    found.prepare()
    return found


@contextmanager
def a_coordination_that_hears(after: int, office: Office, today: Clock) -> Iterator[KnownMatters]:
    """Serve a coordination that knows every matter once it was asked so often."""
    app = Flask(__name__)
    asked = count(1)

    @app.get("/api/v1/matters/<matter_id>")
    def matter(matter_id: str) -> tuple[dict[str, str], int]:
        return {"matter_id": matter_id}, 200 if next(asked) > after else 404

    with serving(app) as server:
        services = {**office.settings.services, "coordination": f"http://127.0.0.1:{server.port}"}
        client = client_of(replace(office.settings, services=services))
        yield KnownMatters(notes_of(office, today), client, waits=(0, 0))


def opened(
    matter_id: str, status: int = 201, agency: str = AGENCY["agency_code"]
) -> requests.Response:
    answer = requests.Response()
    answer.status_code = status
    told = {"matter_id": matter_id, "agency": {"code": agency, "name": "某局"}}
    answer._content = json.dumps(told).encode()
    return answer


def test_a_matter_just_opened_may_be_named_by_the_same_agency_alone(matters: KnownMatters) -> None:
    matters.note(OPENING, opened("matter-0001"), OWN)

    matters.check("/api/v1/mediations", {"matter_id": "matter-0001"}, OWN)
    with pytest.raises(ServiceUnavailableError):
        matters.check("/api/v1/mediations", {"matter_id": "matter-0001"}, STRANGER)


@pytest.mark.parametrize(("path", "status"), [(OPENING, 201), (f"{OPENING}/42/transfer", 200)])
def test_who_is_given_a_case_may_name_its_matter_at_once(
    matters: KnownMatters, path: str, status: int
) -> None:
    matters.note(path, opened("matter-0001", status, STRANGER.agency_code), OWN)

    matters.check("/api/v1/mediations", {"matter_id": "matter-0001"}, STRANGER)


@pytest.mark.parametrize(
    ("path", "status"), [(OPENING, 200), (OPENING, 422), (f"{OPENING}/42/accept", 201)]
)
def test_only_what_was_opened_is_noted(matters: KnownMatters, path: str, status: int) -> None:
    matters.note(path, opened("matter-0001", status), OWN)

    with pytest.raises(ServiceUnavailableError):
        matters.check(OPENING, {"matter_id": "matter-0001"}, OWN)


def test_a_note_is_good_for_seven_days_and_then_removed(
    matters: KnownMatters, office: Office, today: Clock
) -> None:
    matters.note(OPENING, opened("matter-0001"), OWN)
    eventually(lambda: noted(office) == ["matter-0001"])
    today.now += KEPT + timedelta(seconds=1)

    with pytest.raises(ServiceUnavailableError):
        matters.check(OPENING, {"matter_id": "matter-0001"}, OWN)
    matters.note(OPENING, opened("matter-0002"), OWN)
    eventually(lambda: noted(office) == ["matter-0002"])


def test_another_process_knows_what_was_noted_when_it_is_written(
    office: Office, today: Clock
) -> None:
    here, there = notes_of(office, today, write_seconds=3600), notes_of(office, today)
    here.add("matter-0001", ["11"])
    assert ("matter-0001", "11") in here
    assert ("matter-0001", "11") not in there

    here._write()
    assert ("matter-0001", "11") in there
    assert ("matter-0001", "12") not in there


def test_what_is_noted_while_others_are_written_is_written_too(
    office: Office, today: Clock
) -> None:
    notes = notes_of(office, today)
    for number in range(50):
        notes.add(f"matter-{number:04}", ["11"])

    eventually(lambda: len(noted(office)) == 50)


def noted(office: Office) -> list[str]:
    return sorted(note["_id"].partition(" ")[0] for note in office.database[COLLECTION].find())


def test_what_coordination_is_just_hearing_is_waited_for(office: Office, today: Clock) -> None:
    with a_coordination_that_hears(2, office, today) as matters:
        matters.check(OPENING, {"matter_id": "matter-0001"}, OWN)


def test_a_matter_of_which_nobody_hears_is_refused_after_the_wait(
    office: Office, today: Clock
) -> None:
    with (
        a_coordination_that_hears(3, office, today) as matters,
        pytest.raises(Problem) as refused,
    ):
        matters.check(OPENING, {"matter_id": "matter-0001"}, OWN)

    assert refused.value.status == 422
    assert list(refused.value.errors or {}) == ["matter_id"]


@pytest.mark.parametrize("named", [None, 7, "", "..", "a/../../events", "x" * 65])
def test_what_is_no_id_is_left_to_the_service(matters: KnownMatters, named: object) -> None:
    matters.check(OPENING, {"matter_id": named}, OWN)


def test_the_gateway_notes_openings_and_asks_for_others(office: Office) -> None:
    officer = office.employ("petition_officer")
    client = create_app(office.settings).test_client()
    headers, matter_id = bearer(client, officer), uuid.uuid4().hex

    def named(path: str = OPENING) -> int:
        body = {"matter_id": matter_id}
        return int(client.post(path, json=body, headers=headers).status_code)

    assert named() == 503
    client.post(f"{OPENING}/opened", json={"title": matter_id}, headers=headers)
    assert named() == 200
    matter_id = uuid.uuid4().hex
    assert named(f"{OPENING}/42/accept") == 200
