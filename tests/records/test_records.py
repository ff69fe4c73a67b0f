"""Documents that tell of themselves: one write a step, guarded, in the order of their versions."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from shared.events.announcements import Announcement
from shared.events.outlet import Outlet
from shared.records.records import Change, RecordEntry, Records
from shared.storage.database import Database, Document
from tests.records.contract import DueContract


@pytest.fixture
def records(database: Database) -> Records:
    made = Records(database, "things")
    made.prepare()
    return made


def counted(current: Document) -> Change:
    told = Announcement("thing.counted", current["_id"], None, {"count": current["count"] + 1})
    entry = RecordEntry("counted", "2024-05-08", announcements=[told])
    return Change({"count": current["count"] + 1}, entry)


@pytest.mark.parametrize("kept_inside", [10**6, 0])
def test_of_writers_at_the_same_moment_none_is_lost(
    records: Records, database: Database, kept_inside: int
) -> None:
    records.long.large_bytes = records.long.kept_bytes = kept_inside
    records.insert("one", {"count": 0}, RecordEntry("made", "2024-05-08"))
    threads = [
        threading.Thread(target=lambda: [records.change("one", counted) for _ in range(5)])
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    found = records.get("one")
    assert found is not None
    assert (found["count"], found["version"], len(found["history"])) == (15, 16, 16)
    (waiting,) = Outlet(database, "things", "coordination").pending(10)
    assert [event.data["count"] for event in waiting.events] == list(range(1, 16))
    assert records.long.older.count_documents({}) == (0 if kept_inside else 15)


def test_a_step_that_tells_nothing_leaves_nothing_for_the_relay(
    records: Records, database: Database
) -> None:
    records.insert("one", {"count": 0}, RecordEntry("made", "2024-05-08"))
    records.change("one", lambda _: Change({"count": 5}, RecordEntry("set", "2024-05-08")))

    assert Outlet(database, "things", "coordination").pending(10) == []


def test_a_silent_step_after_an_untold_one_does_not_hide_it(
    records: Records, database: Database
) -> None:
    records.insert("one", {"count": 0}, RecordEntry("made", "2024-05-08"))
    records.change("one", counted)
    records.change("one", lambda _: Change({"count": 5}, RecordEntry("set", "2024-05-08")))

    (waiting,) = Outlet(database, "things", "coordination").pending(10)
    assert [event.id for event in waiting.events] == ["one.2.1"]


def test_an_id_is_given_once(records: Records) -> None:
    assert records.insert("one", {"count": 0}, RecordEntry("made", "2024-05-08")) is not None
    assert records.insert("one", {"count": 9}, RecordEntry("made", "2024-05-08")) is None
    assert records.where({})[0]["count"] == 0


def test_what_a_decision_refuses_changes_nothing(records: Records) -> None:
    records.insert("one", {"count": 0}, RecordEntry("made", "2024-05-08"))

    def refuse(_: Document) -> Change:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        records.change("one", refuse)
    assert records.where({})[0]["version"] == 1


def test_what_is_due_is_found_by_its_day_and_not_after_it_was_dealt_with(records: Records) -> None:
    for name, day in (("a", "2024-05-08"), ("b", "2024-05-09")):
        state = {"check_index": f"{day}|{name}"}
        records.insert(name, state, RecordEntry("made", "2024-05-01"))

    assert [each["_id"] for each in records.due(date(2024, 5, 8))] == ["a"]
    records.change("a", lambda _: Change({"check_index": None}, RecordEntry("done", "2024-05-08")))
    assert [each["_id"] for each in records.due(date(2024, 5, 9))] == ["b"]


def test_one_that_others_keep_changing_is_left_to_the_next_time(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.storage.desk._TRIES", 2)
    for name in ("a", "b"):
        state = {"count": 0, "check_index": f"2024-05-08|{name}"}
        records.insert(name, state, RecordEntry("made", "2024-05-01"))
    disturbed = ["a"]

    def decide(current: Document) -> Change:
        if current["_id"] in disturbed:
            records.documents.update_one({"_id": current["_id"]}, {"$inc": {"version": 1}})
        return Change({**counted(current).state, "check_index": None}, counted(current).entry)

    assert len(list(records.settle(date(2024, 5, 8), decide))) == 1
    assert [each["_id"] for each in records.due(date(2024, 5, 8))] == ["a"]
    disturbed.clear()
    assert len(list(records.settle(date(2024, 5, 8), decide))) == 1
    assert list(records.settle(date(2024, 5, 8), decide)) == []


class TestThings(DueContract):
    collection = "things"
    due_on = date(2024, 5, 8)

    def begin(self, database: Database) -> str:
        things = Records(database, self.collection)
        state = {"count": 0, "check_index": f"{self.due_on}|one"}
        things.insert("one", state, RecordEntry("made", "2024-05-01"))
        return "one"

    def step(self, database: Database, _number: int) -> None:
        def dealt_with(current: Document) -> Change:
            change = counted(current)
            return Change({**change.state, "check_index": None}, change.entry)

        Records(database, self.collection).change("one", dealt_with)
