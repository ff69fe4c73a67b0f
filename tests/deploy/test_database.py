"""What the embedded database acknowledged is there after a kill, and its indexes are as made."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError, PyMongoError

from tests.support.servers import EmbeddedDatabase

WRITERS, DOCUMENTS, KILLS, WRITES_BEFORE_A_KILL = 4, 40, 6, 200
Documents = Collection[dict[str, Any]]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedDatabase]:
    """A server on a disk, whose syncs take as long as they do for an office."""
    with EmbeddedDatabase(tmp_path) as running:
        yield running


@contextmanager
def documents(server: EmbeddedDatabase) -> Iterator[Documents]:
    with MongoClient[dict[str, Any]](
        server.url, directConnection=True, serverSelectionTimeoutMS=2_000
    ) as client:
        yield client.trial.documents


def test_an_index_made_just_before_a_kill_keeps_its_rules(server: EmbeddedDatabase) -> None:
    with documents(server) as before:
        before.create_index("number", unique=True)
        before.create_index("key", sparse=True)
        before.insert_one({"number": 1})
        rules = before.index_information()
    server.kill()
    server.start()

    with documents(server) as after:
        assert after.index_information() == rules
        with pytest.raises(DuplicateKeyError):
            after.insert_one({"number": 1})


class Writers:
    """Several at once, each with documents of its own, who remember what was acknowledged."""

    def __init__(self, server: EmbeddedDatabase, acknowledged: dict[int, int]) -> None:
        self.server, self.acknowledged = server, acknowledged
        self.enough = threading.Semaphore(0)
        self.threads = [
            threading.Thread(target=self._write, args=(share,)) for share in range(WRITERS)
        ]

    def _write(self, share: int) -> None:
        with suppress(PyMongoError), documents(self.server) as mine:
            while True:
                for number in range(share, DOCUMENTS, WRITERS):
                    version = self.acknowledged[number] + 1
                    mine.update_one(
                        {"_id": number},
                        {"$set": {"version": version, "key": f"k|{version % 7}"}},
                        upsert=True,
                    )
                    self.acknowledged[number] = version
                    self.enough.release()

    def work_until_killed(self) -> None:
        for thread in self.threads:
            thread.start()
        for _ in range(WRITES_BEFORE_A_KILL):
            self.enough.acquire()
        self.server.kill()
        for thread in self.threads:
            thread.join()


def test_nothing_acknowledged_is_lost_and_indexes_agree_after_kills_under_load(
    server: EmbeddedDatabase,
) -> None:
    acknowledged = dict.fromkeys(range(DOCUMENTS), 0)
    with documents(server) as fresh:
        fresh.create_index("key")

    for _ in range(KILLS):
        Writers(server, acknowledged).work_until_killed()
        server.start()
        with documents(server) as after:
            scanned = {each["_id"]: each for each in after.find({})}
            for number, version in acknowledged.items():
                assert version == 0 or scanned[number]["version"] >= version
            for key in (f"k|{rest}" for rest in range(7)):
                by_index = {each["_id"] for each in after.find({"key": key})}
                assert by_index == {n for n, each in scanned.items() if each["key"] == key}
            acknowledged |= {number: each["version"] for number, each in scanned.items()}
