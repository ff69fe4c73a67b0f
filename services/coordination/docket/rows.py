"""One row of the docket: a clock of a case, and what has been announced about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from services.coordination.docket.parties_in_short import parties_in_short
from shared.casework.addressee_words import addressee_words
from shared.casework.assigning import NOBODY
from shared.casework.case_events import CaseEvent
from shared.casework.completing import COMPLETE_FILE
from shared.law import Calendar, Length, Level, Rules
from shared.law.attention import Attention, lead_of
from shared.law.recorded import answered_in, obligor_of
from shared.legal_day import TIME_ZONE
from shared.storage.database import Document
from shared.storage.keys import place, scope
from shared.storage.lists import KEYS, Lists

OPEN = ("running", "paused")
STATUSES = (*OPEN, "met", "missed", "cancelled")
# By what the docket of an agency is listed beside the status of its clocks; what is asked for
# besides is looked at row by row. Whoever has a case has few clocks.
LISTS = Lists(
    "due_index",
    ((), ("assignee",), ("track",), ("lead",), ("obligor",), ("track", "lead"), ("provisional",)),
)
# By what the open rows of a case are found: a case that lives long has many that ended.
OPEN_OF_CASE = f"{KEYS}.open_of_case"
LISTED_AS = (*LISTS.names(), OPEN_OF_CASE, "levels by working days")
"""What rows say of their lists and levels; rows of a release that said it otherwise are redone."""

# Where a clock without a last day stands: after all others, the earliest begun first.
_WITHOUT_DUE_DATE = "9"
_LONGEST_TRAIL = 10
_TOLD_OF_A_CLOCK = (
    "rule",
    "rule_version",
    "status",
    "started_on",
    "due_on",
    "ended_on",
    "extended_by",
    "provisional",
    "party",
    "length",
    "pauses",
)


def row_id(case_id: str, clock_id: str) -> str:
    """Return the id of the row of a clock."""
    return f"{case_id}:{clock_id}"


def new_row(
    event: CaseEvent, clock: Mapping[str, Any], rules: Rules, calendar: Calendar
) -> Document:
    """Return the row of a clock that is seen for the first time."""
    unannounced: Document = {"expired_due_on": None, "warned": None}
    return {
        "_id": row_id(event.case_id, clock["id"]),
        "case_id": event.case_id,
        "clock_id": clock["id"],
        "track": event.track,
        "number": event.number,
        "version": 0,
        "published": 0,
        "history": [],
        **unannounced,
        **row_state(event, clock, rules, calendar, unannounced),
    }


def row_state(
    event: CaseEvent,
    clock: Mapping[str, Any],
    rules: Rules,
    calendar: Calendar,
    row: Mapping[str, Any],
) -> Document:
    """Return what an event says of a clock; `check_index` is absent when nothing is to come."""
    due_on = clock["due_on"]
    moved = "due_on" not in row or due_on != row["due_on"]
    identifier = row_id(event.case_id, clock["id"])
    state: Document = {name: clock.get(name) for name in _TOLD_OF_A_CLOCK}
    state |= {
        "obligor": obligor_of(clock, rules),
        "addressee": addressee_words(
            clock.get("party"), event.data.get("parties", ()), answered_in(clock, rules)
        ),
        "due_index": place(due_on or _without_due_date(clock), identifier),
        "recorded_at": event.at if moved else row["recorded_at"],
        "clock_sequence": event.sequence,
        **_attention(due_on, clock.get("length"), calendar),
    }
    if moved:
        state["due_trail"] = [*due_trail(row), {"sequence": event.sequence, "due_on": due_on}]
        state["due_trail"] = state["due_trail"][-_LONGEST_TRAIL:]
    # A step that comes after later ones, by the lane of a matter that its case has left, says
    # what became of the clock; of the case the later one knows better.
    if event.sequence > row.get("sequence", 0):
        state |= case_facts(event)
    its_own = {"_id": identifier, "case_id": event.case_id}
    after = {"track": event.track, **row, **state, **its_own}
    return state | list_keys(after) | check_index(after)


def due_trail(row: Mapping[str, Any]) -> list[Document]:
    """Return the dates on which a row was due, each with the sequence of the step that set it."""
    if "due_on" not in row:
        return []
    # A row of an earlier release knows only the last one.
    now = {"sequence": row["clock_sequence"], "due_on": row["due_on"]}
    return list(row.get("due_trail", [now]))


def case_facts(event: CaseEvent) -> Document:
    """Return what the open rows of a case share."""
    data = event.data
    return {
        "matter_id": event.matter_id,
        "agency": data.get("agency"),
        "region": data.get("region"),
        "assignee": data.get("assignee"),
        "title": data.get("title"),
        "case_status": event.status,
        "case_status_label": data.get("words", {}).get("status"),
        "parties": parties_in_short(data.get("parties", ())),
        "touched_at": event.at,
        # The next step may be of the same old file: said once, it holds until then.
        "file_complete": event.command == COMPLETE_FILE,
        "void": event.is_void,
        "sequence": event.sequence,
    }


def renamed(event: CaseEvent, row: Mapping[str, Any], rules: Rules) -> Document:
    """Return what a row says of a case that has another title now; ended rows say it too."""
    if row.get("title") == event.data.get("title"):
        return {}
    parties = event.data.get("parties", ())
    return {
        "title": event.data.get("title"),
        "parties": parties_in_short(parties),
        "addressee": addressee_words(row.get("party"), parties, answered_in(row, rules)),
        "sequence": event.sequence,
    }


def list_keys(row: Mapping[str, Any]) -> Document:
    """Return the keys by which a row is listed; none for a case that counts nowhere."""
    code = (row["agency"] or {}).get("code") if not row.get("void") else None
    scopes = [scope(code, row["status"])] if code else []
    lead = str(lead_of(row["due_on"], row["amber_on"])) if row["due_on"] else None
    facets = {
        **{name: row.get(name) for name in ("track", "obligor")},
        "assignee": row.get("assignee") or NOBODY,
        "lead": lead,
        "provisional": "yes" if row.get("provisional") else None,
    }
    keys = LISTS.keys(scopes, facets, row["due_index"])
    if row["status"] in OPEN:
        keys[KEYS]["open_of_case"] = row["case_id"]
    return keys


def listing(row: Mapping[str, Any], calendar: Calendar) -> Document:
    """Return what a row that a former release wrote says of its level, lists and next check."""
    attention = _attention(row["due_on"], row.get("length"), calendar)
    after = {**row, **attention}
    return attention | list_keys(after) | (check_index(after) if "check_index" in row else {})


def check_index(row: Mapping[str, Any]) -> Document:
    """Return the field by which the sweep finds the row, or nothing when it need not."""
    day = next_check(row)
    return {} if day is None else {"check_index": place(day, row["_id"])}


def next_check(row: Mapping[str, Any]) -> str | None:
    """
    Return the next day on which the sweep has to look at the row, or None.

    That is the day it turns amber, then red, then the day after its last; each once for one
    due date. So the sweep reads what is due, and a clock long expired costs nothing.
    """
    due_on = row["due_on"]
    if row["status"] != "running" or due_on is None or row["expired_due_on"] == due_on:
        return None
    announced = announced_level(row)
    if announced is Level.RED:
        return date.fromordinal(date.fromisoformat(due_on).toordinal() + 1).isoformat()
    day: str = row["red_on" if announced is Level.AMBER else "amber_on"]
    return day


def announced_level(row: Mapping[str, Any]) -> Level:
    """Return the level that was announced for the present due date; green for none."""
    warned = row["warned"]
    if warned is None or warned["due_on"] != row["due_on"]:
        return Level.GREEN
    return Level(warned["level"])


def recorded_late(row: Mapping[str, Any]) -> bool:
    """Say whether the due date had passed already when it was recorded."""
    recorded_at: datetime = row["recorded_at"]
    return bool(recorded_at.astimezone(TIME_ZONE).date().isoformat() > row["due_on"])


def level_on(row: Mapping[str, Any], day: date) -> Level:
    """Return the level of a running clock on a day."""
    today = day.isoformat()
    if row["due_on"] is None or today < row["amber_on"]:
        return Level.GREEN
    return Level.AMBER if today < row["red_on"] else Level.RED


def escalated_on(row: Mapping[str, Any], today: date) -> str | None:
    """
    Return since when the supervisor sees the clock: red, or over, and known to be so.

    None for a clock that is not red or not running; one recorded late counts from that day.
    """
    if row["status"] != "running" or level_on(row, today) is not Level.RED:
        return None
    recorded_at: datetime = row["recorded_at"]
    known_on = recorded_at.astimezone(TIME_ZONE).date().isoformat()
    return max(str(row["red_on"]), known_on)


def _without_due_date(clock: Mapping[str, Any]) -> str:
    return _WITHOUT_DUE_DATE + str(clock.get("started_on") or "9999-12-31")[1:]


def _attention(
    due_on: str | None, length: Mapping[str, Any] | None, calendar: Calendar
) -> Document:
    if due_on is None:
        return {"amber_on": None, "red_on": None}
    found = Attention.before(
        date.fromisoformat(due_on), Length.from_dict(length) if length else None, calendar
    )
    return {"amber_on": found.amber_on.isoformat(), "red_on": found.red_on.isoformat()}
