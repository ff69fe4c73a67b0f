"""Events that arrive together are written together; all else is as if they came alone."""

from __future__ import annotations

from dataclasses import replace
from queue import Queue
from typing import Any

import pytest

from shared.events import lanes as lanes_module
from shared.events.consumer import Consumer
from shared.events.envelope import Arrival, Event
from shared.events.lanes import Lanes
from shared.events.parked import ParkedEvents
from shared.events.subscribers import Subscriber
from shared.storage.database import Database
from shared.storage.desk import Desk, Write, until_written
from tests.support.events import LogFeed, an_arrival


@pytest.fixture(autouse=True)
def _impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOOK_SECONDS", "LOOK_WHEN_CLEAR_SECONDS", "FIRST_RETRY_SECONDS"):
        monkeypatch.setattr(lanes_module, name, 0.0)


class Counting:
    """Counts the events of each matter in a document; refuses ids in `failing`."""

    def __init__(self, database: Database, name: str = "counts") -> None:
        self.rows = database[name]
        self.desk = Desk(self.rows, ("version",))
        self.failing: set[str] = set()
        self.broken_ahead = False

    def subscriber(self, after: tuple[str, ...] = ()) -> Subscriber:
        return Subscriber(
            self.rows.name,
            self.handle,
            after=after,
            desks=(self.desk,),
            look_ahead=self.look_ahead,
        )

    def look_ahead(self, events: Any) -> None:
        if self.broken_ahead:
            raise KeyError("matter")
        self.desk.look_up({str(event.matter_id) for event in events})

    def handle(self, event: Event) -> None:
        if event.id in self.failing:
            raise RuntimeError("not today")
        until_written(event.id, lambda: self._count(event) or None)

    def _count(self, event: Event) -> bool:
        found = self.desk.get(event.matter_id)
        if found is None:
            seen = [event.id]
            return self.desk.insert({"_id": event.matter_id, "version": 1, "seen": seen})
        if event.id in found["seen"]:
            return True
        state = {"version": found["version"] + 1, "seen": [*found["seen"], event.id]}
        return self.desk.write(found, Write(state)) is not None

    def seen(self) -> dict[str, list[str]]:
        return {row["_id"]: row["seen"] for row in self.rows.find()}


def some(*names: str) -> list[Arrival]:
    """Return events, each in the matter that its first letter names."""
    return [an_arrival(n, id=name, matter_id=name[0]) for n, name in enumerate(names, start=1)]


def the_lanes(database: Database, *subscribers: Subscriber) -> Lanes:
    lanes = Lanes(database, subscribers)
    lanes.load()
    return lanes


def test_an_event_that_fails_in_the_middle_holds_up_its_matter_from_there(
    database: Database,
) -> None:
    counting = Counting(database)
    counting.failing.add("a2")
    lanes = the_lanes(database, counting.subscriber())
    lanes.handle(*some("a1", "b1", "a2", "a3", "b2"))

    assert counting.seen() == {"a": ["a1"], "b": ["b1", "b2"]}
    parked = ParkedEvents(database).page()
    assert [(each.arrival.event_id, each.attempts) for each in parked] == [("a2", 1), ("a3", 0)]
    counting.failing.clear()
    lanes.retry_due()
    assert counting.seen() == {"a": ["a1", "a2", "a3"], "b": ["b1", "b2"]}


def test_where_another_process_wrote_a_document_its_events_are_done_again(
    database: Database,
) -> None:
    counting = Counting(database)
    lanes = the_lanes(database, counting.subscriber())
    lanes.handle(*some("a1", "b1"))
    counting.rows.update_one({"_id": "a"}, {"$set": {"other": 1}, "$inc": {"version": 1}})
    lanes.handle(*some("a2", "b2", "a3"))

    assert counting.seen() == {"a": ["a1", "a2", "a3"], "b": ["b1", "b2"]}
    assert counting.rows.count_documents({"other": 1}) == 1
    assert ParkedEvents(database).page() == []


def test_of_one_matter_an_effect_follows_event_by_event_what_it_depends_on(
    database: Database,
) -> None:
    """Parked together, the first event of the second effect need not wait for the other's last."""
    first, second = Counting(database, "first"), Counting(database, "second")
    first.failing |= {"a1", "a2"}
    lanes = the_lanes(database, first.subscriber(), second.subscriber(("first",)))
    lanes.handle(*some("a1", "b1", "a2"))
    assert (first.seen(), second.seen()) == ({"b": ["b1"]}, {"b": ["b1"]})
    first.failing = {"a2"}
    lanes.retry_due()
    lanes.retry_due()

    assert first.seen() == second.seen() == {"a": ["a1"], "b": ["b1"]}


def test_events_that_were_given_before_a_crash_change_nothing_when_given_again(
    database: Database,
) -> None:
    counting = Counting(database)
    the_lanes(database, counting.subscriber()).handle(*some("a1", "b1", "a2"))
    successor = Counting(database)
    the_lanes(database, successor.subscriber()).handle(*some("a1", "b1", "a2", "a3"))

    assert successor.seen() == {"a": ["a1", "a2", "a3"], "b": ["b1"]}


def test_one_event_of_which_nothing_can_be_looked_up_holds_up_no_other(database: Database) -> None:
    counting = Counting(database)
    counting.broken_ahead = True
    the_lanes(database, counting.subscriber()).handle(*some("a1", "b1", "a2"))

    assert counting.seen() == {"a": ["a1", "a2"], "b": ["b1"]}


def test_an_event_that_cannot_be_read_parks_those_behind_it(database: Database) -> None:
    counting = Counting(database)
    unread = Arrival.read({**some("a2")[0].envelope, "schemaversion": 2})
    first, *_, last = some("a1", "a2", "a3")
    the_lanes(database, counting.subscriber()).handle(first, unread, last)

    assert counting.seen() == {"a": ["a1"]}
    parked = ParkedEvents(database).page()
    assert [(each.arrival.event_id, each.effect) for each in parked] == [("a2", ""), ("a3", "")]


def test_the_consumer_takes_all_that_has_arrived(database: Database) -> None:
    counting, given = Counting(database), []
    buffer: Queue[Arrival] = Queue()
    subscriber = counting.subscriber()

    def look_ahead(events: Any) -> None:
        given.append([event.sequence for event in events])

    consumer = Consumer(
        database,
        "mediation",
        ["mediation", "reconsideration"],
        subscribers=[replace(subscriber, look_ahead=look_ahead)],
        feeds=LogFeed(),
        buffer=buffer,
        on_deaf=lambda: None,
    )
    consumer.load()
    consumer.step(0.01)
    for sequence in (1, 2, 2, 3, 5, 4):
        buffer.put(an_arrival(sequence, id=f"a{sequence}", matter_id="a"))
    consumer.step(0.01)

    assert given == [[1, 2, 3, 4]]
    assert counting.seen() == {"a": ["a1", "a2", "a3", "a4"]}
