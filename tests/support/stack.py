"""A whole installation for tests: its processes, its officers at the gateway, its databases."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import requests
from pymongo import MongoClient
from requests.adapters import HTTPAdapter

from deploy.embedded.stack import ROOT, Stack
from deploy.processes import GATEWAY, PROCESSES, Process
from shared.legal_day import today
from shared.storage.database import Database

Case = dict[str, Any]

API = "/api/v1"
TIMEOUT = (3.05, 30)
RENEW_BEFORE_SECONDS = 60
OFFICER = {
    "petitions": "petition_officer",
    "mediations": "mediator",
    "reconsiderations": "reconsideration_officer",
    "litigations": "litigation_officer",
}
"""The role of the officers of each collection."""
# Its unified social credit code has valid check digits, as the first agency's has.
SECOND_AGENCY = {"code": "11310000000000002A", "name": "另一区司法局", "region": "310101"}


def days_ago(days: int) -> str:
    """Return the legal date so many days before today."""
    found: date = today() - timedelta(days=days)
    return found.isoformat()


@dataclass(frozen=True)
class Reply:
    """What the gateway answered."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def ok(self) -> bool:
        return self.status < 300

    @property
    def media_type(self) -> str:
        return self.headers.get("Content-Type", "").partition(";")[0]

    @property
    def version(self) -> int:
        return int(self.headers["ETag"].strip('"'))


@dataclass
class _Token:
    value: str
    until: float


@dataclass
class Officers:
    """Officers of one agency, who sign in at the gateway; to be used from any thread."""

    address: str
    passwords: Mapping[str, Mapping[str, str]]
    _tokens: dict[str, _Token] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.mount("http://", HTTPAdapter(pool_maxsize=32))

    @classmethod
    def of(cls, stack: Stack) -> Officers:
        """Return the officers whom the installation itself made."""
        return cls(stack.address, json.loads(stack.credentials.read_text("utf-8"))["officers"])

    def send(
        self,
        role: str | None,
        method: str,
        path: str,
        *,
        body: Any = None,
        raw: bytes | None = None,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: tuple[float, float] = TIMEOUT,
    ) -> Reply:
        """Send one request as an officer, or as nobody; `key` is its Idempotency-Key."""
        named = dict(headers or {})
        if key is not None:
            named["Idempotency-Key"] = key
        if role is not None:
            named.setdefault("Authorization", f"Bearer {self.token(role)}")
        if raw is not None:
            named.setdefault("Content-Type", "application/json")
        response = self._session.request(
            method,
            f"{self.address}{API}{path}",
            json=body if raw is None else None,
            data=raw,
            headers=named,
            timeout=timeout,
        )
        parsed = response.json() if "json" in response.headers.get("Content-Type", "") else None
        return Reply(response.status_code, response.headers, parsed)

    def get(self, role: str, path: str) -> Reply:
        """Read as an officer."""
        return self.send(role, "GET", path)

    def post(self, role: str, path: str, body: Any = None, *, key: str | None = None) -> Reply:
        """Send a body as an officer."""
        return self.send(role, "POST", path, body={} if body is None else body, key=key)

    def case(self, collection: str, case_id: str) -> Case:
        """Return a case as the officer of its track reads it."""
        found: Case = accepted(self.get(OFFICER[collection], f"/{collection}/{case_id}"))
        return found

    def open(self, collection: str, body: Mapping[str, Any], *, key: str | None = None) -> Case:
        """Open a case and return it."""
        case: Case = accepted(self.post(OFFICER[collection], f"/{collection}", body, key=key))
        return case

    def act(
        self,
        collection: str,
        case_id: str,
        command: str,
        body: Any = None,
        *,
        key: str | None = None,
    ) -> Case:
        """Carry out a command that must be possible, and return the case."""
        path = f"/{collection}/{case_id}/{command}"
        case: Case = accepted(self.post(OFFICER[collection], path, body, key=key))
        return case

    def commands(self, collection: str, case_id: str) -> list[str]:
        """Return the commands in the history of a case, oldest first."""
        return [entry["command"] for entry in self.history(collection, case_id)]

    def history(self, collection: str, case_id: str) -> list[dict[str, Any]]:
        """Return the history of a case, oldest first."""
        found = self.get(OFFICER[collection], f"/{collection}/{case_id}/history")
        entries: list[dict[str, Any]] = accepted(found)
        return entries

    def token(self, role: str) -> str:
        """Return a token of the officer that is good for another minute."""
        with self._lock:
            token = self._tokens.get(role)
            if token is None or token.until < time.monotonic():
                token = self._tokens[role] = self._sign_in(role)
            return token.value

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _sign_in(self, role: str) -> _Token:
        asked_at = time.monotonic()
        account = self.passwords[role]
        body = {"username": account["username"], "password": account["password"]}
        answer = accepted(self.send(None, "POST", "/auth/token", body=body))
        until = asked_at + answer["expires_in"] - RENEW_BEFORE_SECONDS
        return _Token(answer["access_token"], until)


def accepted(reply: Reply) -> Any:
    """Return the body of a reply that is no refusal."""
    assert reply.ok, f"{reply.status}: {reply.body}"
    return reply.body


@contextmanager
def running(
    folder: Path, broker_url: str | None = None, processes: Sequence[Process] = PROCESSES
) -> Iterator[Stack]:
    """Run an installation of its own on free ports until the block ends."""
    with Stack(folder, broker_url=broker_url, processes=processes) as stack:
        yield stack


@contextmanager
def officers_of(stack: Stack) -> Iterator[Officers]:
    """Lend the officers of the installation."""
    officers = Officers.of(stack)
    try:
        yield officers
    finally:
        officers.close()


def officers_of_another_agency(stack: Stack) -> Officers:
    """Make one more officer per role, of a second agency, from the command line."""
    passwords = {}
    for role in (*OFFICER.values(), "supervisor"):
        username = f"{role}-{uuid.uuid4().hex[:6]}"
        passwords[role] = {"username": username, "password": _added(stack, username, role)}
    return Officers(stack.address, passwords)


def _added(stack: Stack, username: str, role: str) -> str:
    agency = (f"--agency-code={SECOND_AGENCY['code']}", f"--agency-name={SECOND_AGENCY['name']}")
    person = (f"--role={role}", "--name=外区人员", f"--region={SECOND_AGENCY['region']}")
    done = subprocess.run(
        [sys.executable, "-m", "gateway.accounts", "add", username, *person, *agency],
        env=stack.environment(GATEWAY),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.strip()


@contextmanager
def databases_of(stack: Stack) -> Iterator[MongoClient[dict[str, Any]]]:
    """Lend a client of the database server."""
    with MongoClient[dict[str, Any]](stack.database_url, serverSelectionTimeoutMS=15_000) as client:
        yield client


def database_of(client: MongoClient[dict[str, Any]], service: str) -> Database:
    """Return the database of one service."""
    return client[f"concord_{service}"]


def memory_megabytes(stack: Stack) -> float:
    """Return what all processes of the installation, and their own children, hold in memory."""
    family = {pid for parent in stack.pids().values() for pid in _family(parent)}
    return sum(map(_resident, family)) / 1024


def _family(pid: int) -> Iterator[int]:
    yield pid
    for child in Path(f"/proc/{pid}/task").glob("*/children"):
        for number in child.read_text().split():
            yield from _family(int(number))


def _resident(pid: int) -> int:
    """Return proportional kB, which counts a page that several share only once (proc(5))."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    line = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1])


class _Place(HTTPAdapter):
    """Connects from one address of this machine."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *sizes: Any, **options: Any) -> None:
        super().init_poolmanager(*sizes, **options, source_address=(self._address, 0))


@contextmanager
def from_place(address: str) -> Iterator[requests.Session]:
    """Lend a session that asks from a place of its own, whose bounds concern nobody else."""
    with requests.Session() as session:
        session.mount("http://", _Place(address))
        yield session
