"""The sweep: finds clocks that turned amber or red or passed their due date, and says so once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

import structlog

from services.coordination.docket.docket import Docket
from services.coordination.docket.entry_grace import EntryGrace
from services.coordination.docket.rows import check_index, level_on, recorded_late
from shared.events.announcements import Announcement, ToldEntry
from shared.events.errand import GoOn
from shared.events.names import CLOCK_EXPIRED, CLOCK_WARNED
from shared.records.due import BATCH, CHECK
from shared.records.records import Change
from shared.storage.database import Document

_TOLD = ("track", "case_id", "clock_id", "rule", "due_on", "obligor", "agency", "assignee")
LimitationWarning: TypeAlias = Callable[[date, GoOn], int]
_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class SweepResult:
    """
    How many clocks were warned of and how many expired; `complete` unless it was stopped.

    `limitation_warned` counts the rights of persons that were warned of.
    """

    warned: int = 0
    expired: int = 0
    limitation_warned: int = 0
    complete: bool = True


@dataclass(frozen=True, slots=True)
class ClockNotice:
    """What the sweep has to say of one row: the type of event, its data, the marks it leaves."""

    type: str
    data: Mapping[str, Any]
    marks: Mapping[str, Any]


class Sweep:
    """
    Announces what is due, each thing once for one due date.

    The mark on the row and the event are one write, guarded by what was read: a sweep that is
    killed, run twice, or run by two processes at once announces nothing twice and loses nothing.
    """

    def __init__(
        self,
        docket: Docket,
        *,
        limitation: LimitationWarning | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        batch: int = BATCH,
    ) -> None:
        self._rows = docket.records
        self._limitation = limitation
        self._batch = batch
        self._now = now

    def run(
        self,
        as_of: date,
        *,
        grace: EntryGrace | None = None,
        go_on: GoOn = lambda: True,
    ) -> SweepResult:
        """
        Announce all that is due as of a day.

        With `grace`, a clock recorded after its due date is left alone until its case has been
        quiet for that long or its officer said that the file is complete: somebody may still be
        entering an old one. `go_on` is asked before each row.
        """

        def decide(row: Document) -> Change | None:
            if grace and self._may_still_be_in_entry(row, grace):
                return None
            return _announcing(row, notice_of(row, as_of))

        told = Counter(
            announced.type
            for change in self._rows.settle(as_of, decide, go_on=go_on, batch=self._batch)
            for announced in change.announcements
        )
        result = SweepResult(told[CLOCK_WARNED], told[CLOCK_EXPIRED], complete=go_on())
        if result.complete and self._limitation is not None:
            result.limitation_warned = self._limitation(as_of, go_on)
            result.complete = go_on()
        _log.info(
            "sweep_ended",
            as_of=as_of.isoformat(),
            warned=result.warned,
            expired=result.expired,
            limitation_warned=result.limitation_warned,
            complete=result.complete,
        )
        return result

    def _may_still_be_in_entry(self, row: Mapping[str, Any], grace: EntryGrace) -> bool:
        in_entry = recorded_late(row) and not row.get("file_complete")
        return in_entry and grace.covers(row["touched_at"], self._now())


def notice_of(row: Mapping[str, Any], as_of: date) -> ClockNotice:
    """Return what is to be said of a row that is to be looked at as of a day."""
    data = {name: row[name] for name in _TOLD} | {"on": as_of.isoformat()}
    due_on = date.fromisoformat(row["due_on"])
    if due_on < as_of:
        return ClockNotice(CLOCK_EXPIRED, data, {"expired_due_on": row["due_on"]})
    reached = str(level_on(row, as_of))
    told = {**data, "level": reached, "days_left": (due_on - as_of).days}
    return ClockNotice(CLOCK_WARNED, told, {"warned": {"due_on": row["due_on"], "level": reached}})


def _announcing(row: Mapping[str, Any], notice: ClockNotice) -> Change:
    told = Announcement(notice.type, row["case_id"], row["matter_id"], notice.data, row["number"])
    still = check_index({**row, **notice.marks})
    return Change({CHECK: None, **notice.marks, **still}, ToldEntry([told]))
