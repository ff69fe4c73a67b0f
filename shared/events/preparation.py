"""What must exist in a database before events are written to it."""

from __future__ import annotations

from collections.abc import Sequence

from shared.events.database import Database
from shared.events.event_log import EventLog
from shared.events.outlet import Outlet


def prepare(database: Database, outlets: Sequence[str]) -> None:
    """
    Create the event log and the outlets with their indexes; may be repeated at any time.

    Every process of a service calls this before its first write, web and worker alike. The
    embedded database stands still for ever when one client creates an index on a collection
    that does not exist yet while another inserts the first document into it; where each client
    creates before it writes, that cannot happen.
    """
    EventLog(database).prepare()
    for name in outlets:
        Outlet(database, name, source="").prepare()
