"""The numbered log of a service."""

from __future__ import annotations

import pytest
from pymongo.errors import DuplicateKeyError

from shared.events.event_log import DeposedError, EventLog
from shared.storage.database import Database
from tests.support.events import an_event


@pytest.fixture
def log(database: Database) -> EventLog:
    found = EventLog(database)
    found.prepare()
    return found


def sequences(log: EventLog) -> list[int]:
    return [envelope["sequence"] for envelope in log.after(0, 1000)]


def test_numbers_begin_at_one_and_have_no_gaps(log: EventLog) -> None:
    log.append([an_event(id="a"), an_event(id="b")])
    log.append([an_event(id="c")])

    assert [(e["sequence"], e["id"]) for e in log.after(0, 10)] == [(1, "a"), (2, "b"), (3, "c")]


def test_an_event_is_numbered_once(log: EventLog) -> None:
    log.append([an_event(id="a"), an_event(id="b")])
    added = log.append([an_event(id="a"), an_event(id="c"), an_event(id="b"), an_event(id="d")])

    assert [(e.id, e.sequence) for e in added] == [("c", 3), ("d", 4)]
    assert sequences(log) == [1, 2, 3, 4]


def test_an_empty_log_has_no_last_sequence(log: EventLog) -> None:
    assert log.last_sequence() == 0
    assert log.after(0, 10) == []


@pytest.mark.parametrize("count", [1, 2, 3, 7, 8, 9, 100, 257])
def test_the_last_sequence_is_found_by_a_process_that_starts(
    database: Database, log: EventLog, count: int
) -> None:
    log.append([an_event(id=str(n)) for n in range(count)])

    assert EventLog(database).last_sequence() == count


def test_a_reader_sees_what_another_process_appended(database: Database, log: EventLog) -> None:
    reader = EventLog(database)
    log.append([an_event(id="a")])
    assert reader.last_sequence() == 1
    log.append([an_event(id="b"), an_event(id="c")])

    assert [envelope["id"] for envelope in reader.after(1, 10)] == ["b", "c"]


def test_a_page_is_bounded(log: EventLog) -> None:
    log.append([an_event(id=str(n)) for n in range(20)])

    assert [envelope["sequence"] for envelope in log.after(5, 3)] == [6, 7, 8]


class StaleLog(EventLog):
    """A log of a process that read the end of the log before another one wrote."""

    def last_sequence(self) -> int:
        return 0


def test_a_second_writer_is_refused_by_the_sequence(database: Database, log: EventLog) -> None:
    log.append([an_event(id="a")])

    with pytest.raises(DeposedError):
        StaleLog(database).append([an_event(id="b")])
    assert sequences(log) == [1]


def test_a_second_writer_with_the_same_event_repeats_nothing(
    database: Database, log: EventLog
) -> None:
    log.append([an_event(id="a")])

    assert StaleLog(database).append([an_event(id="a")]) == []
    assert sequences(log) == [1]


def test_the_database_itself_refuses_a_second_number_for_an_event(
    database: Database, log: EventLog
) -> None:
    log.append([an_event(id="a")])

    with pytest.raises(DuplicateKeyError):
        database["event_log"].insert_one({"_id": 99, "event_id": "a"})
