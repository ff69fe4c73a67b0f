"""Codes run out, and a hook that takes too long may have sent one all the same."""

from __future__ import annotations

import base64
import re
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from services.liaison.public import code_hook
from services.liaison.public.code_hook import CodeHook
from services.liaison.public.codes import Codes, prepare_codes
from services.liaison.public.settings import CodeHookSettings
from services.liaison.terminals.keys import HallKeys
from shared.http.problems import Problem
from shared.http.secrets import FieldKeys
from shared.http.settings import SettingsError
from shared.storage.database import Database
from tests.support.servers import free_port

TO, ITEM = "13900139000", "terminal-7:an-item"
SECRET = f"whsec_{base64.b64encode(secrets.token_bytes(24)).decode()}"


class Counter:
    """Codes at a moment that a test sets; what the hook is handed is read off its body."""

    def __init__(self, database: Database, port: int) -> None:
        prepare_codes(database)
        self.now = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
        hook = CodeHook(CodeHookSettings(f"http://127.0.0.1:{port}/", SECRET))
        keys = HallKeys.derived(FieldKeys("k1", {"k1": bytes(range(32))}))
        self.codes = Codes(database, keys, hook, lambda: self.now)

    def refusal(self) -> Problem:
        with pytest.raises(Problem) as caught:
            self.codes.send(TO, "zh")
        return caught.value


@contextmanager
def listening() -> Iterator[tuple[int, list[str]]]:
    """Run a hook; yield its port, and the codes that it was handed."""
    handed: list[str] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            handed.extend(re.findall(r'"code": "(\d{6})"', body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Hook) as hook:
        thread = threading.Thread(target=hook.serve_forever)
        thread.start()
        yield hook.server_port, handed
        hook.shutdown()
        thread.join()


def test_a_code_is_good_for_ten_minutes(database: Database) -> None:
    with listening() as (port, handed):
        counter = Counter(database, port)
        ends_at = counter.codes.send(TO, "zh")
        assert ends_at - counter.now == timedelta(minutes=10)

        counter.now = ends_at
        with pytest.raises(Problem) as caught:
            counter.codes.prove(TO, handed[0], ITEM)
        assert list(caught.value.errors or ()) == ["code"]

        counter.now = ends_at - timedelta(seconds=1)
        counter.codes.prove(TO, handed[0], ITEM)


def test_five_codes_an_hour_go_to_one_number(database: Database) -> None:
    with listening() as (port, handed):
        counter = Counter(database, port)
        for _ in range(5):
            counter.codes.send(TO, "zh")
            counter.now += timedelta(minutes=2)

        assert counter.refusal().headers["Retry-After"] == str(50 * 60)
        counter.now += timedelta(minutes=50)
        counter.codes.send(TO, "zh")

    assert len(handed) == 6


def test_a_hook_that_takes_too_long_may_have_sent_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_hook, "ANSWER_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        counter = Counter(database, silent.getsockname()[1])

        assert counter.refusal().status == 503
        assert counter.refusal().status == 429


def test_a_hook_that_is_not_there_makes_nobody_wait(database: Database) -> None:
    counter = Counter(database, free_port())

    assert [counter.refusal().status for _ in range(2)] == [503, 503]


@pytest.mark.parametrize(
    ("url", "secret", "named"),
    [("ftp://sms", SECRET, "PUBLIC_CODE_HOOK "), ("https://sms", "abc", "_SECRET")],
    # Each process of a run draws a secret of its own, and is to know the tests by one name.
    ids=["no web address", "no secret"],
)
def test_a_hook_that_cannot_be_meant_stops_the_start(url: str, secret: str, named: str) -> None:
    said = {"PUBLIC_CODE_HOOK": url, "PUBLIC_CODE_HOOK_SECRET": secret}

    with pytest.raises(SettingsError, match=named):
        CodeHookSettings.from_environment(said)
