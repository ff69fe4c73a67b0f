"""An objection as a document, and its one clock (POLICY-norm-objection)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from shared.events.announcements import Announcement
from shared.events.names import of_norm_objection
from shared.http.problems import Problem
from shared.language import Text
from shared.law import Calendar, DueDate, Level, Rules, RuleVersion, compute, level
from shared.records.records import Change, RecordEntry
from shared.storage.database import Document
from shared.storage.keys import place

RULE = "POLICY-norm-objection"
RECEIVED = "received"
ANSWERED = "answered"
STATES: Mapping[str, Text] = {
    RECEIVED: Text("待答复", "waiting for an answer"),
    ANSWERED: Text("已答复", "answered"),
}
OUTCOMES: Mapping[str, Text] = {
    "changed": Text("修改", "changed"),
    "kept": Text("继续有效", "kept"),
    "repealed": Text("废止", "repealed"),
    "referred": Text("转送有权机关", "referred to the competent organ"),
}
_ALREADY = Text("该异议已经答复。", "The objection is answered already.")

Objection = Mapping[str, Any]


class AnswerClock:
    """Until when an objection is to be answered, always computed anew from its day of receipt."""

    def __init__(self, rules: Rules, calendars: Callable[[], Calendar]) -> None:
        self._rules = rules
        self._calendars = calendars

    def version(self, objection: Objection) -> RuleVersion:
        """Return the version of the rule that was in force on the day of receipt."""
        return self._rules.in_force(RULE, date.fromisoformat(objection["received_on"]))

    def due(self, objection: Objection) -> DueDate:
        """Return the due date with explanation; raises what `compute` raises."""
        received_on = date.fromisoformat(objection["received_on"])
        return compute(self.version(objection), received_on, self._calendars())

    def level(self, due: DueDate, today: date) -> Level:
        """Return how near the end of the time to answer is."""
        return level(due.due_on, today, due.length, self._calendars())

    def marks(self, objection_id: str, objection: Objection) -> Document:
        """Return the fields by which the watch finds an objection that waits for its answer."""
        found = self.due(objection)
        if found.due_on is None:
            return {"due_on": None, "check_index": None, "provisional": None}
        day_after = (found.due_on + timedelta(days=1)).isoformat()
        return {
            "due_on": found.due_on.isoformat(),
            "check_index": place(day_after, objection_id),
            "provisional": True if found.provisional else None,
        }


def received(objection_id: str, state: Document, entry: RecordEntry) -> RecordEntry:
    """Return the entry of the intake with its event."""
    return _told("received", {"_id": objection_id, **state}, entry)


def answered(
    objection: Objection, answer: Document, clock: AnswerClock, entry: RecordEntry
) -> Change:
    """
    Return the objection with its answer; `in_time` says whether it came by the last day.

    Raises `Problem`: 409 when it is answered already, 422 for a day before its receipt.
    """
    if objection["state"] == ANSWERED:
        raise Problem(409, "command-not-allowed", _ALREADY, allowed=[])
    if entry.on < objection["received_on"]:
        received_on = objection["received_on"]
        text = Text(f"不能早于收到之日 {received_on}。", f"Must not be before {received_on}.")
        raise Problem(422, "date-out-of-order", text, errors={"on": [text]})
    due_on = clock.due(objection).due_on
    in_time = due_on is None or entry.on <= due_on.isoformat()
    changes: Document = {
        "state": ANSWERED,
        "answer": {**answer, "on": entry.on, "in_time": in_time},
        "due_on": due_on.isoformat() if due_on else None,
        "check_index": None,
        "provisional": None,
    }
    return Change(changes, _told("answered", {**objection, **changes}, entry))


def overdue(objection: Objection, clock: AnswerClock, as_of: date) -> Change | None:
    """
    Return the mark of an objection whose last day has passed.

    Where a new calendar has moved that day, the objection is only noted anew; None when neither
    is so.
    """
    marks = clock.marks(objection["_id"], objection)
    if objection["state"] == ANSWERED or objection.get("check_index") is None:
        return None
    if marks["due_on"] is None or marks["due_on"] >= as_of.isoformat():
        moved = marks["due_on"] != objection["due_on"]
        firm = objection.get("provisional") != marks["provisional"]
        return (
            Change(marks, RecordEntry("recomputed", as_of.isoformat())) if moved or firm else None
        )
    changes = {**marks, "check_index": None, "provisional": None}
    changes["overdue_since"] = as_of.isoformat()
    entry = RecordEntry("overdue", as_of.isoformat())
    return Change(changes, _told("overdue", {**objection, **changes}, entry))


def _told(event: str, objection: Objection, entry: RecordEntry) -> RecordEntry:
    announcement = Announcement(
        of_norm_objection(event),
        objection["_id"],
        objection["matter_id"],
        {
            "objection_id": objection["_id"],
            "state": objection["state"],
            "document": objection["document"],
            "maker": objection["maker"],
            "agency": objection["agency"],
            "received_on": objection["received_on"],
            "due_on": objection["due_on"],
            "outcome": (objection.get("answer") or {}).get("outcome"),
            "on": entry.on,
        },
    )
    return RecordEntry(
        entry.step, entry.on, entry.actor, entry.details, announcements=(announcement,)
    )
