"""The cases as reports count them, in MongoDB: one document a case, kept from events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo import ASCENDING
from pymongo.errors import DuplicateKeyError

from services.coordination.case_events import CaseEvent
from services.coordination.docket import BusyDocumentError
from services.coordination.reporting.case_facts import facts_after
from shared.events.database import Database, Document, DocumentCollection
from shared.law import Rules

COLLECTION = "reported_cases"
_TRIES = 8


class ReportedCases:
    """Keeps what is counted of every case; an event that comes again changes nothing."""

    def __init__(self, database: Database, rules: Rules) -> None:
        self.cases: DocumentCollection = database[COLLECTION]
        self._rules = rules

    def prepare(self) -> None:
        """Create the indexes: the cases of an agency in a period, and repeats of petitions."""
        self.cases.create_index([("agency_codes", ASCENDING), ("latest_on", ASCENDING)])
        self.cases.create_index("repeat_on", sparse=True)

    def record(self, event: CaseEvent) -> None:
        """Take in one step of one case."""
        for _ in range(_TRIES):
            before = self.cases.find_one({"_id": event.case_id})
            after = facts_after(before, event, self._rules)
            if after is None or self._write(before, after):
                return
        raise BusyDocumentError(event.case_id)

    def of_agency(self, code: str, since: str) -> list[Document]:
        """
        Return every case that the agency has or had, and that had not ended before `since`.

        `repeats` are the days on which a petition of the same matter came in as a repeat.
        """
        found = list(self.cases.find({"agency_codes": code, "latest_on": {"$gte": since}}))
        repeats = self._repeats(min((case["opened_on"] for case in found), default=since))
        return [{**case, "repeats": repeats.get(case["matter_id"], [])} for case in found]

    def has_older(self, code: str, than: str) -> bool:
        """Say whether the agency had a case that ended before a day."""
        query = {"agency_codes": code, "latest_on": {"$lt": than}}
        return self.cases.find_one(query, {"_id": 1}) is not None

    def _repeats(self, since: str) -> Mapping[str, Sequence[str]]:
        """Return the days of repeats by matter: a repeat may have gone to another agency."""
        days: dict[str, list[str]] = {}
        shown = {"matter_id": 1, "repeat_on": 1}
        for repeat in self.cases.find({"repeat_on": {"$gte": since}}, shown):
            days.setdefault(repeat["matter_id"], []).append(repeat["repeat_on"])
        return days

    def _write(self, before: Mapping[str, Any] | None, after: Document) -> bool:
        if before is None:
            try:
                self.cases.insert_one(after)
            except DuplicateKeyError:
                return False
            return True
        unmoved = {"_id": after["_id"], "sequence": before["sequence"]}
        return bool(self.cases.replace_one(unmoved, after).matched_count)
