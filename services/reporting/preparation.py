"""What must exist in the database of reporting before any of its processes writes."""

from __future__ import annotations

from services.reporting.assembly import Reporting
from shared.events.preparation import prepare as prepare_events

OUTLETS: tuple[str, ...] = ()
"""The collections whose documents tell events: none, reporting tells nothing."""


def prepare(reporting: Reporting) -> None:
    """Create every collection that has an index; may be repeated at any time."""
    prepare_events(reporting.database, OUTLETS)
    reporting.cases.prepare()
