"""The registry of bodies that an earlier release kept here, for liaison to take."""

from __future__ import annotations

from collections.abc import Sequence

from services.coordination.outside.registered_bodies import COLLECTION, KNOWN
from shared.events.long_history import LongHistory
from shared.house import LIAISON
from shared.http.blueprint import DocumentedBlueprint
from shared.records.moved import PAGE, handing_over
from shared.storage.database import Database, Document


class BodiesLeft:
    """Bodies with their histories; of one that was taken there stays what a referral needs."""

    def __init__(self, database: Database) -> None:
        self._bodies = database[COLLECTION]
        self._long = LongHistory(database, COLLECTION)

    def page(self) -> Sequence[Document]:
        """Return some of those that still have a history here."""
        found = self._bodies.find({"history": {"$exists": True}}).limit(PAGE)
        return [self._long.whole(each) for each in found]

    def forget(self, ids: Sequence[str]) -> None:
        """Leave of these bodies what a referral needs."""
        for each in self._bodies.find({"_id": {"$in": list(ids)}, "history": {"$exists": True}}):
            gone = dict.fromkeys(each.keys() - {"_id", *KNOWN}, "")
            self._bodies.update_one({"_id": each["_id"]}, {"$unset": gone})


def create_bodies_left(database: Database) -> DocumentedBlueprint:
    """Return `POST /outside-bodies-left`, for liaison alone."""
    return handing_over("bodies_left", "/outside-bodies-left", BodiesLeft(database), taker=LIAISON)
