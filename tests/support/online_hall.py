"""An installation that takes petitions in browsers, with the hook that sends its codes."""

from __future__ import annotations

import base64
import secrets
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import requests
from standardwebhooks import Webhook

from deploy.embedded.stack import Stack
from deploy.processes import PROCESSES, Process
from tests.support.stack import Officers, accepted

AGENCY = {"code": "11120101000000000E", "name": "演示区司法局"}
SECRET = f"whsec_{base64.b64encode(secrets.token_bytes(24)).decode()}"


class Post(ThreadingHTTPServer):
    """The operator's hook: it keeps what it is to send, and answers as it is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Letters)
        self.sent: list[dict[str, Any]] = []
        self.status = 204

    def code_for(self, to: str) -> str:
        """Return the last code that went to a number."""
        return str(next(each["code"] for each in reversed(self.sent) if each["to"] == to))

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[Post]:
        """Run the hook beside the test."""
        with cls() as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            try:
                yield server
            finally:
                server.shutdown()
                thread.join()


class _Letters(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        told = Webhook(SECRET).verify(body, dict(self.headers.items()))
        assert isinstance(self.server, Post)
        if self.server.status == 204:
            self.server.sent.append(told["data"])
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def online_hall(
    folder: Path, post: Post, processes: Sequence[Process] = PROCESSES
) -> Iterator[Stack]:
    """Run an installation with a hook for codes."""
    hook = {
        "PUBLIC_CODE_HOOK": f"http://127.0.0.1:{post.server_port}/codes",
        "PUBLIC_CODE_HOOK_SECRET": SECRET,
    }
    with Stack(folder / "data", environment=hook, processes=processes) as stack:
        yield stack


def reception_of(staff: Officers) -> str:
    """Let the agency take petitions in browsers; return the id under which it does."""
    wanted = {"place": "网上", "agency": AGENCY, "region": "120101", "online": True}
    return str(accepted(staff.post("admin", "/terminals", wanted))["id"])


def a_number() -> str:
    return f"139{secrets.randbelow(10**8):08d}"


def public(hall: Stack, path: str, body: Any = None) -> requests.Response:
    method = "GET" if body is None else "POST"
    address = f"{hall.address}/api/v1/public{path}"
    return requests.request(method, address, json=body, timeout=60)


def a_petition(reception: str, to: str, code: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": uuid.uuid4().hex,
        "reception": reception,
        "to": to,
        "code": code,
        "petitioners": [{"name": "王五", "phone": to}],
        "content": f"楼下路灯不亮 {uuid.uuid4().hex[:8]}",
    } | changes


def proven(hall: Stack, post: Post) -> tuple[str, str]:
    """Return a number and the code that went there."""
    to = a_number()
    assert public(hall, "/codes", {"to": to}).status_code == 202
    return to, post.code_for(to)
