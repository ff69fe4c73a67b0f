"""How many commands per second go through the gateway, against what the machine can do at best.

Run: `.venv/bin/python -m benchmarks.commands [seconds for each]`. Two floors are measured in the
same run: a bare Flask application under gunicorn that echoes JSON, and a bare insert and update
on the same embedded database. A command is more than both together: two processes, a checked
token, a signed identity, a read and a synced write, and everything that its event sets in motion.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import requests
from flask import Flask, Response, jsonify, request
from pymongo import MongoClient

from benchmarks.table import show
from deploy.embedded.stack import ROOT, Stack
from tests.support.events import eventually
from tests.support.servers import EmbeddedDatabase, free_port
from tests.support.stack import Officers, databases_of, officers_of
from tests.system.cases import REFERRAL, a_petition
from tests.system.invariants import settle

SECONDS = 8.0
CLIENTS = 8
HEADINGS = ("what", "per second", "of the echo", "of the database")
Work = Callable[[], None]


def create_echo() -> Flask:
    """Return the smallest application that reads and writes JSON."""
    app = Flask("echo")

    @app.post("/")
    def echo() -> Response:
        return jsonify(request.get_json())

    return app


def rate(work: Work, seconds: float, clients: int = CLIENTS) -> float:
    """Return how often `work` is done per second by so many clients at once."""
    over = threading.Event()

    def busy() -> int:
        done = 0
        while not over.is_set():
            work()
            done += 1
        return done

    with ThreadPoolExecutor(clients) as pool:
        began = time.perf_counter()
        workers = [pool.submit(busy) for _ in range(clients)]
        over.wait(seconds)
        over.set()
        done = sum(worker.result() for worker in workers)
        return done / (time.perf_counter() - began)


@contextmanager
def echo_server() -> Iterator[str]:
    """Serve the echo as every web process is served."""
    port = free_port()
    command = [
        "-m",
        "gunicorn",
        "-c",
        "deploy/gunicorn.conf.py",
        "benchmarks.commands:create_echo()",
    ]
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "PORT": str(port)},
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}/"
    try:
        eventually(lambda: answers(address))
        yield address
    finally:
        process.terminate()
        process.wait(10)


def answers(address: str) -> bool:
    """Say whether somebody serves HTTP there."""
    try:
        return requests.post(address, json={}, timeout=1).ok
    except requests.RequestException:
        return False


def echoes(seconds: float) -> float:
    """Return the rate of a bare HTTP request with a petition as its body."""
    body = a_petition()
    local = threading.local()

    def work() -> None:
        if not hasattr(local, "session"):
            local.session = requests.Session()
        assert local.session.post(address, json=body, timeout=10).ok

    with echo_server() as address:
        return rate(work, seconds)


def writes(seconds: float) -> float:
    """Return the rate of one insert and one update of a document of the size of a case."""
    with EmbeddedDatabase() as server, MongoClient[dict[str, object]](server.url) as client:
        cases = client.benchmark.cases

        def work() -> None:
            made = cases.insert_one({"version": 1, "content": "x" * 3000, "history": []})
            cases.update_one(
                {"_id": made.inserted_id, "version": 1},
                {"$set": {"version": 2}, "$push": {"history": {"entry": "x" * 1000}}},
            )

        return rate(work, seconds)


def commands(officers: Officers, seconds: float) -> float:
    """Return the rate of commands: each petition is opened and referred."""

    def work() -> None:
        case = officers.open("petitions", a_petition())
        officers.act("petitions", case["id"], "refer", REFERRAL)

    return 2 * rate(work, seconds)


def reads(officers: Officers, seconds: float) -> float:
    """Return the rate of reading one case."""
    case = officers.open("petitions", a_petition())

    def work() -> None:
        officers.case("petitions", case["id"])

    return rate(work, seconds)


def main(arguments: list[str]) -> None:
    """Measure the floors, then reading and commanding through the gateway."""
    seconds = float(arguments[0]) if arguments else SECONDS
    echo, write = echoes(seconds), writes(seconds)
    rows = [
        ["echo of Flask and gunicorn", f"{echo:.0f}", "1", ""],
        ["insert and update", f"{write:.0f}", "", "1"],
    ]
    with (
        tempfile.TemporaryDirectory(prefix="concord-benchmark-") as folder,
        Stack(Path(folder)) as stack,
        officers_of(stack) as officers,
        databases_of(stack) as client,
    ):
        for title, measure in (("reading a case", reads), ("commands", commands)):
            found = measure(officers, seconds)
            rows.append([title, f"{found:.0f}", f"{found / echo:.3f}", f"{found / write:.3f}"])
        began = time.perf_counter()
        settle(client)
        print(f"all events dealt with {time.perf_counter() - began:.1f} s after the last command")
    show(f"{CLIENTS} clients at once, {seconds:.0f} s each", HEADINGS, rows)


if __name__ == "__main__":
    main(sys.argv[1:])
