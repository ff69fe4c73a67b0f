"""An administrator makes, closes, opens and resets accounts over the API."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from gateway.sessions import Sessions
from tests.gateway.office import PASSWORD, Office, bearer, sign_in

NEW_OFFICER = {
    "username": "zhao",
    "name": "赵某",
    "role": "mediator",
    "agency": {"code": "11310000000000002A", "name": "另一区司法局"},
    "region": "310101",
}


@pytest.fixture
def client(office: Office) -> FlaskClient:
    office.employ("admin", "gao")
    office.employ("mediator", "wang")
    return office.application().test_client()


@pytest.fixture
def proof(client: FlaskClient) -> dict[str, str]:
    return bearer(client, "gao")


def test_a_new_officer_signs_in_with_the_password_told_once_and_has_to_choose_another(
    client: FlaskClient, proof: dict[str, str]
) -> None:
    made: Any = client.post("/api/v1/accounts", json=NEW_OFFICER, headers=proof)

    assert made.status_code == 201
    assert made.headers["Location"] == "/api/v1/accounts/zhao"
    assert made.json["one_time"] is True
    answer: Any = sign_in(client, "zhao", made.json["password"]).json
    zhao = {"Authorization": f"Bearer {answer['access_token']}"}
    assert client.get("/api/v1/officers", headers=zhao).status_code == 403
    read: Any = client.get("/api/v1/accounts/zhao", headers=proof).json
    assert "password" not in read
    assert read["agency"] == NEW_OFFICER["agency"]


def test_a_closed_account_loses_its_sessions_and_tokens_until_it_is_opened(
    client: FlaskClient, proof: dict[str, str], office: Office
) -> None:
    wang = bearer(client, "wang")
    sessions = Sessions(office.database)
    sessions.begin({"account": "wang"})

    closed: Any = client.post("/api/v1/accounts/wang/disable", headers=proof).json

    assert closed["disabled"] is True
    assert client.get("/api/v1/me", headers=wang).status_code == 401
    assert sessions.of("wang") == []
    assert sign_in(client, "wang").status_code == 401
    assert client.post("/api/v1/accounts/wang/enable", headers=proof).status_code == 200
    assert sign_in(client, "wang").status_code == 200


def test_a_reset_password_is_for_one_time(
    client: FlaskClient, proof: dict[str, str], office: Office
) -> None:
    reset: Any = client.post("/api/v1/accounts/wang/reset-password", headers=proof).json

    assert sign_in(client, "wang", PASSWORD).status_code == 401
    assert sign_in(client, "wang", reset["password"]).status_code == 200
    account = office.accounts.find("wang")
    assert account is not None
    assert account.one_time


def test_an_administrator_ends_the_sessions_of_an_account(
    client: FlaskClient, proof: dict[str, str], office: Office
) -> None:
    wang = bearer(client, "wang")
    Sessions(office.database).begin({"account": "wang"})

    ended: Any = client.delete("/api/v1/accounts/wang/sessions", headers=proof).json

    assert ended == {"ended": 1}
    assert client.get("/api/v1/me", headers=wang).status_code == 401
    assert sign_in(client, "wang").status_code == 200


def test_accounts_are_listed_in_pages_and_found_by_name(
    client: FlaskClient, proof: dict[str, str]
) -> None:
    def ids(query: str) -> Any:
        answer: Any = client.get(f"/api/v1/accounts{query}", headers=proof).json
        return [each["id"] for each in answer["items"]], answer["next_cursor"]

    (first, cursor), (found, _) = ids("?limit=1"), ids("?q=wan&role=mediator")
    assert first == ["gao"]
    assert ids(f"?limit=1&cursor={cursor}") == (["wang"], None)
    assert found == ["wang"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"username": "system"}, "username"),
        ({"username": "a:b"}, "username"),
        ({"name": "赵\n某"}, "name"),
        ({"name": "赵\u202e某"}, "name"),
        ({"role": "king"}, "role"),
        ({"agency": {"code": "X", "name": "x"}}, "agency.code"),
        ({"region": "abc"}, "region"),
        ({"one_time": False}, "one_time"),
        ({"password": "chosen for somebody else"}, "password"),
    ],
)
def test_an_account_that_cannot_be_meant_is_refused_at_its_field(
    client: FlaskClient, proof: dict[str, str], changed: dict[str, Any], field: str
) -> None:
    answer: Any = client.post("/api/v1/accounts", json=NEW_OFFICER | changed, headers=proof)

    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert client.get("/api/v1/accounts/zhao", headers=proof).status_code == 404


def test_nobody_takes_a_username_that_is_taken_or_closes_the_own_account(
    client: FlaskClient, proof: dict[str, str]
) -> None:
    taken: Any = client.post(
        "/api/v1/accounts", json=NEW_OFFICER | {"username": "wang"}, headers=proof
    )
    own: Any = client.post("/api/v1/accounts/gao/disable", headers=proof)

    assert (taken.status_code, taken.json["code"]) == (409, "conflict")
    assert (own.status_code, own.json["code"]) == (409, "conflict")
    assert client.get("/api/v1/me", headers=proof).status_code == 200


def test_only_an_administrator_sees_accounts(client: FlaskClient, office: Office) -> None:
    office.employ("supervisor", "li")
    for who in ("wang", "li"):
        proof = bearer(client, who)
        assert client.get("/api/v1/accounts", headers=proof).status_code == 403
        assert client.post("/api/v1/accounts/gao/disable", headers=proof).status_code == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("POST", "/disable"),
        ("POST", "/enable"),
        ("POST", "/reset-password"),
        ("DELETE", "/sessions"),
    ],
)
def test_an_account_that_is_not_there_is_not_found(
    client: FlaskClient, proof: dict[str, str], method: str, path: str
) -> None:
    answer = client.open(f"/api/v1/accounts/nobody{path}", method=method, headers=proof)

    assert answer.status_code == 404
