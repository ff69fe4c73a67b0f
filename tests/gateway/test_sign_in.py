from __future__ import annotations

from typing import Any

import pytest
import requests
from flask.testing import FlaskClient

from tests.gateway.office import PASSWORD, Office, bearer, sign_in
from tests.gateway.processes import WebProcess
from tests.support.servers import EmbeddedDatabase


@pytest.fixture
def client(office: Office) -> FlaskClient:
    office.employ("mediator", "wang")
    return office.application().test_client()


def test_a_right_password_gives_a_token_of_at_most_a_quarter_of_an_hour(
    client: FlaskClient,
) -> None:
    answer = sign_in(client, "wang")

    assert answer.status_code == 200
    assert set(answer.json) == {"access_token", "token_type", "expires_in"}
    assert answer.json["token_type"] == "Bearer"
    assert 0 < answer.json["expires_in"] <= 900
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_wrong_password_and_a_wrong_name_are_refused_alike(client: FlaskClient) -> None:
    wrong_password = sign_in(client, "wang", "guess")
    wrong_name = sign_in(client, "wong")

    assert wrong_password.status_code == wrong_name.status_code == 401
    assert wrong_password.json == wrong_name.json
    assert wrong_password.json["detail"] == "用户名或口令不正确。"


def test_a_closed_account_is_refused_like_a_wrong_password(
    client: FlaskClient, office: Office
) -> None:
    office.accounts.disable("wang")

    assert sign_in(client, "wang").json == sign_in(client, "wang", "guess").json


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"username": "wang"},
        {"password": PASSWORD},
        {"username": {"$ne": None}, "password": PASSWORD},
        {"username": "wang", "password": {"$ne": None}},
        {"username": {"$gt": ""}, "password": {"$gt": ""}},
        {"username": ["wang"], "password": [PASSWORD]},
        {"username": "wang", "password": None},
        {"username": "wang", "password": 7},
        {"username": "", "password": PASSWORD},
        {"username": "x" * 101, "password": PASSWORD},
        {"username": "wang", "password": "x" * 201},
        {"username": "wang", "password": PASSWORD, "role": "admin"},
        {"username": "wang", "password": PASSWORD, "$where": "1"},
    ],
)
def test_anything_but_a_name_and_a_password_is_refused(
    client: FlaskClient, body: dict[str, Any]
) -> None:
    answer: Any = client.post("/api/v1/auth/token", json=body)

    assert (answer.status_code, answer.json["code"]) == (422, "validation")
    assert answer.json["errors"]
    assert PASSWORD not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"data": b"{", "content_type": "application/json"}, 400),
        ({"data": b"\xff", "content_type": "application/json"}, 400),
        ({"data": b"[" * 50_000, "content_type": "application/json"}, 400),
        (
            {"data": b'{"username": "wang", "username": "li"}', "content_type": "application/json"},
            400,
        ),
        ({"json": []}, 400),
        ({"data": {"username": "wang", "password": PASSWORD}}, 415),
    ],
)
def test_a_sign_in_that_cannot_be_read_is_refused(
    client: FlaskClient, options: dict[str, Any], status: int
) -> None:
    answer = client.post("/api/v1/auth/token", **options)

    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"


def test_the_eleventh_wrong_password_has_to_wait(client: FlaskClient) -> None:
    for _ in range(10):
        assert sign_in(client, "wang", "guess").status_code == 401

    answer = sign_in(client, "wang")

    assert (answer.status_code, answer.json["code"]) == (429, "too-many-requests")
    assert 0 < int(answer.headers["Retry-After"]) <= 300
    assert answer.content_type == "application/problem+json"


def test_right_passwords_and_unreadable_requests_cost_nothing(client: FlaskClient) -> None:
    for _ in range(11):
        client.post("/api/v1/auth/token", data=b"{", content_type="application/json")
    for _ in range(11):
        assert sign_in(client, "wang").status_code == 200


def test_one_account_under_attack_leaves_the_others_alone(
    client: FlaskClient, office: Office
) -> None:
    office.employ("supervisor", "li")
    for _ in range(11):
        sign_in(client, "wang", "guess")

    assert sign_in(client, "li").status_code == 200


def test_one_address_may_not_try_everybody(client: FlaskClient) -> None:
    statuses = [sign_in(client, f"officer{n}", "guess").status_code for n in range(51)]

    assert statuses == [401] * 50 + [429]
    elsewhere = {"REMOTE_ADDR": "203.0.113.7"}
    body = {"username": "wang", "password": PASSWORD}
    assert client.post("/api/v1/auth/token", json=body, environ_base=elsewhere).status_code == 200


def _sign_in_from(client: FlaskClient, address: str, password: str = PASSWORD) -> int:
    body = {"username": "wang", "password": password}
    where = {"REMOTE_ADDR": address}
    return client.post("/api/v1/auth/token", json=body, environ_base=where).status_code


def test_a_stranger_elsewhere_does_not_keep_an_officer_out(client: FlaskClient) -> None:
    for _ in range(11):
        _sign_in_from(client, "203.0.113.7", "guess")

    assert _sign_in_from(client, "203.0.113.7") == 429
    assert _sign_in_from(client, "198.51.100.1") == 200


def test_not_even_many_strangers_keep_an_officer_out_of_a_place_that_is_known(
    client: FlaskClient,
) -> None:
    assert _sign_in_from(client, "198.51.100.1") == 200
    guesses = [_sign_in_from(client, f"203.0.113.{n // 9}", "guess") for n in range(108)]

    assert guesses == [401] * 100 + [429] * 8
    assert _sign_in_from(client, "203.0.113.200") == 429
    assert _sign_in_from(client, "198.51.100.1") == 200


def test_a_colleague_who_forgot_a_password_does_not_keep_the_office_out(
    client: FlaskClient,
) -> None:
    assert sign_in(client, "wang").status_code == 200
    for number in range(51):
        sign_in(client, f"officer{number}", "guess")

    assert sign_in(client, "li").status_code == 429
    assert sign_in(client, "wang").status_code == 200


def test_all_addresses_of_one_network_of_ipv6_count_as_one(client: FlaskClient) -> None:
    statuses = [_sign_in_from(client, f"2001:db8::{n:x}", "guess") for n in range(11)]

    assert statuses == [401] * 10 + [429]
    assert _sign_in_from(client, "2001:db8:0:1::1") == 200


def test_no_address_is_stored_with_the_places_that_are_known(
    client: FlaskClient, office: Office
) -> None:
    _sign_in_from(client, "198.51.100.1")

    stored = str(list(office.database["known_places"].find()))
    assert len(stored) > 50
    assert "198.51" not in stored
    assert "wang" not in stored


def test_both_ways_to_sign_in_count_together(client: FlaskClient) -> None:
    for _ in range(10):
        sign_in(client, "wang", "guess")
    page: Any = client.get("/sign-in", base_url="https://localhost").get_data(as_text=True)
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    form = {"csrf_token": token, "username": "wang", "password": PASSWORD}

    answer = client.post("/sign-in", data=form, base_url="https://localhost")

    assert answer.status_code == 429
    assert "五分钟后再试" in answer.get_data(as_text=True)


def test_another_address_cannot_be_pretended(client: FlaskClient) -> None:
    pretences = [f"203.0.113.{n}" for n in range(11)]
    statuses = [
        client.post(
            "/api/v1/auth/token",
            json={"username": "wang", "password": "guess"},
            headers={"X-Forwarded-For": pretence, "X-Real-Ip": pretence},
        ).status_code
        for pretence in pretences
    ]

    assert statuses == [401] * 10 + [429]


def test_two_workers_and_a_new_start_count_together(office: Office) -> None:
    office.employ("mediator", "wang")
    body = {"username": "wang", "password": "guess"}
    statuses = []
    for _ in range(2):
        target = "gateway.app:create_app()"
        with WebProcess(target, office.environment, workers=2) as gateway:
            statuses += [
                requests.post(f"{gateway.url}/api/v1/auth/token", json=body, timeout=60).status_code
                for _ in range(6)
            ]

    assert statuses == [401] * 10 + [429] * 2


def test_without_its_database_nobody_signs_in(office: Office) -> None:
    with EmbeddedDatabase() as own:
        alone = Office.opened(own.url, office.settings.secrets_dir)
        alone.employ("mediator", "wang")
        client = alone.application().test_client()
        proof = bearer(client, "wang")
        own.kill()

        answer = sign_in(client, "wang")
        assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
        assert int(answer.headers["Retry-After"]) > 0
        assert client.get("/api/v1/rules", headers=proof).status_code == 503

        own.start()
        assert sign_in(client, "wang").status_code == 200
        alone.database.client.close()
