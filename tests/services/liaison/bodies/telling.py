"""What the registry tells."""

from __future__ import annotations

from services.liaison.preparation import OUTLETS
from shared.events.envelope import Envelope
from shared.events.event_log import EventLog
from shared.events.relay import Relay
from shared.storage.database import Database
from tests.services.coordination.telling import NoBus, checked


def told(database: Database) -> list[Envelope]:
    """Return what the relay numbers out of the outlets; each tells what its contract names."""
    relay = Relay(database, "liaison", OUTLETS, NoBus())
    EventLog(database).prepare()
    while relay.number():
        pass
    relay.lease.release()
    return checked(EventLog(database).after(0, 10_000))
