"""The feed of a service and its parked events, over HTTP between real processes' applications."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.events.event_log import EventLog
from shared.events.feed import create_feed
from shared.events.feed_client import FeedClient, FeedError
from shared.events.parked import ParkedEvents
from shared.events.parked_resource import create_parked_resource
from shared.http.application import create_application
from shared.http.client import ServiceClient
from shared.http.identity import IDENTITY_HEADER, Identity, IdentitySigner
from shared.http.secrets import SecretFolder
from shared.http.settings import Settings
from shared.storage.database import Database
from tests.support.events import an_arrival, an_event, settings_of, write_secrets
from tests.support.servers import free_port
from tests.support.serving import serving

SERVICE = "reconsideration"
SUPERVISOR = Identity("u1", "王主任", "supervisor")
MEDIATOR = Identity("u2", "李调解员", "mediator")
READER = Identity.of_service("mediation")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    write_secrets(tmp_path / "secrets", ["gateway", SERVICE, "mediation"])
    address = f"http://127.0.0.1:{free_port()}"
    return settings_of(
        SERVICE,
        database_url="mongodb://",
        broker_url="",
        folder=tmp_path,
        services={SERVICE: address},
    )


@pytest.fixture
def app(settings: Settings, database: Database) -> Flask:
    application = create_application(settings)
    application.register_blueprint(create_feed(database))
    application.register_blueprint(create_parked_resource(database))
    return application


@pytest.fixture
def log(database: Database) -> EventLog:
    found = EventLog(database)
    found.prepare()
    return found


def signer(settings: Settings, issuer: str) -> IdentitySigner:
    return IdentitySigner(SecretFolder(settings.secrets_dir).private_key(issuer), issuer)


class Caller:
    """A test client that sends the signed identity of somebody."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._client: FlaskClient = app.test_client()
        self._settings = settings

    def call(self, identity: Identity, method: str, path: str, **kwargs: Any) -> Any:
        token = signer(self._settings, identity.issuer).sign(identity, SERVICE)
        return self._client.open(path, method=method, headers={IDENTITY_HEADER: token}, **kwargs)


@pytest.fixture
def caller(app: Flask, settings: Settings) -> Caller:
    return Caller(app, settings)


@pytest.fixture
def feeds(app: Flask, settings: Settings) -> Iterator[FeedClient]:
    port = int(settings.services[SERVICE].rsplit(":", 1)[1])
    with serving(app, port):
        client = ServiceClient(settings, signer(settings, "mediation"))
        yield FeedClient(client)
        client.close()


def test_another_service_reads_what_the_log_holds(feeds: FeedClient, log: EventLog) -> None:
    log.append([an_event(id=str(n)) for n in range(1, 6)])
    page = feeds.after(SERVICE, 2, limit=2)

    assert [(a.sequence, a.event_id) for a in page.arrivals] == [(3, "3"), (4, "4")]
    assert page.last_sequence == 5
    assert page.arrivals[0].event() == an_event(3, id="3")


def test_an_empty_page_means_that_nothing_more_happened(feeds: FeedClient, log: EventLog) -> None:
    log.append([an_event(id="a")])

    assert feeds.after(SERVICE, 1).arrivals == ()
    assert feeds.after(SERVICE, 1).last_sequence == 1


def test_a_feed_says_whether_there_will_ever_be_something_in_it(
    settings: Settings, database: Database, log: EventLog
) -> None:
    log.append([an_event(id="a")])
    answers = []
    for tells in (True, False):
        app = create_application(settings)
        app.register_blueprint(create_feed(database, tells=tells))
        answer = Caller(app, settings).call(READER, "GET", "/events")
        answers.append(answer.json["tells"])

    assert answers == [True, False]


def test_a_service_that_is_down_is_a_feed_that_cannot_be_read(settings: Settings) -> None:
    client = ServiceClient(settings, signer(settings, "mediation"))

    with pytest.raises(FeedError):
        FeedClient(client).after(SERVICE, 0)
    client.close()


def test_a_feed_with_a_gap_is_not_believed(feeds: FeedClient, log: EventLog) -> None:
    log.append([an_event(id=str(n)) for n in range(1, 6)])
    log._rows.update_one({"_id": 3}, {"$set": {"envelope.sequence": 7}})

    with pytest.raises(FeedError, match="gaps"):
        feeds.after(SERVICE, 0)


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", "limit=0", "limit=501", "limit=9999999999", "after=1.5"]
)
def test_a_query_that_cannot_be_meant_is_refused_by_name(caller: Caller, query: str) -> None:
    answer = caller.call(READER, "GET", f"/events?{query}")

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [query.split("=", maxsplit=1)[0]]


def test_the_feed_is_for_services_only(caller: Caller, app: Flask) -> None:
    assert caller.call(SUPERVISOR, "GET", "/events").status_code == 403
    assert app.test_client().get("/events").status_code == 401


def test_a_supervisor_sees_what_is_parked_and_why(caller: Caller, database: Database) -> None:
    ParkedEvents(database).park(an_arrival(4), 1, ValueError("no such case"), effect="docket")
    item = caller.call(SUPERVISOR, "GET", "/parked").json["items"][0]

    assert item["parked_at"] == item["last_attempt_at"]
    del item["parked_at"], item["last_attempt_at"]
    assert item == {
        "id": "c1.4.1~docket",
        "event_id": "c1.4.1",
        "effect": "docket",
        "type": "reconsideration.accepted",
        "source": "reconsideration",
        "sequence": 4,
        "matter_id": "m1",
        "case_number": "津政复〔2024〕1号",
        "status": "waiting",
        "attempts": 1,
        "error": "ValueError: no such case",
        "retry_requested": False,
        "set_aside": None,
    }


def test_a_supervisor_asks_for_a_retry(caller: Caller, database: Database) -> None:
    ParkedEvents(database).park(an_arrival(4), 1, ValueError("x"))
    answer = caller.call(SUPERVISOR, "POST", "/parked/c1.4.1/retry")

    assert answer.status_code == 202
    assert answer.json["retry_requested"] is True


def test_setting_aside_needs_a_reason_and_keeps_it(caller: Caller, database: Database) -> None:
    ParkedEvents(database).park(an_arrival(4), 1, ValueError("x"))
    path = "/parked/c1.4.1/set-aside"
    assert caller.call(SUPERVISOR, "POST", path, json={"reason": " "}).status_code == 422
    answer = caller.call(SUPERVISOR, "POST", path, json={"reason": "当事人已撤回"})

    assert answer.json["status"] == "set_aside"
    assert answer.json["set_aside"]["by"] == "u1"
    assert answer.json["set_aside"]["reason"] == "当事人已撤回"
    assert caller.call(SUPERVISOR, "POST", path, json={"reason": "again"}).status_code == 409
    assert caller.call(SUPERVISOR, "GET", "/parked?status=waiting").json == {
        "items": [],
        "next_cursor": None,
    }


def test_only_supervisors_and_administrators_may_decide(caller: Caller, database: Database) -> None:
    ParkedEvents(database).park(an_arrival(4), 1, ValueError("x"))
    reason = {"json": {"reason": "x"}}
    for method, path, sent in [
        ("GET", "/parked", {}),
        ("POST", "/parked/c1.4.1/retry", {}),
        ("POST", "/parked/c1.4.1/set-aside", reason),
    ]:
        for identity in (MEDIATOR, READER):
            answer = caller.call(identity, method, path, **sent)
            assert answer.status_code == 403
    parked = ParkedEvents(database).find("c1.4.1")

    assert parked is not None
    assert (parked.status, parked.retry_requested) == ("waiting", False)


def test_what_is_not_parked_is_not_found(caller: Caller) -> None:
    for action, sent in (("retry", {}), ("set-aside", {"json": {"reason": "x"}})):
        answer = caller.call(SUPERVISOR, "POST", f"/parked/nothing/{action}", **sent)
        assert answer.status_code == 404
    assert caller.call(SUPERVISOR, "GET", "/parked?status=lost").status_code == 422


def test_a_long_list_of_what_is_parked_has_pages(caller: Caller, database: Database) -> None:
    parked = ParkedEvents(database)
    for n in range(1, 8):
        parked.park(an_arrival(n), n, ValueError("x"))
    found: list[int] = []
    path = "/parked?limit=3"
    while True:
        page = caller.call(SUPERVISOR, "GET", path).json
        found += [item["sequence"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        path = f"/parked?limit=3&cursor={page['next_cursor']}"

    assert found == list(range(1, 8))
