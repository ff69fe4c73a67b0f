"""A relay with a bus in memory, and what its log holds."""

from __future__ import annotations

from shared.events.envelope import Event
from shared.events.event_log import EventLog
from shared.events.preparation import prepare
from shared.events.relay import Relay
from shared.storage.database import Database

SOURCE = "reconsideration"
OUTLETS = ["reconsiderations", "matters"]


class Bus:
    """Takes events in memory, and fails when told to."""

    def __init__(self) -> None:
        self.taken: list[Event] = []
        self.fails_at: int | None = None
        self.failure: BaseException = ConnectionError("broker down")

    def publish(self, event: Event) -> None:
        if event.sequence == self.fails_at:
            raise self.failure
        self.taken.append(event)

    @property
    def sequences(self) -> list[int]:
        return [event.sequence for event in self.taken]


def a_relay(database: Database, bus: Bus) -> Relay:
    prepare(database, OUTLETS)
    return Relay(database, SOURCE, OUTLETS, bus)


def logged(database: Database) -> list[tuple[int, str]]:
    return [(e["sequence"], e["id"]) for e in EventLog(database).after(0, 10_000)]
