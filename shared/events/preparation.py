"""What must exist in a database before events are written to it."""

from __future__ import annotations

from collections.abc import Sequence

from shared.events.event_log import EventLog
from shared.events.outlet import Outlet
from shared.events.parked import ParkedEvents
from shared.storage.database import Database


def prepare(database: Database, outlets: Sequence[str]) -> None:
    """
    Create the event log, the parked events and the outlets with their indexes; may be repeated.

    Every process of a service calls this before its first write, web and worker alike. The
    embedded database stands still for ever when one client creates an index on a collection
    that does not exist yet while another inserts the first document into it; where each client
    creates before it writes, that cannot happen.
    """
    EventLog(database).prepare()
    ParkedEvents(database).prepare()
    for name in outlets:
        Outlet(database, name, source="").prepare()
