"""A whole installation of any checkout, looked at from outside: over HTTP and through `/proc`."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from benchmarks.counting import FOLDER

_RUNNER = Path(__file__).with_name("run_installation.py")
_COUNTING = Path(__file__).with_name("counting.py")
_TICKS = os.sysconf("SC_CLK_TCK")
_UTIME, _STIME = 11, 12  # fields of /proc/<pid>/stat behind the name in brackets, proc(5)
_CALM_SHARE, _CALM_PATIENCE_SECONDS = 0.15, 120.0


@dataclass(frozen=True)
class Installation:
    """Where it answers, and which processes are its own."""

    address: str
    database_url: str
    passwords: Mapping[str, Mapping[str, str]]
    processes: Mapping[str, int]
    ready_seconds: float
    counts: Path

    @property
    def host(self) -> str:
        """The host and port of the gateway."""
        return urlsplit(self.address).netloc

    def processor_seconds(self) -> Counter[str]:
        """Return what each process and its children have used of the processor so far."""
        return Counter({name: sum(map(_used, ids)) for name, ids in self._families().items()})

    def memory_megabytes(self) -> float:
        """Return the proportional memory of all processes; a shared page counts once."""
        return sum(_proportional(pid) for ids in self._families().values() for pid in ids) / 1024

    def operations(self) -> Counter[str]:
        """Return how often each process has sent each command to the database so far."""
        found: Counter[str] = Counter()
        for file in self.counts.glob("*.json"):
            name = file.stem.rpartition("-")[0]
            read: dict[str, int] = json.loads(file.read_text())
            found.update({f"{name} {what}": times for what, times in read.items()})
        return found

    def calm(self) -> None:
        """Wait until nothing that was set in motion goes on."""
        deadline = time.monotonic() + _CALM_PATIENCE_SECONDS
        quiet = 0
        while quiet < 2 and time.monotonic() < deadline:
            before = self.processor_seconds().total()
            time.sleep(1)
            quiet = quiet + 1 if self.processor_seconds().total() - before < _CALM_SHARE else 0

    def _families(self) -> dict[str, list[int]]:
        own = set(self.processes.values())
        return {name: list(_family(pid, own - {pid})) for name, pid in self.processes.items()}


class Caller:
    """One connection to one address that stays open, as cheap as the standard library has it."""

    def __init__(self, host: str, headers: Mapping[str, str] | None = None) -> None:
        self._connection = http.client.HTTPConnection(host, timeout=30)
        self._headers = {"Content-Type": "application/json", **(headers or {})}

    def send(self, method: str, path: str, body: bytes | None = None) -> bytes:
        """Return the body of the answer; `RuntimeError` for a refusal."""
        self._connection.request(method, path, body, self._headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{answer.status}: {content[:300]!r}")
        return content

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def signed_in(installation: Installation, role: str) -> dict[str, str]:
    """Return the header by which the officer of a role is known."""
    account = installation.passwords[role]
    body = {"username": account["username"], "password": account["password"]}
    with Caller(installation.host) as caller:
        answer = json.loads(caller.send("POST", "/api/v1/auth/token", json.dumps(body).encode()))
    return {"Authorization": f"Bearer {answer['access_token']}"}


@contextmanager
def running(tree: Path, *, counting: bool = False) -> Iterator[Installation]:
    """Run a checkout in a folder of its own; with `counting`, its processes count operations."""
    with tempfile.TemporaryDirectory(prefix="concord-benchmark-") as name:
        folder = Path(name)
        counts = folder / "counts"
        counts.mkdir()
        path = [str(tree)]
        if counting:
            # Run by each process at its start, whatever that checkout itself can count.
            (folder / "sitecustomize.py").write_text(f"{_COUNTING.read_text()}\n\ninstall()\n")
            path.insert(0, name)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path)}
        environment |= {FOLDER: str(counts)} if counting else {}
        process = subprocess.Popen(
            [sys.executable, "-P", str(_RUNNER), str(folder / "data")],
            cwd=tree,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield _told(process, counts)
        finally:
            process.communicate()


def _told(process: subprocess.Popen[str], counts: Path) -> Installation:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError("the installation did not start")
    facts: dict[str, Any] = json.loads(line)
    officers = json.loads(Path(facts.pop("credentials")).read_text("utf-8"))["officers"]
    return Installation(**facts, passwords=officers, counts=counts)


def _family(pid: int, others: set[int]) -> Iterator[int]:
    """Yield a process and those of its descendants that have no name of their own."""
    yield pid
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        for number in map(int, file.read_text().split()):
            if number not in others:
                yield from _family(number, others)


def _used(pid: int) -> float:
    values = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(values[_UTIME]) + int(values[_STIME])) / _TICKS


def _proportional(pid: int) -> int:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(next(x for x in rollup.splitlines() if x.startswith("Pss:")).split()[1])
