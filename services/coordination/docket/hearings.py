"""Hearings and sessions of mediation that are set, one row each, for the calendar of an agency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pymongo import ASCENDING

from services.coordination.docket.parties_in_short import parties_in_short
from shared.casework.assigning import NOBODY
from shared.casework.case_events import CaseEvent
from shared.storage.database import Database, Document, DocumentCollection
from shared.storage.desk import Desk, Write, until_written
from shared.storage.keys import place, scope
from shared.storage.lists import Lists

COLLECTION = "hearings"
LISTS = Lists("place_in_time", ((), ("assignee",), ("track",)))
MOST_SHOWN = 500
_HELD = ("hearing_held", "session_recorded")


class Hearings:
    """
    Keeps what the steps of cases say of hearings; an event that comes again changes nothing.

    A hearing that is set anew replaces the one before, unless that was held.
    """

    def __init__(self, database: Database) -> None:
        self.rows: DocumentCollection = database[COLLECTION]
        self._desk = Desk(self.rows, ("sequence",))

    def prepare(self) -> None:
        """Create the indexes: by case, of guarded writes, and of the lists."""
        self.rows.create_index("case_id")
        self.rows.create_index([("_id", ASCENDING), ("sequence", ASCENDING)])
        LISTS.prepare(self.rows)

    @property
    def desks(self) -> Sequence[Desk]:
        """Where what `record` writes can be gathered."""
        return (self._desk,)

    def look_ahead(self, events: Sequence[CaseEvent]) -> None:
        """Read what the events may change."""
        self._desk.expect_none("case_id", (event.case_id for event in events if event.opens))
        self._desk.having("case_id", (event.case_id for event in events))

    def record(self, event: CaseEvent) -> None:
        """Take in one step of one case."""
        until_written(event.case_id, lambda: self._take_in(event))

    def _take_in(self, event: CaseEvent) -> bool | None:
        known = self._desk.having("case_id", [event.case_id])
        earlier = [row for row in known if row["sequence"] < event.sequence]
        rows = [_after(row, event) for row in earlier]
        if _day_set(event) and all(row["sequence"] <= event.sequence for row in known):
            held = any(row["held"] and _is_gone(row, event) for row in known)
            rows.append(_new(event, held=held))
        # The new one comes last: where the process dies before it, all of it is done again.
        return all(self._put(row) for row in rows) or None

    def _put(self, row: Document) -> bool:
        before = self._desk.get(row["_id"])
        if before is None:
            return self._desk.insert(row)
        state = {name: value for name, value in row.items() if name != "_id"}
        return self._desk.write(before, Write(state)) is not None

    def between(
        self, agency_code: str, first: str, last: str, narrowed: Mapping[str, str]
    ) -> list[Document]:
        """Return the hearings from one day to another, both included, by day and hour."""
        rest = {name: None if value == NOBODY else value for name, value in narrowed.items()}
        return LISTS.page(
            self.rows,
            scope(agency_code),
            narrowed,
            size=MOST_SHOWN,
            first=first,
            last=last,
            rest=rest,
        )


def _new(event: CaseEvent, *, held: bool) -> Document:
    day, data = _day_set(event), event.data
    row = {
        "_id": f"{event.case_id}:{day}",
        "case_id": event.case_id,
        "track": event.track,
        "number": event.number,
        "on": day,
        "time": data.get("hearing_time") or data.get("time"),
        "place": data.get("place"),
        "set_by": event.told_id,
        "held": held,
    }
    return _as_of(row, event) | {"off": False}


def _after(row: Document, event: CaseEvent) -> Document:
    """
    Return a row as of a later step of its case.

    A hearing that is off stays, in no list: so a step that comes again does not set it anew.
    """
    after = _as_of(row, event)
    if event.is_void:
        return after  # in no list, until the case is restored
    off = row["off"] or _is_gone(row, event) or (not row["held"] and _is_off(row, event))
    return {**after, "off": True, **LISTS.keys([], {}, "")} if off else after


def _as_of(row: Document, event: CaseEvent) -> Document:
    data = event.data
    after = {
        **row,
        "agency": data.get("agency"),
        "assignee": data.get("assignee"),
        "title": data.get("title"),
        "parties": parties_in_short(data.get("parties", ())),
        "sequence": event.sequence,
        "void": event.is_void,
        **_held(row, event),
    }
    after["place_in_time"] = place(f"{row['on']}T{row['time'] or ''}", row["_id"])
    return after | _keys(after)


def _held(row: Document, event: CaseEvent) -> Document:
    """Return whether a hearing was held, and which step said so."""
    if event.type.endswith(_HELD):
        return {"held": True, "held_by": event.told_id}
    if row.get("held_by") in event.taken_back_ids:
        return {"held": False, "held_by": None}
    return {"held": row["held"], "held_by": row.get("held_by")}


def _keys(row: Document) -> Document:
    code = (row["agency"] or {}).get("code") if not row["void"] else None
    facets = {"assignee": row["assignee"] or NOBODY, "track": row["track"]}
    return LISTS.keys([scope(code)] if code else [], facets, row["place_in_time"])


def _is_gone(row: Document, event: CaseEvent) -> bool:
    """Say whether the step that set a hearing is taken back, or corrected: it is set anew then."""
    return row.get("set_by") in event.gone_ids


def _is_off(row: Document, event: CaseEvent) -> bool:
    """Say whether a hearing is not going to be: another is set, or its case ended before it."""
    ended = event.phase != "open" and bool(row["on"] > event.on)
    return ended or _day_set(event) is not None


def _day_set(event: CaseEvent) -> str | None:
    """Return the day of the hearing or session that a step sets, or None."""
    return event.data.get("hearing_on") or event.data.get("session_on")
