"""What must exist in the database of the almanac before any of its processes writes."""

from __future__ import annotations

from shared.events.preparation import prepare as prepare_events
from shared.storage.database import Database

OUTLETS: tuple[str, ...] = ()
"""The collections whose documents tell events: none, the almanac tells nothing."""


def prepare(database: Database) -> None:
    """Create every collection that has an index; may be repeated at any time."""
    prepare_events(database, OUTLETS)
