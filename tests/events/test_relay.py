"""The relay: from documents to the log and the bus."""

from __future__ import annotations

import threading
from collections import defaultdict

import pytest
from pymongo import monitoring

from shared.events.event_log import DeposedError, EventLog
from shared.events.preparation import prepare
from shared.events.relay import BATCH, Relay
from shared.events.watermarks import Watermarks
from shared.storage.database import Database
from tests.events.relaying import OUTLETS, SOURCE, Bus, a_relay, logged
from tests.support.database import connected
from tests.support.events import an_event, eventually, write_entry
from tests.support.servers import EmbeddedDatabase


def test_an_event_reaches_the_log_and_the_bus(database: Database) -> None:
    bus = Bus()
    relay = a_relay(database, bus)
    write_entry(database, "c1")

    assert relay.number() == 1
    assert relay.publish() == 1
    assert [(e.id, e.source, e.sequence) for e in bus.taken] == [("c1.1.1", SOURCE, 1)]


def test_a_document_is_marked_once_its_events_are_in_the_log(database: Database) -> None:
    relay = a_relay(database, Bus())
    write_entry(database, "c1")
    write_entry(database, "c1")
    relay.number()
    document = database["reconsiderations"].find_one({"_id": "c1"})

    assert document is not None
    assert document["published"] == 2
    assert "pending" not in document
    assert relay.number() == 0


def test_events_of_a_document_keep_the_order_of_its_versions(database: Database) -> None:
    bus = Bus()
    relay = a_relay(database, bus)
    for _ in range(15):
        write_entry(database, "c1", events=2)
        write_entry(database, "m1", outlet="matters")
    relay.number()
    relay.publish()

    of_case = [event.id for event in bus.taken if event.subject == "c1"]
    assert of_case == [f"c1.{version}.{n}" for version in range(1, 16) for n in (1, 2)]
    assert bus.sequences == list(range(1, 46))


def test_between_two_full_looks_only_lively_outlets_are_asked(database: Database) -> None:
    relay = a_relay(database, Bus())
    write_entry(database, "c1")
    relay.number()
    write_entry(database, "c1")
    write_entry(database, "m1", outlet="matters")

    assert relay.number_lively() == 1
    assert [event_id for _, event_id in logged(database)] == ["c1.1.1", "c1.2.1"]
    assert relay.number() == 1
    assert [event_id for _, event_id in logged(database)][2:] == ["m1.1.1"]


def test_a_relay_that_was_away_finds_where_the_other_one_stopped(database: Database) -> None:
    log, other = EventLog(database), EventLog(database)
    log.append([an_event(id="a")])
    other.append([an_event(id="b")])
    with pytest.raises(DeposedError):
        log.append([an_event(id="c")])

    assert [event.sequence for event in log.append([an_event(id="c")])] == [3]


def test_an_entry_without_events_leaves_nothing_waiting(database: Database) -> None:
    relay = a_relay(database, Bus())
    write_entry(database, "c1", events=0)
    relay.number()

    assert database["reconsiderations"].find_one({"pending": True}) is None


def test_an_entry_written_while_the_relay_works_is_not_lost(database: Database) -> None:
    relay = a_relay(database, Bus())
    write_entry(database, "c1")
    outlet = relay._outlets[0]
    read = outlet.pending(10)
    EventLog(database).append([event for item in read for event in item.events])
    write_entry(database, "c1")
    outlet.mark(read)
    document = database["reconsiderations"].find_one({"_id": "c1"})

    assert document is not None
    assert (document["published"], document["pending"]) == (1, True)
    relay.number()
    assert [event_id for _, event_id in logged(database)] == ["c1.1.1", "c1.2.1"]


def test_a_document_that_cannot_be_read_holds_up_no_other(database: Database) -> None:
    relay = a_relay(database, Bus())
    write_entry(database, "broken", data={"when": "x"}, time="not an instant")
    write_entry(database, "sound")
    relay.number()

    assert logged(database) == [(1, "sound.1.1")]
    assert [each["_id"] for each in database["reconsiderations"].find({"pending": True})] == [
        "broken"
    ]


def test_a_broker_that_is_down_does_not_hold_up_the_log(database: Database) -> None:
    bus = Bus()
    bus.fails_at = 2
    relay = a_relay(database, bus)
    for _ in range(4):
        write_entry(database, "c1")
    relay.number()
    with pytest.raises(ConnectionError):
        relay.publish()

    assert len(logged(database)) == 4
    assert bus.sequences == [1]


def test_publishing_goes_on_after_the_last_that_was_confirmed(database: Database) -> None:
    bus = Bus()
    bus.fails_at = 3
    relay = a_relay(database, bus)
    for _ in range(4):
        write_entry(database, "c1")
    relay.number()
    with pytest.raises(ConnectionError):
        relay.publish()
    bus.fails_at = None
    relay.publish()

    assert bus.sequences == [1, 2, 3, 4]


def test_a_crash_between_publishing_and_marking_repeats_in_order(database: Database) -> None:
    bus = Bus()
    first = a_relay(database, bus)
    for _ in range(3):
        write_entry(database, "c1")
    first.number()
    first.publish()
    database["watermarks"].update_one({"_id": SOURCE}, {"$set": {"sequence": 1}})
    first.lease.release()
    second = a_relay(database, bus)
    second.number()
    second.publish()

    assert bus.sequences == [1, 2, 3, 2, 3]
    assert Watermarks(database).load() == {SOURCE: 3}


def test_a_crash_between_numbering_and_marking_numbers_nothing_twice(database: Database) -> None:
    relay = a_relay(database, Bus())
    write_entry(database, "c1")
    write_entry(database, "c1")
    log = EventLog(database)
    log.append([event for item in relay._outlets[0].pending(10) for event in item.events])

    assert relay.number() == 0
    assert logged(database) == [(1, "c1.1.1"), (2, "c1.2.1")]
    assert database["reconsiderations"].find_one({"pending": True}) is None


def test_a_relay_without_the_lease_does_nothing(database: Database) -> None:
    active, standby_bus = a_relay(database, Bus()), Bus()
    standby = a_relay(database, standby_bus)
    active.number()
    write_entry(database, "c1")

    assert standby.number() == 0
    assert standby.publish() == 0
    active.number()
    assert standby.publish() == 0
    assert standby_bus.taken == []


def test_two_relays_that_both_believe_leave_a_log_without_gap_or_repeat(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    relays = [a_relay(database, Bus()) for _ in range(2)]
    for relay in relays:
        monkeypatch.setattr(relay.lease, "hold", lambda: True)
    documents, versions = [f"c{n}" for n in range(5)], 6
    stop = threading.Event()

    def keep_numbering(relay: Relay) -> None:
        while not stop.is_set():
            relay.number()

    threads = [threading.Thread(target=keep_numbering, args=(relay,)) for relay in relays]
    for thread in threads:
        thread.start()
    for _ in range(versions):
        for document in documents:
            write_entry(database, document)
    eventually(lambda: database["reconsiderations"].find_one({"pending": True}) is None)
    stop.set()
    for thread in threads:
        thread.join()

    log = logged(database)
    assert [sequence for sequence, _ in log] == list(range(1, len(documents) * versions + 1))
    by_document: dict[str, list[str]] = defaultdict(list)
    for _, event_id in log:
        by_document[event_id.split(".")[0]].append(event_id)
    for document in documents:
        assert by_document[document] == [f"{document}.{n}.1" for n in range(1, versions + 1)]


def test_what_waits_for_the_bus_can_be_seen(database: Database) -> None:
    bus = Bus()
    relay = a_relay(database, bus)
    assert relay.unpublished() == []
    write_entry(database, "c1")
    assert [event.id for event in relay.unpublished()] == ["c1.1.1"]
    relay.number()
    assert [event.sequence for event in relay.unpublished()] == [1]
    relay.publish()

    assert relay.unpublished() == []


def test_what_was_numbered_before_a_takeover_is_published_by_the_heir(database: Database) -> None:
    write_entry(database, "c1")
    first = a_relay(database, Bus())
    first.number()
    first.lease.release()
    bus = Bus()
    heir = a_relay(database, bus)
    heir.number()

    assert heir.numbered.is_set()
    heir.publish()
    assert bus.sequences == [1]


def test_a_backlog_is_asked_for_once_and_worked_off(
    server: EmbeddedDatabase, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where each look read all that wait, ten times as many would take a hundred times as long."""
    # On a machine so slow that more than the lively time goes by between two looks.
    monkeypatch.setattr("shared.events.relay.LIVELY_FOR_SECONDS", 0.0)
    prepare(database, OUTLETS)
    for n in range(BATCH * 5 + 7):
        write_entry(database, f"c{n}", matter_id=f"c{n}")
    queries = Queries()
    with connected(server.url, queries) as client:
        relay = Relay(client[database.name], SOURCE, OUTLETS, Bus())
        relay.number()
        looks = 0
        while relay.behind and looks < 10:
            relay.number_lively()
            looks += 1
        assert queries.for_pending == 2

    assert len(logged(database)) == BATCH * 5 + 7
    assert database["reconsiderations"].find_one({"pending": True}) is None


def test_what_was_just_numbered_is_published_without_reading_the_log(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    bus = Bus()
    relay = a_relay(database, bus)
    write_entry(database, "c1")
    relay.number()
    relay.publish()

    def reads(*_: object) -> None:
        raise AssertionError("the log was read")

    monkeypatch.setattr(EventLog, "after", reads)
    write_entry(database, "c1")
    write_entry(database, "c2")
    relay.number()
    assert relay.publish() == 2
    assert bus.sequences == [1, 2, 3]


def test_what_another_relay_numbered_in_between_is_read_from_the_log(database: Database) -> None:
    bus = Bus()
    relay = a_relay(database, bus)
    write_entry(database, "c1")
    relay.number()
    relay.publish()
    write_entry(database, "c1")
    (item,) = relay._outlets[0].pending(10)
    EventLog(database).append(item.events)
    relay._outlets[0].mark([item])
    write_entry(database, "c2")
    relay._log._written = None
    relay.number()

    assert relay.publish() == 2
    assert bus.sequences == [1, 2, 3]


class Queries(monitoring.CommandListener):
    """Counts how often a busy outlet was asked what is pending."""

    def __init__(self) -> None:
        self.for_pending = 0

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        asked = event.command.get("find"), event.command.get("filter")
        self.for_pending += asked == ("reconsiderations", {"pending": True})

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Nothing more."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Nothing more."""
