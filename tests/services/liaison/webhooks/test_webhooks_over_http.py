"""Receivers and messages as administrators handle them."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from services.liaison.app import create_app
from services.liaison.webhooks.settings import WebhookSettings
from services.liaison.webhooks.webhooks import Webhooks, webhooks_on
from shared.http.settings import Settings
from tests.services.coordination.asking import Desk, refused
from tests.services.liaison.webhooks.receiving import COURT, SECRET, outcome

RECEIVER = "https://127.0.0.1:9443/hooks"
WEBHOOKS = "/api/v1/webhooks"


@pytest.fixture
def admin(settings: Settings, secrets: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Who asks in a closed network that names two receivers."""
    monkeypatch.setenv("WEBHOOK_ALLOWED_HOSTS", "127.0.0.1:9443,127.0.0.1:9444")
    return Desk(create_app(settings).test_client(), secrets, "liaison")


@pytest.fixture
def webhooks(settings: Settings) -> Webhooks:
    return webhooks_on(settings, WebhookSettings(frozenset()))


def registered(admin: Desk, **changes: Any) -> dict[str, Any]:
    body = {"url": RECEIVER, "events": ["mediation.*"], **changes}
    answer = admin.post(WEBHOOKS, body, role="admin")
    assert answer.status_code == 201, answer.get_json()
    made: dict[str, Any] = answer.get_json()
    return made


def test_a_secret_is_made_and_shown_once(admin: Desk) -> None:
    made = registered(admin)

    assert made["secret"].startswith("whsec_")
    assert len(base64.b64decode(made["secret"].removeprefix("whsec_"))) == 32
    [listed] = admin.get(WEBHOOKS, role="admin").get_json()["items"]
    assert listed == {name: value for name, value in made.items() if name != "secret"}
    assert (listed["url"], listed["state"]) == (RECEIVER, "active")


def test_every_secret_is_another_and_a_given_one_is_kept(admin: Desk, webhooks: Webhooks) -> None:
    made = registered(admin)
    given = registered(admin, url="https://127.0.0.1:9444/", secret=SECRET)

    assert made["secret"] != given["secret"] == SECRET
    stored = webhooks.endpoints.find(given["id"])
    assert stored is not None
    assert webhooks.endpoints.secret_of(stored) == SECRET


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": "https://127.0.0.1:1/"}, "url"),
        ({"url": "http://169.254.169.254/latest/meta-data"}, "url"),
        ({"url": "https://localhost/"}, "url"),
        ({"url": {"$ne": None}}, "url"),
        ({"events": []}, "events"),
        ({"events": ["Mediation agreed"]}, "events.0"),
        ({"secret": "whsec_c2hvcnQ="}, "secret"),
        ({"secret": "no secret"}, "secret"),
        ({"state": "active"}, "state"),
    ],
)
def test_what_cannot_be_meant_is_refused(admin: Desk, change: Any, field: str) -> None:
    body = {"url": RECEIVER, "events": ["*"], **change}

    status, code, errors = refused(admin.post(WEBHOOKS, body, role="admin"))

    assert (status, code, list(errors)) == (422, "validation", [field])
    assert admin.get(WEBHOOKS, role="admin").get_json()["items"] == []


def test_an_address_is_registered_once(admin: Desk) -> None:
    registered(admin)

    answer = admin.post(WEBHOOKS, {"url": RECEIVER, "events": ["*"]}, role="admin")

    assert refused(answer)[:2] == (409, "conflict")


def test_what_happens_after_the_answer_is_kept_for_the_receivers_as_they_are_then(
    admin: Desk, webhooks: Webhooks
) -> None:
    # The worker is another process, and has just seen which receivers there are.
    webhooks.recorder.record(outcome("agreed", 1, kind="people"))
    made = registered(admin)
    webhooks.recorder.record(outcome("agreed", 2, kind="people"))
    admin.post(f"{WEBHOOKS}/{made['id']}/disable", {}, role="admin")
    webhooks.recorder.record(outcome("agreed", 3, kind="people"))
    admin.post(f"{WEBHOOKS}/{made['id']}/enable", {}, role="admin")
    webhooks.recorder.record(outcome("agreed", 4, kind="people"))

    kept = admin.get(f"{WEBHOOKS}/{made['id']}/deliveries", role="admin").get_json()["items"]
    assert [each["event_id"] for each in kept] == ["m1.4.1", "m1.2.1"]


@pytest.mark.parametrize("role", ["supervisor", "mediator", "court"])
def test_webhooks_are_for_administrators(admin: Desk, role: str) -> None:
    made = registered(admin)
    for path in ("", f"/{made['id']}/deliveries", "/deliveries"):
        assert admin.get(f"{WEBHOOKS}{path}", role=role).status_code == 403
    for path in ("", "/deliveries/1/resend", f"/{made['id']}/disable", f"/{made['id']}/enable"):
        assert admin.post(f"{WEBHOOKS}{path}", {}, role=role).status_code == 403


def test_messages_are_listed_by_receiver_and_state(admin: Desk, webhooks: Webhooks) -> None:
    made = registered(admin)
    for sequence in (1, 2, 3):
        webhooks.recorder.record(outcome("agreed", sequence, kind="people"))
    path = f"{WEBHOOKS}/{made['id']}/deliveries"

    first = admin.get(f"{path}?limit=2", role="admin").get_json()
    rest = admin.get(f"{path}?limit=2&cursor={first['next_cursor']}", role="admin").get_json()

    listed = first["items"] + rest["items"]
    assert {each["event_id"] for each in listed} == {"m1.1.1", "m1.2.1", "m1.3.1"}
    assert rest["next_cursor"] is None
    assert {each["state"] for each in listed} == {"waiting"}
    assert listed[0]["message"]["type"] == "mediation.agreed"
    assert listed[0]["next_at"] is not None
    assert admin.get(f"{path}?state=dead", role="admin").get_json()["items"] == []
    assert refused(admin.get(f"{path}?state=lost", role="admin"))[0] == 422


def test_a_message_is_sent_again_on_demand(admin: Desk, webhooks: Webhooks) -> None:
    made = registered(admin)
    webhooks.recorder.record(outcome("agreed", 1, kind="people"))
    [found] = webhooks.deliveries.page(after=None, size=9)
    webhooks.deliveries.settle(found, {"at": found["created_at"], "status": 500}, "dead")

    again = admin.post(f"{WEBHOOKS}/deliveries/{found['_id']}/resend", role="admin").get_json()

    assert (again["state"], again["webhook_id"]) == ("waiting", found["webhook_id"])
    assert [attempt["status"] for attempt in again["attempts"]] == [500]
    assert again["next_at"] is not None
    assert again["endpoint"] == made["id"]


def test_a_disabled_receiver_is_enabled_before_anything_is_sent_to_it(
    admin: Desk, webhooks: Webhooks
) -> None:
    made = registered(admin)
    webhooks.recorder.record(outcome("agreed", 1, kind="people"))
    [found] = webhooks.deliveries.page(after=None, size=9)
    resend = f"{WEBHOOKS}/deliveries/{found['_id']}/resend"

    disabled = admin.post(f"{WEBHOOKS}/{made['id']}/disable", role="admin").get_json()
    refusal = refused(admin.post(resend, role="admin"))[:2]
    enabled = admin.post(f"{WEBHOOKS}/{made['id']}/enable", role="admin").get_json()

    assert (disabled["state"], disabled["reason"]) == ("disabled", "by admin-1")
    assert refusal == (409, "conflict")
    assert (enabled["state"], enabled["reason"]) == ("active", None)
    assert admin.post(resend, role="admin").status_code == 200


def test_what_is_owed_to_a_court_is_seen_and_goes_to_its_address(
    admin: Desk, webhooks: Webhooks
) -> None:
    webhooks.recorder.record(outcome())
    [owed] = admin.get(f"{WEBHOOKS}/deliveries", role="admin").get_json()["items"]
    early = refused(admin.post(f"{WEBHOOKS}/deliveries/{owed['id']}/resend", role="admin"))

    made = registered(admin, court=COURT)

    assert (owed["court"], owed["endpoint"], owed["next_at"]) == (COURT, None, None)
    assert early[:2] == (409, "conflict")
    [found] = admin.get(f"{WEBHOOKS}/{made['id']}/deliveries", role="admin").get_json()["items"]
    assert (found["id"], found["url"]) == (owed["id"], RECEIVER)
    assert found["next_at"] is not None


def test_the_new_address_of_a_court_takes_over_what_waited_at_the_old(
    admin: Desk, webhooks: Webhooks
) -> None:
    old = registered(admin, court=COURT)
    webhooks.recorder.record(outcome())
    admin.post(f"{WEBHOOKS}/{old['id']}/disable", role="admin")
    webhooks.recorder.record(outcome("performed", 2))

    new = registered(admin, url="https://127.0.0.1:9444/", court=COURT)

    path = f"{WEBHOOKS}/{new['id']}/deliveries"
    found = admin.get(path, role="admin").get_json()["items"]
    assert {each["type"] for each in found} == {"mediation.agreed", "mediation.performed"}
    assert {each["url"] for each in found} == {"https://127.0.0.1:9444/"}


@pytest.mark.parametrize("path", ["/1/deliveries", "/1/disable", "/1/enable"])
def test_an_unknown_receiver_is_not_found(admin: Desk, path: str) -> None:
    ask = admin.get if path.endswith("deliveries") else admin.post

    assert refused(ask(f"{WEBHOOKS}{path}", role="admin"))[0] == 404


def test_an_unknown_message_is_not_found(admin: Desk) -> None:
    answer = admin.post(f"{WEBHOOKS}/deliveries/1/resend", role="admin")

    assert refused(answer)[0] == 404
