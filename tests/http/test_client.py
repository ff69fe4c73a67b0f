"""Calls between processes, against real sockets."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shared.http import client as client_module
from shared.http.client import ServiceClient, ServiceUnavailableError
from shared.http.identity import Identity, IdentitySigner
from shared.http.secrets import SecretFolder
from shared.http.settings import Settings
from tests.http.applications import an_application, settings_in
from tests.support.serving import serving

OFFICER = Identity(subject="wang", name="王五", role="mediator")


@contextmanager
def _served(settings: Settings) -> Iterator[str]:
    with serving(an_application(settings)) as server:
        yield f"http://127.0.0.1:{server.port}"


@contextmanager
def _answering(answer: bytes) -> Iterator[str]:
    """A listener that answers each connection with these bytes, or stays silent for none."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        kept: list[socket.socket] = []

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                kept.append(connection)
                if answer:
                    connection.recv(65536)
                    connection.sendall(answer)
                    connection.close()

        thread = threading.Thread(target=accept)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
        for connection in kept:
            connection.close()


@contextmanager
def _client(
    folder: Path, address: str, issuer: str = "gateway", read_seconds: float = 5
) -> Iterator[ServiceClient]:
    settings = settings_in(folder, issuer, services={"petitions": address})
    key = SecretFolder(settings.secrets_dir).private_key(issuer)
    made = ServiceClient(settings, IdentitySigner(key, issuer), timeout=(1, read_seconds))
    try:
        yield made
    finally:
        made.close()


def test_the_service_sees_for_whom_the_gateway_asks(tmp_path: Path) -> None:
    with _served(settings_in(tmp_path)) as address, _client(tmp_path, address) as client:
        answer = client.request("petitions", "GET", "/me", identity=OFFICER)

    assert answer.json() == {"subject": "wang", "role": "mediator", "name": "王五"}


def test_a_service_asks_on_its_own_account(tmp_path: Path) -> None:
    with (
        _served(settings_in(tmp_path)) as address,
        _client(tmp_path, address, issuer="coordination") as client,
    ):
        answer = client.request("petitions", "GET", "/me")

    assert answer.json()["subject"] == "coordination"
    assert answer.json()["role"] == "service"


def test_a_refusal_is_an_answer(tmp_path: Path) -> None:
    with _served(settings_in(tmp_path)) as address, _client(tmp_path, address) as client:
        answer = client.request("petitions", "POST", "/echo", json={"a": 1}, identity=OFFICER)
        missing = client.request("petitions", "GET", "/nowhere", identity=OFFICER)

    assert answer.json() == {"a": 1}
    assert missing.status_code == 404


def test_a_service_that_is_not_there_is_named(tmp_path: Path) -> None:
    with (
        _client(tmp_path, "http://127.0.0.1:9") as client,
        pytest.raises(ServiceUnavailableError, match="petitions"),
    ):
        client.request("petitions", "GET", "/me")


def test_a_service_that_stays_silent_is_not_waited_for(tmp_path: Path) -> None:
    with (
        _answering(b"") as address,
        _client(tmp_path, address, read_seconds=0.2) as client,
        pytest.raises(ServiceUnavailableError),
    ):
        client.request("petitions", "GET", "/me")


def test_an_answer_that_breaks_off_is_none(tmp_path: Path) -> None:
    cut = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"
    with (
        _answering(cut) as address,
        _client(tmp_path, address) as client,
        pytest.raises(ServiceUnavailableError),
    ):
        client.request("petitions", "GET", "/me")


def test_an_answer_without_end_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "MAX_ANSWER_BYTES", 1000)
    long = b"HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + b"x" * 2000
    with (
        _answering(long) as address,
        _client(tmp_path, address) as client,
        pytest.raises(ServiceUnavailableError),
    ):
        client.request("petitions", "GET", "/me")


def test_a_redirect_is_not_followed(tmp_path: Path) -> None:
    away = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"
    with _answering(away) as address, _client(tmp_path, address) as client:
        assert client.request("petitions", "GET", "/me").status_code == 302


def test_cookies_of_a_service_are_not_kept(tmp_path: Path) -> None:
    cookie = (
        b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\n"
        b"Content-Length: 0\r\nConnection: close\r\n\r\n"
    )
    with _answering(cookie) as address, _client(tmp_path, address) as client:
        client.request("petitions", "GET", "/me")
        answer = client.request("petitions", "GET", "/me")

    assert "Cookie" not in answer.request.headers
