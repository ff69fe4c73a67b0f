"""The bodies of liaison's registry, as far as a referral needs to know them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pymongo import ASCENDING

from shared.casework.outside_bodies import KINDS, OTHER, body_id_of
from shared.events.envelope import Event
from shared.storage.database import Database, Document
from shared.storage.desk import Desk, Write

COLLECTION = "outside_bodies"
KNOWN = ("kind", "name", "code", "active", "version")


class RegisteredBodies:
    """Keeps what was heard of each body last."""

    def __init__(self, database: Database) -> None:
        self._desk = Desk(database[COLLECTION], ("version",))

    def prepare(self) -> None:
        """Create the index by which a write is guarded."""
        self._desk.rows.create_index([("_id", ASCENDING), ("version", ASCENDING)])

    def take_in(self, event: Event) -> None:
        """Know a body as an event tells of it, unless a later version is known."""
        body_id, state = event.data["body_id"], {name: event.data[name] for name in KNOWN}
        if not self._desk.insert({"_id": body_id, **state}):
            self._desk.change(
                body_id,
                lambda known: Write(state) if known["version"] < state["version"] else None,
            )

    def in_use(self, body_id: str) -> Document | None:
        """Return a body to which something may be referred; None for any other id."""
        found = self._desk.get(body_id)
        return found if found is not None and found["active"] else None

    def named(self, target: str, agency: Mapping[str, Any]) -> Document | None:
        """Return `{id, name}` of the body in use that a referral means by a name, or None."""
        kind = target if target in KINDS else OTHER
        found = self.in_use(body_id_of(kind, agency["name"]))
        return found and {"id": found["_id"], "name": found["name"]}
