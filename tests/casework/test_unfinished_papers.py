"""What a killed process left of a paper goes by itself; what belongs to a paper stays."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from bson import ObjectId

from shared.attachments.sealing import SEGMENT_BYTES
from shared.attachments.store import PaperStore
from shared.attachments.unfinished import Unfinished
from shared.storage.database import Database
from tests.support.servers import EmbeddedDatabase

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KILLED = """
import io, os, signal, sys
from pymongo import MongoClient
from shared.attachments.store import PaperStore

class Cut(io.BytesIO):
    def read(self, size=-1):
        if self.tell() > 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read(size)

address, name, size = sys.argv[1:]
store = PaperStore(MongoClient(address)[name], lambda key: (key or "k", bytes(32)))
store.put("a hash", Cut(bytes(int(size))), int(size))
"""


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def unfinished(database: Database, clock: Clock) -> Unfinished:
    store(database).prepare()
    return Unfinished(database, now=clock)


def store(database: Database) -> PaperStore:
    return PaperStore(database, lambda key: (key or "k", bytes(32)))


def chunks_of(database: Database, at: datetime, *, with_file: bool = False) -> ObjectId:
    """Write two chunks of a paper that was begun at this time; return its id."""
    begun = ObjectId.from_datetime(at)
    paper = ObjectId(begun.binary[:4] + os.urandom(8))
    chunks = ({"files_id": paper, "n": n, "data": b"sealed"} for n in range(2))
    database["papers.chunks"].insert_many(chunks)
    if with_file:
        metadata = {"content": str(paper)}
        database["papers.files"].insert_one({"_id": paper, "metadata": metadata})
    return paper


def kept(database: Database) -> set[ObjectId]:
    return set(database["papers.chunks"].distinct("files_id"))


def look_twice(unfinished: Unfinished, clock: Clock) -> None:
    unfinished.work()
    clock.now += DAY
    unfinished.work()


def test_what_a_killed_process_left_of_a_paper_goes(
    server: EmbeddedDatabase, database: Database, unfinished: Unfinished, clock: Clock
) -> None:
    arguments = (server.url, database.name, str(3 * SEGMENT_BYTES))
    killed = subprocess.run([sys.executable, "-c", KILLED, *arguments], check=False)
    assert killed.returncode < 0
    assert len(kept(database)) == 1
    whole = b"a paper that is whole"
    store(database).put("another hash", io.BytesIO(whole), len(whole))

    clock.now = datetime.now(UTC) + DAY + HOUR
    look_twice(unfinished, clock)

    found = store(database).find("another hash")
    assert found is not None
    assert kept(database) == {found.file_id}
    assert b"".join(store(database).read(found)) == whole


def test_chunks_of_papers_and_young_ones_stay(
    database: Database, unfinished: Unfinished, clock: Clock
) -> None:
    old = [chunks_of(database, NOON - age) for age in (DAY + HOUR, 40 * DAY, 3 * 365 * DAY)]
    whole = [
        chunks_of(database, NOON - age, with_file=True) for age in (DAY + HOUR, 30 * DAY, HOUR)
    ]
    young = chunks_of(database, NOON - HOUR)
    assert kept(database) == {*old, *whole, young}

    look_twice(unfinished, clock)

    assert kept(database) == {*whole, young}


def test_of_a_store_without_papers_all_that_is_old_goes(
    database: Database, unfinished: Unfinished, clock: Clock
) -> None:
    chunks_of(database, NOON - 3 * DAY)

    look_twice(unfinished, clock)

    assert kept(database) == set()


def test_an_upload_that_was_asleep_for_days_is_not_cut_off(
    database: Database, unfinished: Unfinished, clock: Clock
) -> None:
    begun = chunks_of(database, NOON - 3 * DAY)
    unfinished.work()

    # The machine wakes up, and so does the process that writes the paper.
    database["papers.files"].insert_one({"_id": begun, "metadata": {"content": "a hash"}})
    clock.now += DAY
    unfinished.work()

    assert kept(database) == {begun}


def test_it_looks_once_a_day_and_then_only_at_what_is_new(
    database: Database, unfinished: Unfinished, clock: Clock
) -> None:
    chunks_of(database, NOON - 2 * DAY, with_file=True)
    assert unfinished.is_due()
    unfinished.work()

    clock.now += DAY - HOUR
    assert not unfinished.is_due()
    clock.now += HOUR
    assert unfinished.is_due()
    late = chunks_of(database, NOON - 2 * DAY)  # of a time that was looked at
    look_twice(unfinished, clock)

    assert late in kept(database)


def test_days_that_a_wrong_clock_jumped_over_are_looked_at(
    database: Database, unfinished: Unfinished, clock: Clock
) -> None:
    clock.now += 1_000 * DAY
    unfinished.work()
    clock.now = NOON
    unfinished.work()

    chunks_of(database, NOON + HOUR)
    clock.now += 2 * DAY
    look_twice(unfinished, clock)

    assert kept(database) == set()


def test_a_look_that_was_stopped_is_done_again(
    database: Database, unfinished: Unfinished, clock: Clock
) -> None:
    chunks_of(database, NOON - 10 * DAY, with_file=True)
    chunks_of(database, NOON - 5 * DAY)
    turns = iter([True, True, False])

    unfinished.work(lambda: next(turns))
    assert unfinished.is_due()
    look_twice(unfinished, clock)

    assert len(kept(database)) == 1
