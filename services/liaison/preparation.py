"""What must exist in the database of liaison before any of its processes writes."""

from __future__ import annotations

from services.liaison.bodies import bodies
from services.liaison.partner_door.sent_cases import SentCases
from services.liaison.public.codes import prepare_codes
from services.liaison.public.decisions import Decisions
from services.liaison.terminals.intake import prepare_hall
from shared.events.preparation import prepare as prepare_events
from shared.storage.database import Database

OUTLETS = (bodies.COLLECTION,)
"""The collections whose documents tell events."""


def prepare(database: Database) -> None:
    """Create every collection that has an index; may be repeated at any time."""
    prepare_events(database, OUTLETS)
    prepare_hall(database)
    prepare_codes(database)
    Decisions(database).prepare()
    SentCases(database).prepare()
    bodies.OutsideBodies(database).prepare()
