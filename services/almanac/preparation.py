"""What must exist in the database of the almanac before any of its processes writes."""

from __future__ import annotations

from services.almanac.assembly import Almanac
from services.almanac.notices.notices import COLLECTION
from shared.events.preparation import prepare as prepare_events

OUTLETS = (COLLECTION,)
"""The collections whose documents tell events."""


def prepare(almanac: Almanac) -> None:
    """Create every collection that has an index; may be repeated at any time."""
    prepare_events(almanac.database, OUTLETS)
    almanac.notices.prepare()
