"""Documents on a desk: guarded by what was read, gathered, written once, and remembered."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from pymongo import MongoClient, monitoring

from shared.storage.busy import BusyDocumentError
from shared.storage.database import Database, DocumentCollection
from shared.storage.desk import Desk, Write, gathered


class Commands(monitoring.CommandListener):
    """Writes down what is asked of the database."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        self.names.append(event.command_name)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Nothing to note."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Nothing to note."""


@pytest.fixture
def rows(database: Database) -> DocumentCollection:
    rows = database["rows"]
    names = ("one", "two", "three")
    rows.insert_many([{"_id": each, "version": 1, "tags": [each], "history": []} for each in names])
    return rows


def a_desk(rows: DocumentCollection, **options: Any) -> Desk:
    return Desk(rows, ("version",), **options)


def counted(desk: Desk, name: str) -> bool:
    """Add one to a document and to its history."""
    found = desk.get(name)
    assert found is not None
    version = found["version"] + 1
    state = {"version": version, "count": found.get("count", 0) + 1}
    return desk.write(found, Write(state, entries=[{"version": version}])) is not None


def of_another(rows: DocumentCollection, name: str) -> None:
    """Write a document as another process does."""
    rows.update_one({"_id": name}, {"$set": {"other": True}, "$inc": {"version": 1}})


def test_alone_a_write_is_there_at_once(rows: DocumentCollection) -> None:
    assert counted(a_desk(rows), "one")

    assert rows.find_one({"_id": "one"}) == {
        "_id": "one",
        "version": 2,
        "count": 1,
        "tags": ["one"],
        "history": [{"version": 2}],
    }


def test_a_write_after_what_was_read_before_another_wrote_is_refused(
    rows: DocumentCollection,
) -> None:
    desk = a_desk(rows)
    found = desk.get("one")
    assert found is not None
    of_another(rows, "one")

    assert desk.write(found, Write({"version": 2, "count": 1})) is None


def test_what_is_gathered_sees_itself_and_is_written_together(rows: DocumentCollection) -> None:
    desk = a_desk(rows)
    with gathered([desk]) as gathering:
        for name in ("one", "two", "one"):
            assert counted(desk, name)
        assert desk.insert({"_id": "new", "version": 1, "tags": ["two"], "history": []})
        assert counted(desk, "new")
        assert {row["_id"] for row in desk.having("tags", ["two"])} == {"two", "new"}
        assert rows.count_documents({"count": {"$gte": 1}}) == 0
        assert gathering.write() == []

    found = {row["_id"]: row for row in rows.find({"count": {"$gte": 1}})}
    assert {name: row["count"] for name, row in found.items()} == {"one": 2, "two": 1, "new": 1}
    assert found["one"]["history"] == [{"version": 2}, {"version": 3}]
    assert found["new"]["history"] == [{"version": 2}]


def test_what_was_gathered_and_not_written_is_dropped(rows: DocumentCollection) -> None:
    desk = a_desk(rows)
    with gathered([desk]):
        counted(desk, "one")

    assert desk.get("one") == {"_id": "one", "version": 1, "tags": ["one"]}


def test_a_document_that_another_wrote_is_refused_and_the_others_are_written(
    rows: DocumentCollection,
) -> None:
    desk = a_desk(rows)
    with gathered([desk]) as gathering:
        for cause, name in enumerate(("one", "two", "one", "three")):
            gathering.note_cause(cause)
            counted(desk, name)
        of_another(rows, "one")
        assert gathering.write() == [0, 2]

    kept = {row["_id"]: row.get("count") for row in rows.find()}
    assert kept == {"one": None, "two": 1, "three": 1}


def test_a_new_document_that_is_there_already_is_refused(rows: DocumentCollection) -> None:
    desk = a_desk(rows)
    with gathered([desk]) as gathering:
        gathering.note_cause(7)
        assert desk.insert({"_id": "one", "version": 1})
        assert gathering.write() == [7]

    assert rows.count_documents({}) == 3


def test_what_is_expected_to_be_missing_is_not_asked_for(rows: DocumentCollection) -> None:
    desk = a_desk(rows)
    with gathered([desk]) as gathering:
        desk.expect_missing(["four", "two"])
        assert [desk.get(name) for name in ("four", "two")] == [None, None]
        for cause, name in enumerate(("four", "two")):
            gathering.note_cause(cause)
            assert desk.insert({"_id": name, "version": 1, "new": True, "history": []})
        again = gathering.write()

    # The second was there all the same: whoever is its cause is asked to do it anew.
    assert again == [1]
    assert rows.count_documents({"new": True}) == 1
    assert desk.get("two") == {"_id": "two", "version": 1, "tags": ["two"]}


def test_what_is_remembered_is_not_taken_for_missing(rows: DocumentCollection) -> None:
    desk = a_desk(rows)
    with gathered([desk]) as gathering:
        assert counted(desk, "one")
        gathering.write()
    with gathered([desk]):
        desk.expect_missing(["one"])
        assert desk.get("one") is not None


def test_a_field_taken_away_and_set_again_is_there(rows: DocumentCollection) -> None:
    desk = a_desk(rows)
    with gathered([desk]) as gathering:
        for gone, state in ((("tags",), {}), ((), {"tags": ["new"]}), (("other",), {"count": 1})):
            found = desk.get("one")
            assert found is not None
            assert desk.write(found, Write({**state, "version": found["version"] + 1}, gone))
        assert gathering.write() == []

    found = rows.find_one({"_id": "one"}, {"tags": 1, "count": 1})
    assert found == {"_id": "one", "tags": ["new"], "count": 1}


def test_what_was_written_is_not_read_again(rows: DocumentCollection) -> None:
    commands = Commands()
    host, port = rows.database.client.address or ("", 0)
    client: MongoClient[dict[str, Any]] = MongoClient(host, port, event_listeners=[commands])
    with client:
        desk = a_desk(client[rows.database.name]["rows"])
        for _ in range(2):
            commands.names.clear()
            with gathered([desk]) as gathering:
                desk.look_up(["one", "two"])
                assert counted(desk, "one")
                assert counted(desk, "two")
                assert gathering.write() == []
        assert commands.names == ["update"]


def test_what_is_remembered_and_was_written_by_another_is_read_again(
    rows: DocumentCollection,
) -> None:
    desk = a_desk(rows)
    for refused in ([], [0], []):
        if refused:
            of_another(rows, "one")
        with gathered([desk]) as gathering:
            gathering.note_cause(0)
            counted(desk, "one")
            assert gathering.write() == refused

    found = rows.find_one({"_id": "one"}, {"history": 0})
    assert found == {"_id": "one", "version": 4, "count": 2, "tags": ["one"], "other": True}


def test_only_so_much_is_remembered(rows: DocumentCollection) -> None:
    desk = a_desk(rows, remembered=1)
    with gathered([desk]) as gathering:
        counted(desk, "one")
        counted(desk, "two")
        gathering.write()
    rows.update_many({}, {"$set": {"seen": True}})

    with gathered([desk]):
        seen = [(desk.get(name) or {}).get("seen", False) for name in ("one", "two")]
    assert sorted(seen) == [False, True]


def test_another_thread_writes_as_if_nothing_were_gathered(rows: DocumentCollection) -> None:
    desk = a_desk(rows)
    with gathered([desk]) as gathering:
        counted(desk, "one")
        thread = threading.Thread(target=counted, args=(desk, "two"))
        thread.start()
        thread.join()
        assert rows.count_documents({"count": 1}) == 1
        gathering.write()

    assert rows.count_documents({"count": 1}) == 2


def test_of_two_that_change_a_document_one_looks_again(rows: DocumentCollection) -> None:
    desk = a_desk(rows)
    tries = []

    def decide(row: dict[str, Any]) -> Write:
        tries.append(row["version"])
        if len(tries) == 1:
            of_another(rows, "one")
        return Write({"version": row["version"] + 1, "count": 1})

    after = desk.change("one", decide)
    assert tries == [1, 2]
    assert after is not None
    assert after["other"]


def test_a_document_that_others_never_leave_alone_is_given_up(rows: DocumentCollection) -> None:
    def decide(row: dict[str, Any]) -> Write:
        of_another(rows, "one")
        return Write({"version": row["version"] + 1})

    with pytest.raises(BusyDocumentError, match="one"):
        a_desk(rows).change("one", decide)
