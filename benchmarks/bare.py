"""
The least that a create through a door could be: a proxy of `requests`, and an insert.

With `MATCHING` the insert asks the database for as much as a created petition does in all services
(the table of `make bench` counts them): what is then left of the distance is work in Python.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import requests
from flask import Flask, Response, request
from pymongo import MongoClient

from benchmarks.installation import Caller
from tests.support.servers import free_port

_ROOT = Path(__file__).resolve().parents[1]
_DATABASE, _BEHIND, _OPERATIONS = "BARE_DATABASE", "BARE_BEHIND", "BARE_OPERATIONS"
SINGLE, MATCHING = "single", "matching"
_ALSO_WRITTEN, _ALSO_READ = 7, 3
_SECONDS = 20.0


def create_insert() -> Flask:
    """Return an application that writes the JSON it is sent."""
    app = Flask("insert")
    client = MongoClient[dict[str, Any]](os.environ[_DATABASE])
    rows, counters = client.benchmark.cases, client.benchmark.counters
    also = [client.benchmark[f"also_{place}"] for place in range(_ALSO_WRITTEN)]
    matching = os.environ[_OPERATIONS] == MATCHING

    @app.post("/")
    def insert() -> tuple[dict[str, str], int]:
        made = rows.insert_one({**request.get_json(), "history": [], "version": 1})
        if matching:
            counters.find_one_and_update({"_id": "cases"}, {"$inc": {"last": 1}}, upsert=True)
            for each in also:
                each.insert_one({**request.get_json(), "_id": made.inserted_id})
            for each in also[:_ALSO_READ]:
                each.find_one({"_id": made.inserted_id})
        return {"id": str(made.inserted_id)}, 201

    return app


def create_proxy() -> Flask:
    """Return an application that passes on what it is sent."""
    app = Flask("proxy")
    session = requests.Session()
    session.trust_env = False

    @app.post("/")
    def forward() -> Response:
        answer = session.post(os.environ[_BEHIND], json=request.get_json(), timeout=10)
        return Response(answer.content, answer.status_code, content_type="application/json")

    return app


@contextmanager
def bare_path(database_url: str, operations: str = SINGLE) -> Iterator[str]:
    """Lend the host of a bare proxy before a bare insert into the same database server."""
    behind = free_port()
    with _serving("create_insert", behind, {_DATABASE: database_url, _OPERATIONS: operations}):
        front = free_port()
        with _serving("create_proxy", front, {_BEHIND: f"http://127.0.0.1:{behind}/"}):
            yield f"127.0.0.1:{front}"


@contextmanager
def _serving(factory: str, port: int, settings: dict[str, str]) -> Iterator[None]:
    arguments = ("--worker-class=gthread", "--threads=8", "--keep-alive=75", "--log-level=error")
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{port}", *arguments),
            f"benchmarks.bare:{factory}()",
        ],
        cwd=_ROOT,
        env={**os.environ, **settings},
    )
    try:
        _await(f"127.0.0.1:{port}")
        yield
    finally:
        process.terminate()
        process.wait(10)


def _await(host: str) -> None:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError, RuntimeError), Caller(host) as caller:
            caller.send("POST", "/", b"{}")
            return
        time.sleep(0.1)
    raise TimeoutError(host)
