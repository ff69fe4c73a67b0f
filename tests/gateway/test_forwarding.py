"""What reaches the service behind, and what comes back, over real processes."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
import requests

from gateway.accounts import Account, RecentAccounts
from gateway.vouching import Vouching
from tests.gateway.office import AGENCY, PASSWORD, Office
from tests.gateway.processes import WebProcess, environment


@pytest.fixture(scope="module")
def session(gateway: WebProcess) -> Iterator[requests.Session]:
    """The petition officer, signed in."""
    with requests.Session() as made:
        body = {"username": "petition_officer", "password": PASSWORD}
        answer = made.post(f"{gateway.url}/api/v1/auth/token", json=body, timeout=60)
        made.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        yield made


def _get(session: requests.Session, gateway: WebProcess, path: str, **options: Any) -> Any:
    return session.get(f"{gateway.url}{path}", timeout=60, allow_redirects=False, **options)


def _raw(gateway: WebProcess, request: bytes) -> bytes:
    """Send exactly these bytes, which no client library would, and return the status line."""
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=60) as connection:
        connection.sendall(request)
        return connection.recv(65536).partition(b"\r\n")[0]


def test_the_service_sees_the_officer_as_the_gateway_knows_them(
    session: requests.Session, gateway: WebProcess
) -> None:
    told = _get(session, gateway, "/api/v1/petitions").json()

    assert told["identity"] == {
        "subject": "petition_officer",
        "name": "petition_officer 王五",
        "role": "petition_officer",
        "issuer": "gateway",
        **AGENCY,
    }


@pytest.mark.parametrize(
    ("body", "vouched"),
    [
        ('{"assignee": "mediator", "reason": "调整"}', ["mediator", "mediator 王五", "mediator"]),
        ('{"assignee": "nobody-we-know"}', None),
        ('{"assignee": null}', None),
        ('{"assignee": {"$ne": ""}}', None),
        ('{"assignee": "mediator", "assignee": "admin"}', None),
        ('["assignee"]', None),
        ("{}", None),
    ],
)
def test_the_gateway_vouches_for_the_officer_whom_a_request_names(
    session: requests.Session, gateway: WebProcess, body: str, vouched: list[str] | None
) -> None:
    address = f"{gateway.url}/api/v1/petitions/42/assign"
    headers = {"Content-Type": "application/json", "Concord-Assignee": "forged"}

    told = session.post(address, data=body.encode(), headers=headers, timeout=60).json()

    assert told["assignee"] == vouched
    assert told["body"] == body


def test_the_gateway_does_not_vouch_for_a_closed_account(staffed_office: Office) -> None:
    code, name, region = AGENCY.values()
    officer = Account("gone", "赵某", "petition_officer", code, name, region, disabled=True)
    staffed_office.accounts.add(officer, PASSWORD)
    vouching = Vouching(RecentAccounts(staffed_office.accounts))

    assert vouching.named({"assignee": "gone"}) is None


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/petitions/42/history/verify",
        "/api/v1/petitions/%E4%BF%A1%E8%AE%BF",
        "/api/v1/petitions/a%20b+c:d@e",
    ],
)
def test_a_path_arrives_as_it_was_sent(
    session: requests.Session, gateway: WebProcess, path: str
) -> None:
    told = _get(session, gateway, path).json()

    assert told["path"] == unquote(path)


@pytest.mark.parametrize(
    "query",
    ["dry_run=true", "q=%E4%BF%A1%E8%AE%BF&limit=5", "q=a+b&q=c%2Fd%26e", "sort=-due_on&x="],
)
def test_a_query_arrives_as_it_was_sent(
    session: requests.Session, gateway: WebProcess, query: str
) -> None:
    assert _get(session, gateway, f"/api/v1/petitions?{query}").json()["query"] == query


def test_a_body_and_its_headers_arrive(session: requests.Session, gateway: WebProcess) -> None:
    body = '{"title": "申请", "n": 1.50}'.encode()
    headers = {
        "Content-Type": "application/json",
        "Accept-Language": "en",
        "If-Match": '"6"',
        "Idempotency-Key": "k-1",
    }

    told = session.post(
        f"{gateway.url}/api/v1/petitions/42/accept", data=body, headers=headers, timeout=60
    ).json()

    assert told["body"] == body.decode()
    assert told["method"] == "POST"
    assert headers.items() <= told["headers"].items()


def test_what_a_stranger_claims_does_not_arrive(
    session: requests.Session, gateway: WebProcess
) -> None:
    claims = {
        "Concord-Identity": "forged",
        "concord_identity": "forged",
        "X-Forwarded-For": "203.0.113.7",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-User": "admin",
        "Forwarded": "for=203.0.113.7",
        "X-User-Role": "admin",
        "X-User-Id": "admin",
        "X-Request-Id": "chosen-by-a-stranger",
        "X-Http-Method-Override": "DELETE",
        "Cookie": "session=stolen",
        "Accept": "text/html",
        "User-Agent": "evil",
    }

    told = _get(session, gateway, "/api/v1/petitions", headers=claims).json()

    assert told["identity"]["role"] == "petition_officer"
    assert told["headers"].keys() <= {
        "Host",
        "Connection",
        "Accept-Encoding",
        "User-Agent",
        "Traceparent",
        "X-Request-Id",
    }
    assert told["headers"]["User-Agent"] == "concord"
    assert told["headers"]["X-Request-Id"] != "chosen-by-a-stranger"
    assert "Authorization" not in told["headers"]


def test_a_trace_goes_on_behind_the_gateway(session: requests.Session, gateway: WebProcess) -> None:
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    answer = _get(session, gateway, "/api/v1/petitions", headers={"traceparent": parent})

    told = answer.json()["headers"]
    assert told["Traceparent"].split("-")[1] == "0af7651916cd43dd8448eb211c80319c"
    assert told["Traceparent"] != parent
    assert told["X-Request-Id"] == answer.headers["X-Request-Id"]


def test_only_known_headers_come_back(session: requests.Session, gateway: WebProcess) -> None:
    answer = _get(session, gateway, "/api/v1/petitions")

    assert answer.headers["ETag"] == '"7"'
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Disposition"] == "attachment"
    assert "Server-Timing" not in answer.headers
    assert "Set-Cookie" not in answer.headers


def test_a_location_leads_through_the_gateway(
    session: requests.Session, gateway: WebProcess
) -> None:
    answer = _get(session, gateway, "/api/v1/petitions/located")

    assert answer.status_code == 201
    assert answer.headers["Location"] == "/api/v1/petitions/42"


def test_a_refusal_of_the_service_comes_back_whole(
    session: requests.Session, gateway: WebProcess
) -> None:
    answer = _get(session, gateway, "/api/v1/petitions/refused", headers={"Accept-Language": "en"})

    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Content-Language"] == "en"
    assert answer.json()["detail"] == "Not now."
    assert answer.json()["allowed"] == ["accept"]


@pytest.mark.parametrize("path", ["page-500", "unproven"])
def test_an_answer_that_is_none_becomes_a_problem(
    session: requests.Session, gateway: WebProcess, path: str
) -> None:
    answer = _get(session, gateway, f"/api/v1/petitions/{path}")

    assert (answer.status_code, answer.json()["code"]) == (502, "bad-gateway")
    assert "secret" not in answer.text


def test_an_error_inside_the_service_stays_inside(
    session: requests.Session, gateway: WebProcess
) -> None:
    answer = _get(session, gateway, "/api/v1/petitions/broken")

    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("language", "title"), [("zh", "服务暂时不可用"), ("en", "Service unavailable")]
)
def test_a_service_that_is_down_is_503(
    session: requests.Session, gateway: WebProcess, language: str, title: str
) -> None:
    answer = _get(session, gateway, "/api/v1/rules", headers={"Accept-Language": language})

    assert (answer.status_code, answer.json()["title"]) == (503, title)
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_service_that_went_and_came_back_is_reached_again(office: Office) -> None:
    office.employ("petition_officer")
    secrets_dir = office.settings.secrets_dir
    variables = environment("petitions", office.settings.database_url, secrets_dir)
    target = "tests.gateway.service_behind:create_app()"
    with WebProcess(target, variables) as service:
        front = Office.opened(office.settings.database_url, secrets_dir, petitions=service.url)
        front.employ("petition_officer")
        client = front.application().test_client()
        answer: Any = client.post(
            "/api/v1/auth/token", json={"username": "petition_officer", "password": PASSWORD}
        )
        proof = {"Authorization": f"Bearer {answer.json['access_token']}"}
        assert client.get("/api/v1/petitions", headers=proof).status_code == 200

        service.kill()
        assert client.get("/api/v1/petitions", headers=proof).status_code == 503

        service.start()
        assert client.get("/api/v1/petitions", headers=proof).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        b"/api/v1/petitions/../../../events",
        b"/api/v1/petitions/%2e%2e/%2e%2e/%2e%2e/events",
        b"/api/v1/petitions/..%2f..%2f..%2fevents",
        b"/api/v1/petitions/./x",
        b"/api/v1/petitions//events",
        b"/api/v1/petitions/..%5c..%5cevents",
        b"/api/v1/petitions/",
        b"/events",
        b"/openapi.json",
        b"/api/v1/petitionsx",
        b"/api/v2/petitions",
    ],
)
def test_no_path_leads_out_of_the_public_part(
    session: requests.Session, gateway: WebProcess, path: bytes
) -> None:
    authorization = str(session.headers["Authorization"]).encode()

    status = _raw(
        gateway,
        b"GET "
        + path
        + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: "
        + authorization
        + b"\r\n\r\n",
    )

    assert status == b"HTTP/1.1 404 NOT FOUND"
