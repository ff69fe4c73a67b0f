"""The docket: one row for every clock of every case, kept from events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.coordination.docket.known_tracks import KnownTracks
from services.coordination.docket.rows import (
    LISTED_AS,
    LISTS,
    OPEN,
    OPEN_OF_CASE,
    case_facts,
    list_keys,
    listing,
    new_row,
    renamed,
    row_id,
    row_state,
)
from shared.casework.assigning import NOBODY
from shared.casework.case_events import CaseEvent
from shared.law import Calendar, Level, Rules
from shared.law.attention import LEADS, amber_until, green_from, may_be_red_until, red_until
from shared.records.records import Records
from shared.records.relisting import relist_once
from shared.storage.database import Database, Document, DocumentCollection
from shared.storage.desk import Desk, Write, until_written
from shared.storage.keys import scope

COLLECTION = "docket"
_GUARD = ("version", "sequence")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ClockFilter:
    """
    What a list of clocks is narrowed by; None means any. Dates are ISO strings, both included.

    `assignee` may be `NOBODY`, for the clocks of cases that nobody is in charge of.
    """

    agency_code: str
    status: str = "running"
    due_from: str | None = None
    due_before: str | None = None
    level: str | None = None
    track: str | None = None
    assignee: str | None = None
    obligor: str | None = None
    provisional: bool = False


class Docket:
    """
    Keeps the rows; an event that comes again changes nothing.

    Every write is guarded by the row's `version` (moved by the sweep) and `sequence` (moved by
    events), so the consumer and a sweep in another process never overwrite each other.
    """

    def __init__(self, database: Database, rules: Rules, calendars: Callable[[], Calendar]) -> None:
        self._database = database
        self.records = Records(
            database,
            COLLECTION,
            indexes=("case_id",),
            lists=LISTS,
            guard=_GUARD,
        )
        self.rows: DocumentCollection = self.records.documents
        self.desk = self.records.desk
        self.tracks = KnownTracks(database)
        self._rules = rules
        self.calendars = calendars

    def prepare(self) -> None:
        """Create the indexes: for the relay, the sweep, the events of a case, guards and lists."""
        self.tracks.prepare()
        self.records.prepare()
        self.rows.create_index(OPEN_OF_CASE, sparse=True)
        calendar = self.calendars()
        relist_once(self._database, self.desk, LISTED_AS, lambda row: listing(row, calendar))

    @property
    def desks(self) -> Sequence[Desk]:
        """Where what `record` writes can be gathered."""
        return (self.desk,)

    def look_ahead(self, events: Sequence[CaseEvent]) -> None:
        """Read what the events may change: open rows, and all of a case that has none open."""
        opened = {event.case_id for event in events if event.opens}
        for name in (OPEN_OF_CASE, "case_id"):
            self.desk.expect_none(name, opened)
        cases = {event.case_id for event in events}
        open_cases = {row["case_id"] for row in self.desk.having(OPEN_OF_CASE, cases)}
        self.desk.having("case_id", cases - open_cases)
        told = (each for event in events if event.case_id in open_cases for each in _told(event))
        self.desk.look_up(told)

    def record(self, event: CaseEvent) -> None:
        """Bring the rows of a case up to the event: its clocks, agency, assignee."""
        self.tracks.note(event.track)
        # One order for all the rows: every step of every case comes by here.
        until_written(event.case_id, lambda: self._take_in(event, self._concerned(event)))

    def _concerned(self, event: CaseEvent) -> dict[str, Document]:
        """Return the rows that an event may change: the open ones of its case, those it tells."""
        known = {row["_id"]: row for row in self._open(event.case_id)}
        rows = list(known.values()) or self._all(event.case_id)
        if any(_differs(row, event) for row in rows[:1]):
            # The title of a report is told no more, or nothing of the case counts any more: that
            # holds of the rows of ended clocks as well.
            rows = self._all(event.case_id)
        known |= {row["_id"]: row for row in rows}
        for name in _told(event) if rows else ():
            if name not in known and (row := self.desk.get(name)) is not None:
                known[name] = row
        return known

    def _take_in(self, event: CaseEvent, known: dict[str, Document]) -> bool | None:
        """Write what the rows are to say; None when another process was at one of them."""
        news, changes = self._writes(event, known)
        written = [self.desk.insert(row) for row in news]
        written += [self.desk.write(row, change) is not None for row, change in changes]
        return all(written) or None

    def _writes(
        self, event: CaseEvent, known: dict[str, Document]
    ) -> tuple[list[Document], list[tuple[Document, Write]]]:
        """Return what is to be added and changed so that the rows say what the event says."""
        told, calendar = _told(event), self.calendars()
        news: list[Document] = []
        changes: list[tuple[Document, Write]] = []
        for name, clock in told.items():
            row = known.get(name)
            if row is None:
                news.append(new_row(event, clock, self._rules, calendar))
            elif row["clock_sequence"] < event.sequence:
                state = row_state(event, clock, self._rules, calendar, row)
                gone = () if "check_index" in state else ("check_index",)
                changes.append((row, Write(state, gone)))
        for name, row in known.items():
            if name in told or row["sequence"] >= event.sequence:
                continue
            facts = renamed(event, row, self._rules)
            if row["status"] in OPEN or event.is_void != row.get("void", False):
                facts |= case_facts(event)
                facts |= list_keys({**row, **facts})
            if facts:
                changes.append((row, Write(facts)))
        return news, changes

    def open_clocks(self, case_id: str) -> list[Document]:
        """Return the rows of a case whose clocks run or are paused, by due date."""
        return _by_due_date(self._open(case_id))

    def all_clocks(self, case_id: str) -> list[Document]:
        """Return the rows of a case, by due date."""
        return _by_due_date(self._all(case_id))

    def _open(self, case_id: str) -> list[Document]:
        return self.desk.having(OPEN_OF_CASE, [case_id])

    def _all(self, case_id: str) -> list[Document]:
        # A second condition would have the embedded database read the whole collection.
        return self.desk.having("case_id", [case_id])

    def page(
        self, wanted: ClockFilter, *, today: str, after: str | None, size: int
    ) -> list[Document]:
        """Return up to `size` rows by due date, after the `due_index` of the page before."""
        within = scope(wanted.agency_code, wanted.status)
        narrowed = {name: getattr(wanted, name) for name in ("assignee", "track", "obligor")}
        asked = {name: value for name, value in narrowed.items() if value is not None}
        rest: Document = asked | _in_level(wanted.level, today)
        if wanted.assignee == NOBODY:
            rest["assignee"] = None
        if wanted.provisional:
            asked["provisional"], rest["provisional"] = "yes", True
        found: dict[str, Document] = {}
        day = date.fromisoformat(today)
        for lead, first, last in _stretches(wanted, day, may_be_red_until(day, self.calendars())):
            if len(found) >= size and LISTS.ordered(found.values())[size - 1]["due_index"] < first:
                break  # what turns amber earlier before its end turns calm on later days only
            page = LISTS.page(
                self.rows,
                within,
                asked | lead,
                size=size,
                after=after,
                first=first,
                last=last,
                rest=rest,
            )
            found |= {row["_id"]: row for row in page}
        return LISTS.ordered(found.values())[:size]


def _differs(row: Document, event: CaseEvent) -> bool:
    return row.get("title") != event.data.get("title") or event.is_void != row.get("void", False)


def _by_due_date(rows: Iterable[Document]) -> list[Document]:
    return sorted(rows, key=lambda row: str(row["due_index"]))


def _stretches(
    wanted: ClockFilter, today: date, last_red: date
) -> Iterator[tuple[dict[str, str], str, str | None]]:
    """
    Yield the parts of the lists in which the clocks are: of which lead, due from when until when.

    The level follows from today, the last day and the lead, so each lead has its own days.
    """
    since, before = wanted.due_from or "", wanted.due_before
    if wanted.level is None:
        yield {}, since, before
        return
    after_red = max(since, (red_until(today) + _ONE_DAY).isoformat())
    if wanted.level == Level.RED:
        yield {}, since, _earlier(last_red, before)
    elif wanted.assignee is not None:
        yield {}, after_red, before
    elif wanted.level == Level.AMBER:
        for lead in LEADS:
            yield {"lead": str(lead)}, after_red, _earlier(amber_until(today, lead), before)
    else:
        for lead in LEADS:
            first = max(since, green_from(today, lead).isoformat())
            yield {"lead": str(lead)}, first, before


def _earlier(day: date, other: str | None) -> str:
    return day.isoformat() if other is None else min(day.isoformat(), other)


def _told(event: CaseEvent) -> dict[str, Any]:
    """Return the clocks of which an event tells, by the ids of their rows."""
    return {row_id(event.case_id, clock["id"]): clock for clock in event.clocks}


def _in_level(level: str | None, today: str) -> Document:
    if level is None:
        return {}
    if level == "red":
        return {"red_on": {"$lte": today}}
    if level == "amber":
        return {"amber_on": {"$lte": today}, "red_on": {"$gt": today}}
    return {"amber_on": {"$gt": today}}
