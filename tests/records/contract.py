"""What every document that keeps its own history holds to, whoever keeps it."""

from __future__ import annotations

import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any, ClassVar

from pymongo import monitoring

from shared.events.long_history import LongHistory
from shared.records.due import due_rows
from shared.storage.database import Database, Document
from tests.support.database import connected

STEPS = 3


class Watcher(monitoring.CommandListener):
    """Sees what a client writes to a collection; `before_first` happens just before it writes."""

    def __init__(self, collection: str, before_first: Callable[[], None] | None = None) -> None:
        self.collection = collection
        self.updates: list[Mapping[str, Any]] = []
        self.inserted: list[Mapping[str, Any]] = []
        self._before_first = before_first

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if event.command.get(event.command_name) != self.collection:
            return
        if event.command_name not in {"insert", "update"}:
            return
        happens, self._before_first = self._before_first, None
        if happens is not None:
            happens()
        self.updates += [each["u"] for each in event.command.get("updates", ())]
        self.inserted += event.command.get("documents", ())

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Nothing to note."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Nothing to note."""


@contextmanager
def watched(database: Database, watcher: Watcher) -> Iterator[Database]:
    """Yield the database as another process has it, whose writes are seen."""
    host, port = database.client.address or ("", 0)
    with connected(f"mongodb://{host}:{port}", watcher) as client:
        yield client[database.name]


class WrittenOnceContract(ABC):
    """Inherited where such a document comes about in one write, and nothing happens to it then."""

    collection: ClassVar[str]

    @abstractmethod
    def begin(self, database: Database) -> str:
        """Let the document come about, or what brought it about come again; return its id."""

    def test_state_history_and_what_is_to_be_told_are_one_write(self, database: Database) -> None:
        watcher = Watcher(self.collection)
        with watched(database, watcher) as here:
            document_id = self.begin(here)

        (written,) = watcher.inserted
        assert watcher.updates == []
        assert (written["version"], written["pending"]) == (1, True)
        (entry,) = written["history"]
        assert entry["events"], "nothing was told: the test says nothing"
        stored = database[self.collection].find_one({"_id": document_id})
        assert stored is not None
        assert (stored["version"], len(stored["history"])) == (1, 1)

    def test_what_comes_again_changes_nothing(self, database: Database) -> None:
        document_id = self.begin(database)
        before = database[self.collection].find_one({"_id": document_id})

        self.begin(database)

        assert list(database[self.collection].find()) == [before]

    def test_of_two_that_bring_it_about_at_the_same_moment_one_does(
        self, database: Database
    ) -> None:
        first: list[Document] = []

        def another() -> None:
            self.begin(database)
            first.extend(database[self.collection].find())

        with watched(database, Watcher(self.collection, another)) as here:
            self.begin(here)

        assert list(database[self.collection].find()) == first
        assert len(first) == 1


class RecordsContract(ABC):
    """
    Inherited by a test of each collection of such documents, which says how one comes about.

    `step` lets one more thing happen to it, another for each number from 1 to `STEPS`;
    `at_once` are the numbers of two that happen at the same moment.
    """

    collection: ClassVar[str]
    at_once: ClassVar[tuple[int, int]] = (1, 2)

    @abstractmethod
    def begin(self, database: Database) -> str:
        """Let the document come about; return its id."""

    @abstractmethod
    def step(self, database: Database, number: int, /) -> None:
        """Let something happen to it."""

    def said(self, entry: Mapping[str, Any]) -> Any:
        """Return what of an entry is the same whenever it is written."""
        return [(event["type"], event["data"]) for event in entry["events"]]

    def whole(self, database: Database, document_id: str) -> Document:
        """Return the document with its whole history."""
        found = database[self.collection].find_one({"_id": document_id})
        assert found is not None
        return LongHistory(database, self.collection).whole(found)

    def test_of_two_that_write_at_the_same_moment_the_second_looks_again(
        self, database: Database
    ) -> None:
        first, second = self.at_once
        one_by_one = database.client[f"test_{uuid.uuid4().hex}"]
        wanted = self.begin(one_by_one)
        for number in (second, first):
            self.step(one_by_one, number)

        document_id = self.begin(database)
        watcher = Watcher(self.collection, lambda: self.step(database, second))
        with watched(database, watcher) as here:
            self.step(here, first)

        expected, found = self.whole(one_by_one, wanted), self.whole(database, document_id)
        assert found["version"] == expected["version"]
        said = [self.said(entry) for entry in found["history"]]
        assert said == [self.said(entry) for entry in expected["history"]]
        assert watcher.updates, "nothing was written: the test says nothing"

    def test_its_history_grows_and_what_stands_there_stays(self, database: Database) -> None:
        document_id = self.begin(database)
        before = self.whole(database, document_id)["history"]
        began_with = len(before)
        for number in range(1, STEPS + 1):
            self.step(database, number)
            after = self.whole(database, document_id)
            assert after["history"][: len(before)] == before
            versions = [entry["version"] for entry in after["history"]]
            assert versions == list(range(1, after["version"] + 1))
            before = after["history"]
        assert len(before) > began_with, "nothing happened: the test says nothing"

    def test_state_history_and_what_is_to_be_told_are_one_write(self, database: Database) -> None:
        document_id = self.begin(database)
        watcher = Watcher(self.collection)
        with watched(database, watcher) as here:
            for number in range(1, STEPS + 1):
                self.step(here, number)

        told = 0
        for update in watcher.updates:
            entries = update.get("$push", {}).get("history", {}).get("$each", [])
            if entries:
                assert update["$set"]["version"] == entries[-1]["version"]
            if any(entry["events"] for entry in entries):
                told += 1
                assert update["$set"]["pending"] is True
        assert told, "nothing was told: the test says nothing"
        assert database[self.collection].find_one({"_id": document_id, "pending": True})


class DueContract(RecordsContract):
    """Inherited where something is to be looked at on a day; the first step deals with it."""

    due_on: ClassVar[date]

    def test_it_is_found_by_the_day_it_waits_for_until_that_was_dealt_with(
        self, database: Database
    ) -> None:
        document_id = self.begin(database)

        assert self._due(database, self.due_on - timedelta(days=1)) == []
        assert self._due(database, self.due_on) == [document_id]
        self.step(database, 1)
        assert self._due(database, self.due_on) == []

    def _due(self, database: Database, day: date) -> list[Any]:
        return [row["_id"] for row in due_rows(database[self.collection], day)]
