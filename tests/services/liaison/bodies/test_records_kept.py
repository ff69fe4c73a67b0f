"""The registry of bodies holds to the contract of documents that keep their own history."""

from __future__ import annotations

from services.liaison.bodies.bodies import COLLECTION, OutsideBodies
from shared.records.records import RecordEntry
from shared.storage.database import Database
from tests.records.contract import RecordsContract


class TestBodies(RecordsContract):
    collection = COLLECTION
    # Putting back what is in use changes nothing until somebody has taken it out.
    at_once = (1, 1)

    def begin(self, database: Database) -> str:
        bodies = OutsideBodies(database)
        bodies.prepare()
        body = bodies.add({"kind": "court", "name": "某法院"}, RecordEntry("added", "2026-11-20"))
        assert body is not None
        self.body = str(body["_id"])
        return self.body

    def step(self, database: Database, number: int) -> None:
        bodies = OutsideBodies(database)
        name, put = ("restored", bodies.restore) if number == 2 else ("retired", bodies.retire)
        put(self.body, RecordEntry(name, f"2026-11-2{number}"))
