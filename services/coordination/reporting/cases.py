"""The cases as reports count them, in MongoDB: one document a case, kept from events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo import ASCENDING
from pymongo.errors import DuplicateKeyError

from services.coordination.case_events import CaseEvent
from services.coordination.docket import BusyDocumentError
from services.coordination.reporting.case_facts import SHAPE, facts_after
from shared.events.database import Database, Document, DocumentCollection
from shared.law import Rules

COLLECTION = "reported_cases"
STATES = "projections"
"""How far each projection was made from the feeds; see `rebuild.py`."""
_TRIES = 8


class ReportedCases:
    """Keeps what is counted of every case; an event that comes again changes nothing."""

    def __init__(self, database: Database, rules: Rules) -> None:
        self.cases: DocumentCollection = database[COLLECTION]
        self._states: DocumentCollection = database[STATES]
        self._rules = rules

    def prepare(self) -> None:
        """Create the indexes: the cases of an agency in a period, and repeats of petitions."""
        self.cases.create_index([("agency_codes", ASCENDING), ("latest_on", ASCENDING)])
        self.cases.create_index("repeat_on", sparse=True)

    def record(self, event: CaseEvent) -> None:
        """Take in one step of one case."""
        for _ in range(_TRIES):
            before = self.cases.find_one({"_id": event.case_id})
            if before is not None and before.get("shape") != SHAPE:
                if self._note_step(before, event):
                    return
                continue
            after = facts_after(before, event, self._rules)
            if after is None or self._write(before, after):
                return
        raise BusyDocumentError(event.case_id)

    def put_in_place(self, case: Document) -> bool:
        """Let a case made anew take its place; False when a later step of it is counted there."""
        not_ahead = {"_id": case["_id"], "sequence": {"$lte": case["sequence"]}}
        if self.cases.replace_one(not_ahead, case).matched_count:
            return True
        try:
            self.cases.insert_one(case)
        except DuplicateKeyError:
            return False
        return True

    def state(self) -> Document | None:
        """Return how far the cases were made from the feeds, or None before the first time."""
        return self._states.find_one({"_id": COLLECTION})

    def ask_for_rebuild(self) -> None:
        """Let everything be made anew from the feeds, unless that is under way already."""
        state = self.state()
        if state is not None:
            ended = {"_id": COLLECTION, "run": state["run"], "phase": "complete"}
            self._states.update_one(ended, {"$set": {"wanted": state["run"] + 1}})

    def has_other_shape(self) -> bool:
        """Say whether some case is kept as another release kept it."""
        return self.cases.find_one({"shape": {"$ne": SHAPE}}, {"_id": 1}) is not None

    def of_agency(self, code: str, since: str) -> list[Document]:
        """
        Return every case that the agency has or had, and that had not ended before `since`.

        `repeats` are the days on which a petition of the same matter came in as a repeat.
        """
        query = {"agency_codes": code, "latest_on": {"$gte": since}, "shape": SHAPE}
        found = list(self.cases.find(query))
        repeats = self._repeats(min((case["opened_on"] for case in found), default=since))
        return [{**case, "repeats": repeats.get(case["matter_id"], [])} for case in found]

    def has_older(self, code: str, than: str) -> bool:
        """Say whether the agency had a case that ended before a day."""
        query = {"agency_codes": code, "latest_on": {"$lt": than}, "shape": SHAPE}
        return self.cases.find_one(query, {"_id": 1}) is not None

    def _repeats(self, since: str) -> Mapping[str, Sequence[str]]:
        """Return the days of repeats by matter: a repeat may have gone to another agency."""
        days: dict[str, list[str]] = {}
        shown = {"matter_id": 1, "repeat_on": 1}
        for repeat in self.cases.find({"repeat_on": {"$gte": since}}, shown):
            days.setdefault(repeat["matter_id"], []).append(repeat["repeat_on"])
        return days

    def _note_step(self, before: Document, event: CaseEvent) -> bool:
        """Note only that a step was told of: what came of it follows when the case is made anew."""
        if before["sequence"] >= event.sequence:
            return True
        unmoved = {"_id": before["_id"], "sequence": before["sequence"], "run": before.get("run")}
        told = {"$set": {"sequence": event.sequence}}
        return bool(self.cases.update_one(unmoved, told).matched_count)

    def _write(self, before: Mapping[str, Any] | None, after: Document) -> bool:
        if before is None:
            try:
                self.cases.insert_one(after)
            except DuplicateKeyError:
                return False
            return True
        # The same step may stand there twice: as it was counted, and as it was made anew.
        unmoved = {"_id": after["_id"], "sequence": before["sequence"], "run": before.get("run")}
        return bool(self.cases.replace_one(unmoved, after).matched_count)
