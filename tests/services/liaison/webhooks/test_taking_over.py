"""Webhooks of an installation in which coordination kept them go on in liaison; none is lost."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import requests
from flask import Blueprint, Flask
from werkzeug.serving import make_server

from services.coordination import webhooks_left
from services.coordination.webhooks_left import WebhooksLeft, create_webhooks_left
from services.liaison.assembly import liaison_on
from services.liaison.webhooks.deliveries import DELIVERED, WAITING
from services.liaison.webhooks.endpoints import NewEndpoint
from services.liaison.webhooks.settings import WebhookSettings
from services.liaison.webhooks.taking_over import COLLECTION, TakingOver
from services.liaison.webhooks.webhooks import Webhooks, webhooks_on
from shared.events.envelope import Arrival, Event
from shared.events.event_log import EventLog
from shared.events.feed import create_feed
from shared.events.parked import ParkedEvents
from shared.events.preparation import prepare
from shared.events.watermarks import Watermarks
from shared.http.application import create_application
from shared.http.identity import IDENTITY_HEADER, Identity, IdentitySigner
from shared.http.settings import Settings
from shared.storage.database import Database, Document, connect
from tests.services.liaison.webhooks.receiving import COURT, SECRET, outcome
from tests.support.events import eventually

NOBODY = WebhookSettings(frozenset())
RECEIVER = "https://receiver.example/hooks"


def an_application(settings: Settings, *blueprints: Blueprint) -> Flask:
    app = create_application(settings)
    for each in blueprints:
        app.register_blueprint(each)
    return app


@contextmanager
def served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class House:
    """Coordination and mediation as they answer, and liaison, which takes over from the first."""

    def __init__(self, settings: Settings, stack: ExitStack) -> None:
        self._mediation = self._beside(settings, "mediation")
        coordination = self._beside(settings, "coordination")
        self.coordination: Database = connect(coordination)
        self.webhooks_before: Webhooks = webhooks_on(coordination, NOBODY)
        prepare(self.coordination, ())
        left, feed = create_webhooks_left(self.coordination), create_feed(self.coordination)
        told = create_feed(connect(self._mediation))
        self.addresses = {
            "coordination": stack.enter_context(served(an_application(coordination, left, feed))),
            "mediation": stack.enter_context(served(an_application(self._mediation, told))),
        }
        self._settings = replace(settings, services=self.addresses)
        self.webhooks: Webhooks = webhooks_on(settings, NOBODY)
        self.liaison = self.started()

    def _beside(self, settings: Settings, service: str) -> Settings:
        return replace(settings, service=service, database_name=f"{service}_{uuid.uuid4().hex}")

    def started(self) -> TakingOver:
        """Return liaison's part as a process makes it when it starts."""
        client = liaison_on(self._settings).client
        return TakingOver(self.webhooks, client, self.addresses)

    def tells(self, *events: Event) -> None:
        """Let mediation number events, so that they stand in its feed."""
        log = EventLog(connect(self._mediation))
        log.prepare()
        log.append(events)

    def registers_before(self, court: str | None = None) -> Document:
        new = NewEndpoint(RECEIVER, ["mediation.*"], SECRET, "admin-1", court=court)
        return self.webhooks_before.endpoints.add(new)

    def recorded_before(self, *events: Event) -> None:
        """Let the release before deal with events of mediation."""
        for event in events:
            self.webhooks_before.recorder.record(event)
            Watermarks(self.coordination).save(event.source, event.sequence)

    def deliveries(self) -> dict[str, Document]:
        found = self.webhooks.deliveries.page(after=None, size=100)
        return {each["event_id"]: each for each in found}

    def takes_over(self) -> None:
        """Let coordination start with this release, and liaison take over from it."""
        WebhooksLeft(self.coordination).note_end()
        with self.at_work():
            eventually(self.is_done)

    def is_done(self) -> bool:
        return self.webhooks.database[COLLECTION].find_one({"caught_up": True}) is not None

    @contextmanager
    def at_work(self) -> Iterator[None]:
        stop, errand = threading.Event(), self.liaison.errand
        thread = threading.Thread(target=errand.run, args=(stop,))
        thread.start()
        try:
            yield
        finally:
            stop.set()
            errand.call()
            thread.join()


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    with ExitStack() as stack:
        yield House(settings, stack)


def of_people(sequence: int) -> Event:
    """Return the outcome of a mediation that no court assigned."""
    told: Event = outcome("agreed", sequence, kind="people")
    return told


def test_receivers_and_messages_are_taken_as_they_stood(house: House) -> None:
    before = house.webhooks_before
    endpoint = house.registers_before()
    house.recorded_before(of_people(1), of_people(2))
    first, second = sorted(
        before.deliveries.page(after=None, size=9), key=lambda each: str(each["event_id"])
    )
    before.deliveries.settle(first, {"at": first["created_at"], "status": 204}, DELIVERED)
    expected = {each["_id"]: each for each in before.deliveries.page(after=None, size=9)}

    house.takes_over()

    assert {each["_id"]: each for each in house.deliveries().values()} == expected
    assert house.webhooks.endpoints.find(endpoint["_id"]) == endpoint
    assert house.webhooks.endpoints.secret_of(endpoint) == SECRET
    assert house.webhooks.deliveries.due(endpoint["_id"], datetime.now(UTC)) == [second["_id"]]
    assert before.endpoints.all() == before.deliveries.page(after=None, size=9) == []


def test_a_message_may_be_taken_in_any_number_of_pages(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks_left, "PAGE", 2)
    house.registers_before()
    house.recorded_before(*map(of_people, range(1, 6)))

    house.takes_over()

    assert set(house.deliveries()) == {f"m1.{n}.1" for n in range(1, 6)}


def test_what_is_told_in_between_is_recorded_once(house: House) -> None:
    house.registers_before()
    events = [of_people(sequence) for sequence in (1, 2, 3, 4)]
    house.tells(*events)
    house.recorded_before(*events[:2])
    for event in events[:3]:  # heard by liaison while it still had to take over
        house.liaison.record(event)
    assert house.deliveries() == {}

    house.takes_over()

    kept = house.webhooks.deliveries.page(after=None, size=99)
    assert sorted(each["event_id"] for each in kept) == ["m1.1.1", "m1.2.1", "m1.3.1", "m1.4.1"]
    for event in events:  # the bus brings them as well, late
        house.liaison.record(event)
    assert house.webhooks.deliveries.page(after=None, size=99) == kept


def test_an_outcome_that_waited_for_its_court_is_not_told_twice(house: House) -> None:
    owed = outcome("agreed", 1)
    house.tells(owed)
    house.recorded_before(owed)
    endpoint = house.registers_before(court=COURT)
    house.webhooks_before.deliveries.adopt(endpoint)

    house.takes_over()
    house.liaison.record(owed)

    [kept] = house.webhooks.deliveries.page(after=None, size=9)
    assert (kept["endpoint"], kept["state"]) == (endpoint["_id"], WAITING)


def test_an_event_that_could_not_be_recorded_before_is_recorded_now(house: House) -> None:
    house.registers_before()
    parked = ParkedEvents(house.coordination)
    for position, (sequence, effect) in enumerate([(1, "webhooks"), (1, "docket")], start=1):
        arrival = Arrival.read(of_people(sequence).as_cloudevent())
        parked.park(arrival, position, ValueError("not now"), effect=effect)
    Watermarks(house.coordination).save("mediation", 1)

    house.takes_over()

    assert list(house.deliveries()) == ["m1.1.1"]
    assert [each.effect for each in parked.page()] == ["docket"]


def test_nothing_is_recorded_before_coordination_has_stopped(house: House) -> None:
    house.registers_before()
    house.tells(of_people(1))
    with house.at_work():
        house.liaison.record(of_people(1))
        house.recorded_before(of_people(1))  # the release before still runs
        assert not house.is_done()
        assert house.deliveries() == {}
        WebhooksLeft(house.coordination).note_end()
        house.liaison.errand.call()
        eventually(house.is_done)

    assert list(house.deliveries()) == ["m1.1.1"]


def test_where_coordination_stopped_is_noted_once(house: House) -> None:
    left = WebhooksLeft(house.coordination)
    Watermarks(house.coordination).save("mediation", 3)
    left.note_end()
    Watermarks(house.coordination).save("mediation", 5)
    left.note_end()

    assert left.recorded_up_to() == {"mediation": 3}


def test_what_was_sent_here_stays_sent_when_a_page_comes_again(house: House) -> None:
    house.registers_before()
    house.recorded_before(of_people(1))
    rows = house.webhooks_before.deliveries.page(after=None, size=9)
    house.webhooks.deliveries.take_over(rows)
    [taken] = house.deliveries().values()
    house.webhooks.deliveries.settle(taken, {"at": taken["created_at"], "status": 204}, DELIVERED)

    house.takes_over()

    [kept] = house.deliveries().values()
    assert (kept["state"], len(kept["attempts"])) == (DELIVERED, 1)


def test_a_liaison_that_starts_again_goes_on_recording(house: House) -> None:
    house.registers_before()
    house.takes_over()

    house.started().record(of_people(7))

    assert list(house.deliveries()) == ["m1.7.1"]


@pytest.mark.parametrize("asking", ["petitions", "gateway"])
def test_only_liaison_is_given_what_coordination_kept(
    house: House, settings: Settings, asking: str
) -> None:
    house.registers_before()
    WebhooksLeft(house.coordination).note_end()
    key = (settings.secrets_dir / "identity" / f"{asking}.key").read_bytes()
    proof = IdentitySigner(key, asking).sign(Identity.of_service(asking), "coordination")

    answer = requests.post(
        f"{house.addresses['coordination']}/webhooks-left",
        json={"kind": "deliveries", "ids": []},
        headers={IDENTITY_HEADER: proof},
        timeout=30,
    )

    assert answer.status_code in {401, 403}
    assert len(house.webhooks_before.endpoints.all()) == 1
