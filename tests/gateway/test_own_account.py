"""An officer looks after the own account: data, password, sessions."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from gateway.sessions import Sessions
from tests.gateway.office import PASSWORD, Office, bearer, sign_in

NEW = "a new and longer sentence"


@pytest.fixture
def client(office: Office) -> FlaskClient:
    office.employ("mediator", "wang")
    return office.application().test_client()


def _change(client: FlaskClient, proof: dict[str, str], old: str, new: str) -> Any:
    return client.post("/api/v1/me/password", json={"old": old, "new": new}, headers=proof)


def test_an_officer_reads_the_own_account(client: FlaskClient) -> None:
    found: Any = client.get("/api/v1/me", headers=bearer(client, "wang")).json

    assert found == {
        "id": "wang",
        "name": "mediator 王五",
        "role": "mediator",
        "agency": {"code": "11120101000000000E", "name": "演示区司法局"},
        "region": "120101",
        "region_name": "天津市和平区",
        "disabled": False,
        "one_time": False,
    }


def test_a_new_password_replaces_the_old_one(client: FlaskClient) -> None:
    assert _change(client, bearer(client, "wang"), PASSWORD, NEW).status_code == 204

    assert sign_in(client, "wang", PASSWORD).status_code == 401
    assert sign_in(client, "wang", NEW).status_code == 200


def test_a_new_password_ends_every_token_and_session_but_the_one_that_changed_it(
    client: FlaskClient, office: Office
) -> None:
    sessions = Sessions(office.database)
    stranger, own = bearer(client, "wang"), bearer(client, "wang")
    sessions.begin({"account": "wang"})

    assert _change(client, own, PASSWORD, NEW).status_code == 204

    assert client.get("/api/v1/me", headers=stranger).status_code == 401
    assert client.get("/api/v1/me", headers=own).status_code == 200
    assert sessions.of("wang") == []


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("guess", NEW, "old"),
        (PASSWORD, PASSWORD, "new"),
        (PASSWORD, "short", "new"),
        (PASSWORD, "abababababab", "new"),
        (PASSWORD, "x" * 201, "new"),
        (PASSWORD, "the officer Wang again", "new"),
        (PASSWORD, "a sentence with \u202e in it", "new"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused_at_its_field_and_changes_nothing(
    client: FlaskClient, old: str, new: str, field: str
) -> None:
    answer = _change(client, bearer(client, "wang"), old, new)

    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert new not in answer.get_data(as_text=True)
    assert sign_in(client, "wang", PASSWORD).status_code == 200


def test_whoever_holds_a_token_cannot_guess_the_password_for_long(client: FlaskClient) -> None:
    proof = bearer(client, "wang")
    statuses = [_change(client, proof, f"guess {n}", NEW).status_code for n in range(11)]

    assert statuses == [422] * 10 + [429]


def test_an_officer_ends_all_own_sessions_and_tokens_at_once(
    client: FlaskClient, office: Office
) -> None:
    office.employ("supervisor", "li")
    sessions = Sessions(office.database)
    for account in ("wang", "wang", "li"):
        sessions.begin({"account": account})
    proof = bearer(client, "wang")

    listed: Any = client.get("/api/v1/me/sessions", headers=proof).json
    ended: Any = client.delete("/api/v1/me/sessions", headers=proof).json

    assert len(listed["items"]) == 2
    assert set(listed["items"][0]) == {"id", "began_at", "seen_at"}
    assert ended == {"ended": 2}
    assert client.get("/api/v1/me", headers=proof).status_code == 401
    assert len(sessions.of("li")) == 1


def test_a_password_set_by_another_only_serves_to_choose_an_own_one(
    client: FlaskClient, office: Office
) -> None:
    office.accounts.set_password("wang", "set by an administrator", one_time=True)
    answer: Any = sign_in(client, "wang", "set by an administrator").json
    proof = {"Authorization": f"Bearer {answer['access_token']}"}

    refused: Any = client.get("/api/v1/petitions", headers=proof)
    listed: Any = client.get("/api/v1/officers", headers=proof)
    assert (refused.status_code, refused.json["code"]) == (403, "password-change-needed")
    assert listed.status_code == 403
    me: Any = client.get("/api/v1/me", headers=proof)
    assert me.json["one_time"] is True

    assert _change(client, proof, "set by an administrator", NEW).status_code == 204
    assert client.get("/api/v1/officers", headers=proof).status_code == 200
