"""What the embedded database does over a day's work, and what a kill under load costs it.

Run: `.venv/bin/python -m benchmarks.embedded_database [updates] [kills]`. For each way of running
the server: small updates of indexed documents at full speed by several writers, then the server is
killed again and again under the same load. After each kill every acknowledged write is looked for,
and every index is held against a scan.
"""

from __future__ import annotations

import random
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.errors import PyMongoError

from benchmarks.table import show
from tests.support.servers import EmbeddedDatabase

UPDATES, KILLS, WRITERS, DOCUMENTS = 200_000, 6, 4, 2_000
SECONDS_BEFORE_A_KILL = 8.0
INDEXES = ("group", "due_on", "owner")
ENGINE_FILE = "WiredTiger.config"
# Options of the server, and settings of its storage engine.
WAYS: dict[str, tuple[tuple[str, ...], str]] = {
    "no checkpoints": ((), ""),
    "tables not logged": (("--data-nonlogged", "--checkpoint-seconds", "60"), ""),
    "as it is run": ((), "checkpoint=(wait=10,log_size=64MB)\n"),
}
HEADINGS = (
    *("way", "updates/s", "memory MB", "disk MB", "most disk MB"),
    *("kills", "acknowledged", "lost", "out of step", "up again s"),
)
Documents = Collection[dict[str, Any]]


class Database(EmbeddedDatabase):
    """The embedded database with other settings."""

    def __init__(self, options: Sequence[str], engine_settings: str) -> None:
        super().__init__()
        self._options, self._engine_settings = options, engine_settings

    def _command(self) -> list[str]:
        command = [*super()._command(), *self._options]
        (self.data / ENGINE_FILE).write_text(self._engine_settings)
        return command

    def memory(self) -> float:
        """Return what the process holds itself, in MB."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        return int(next(x for x in status.splitlines() if x.startswith("Pss:")).split()[1]) / 1024

    def disk(self) -> float:
        """Return what its files take on the disk, in MB; sparse parts do not count."""
        sizes = []
        for path in self.data.rglob("*"):
            with suppress(FileNotFoundError):
                sizes.append(path.stat().st_blocks * 512)
        return sum(sizes) / 1e6


@dataclass
class Load:
    """Writers that each own a share of the documents and remember what was acknowledged."""

    url: str
    acknowledged: dict[int, int]
    over: threading.Event
    done: int = 0

    def write(self, share: int, updates: int) -> None:
        """Make so many updates, or fewer when the server goes away."""
        chance = random.Random(share)
        with suppress(PyMongoError), client_of(self.url) as client:
            documents = client.trial.documents
            for _ in range(updates):
                if self.over.is_set():
                    return
                number = chance.randrange(DOCUMENTS // WRITERS) * WRITERS + share
                version = self.acknowledged[number] + 1
                documents.update_one({"_id": number}, {"$set": changed(number, version)})
                self.acknowledged[number] = version
                self.done += 1

    def run(self, updates: int) -> list[threading.Thread]:
        """Start the writers."""
        threads = [
            threading.Thread(target=self.write, args=(share, updates // WRITERS))
            for share in range(WRITERS)
        ]
        for thread in threads:
            thread.start()
        return threads


def client_of(url: str) -> MongoClient[dict[str, Any]]:
    """Return a client that gives up soon."""
    return MongoClient(url, directConnection=True, serverSelectionTimeoutMS=2_000)


def changed(number: int, version: int) -> dict[str, Any]:
    """Return the fields that an update sets: three of them are indexed."""
    return {
        "version": version,
        "group": f"group|{(number + version) % 97:03}",
        "due_on": f"2026-{1 + version % 12:02}|{number:05}",
        "owner": f"owner|{(number * 31 + version) % 41:03}",
    }


def filled(documents: Documents) -> dict[int, int]:
    """Insert the documents, about 1 kB each, and return the version of each."""
    for name in INDEXES:
        documents.create_index(name)
    documents.insert_many(
        [{"_id": n, "text": "案" * 300, **changed(n, 0)} for n in range(DOCUMENTS)]
    )
    return dict.fromkeys(range(DOCUMENTS), 0)


def lost_writes(documents: Documents, acknowledged: dict[int, int]) -> int:
    """Count documents older than what was acknowledged."""
    found = {each["_id"]: each["version"] for each in documents.find({}, {"version": 1})}
    return sum(found.get(number, -1) < version for number, version in acknowledged.items())


def entries_out_of_step(documents: Documents) -> int:
    """Count documents that an index misses, or has under a value that they no longer have."""
    scanned = list(documents.find({}, dict.fromkeys(INDEXES, 1)))
    wrong = 0
    for name in INDEXES:
        values = {each[name] for each in scanned}
        by_index = {
            (each["_id"], value)
            for value in values
            for each in documents.find({name: value}, {"_id": 1})
        }
        wrong += len(by_index ^ {(each["_id"], each[name]) for each in scanned})
    return wrong


def a_days_work(database: Database, load: Load, updates: int) -> tuple[float, float]:
    """Return updates per second, and the most that the files took meanwhile."""
    begun, most = time.monotonic(), 0.0
    threads = load.run(updates)
    while any(thread.is_alive() for thread in threads):
        most = max(most, database.disk())
        time.sleep(1)
    return load.done / (time.monotonic() - begun), most


def kills(database: Database, load: Load, times: int) -> Iterator[tuple[int, int, float]]:
    """Yield after each kill under load: lost writes, entries out of step, seconds to be up."""
    for _ in range(times):
        threads = load.run(10_000_000)
        time.sleep(SECONDS_BEFORE_A_KILL * random.uniform(0.7, 1.3))
        database.kill()
        for thread in threads:
            thread.join()
        begun = time.monotonic()
        database.start()
        seconds = time.monotonic() - begun
        with client_of(database.url) as client:
            documents = client.trial.documents
            yield (
                lost_writes(documents, load.acknowledged),
                entries_out_of_step(documents),
                seconds,
            )
            load.acknowledged |= {
                each["_id"]: each["version"] for each in documents.find({}, {"version": 1})
            }


def measured(way: str, updates: int, times: int) -> tuple[str, ...]:
    """Return the row of one way of running the server."""
    with ExitStack() as open_things:
        database = open_things.enter_context(Database(*WAYS[way]))
        with client_of(database.url) as client:
            load = Load(database.url, filled(client.trial.documents), threading.Event())
        rate, most = a_days_work(database, load, updates)
        memory, disk = database.memory(), database.disk()
        before = load.done
        found = list(kills(database, load, times))
        lost, wrong, seconds = (list(each) for each in zip(*found, strict=True))
    return (
        *(way, f"{rate:.0f}", f"{memory:.0f}", f"{disk:.0f}", f"{most:.0f}", str(times)),
        *(f"{load.done - before}", f"{sum(lost)}", f"{sum(wrong)}", f"{max(seconds):.1f}"),
    )


def main(arguments: list[str]) -> None:
    """Measure every way in turn."""
    updates, times = (*map(int, arguments), *(UPDATES, KILLS)[len(arguments) :])
    rows = [measured(way, updates, times) for way in WAYS]
    show(f"{updates} updates by {WRITERS} writers, then kills", HEADINGS, rows)


if __name__ == "__main__":
    main(sys.argv[1:])
