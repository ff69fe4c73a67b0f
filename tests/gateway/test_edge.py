"""The gateway as strangers meet it, over real sockets."""

from __future__ import annotations

import json
import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from deploy.processes import SERVICES
from gateway.app import create_app
from shared.http.secrets import SecretError
from shared.http.settings import Settings, SettingsError
from tests.gateway.office import PASSWORD, Office
from tests.gateway.processes import WebProcess

FIVE_MEGABYTES = 5 * 1024 * 1024


@pytest.fixture(scope="module")
def token(gateway: WebProcess) -> str:
    body = {"username": "supervisor", "password": PASSWORD}
    answer = requests.post(f"{gateway.url}/api/v1/auth/token", json=body, timeout=60)
    return str(answer.json()["access_token"])


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nowhere", 404, "not-found"),
        ("GET", "/static/app.js", 404, "not-found"),
        ("GET", "/.git/config", 404, "not-found"),
        ("DELETE", "/api/v1/petitions", 405, "method-not-allowed"),
        ("PUT", "/api/v1/petitions/1", 405, "method-not-allowed"),
        ("OPTIONS", "/api/v1/petitions", 405, "method-not-allowed"),
        ("TRACE", "/api/v1/petitions", 405, "method-not-allowed"),
        ("GET", "/api/v1/auth/token", 405, "method-not-allowed"),
        ("GET", "/api/v1/petitions", 401, "unauthenticated"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_stranger_is_refused_in_their_language(
    gateway: WebProcess, language: str, method: str, path: str, *, status: int, code: str
) -> None:
    answer = requests.request(
        method, f"{gateway.url}{path}", headers={"Accept-Language": language}, timeout=60
    )

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    chinese = any("一" <= character <= "鿿" for character in answer.json()["detail"])
    assert chinese == (language == "zh")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/healthz"),
        ("GET", "/readyz"),
        ("GET", "/metrics"),
        ("GET", "/nowhere"),
        ("GET", "/api/docs"),
        ("GET", "/api/docs/assets/start.js"),
        ("GET", "/api/v1/openapi.json"),
        ("GET", "/api/v1/petitions"),
        ("POST", "/api/v1/auth/token"),
        ("PATCH", "/api/v1/petitions"),
    ],
)
def test_each_answer_has_the_security_headers(gateway: WebProcess, method: str, path: str) -> None:
    headers = requests.request(method, f"{gateway.url}{path}", timeout=60).headers

    for name in (
        "Strict-Transport-Security",
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "Referrer-Policy",
        "Content-Type",
        "Cache-Control",
        "X-Request-Id",
    ):
        assert headers[name]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in headers


def test_a_forwarded_answer_has_the_security_headers_once(gateway: WebProcess, token: str) -> None:
    answer = requests.get(
        f"{gateway.url}/api/v1/petitions",
        headers={"Authorization": f"Bearer {token}"},
        timeout=60,
    )

    assert answer.status_code == 200
    assert answer.raw.headers.getlist("Content-Security-Policy") == [
        answer.headers["Content-Security-Policy"]
    ]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/api/v1/auth/token", "/api/v1/petitions"])
def test_five_megabytes_are_too_much(gateway: WebProcess, token: str, path: str) -> None:
    answer = requests.post(
        f"{gateway.url}{path}",
        data=b" " * FIVE_MEGABYTES,
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        timeout=60,
    )

    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


@pytest.mark.parametrize("path", ["/api/v1/auth/token", "/api/v1/petitions"])
def test_five_megabytes_without_a_length_are_too_much_too(
    gateway: WebProcess, token: str, path: str
) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(80):
            yield b" " * 65536

    answer = requests.post(
        f"{gateway.url}{path}",
        data=pieces(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        timeout=60,
    )

    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


@pytest.mark.parametrize("body", ["zz\r\n{}\r\n", "5\r\n{}", "2\r\n{}XX0\r\n\r\n"])
@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/api/v1/auth/token", "application/json"),
        ("/api/v1/petitions", "application/json"),
        ("/sign-in", "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_in_broken_chunks_is_refused(
    gateway: WebProcess, token: str, path: str, content_type: str, body: str
) -> None:
    address = urlsplit(gateway.url)
    lines = (
        f"POST {path} HTTP/1.1",
        f"Host: {address.netloc}",
        f"Authorization: Bearer {token}",
        f"Content-Type: {content_type}",
        "Transfer-Encoding: chunked",
        "",
        body,
    )
    with socket.create_connection((address.hostname, address.port), timeout=60) as connection:
        connection.sendall("\r\n".join(lines).encode())
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))

    assert answer.split(b" ")[1] == b"400"


UNFINISHED = {
    "nothing": "",
    "half a header": "GET /api/v1/rules HTTP/1.1\r\nHost: ",
    "half a body": "POST /api/v1/petitions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
    "Content-Type: application/json\r\nContent-Length: 4000\r\n\r\n{",
}


@pytest.mark.parametrize("begun", UNFINISHED.values(), ids=UNFINISHED)
def test_who_does_not_finish_a_request_keeps_nobody_else_waiting(
    gateway: WebProcess, token: str, begun: str
) -> None:
    address = urlsplit(gateway.url)
    with ExitStack() as held:
        for _ in range(12):
            connection = socket.create_connection((address.hostname, address.port), timeout=60)
            held.enter_context(connection).sendall(begun.replace("{token}", token).encode())

        # There are eight threads; a request that gets none is never answered.
        assert requests.get(f"{gateway.url}/healthz", timeout=60).status_code == 200


def test_who_does_not_take_an_answer_keeps_nobody_else_waiting(gateway: WebProcess) -> None:
    address = urlsplit(gateway.url)
    asked = b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"
    with ExitStack() as held:
        for _ in range(12):
            connection = held.enter_context(socket.socket())
            # So small a window that no answer fits.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            connection.connect((address.hostname, address.port))
            connection.sendall(asked * 2000)

        assert requests.get(f"{gateway.url}/healthz", timeout=60).status_code == 200


def test_the_gateway_is_ready_without_the_services_and_says_which_are_missing(
    gateway: WebProcess,
) -> None:
    answer = requests.get(f"{gateway.url}/readyz", timeout=60)

    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "degraded": [service for service in SERVICES if service != "petitions"],
        "checks": {"database": {"ready": True}, "accounts": {"ready": True}}
        | {service: {"ready": service == "petitions"} for service in SERVICES},
    }


@pytest.mark.parametrize("query", ["q=王小明&id=abc-1", "id=abc-1&q=王小明's"])
def test_a_request_that_cannot_be_read_is_logged_without_what_was_in_it(
    gateway: WebProcess, query: str
) -> None:
    address = urlsplit(gateway.url)
    with socket.create_connection((address.hostname, address.port), timeout=60) as connection:
        connection.sendall(f"GET /api/v1/petitions?{query} HTTP/1.1\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.split(b" ")[1] == b"400"

    log = gateway.log.read_text()

    assert "Invalid request from ip=127.0.0.1: Invalid HTTP request line" in log
    assert "abc-1" not in log


def test_passwords_and_tokens_are_not_logged(gateway: WebProcess, token: str) -> None:
    requests.get(
        f"{gateway.url}/api/v1/petitions?q=13800138000",
        headers={"Authorization": f"Bearer {token}"},
        timeout=60,
    )
    log = gateway.log.read_text()

    events = [json.loads(line)["event"] for line in log.splitlines() if line.startswith("{")]
    assert "signed_in" in events
    assert "request_answered" in events
    assert PASSWORD not in log
    assert token not in log
    assert "13800138000" not in log


def test_the_gateway_does_not_start_without_an_address_it_forwards_to(office: Office) -> None:
    variables = office.environment | {"SERVICES": "petitions=http://127.0.0.1:9"}

    with pytest.raises(SettingsError, match="SERVICES does not name"):
        create_app(Settings.from_environment(variables))


@pytest.mark.parametrize("missing", ["token.key", "identity/gateway.key"])
def test_the_gateway_does_not_start_without_its_keys(
    office: Office, tmp_path: Path, missing: str
) -> None:
    folder = tmp_path / "secrets"
    shutil.copytree(office.settings.secrets_dir, folder)
    (folder / missing).unlink()
    variables = office.environment | {"SECRETS_DIR": str(folder)}

    with pytest.raises(SecretError, match=re.escape(missing)):
        create_app(Settings.from_environment(variables))


def test_behind_a_trusted_proxy_the_last_address_before_it_counts(office: Office) -> None:
    settings = Settings.from_environment(office.environment | {"PROXY_HOPS": "1"})
    office.employ("mediator", "wang")
    client = create_app(settings).test_client()

    for _ in range(50):
        client.post(
            "/api/v1/auth/token",
            json={"username": "li", "password": "guess"},
            headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.7"},
        )
    body = {"username": "wang", "password": PASSWORD}
    answers = [
        client.post("/api/v1/auth/token", json=body, headers={"X-Forwarded-For": address})
        for address in ("203.0.113.8", "203.0.113.7")
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
