"""Documents that a ring names are read alone, told of once, and marked many at once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from shared.events.doorbell import Call
from shared.events.envelope import Event
from shared.events.event_log import EventLog
from shared.events.preparation import prepare
from shared.events.relay import Relay
from shared.storage.database import Database
from tests.events.relaying import OUTLETS, SOURCE, Bus, a_relay, logged
from tests.support.events import write_entry


def test_an_outlet_that_was_rung_for_is_looked_through_alone(database: Database) -> None:
    relay = a_relay(database, Bus())
    write_entry(database, "c1")

    assert relay.number_for([Call("matters")]) == 0
    assert relay.number_for([Call("reconsiderations")]) == 1


def waiting(database: Database) -> list[str]:
    return [each["_id"] for each in database["reconsiderations"].find({"pending": True})]


def test_documents_that_were_rung_for_are_read_alone_and_marked_together(
    database: Database,
) -> None:
    relay = a_relay(database, Bus())
    for name in ("c1", "c2", "c3"):
        write_entry(database, name)
    called = [Call("reconsiderations", "c1"), Call("reconsiderations", "c2")]

    assert relay.number_for(called) == 2
    assert relay.number_for(called) == 0
    assert waiting(database) == ["c1", "c2", "c3"]
    relay.settle()
    assert waiting(database) == ["c3"]


def test_a_document_is_told_of_once_however_often_it_changes_before_it_is_marked(
    database: Database,
) -> None:
    relay = a_relay(database, Bus())
    for _ in range(3):
        write_entry(database, "c1")
        assert relay.number_for([Call("reconsiderations", "c1")]) == 1
    write_entry(database, "c1")
    relay.settle()

    assert waiting(database) == ["c1"]
    assert relay.number() == 1
    assert [each for _, each in logged(database)] == ["c1.1.1", "c1.2.1", "c1.3.1", "c1.4.1"]


def test_of_a_document_that_is_not_marked_yet_only_what_is_new_goes_to_the_log(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay = a_relay(database, Bus())
    appended: list[list[str]] = []
    append = EventLog.append

    def noted(self: EventLog, events: Sequence[Event]) -> list[Event]:
        appended.append([event.id for event in events])
        return append(self, events)

    monkeypatch.setattr(EventLog, "append", noted)
    for _ in range(2):
        write_entry(database, "c1")
        relay.number_for([Call("reconsiderations", "c1")])
    relay.number()

    assert appended == [["c1.1.1"], ["c1.2.1"]]


def test_a_relay_that_died_before_it_marked_tells_nothing_twice(database: Database) -> None:
    relay = a_relay(database, Bus())
    write_entry(database, "c1")
    relay.number_for([Call("reconsiderations", "c1")])
    relay.lease.release()

    assert a_relay(database, Bus()).number() == 0
    assert waiting(database) == []
    assert [each for _, each in logged(database)] == ["c1.1.1"]


def test_what_must_follow_a_change_is_looked_for_unless_its_writer_says_that_it_is_done(
    database: Database,
) -> None:
    followed: list[str] = []
    prepare(database, OUTLETS)
    follow = {OUTLETS[0]: lambda items: followed.extend(item.document_id for item in items)}
    relay = Relay(database, SOURCE, OUTLETS, Bus(), follow)
    for name in ("c1", "c2", "c3"):
        write_entry(database, name)
    write_entry(database, "c3")

    relay.number_for([Call(OUTLETS[0], "c1", 1), Call(OUTLETS[0], "c2"), Call(OUTLETS[0], "c3", 1)])

    assert followed == ["c2", "c3"]
