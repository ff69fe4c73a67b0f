"""The cases as reports count them, in MongoDB: one document a case, kept from events."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from pymongo import ASCENDING
from pymongo.errors import DuplicateKeyError

from services.reporting.case_facts import SHAPE, facts_after, spans_since
from shared.casework.case_events import CaseEvent
from shared.law import Calendar, Rules
from shared.legal_day import today as legal_today
from shared.storage.database import Database, Document, DocumentCollection
from shared.storage.desk import Desk, Write, until_written

COLLECTION = "reported_cases"
STATES = "projections"
"""How far each projection was made from the feeds; see `rebuild.py`."""
SHADOW = "reported_cases_rebuilt"
AGENCIES = "reported_agencies"
_NEVER = "9999-12-31"
_MATTERS_AT_ONCE = 500
_SHAPES_AHEAD = 1_000_000
_GUARD = ("sequence", "run")


class ReportedCases:
    """Keeps what is counted of every case; an event that comes again changes nothing."""

    def __init__(self, database: Database, rules: Rules, calendars: Callable[[], Calendar]) -> None:
        self.cases: DocumentCollection = database[COLLECTION]
        self._states: DocumentCollection = database[STATES]
        self._agencies: DocumentCollection = database[AGENCIES]
        self._desk = Desk(self.cases, _GUARD)
        self._began: dict[str, str] = {}
        self._rules = rules
        self._calendars = calendars

    def prepare(self) -> None:
        """Create the indexes: by agency and span, of repeats, of shapes, and of guarded writes."""
        self.cases.create_index("counted_in")
        self.cases.create_index("repeats_in", sparse=True)
        self.cases.create_index("shape")
        guard = ("_id", *_GUARD)
        for cases in (self.cases, self.cases.database[SHADOW]):
            cases.create_index([(name, ASCENDING) for name in guard])

    def after(self, before: Document | None, event: CaseEvent) -> Document | None:
        """Return what is kept of a case once `event` is taken in; None: nothing."""
        return facts_after(before, event, self._rules, self._calendars())

    @property
    def desks(self) -> Sequence[Desk]:
        """Where what `record` writes can be gathered."""
        return (self._desk,)

    def look_ahead(self, events: Sequence[CaseEvent]) -> None:
        """Read what is kept of the cases of events; of one that is opened there is nothing."""
        opened = {event.case_id for event in events if event.opens}
        self._desk.expect_missing(opened)
        self._desk.look_up({event.case_id for event in events} - opened)

    def record(self, event: CaseEvent) -> None:
        """Take in one step of one case."""
        until_written(event.case_id, lambda: self._take_in(event))

    def _take_in(self, event: CaseEvent) -> bool | None:
        """Write what is kept of the case after a step; None: again, for it changed meanwhile."""
        before = self._desk.get(event.case_id)
        if before is not None and before.get("shape") != SHAPE:
            return self._note_step(before, event)
        after = self.after(before, event)
        if after is None:
            return True
        self._note_beginnings(after)
        return self._write(before, after)

    def put_in_place(self, case: Document) -> bool:
        """Let a case made anew take its place; False when a later step of it is counted there."""
        self._note_beginnings(case)
        # Below the next, not up to this one: by an index that goes on after the field of a range,
        # the embedded database leaves out what is equal to an upper bound.
        not_ahead = {"_id": case["_id"], "sequence": {"$lt": case["sequence"] + 1}}
        if self.cases.replace_one(not_ahead, case).matched_count:
            return True
        return self._insert(case)

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
        # Two ranges: for what is not equal, the embedded database reads every case.
        others = ({"$gte": 0, "$lt": SHAPE}, {"$gt": SHAPE, "$lt": SHAPE + _SHAPES_AHEAD})
        return any(self.cases.find_one({"shape": each}, {"_id": 1}) for each in others)

    def of_agency(self, code: str, since: str, *, today: date | None = None) -> list[Document]:
        """
        Return every case that the agency has or had, and that had not ended before `since`.

        `repeats` are the days on which a petition of the same matter came in as a repeat.
        """
        spans = spans_since(code, since, today or legal_today())
        marked = self.cases.find({"counted_in": {"$in": spans}})
        found = [case for case in marked if case["latest_on"] >= since and case["shape"] == SHAPE]
        repeats = self._repeats(found)
        return [{**case, "repeats": repeats.get(case["matter_id"], [])} for case in found]

    def began_on(self, code: str) -> str | None:
        """Return the earliest day on which a case was opened that the agency ever had, or None."""
        known = self._agencies.find_one({"_id": code})
        return known["began_on"] if known else None

    def _repeats(self, cases: Sequence[Document]) -> Mapping[str, Sequence[str]]:
        """Return the days of repeats by matter: a repeat may have gone to another agency."""
        days: dict[str, list[str]] = {}
        shown = {"matter_id": 1, "repeat_on": 1}
        matters = sorted({case["matter_id"] for case in cases})
        for start in range(0, len(matters), _MATTERS_AT_ONCE):
            wanted = matters[start : start + _MATTERS_AT_ONCE]
            for repeat in self.cases.find({"repeats_in": {"$in": wanted}}, shown):
                days.setdefault(repeat["matter_id"], []).append(repeat["repeat_on"])
        return days

    def _note_beginnings(self, case: Document) -> None:
        """Note since when each agency of a case has had any."""
        for code in case["agency_codes"]:
            if case["opened_on"] < self._began.get(code, _NEVER):
                earliest = {"$min": {"began_on": case["opened_on"]}}
                self._agencies.update_one({"_id": code}, earliest, upsert=True)
                self._began[code] = case["opened_on"]

    def _insert(self, case: Document) -> bool:
        """Keep a case that is new; False when there is one of its id."""
        try:
            self.cases.insert_one(case)
        except DuplicateKeyError:
            return False
        return True

    def _note_step(self, before: Document, event: CaseEvent) -> bool | None:
        """Note only that a step was told of: what came of it follows when the case is made anew."""
        if before["sequence"] >= event.sequence:
            return True
        told = Write({"sequence": event.sequence})
        return self._desk.write(before, told) is not None or None

    def _write(self, before: Document | None, after: Document) -> bool | None:
        if before is None:
            return self._desk.insert(after) or None
        # The same step may stand there twice, as it was counted and as it was made anew: that is
        # why `run` is guarded as well.
        state = {name: value for name, value in after.items() if name != "_id"}
        gone = tuple(before.keys() - after.keys())
        return self._desk.write(before, Write(state, gone)) is not None or None
