"""Objections in MongoDB, and the watch over their answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.coordination.norms.objection import AnswerClock, answered, overdue, received
from shared.events.errand import GoOn
from shared.records.records import RecordEntry, Records
from shared.storage.database import Database, Document
from shared.storage.lists import Lists

COLLECTION = "norm_objections"
# The agency that received it, and the one that made the document.
LISTS = Lists(
    "listed_index",
    ((), ("state",), ("overdue",)),
    scopes=2,
    descending=True,
)


class NormObjections:
    """Keeps one document an objection; a watch that runs twice says nothing twice."""

    def __init__(self, database: Database, clock: AnswerClock) -> None:
        self.records = Records(
            database,
            COLLECTION,
            sparse=("check_index", "provisional"),
            lists=LISTS,
            listing=listing,
        )
        self.clock = clock

    def prepare(self) -> None:
        """Create the indexes."""
        self.records.prepare()

    def receive(self, objection_id: str, state: Document, entry: RecordEntry) -> Document | None:
        """Write an objection; None when it is there already."""
        state = state | self.clock.marks(objection_id, state)
        return self.records.insert(objection_id, state, received(objection_id, state, entry))

    def answer(self, objection_id: str, answer: Document, entry: RecordEntry) -> Document | None:
        """Record the answer; None when there is no such objection."""
        return self.records.change(
            objection_id, lambda current: answered(current, answer, self.clock, entry)
        )

    def watch(self, as_of: date, go_on: GoOn) -> int:
        """Mark what is overdue as of a day; return how many were."""
        for objection in self.records.where({"provisional": True}):
            # A notice may have come since that moves the day to before the one noted.
            if go_on():
                self._look_at(objection["_id"], as_of)
        marked = 0
        for objection in self.records.due(as_of):
            if not go_on():
                break
            marked += self._look_at(objection["_id"], as_of)
        return marked

    def _look_at(self, objection_id: str, as_of: date) -> bool:
        after = self.records.change(
            objection_id, lambda current: overdue(current, self.clock, as_of)
        )
        return after is not None and after.get("overdue_since") == as_of.isoformat()

    def page(
        self, agency_code: str, asked: Mapping[str, str], *, after: str | None, size: int
    ) -> list[Document]:
        """Return up to `size` objections, the latest first, after the key of the page before."""
        rest: Document = {"state": asked["state"]} if "state" in asked else {}
        if "overdue" in asked:
            rest["overdue_since"] = {"$ne": None} if asked["overdue"] == "true" else None
        return self.records.page(agency_code, asked, after=after, size=size, rest=rest)


def listing(objection: Mapping[str, Any]) -> Document:
    """Return the keys by which an objection is listed: by state, and by whether it was late."""
    late = "false" if objection["overdue_since"] is None else "true"
    facets = {"state": objection["state"], "overdue": late}
    return LISTS.keys(objection["agencies"], facets, objection["listed_index"])
