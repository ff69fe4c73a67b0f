"""How many clocks an agency has by level, status and track, counted off the keys of its lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.coordination.docket.rows import LISTS
from shared.casework.assigning import NOBODY
from shared.casework.payload_parts import TRACKS
from shared.law import Calendar
from shared.law.attention import LEADS, amber_until, green_from, may_be_red_until, red_until
from shared.storage.database import Document, DocumentCollection
from shared.storage.keys import scope
from shared.storage.pages import Count

MOST_COUNTED = 2_000
"""Up to about so many rows of a part are counted one by one; more are estimated by the fences."""

_ONE_DAY = timedelta(days=1)
_NO_DUE_DATE = "9"  # where clocks without a last day stand, after every day there is


@dataclass(frozen=True, slots=True)
class CountFilter:
    """Whose clocks are counted; None means any."""

    agency_code: str
    track: str | None = None
    assignee: str | None = None


class DocketCounts:
    """Counts the open clocks of an agency as of a day, flat however many there are."""

    def __init__(
        self, rows: DocumentCollection, wanted: CountFilter, today: date, calendar: Calendar
    ) -> None:
        self._rows = rows
        self._wanted = wanted
        self._today = today
        self._calendar = calendar
        named = {"track": wanted.track, "assignee": wanted.assignee}
        self._asked = {name: value for name, value in named.items() if value is not None}

    def shown(self) -> dict[str, Any]:
        """Return the numbers; `exact` is False when one of them is an estimate."""
        running, paused = self._count(), self._count("paused")
        levels = dict(self._levels())
        missing = self._count(first=_NO_DUE_DATE)
        # What is left runs calmly: no list has it, and it need not be read to be counted.
        attention = sum((count.number for count in levels.values()), 0)
        calm = max(running.number - attention - missing.number, 0)
        tracks = dict(self._tracks())
        others = {
            "provisional": self._count(also={"provisional": "yes"}, rest={"provisional": True}),
            "unassigned": self._unassigned(),
            "missing_fact": missing,
        }
        counted = [running, paused, *levels.values(), *tracks.values(), *others.values()]
        return {
            "as_of": self._today.isoformat(),
            "total": running.number + paused.number,
            "by_status": {"running": running.number, "paused": paused.number},
            "by_level": {name: each.number for name, each in levels.items()} | {"green": calm},
            "by_track": {name: each.number for name, each in tracks.items()},
            **{name: each.number for name, each in others.items()},
            "exact": all(each.exact for each in counted),
        }

    def _levels(self) -> Iterator[tuple[str, Count]]:
        yesterday = (self._today - _ONE_DAY).isoformat()
        last_red = red_until(self._today)
        after_red = (last_red + _ONE_DAY).isoformat()
        over_rest_days = self._red_over_rest_days(after_red)
        sure = self._count(first=self._today.isoformat(), last=last_red.isoformat())
        yield "overdue", self._count(last=yesterday)
        yield "red", sure + over_rest_days
        yield "amber", self._amber(after_red) - over_rest_days

    def _red_over_rest_days(self, first: str) -> Count:
        """Count what is due later than a day from now, with only rest days before its last."""
        last = may_be_red_until(self._today, self._calendar).isoformat()
        turned = {"red_on": {"$lte": self._today.isoformat()}}
        return self._count(first=first, last=last, rest=turned) if first <= last else Count()

    def _amber(self, first: str) -> Count:
        """Count class by class: all up to its lead, beyond that by the day of each clock."""
        turned = {"amber_on": {"$lte": self._today.isoformat()}}
        if "assignee" in self._asked:
            last = amber_until(self._today, LEADS[-1]).isoformat()
            return self._count(first=first, last=last, rest=turned)
        counted = Count()
        for lead in LEADS:
            of_class = {"lead": str(lead)}
            not_yet = green_from(self._today, lead)
            sure = (not_yet - _ONE_DAY).isoformat()
            last = amber_until(self._today, lead).isoformat()
            counted += self._count(first=first, last=sure, also=of_class)
            counted += self._count(first=not_yet.isoformat(), last=last, also=of_class, rest=turned)
        return counted

    def _tracks(self) -> Iterator[tuple[str, Count]]:
        for track in [self._wanted.track] if self._wanted.track else TRACKS:
            also = {"track": track}
            yield track, self._count(also=also) + self._count("paused", also=also)

    def _unassigned(self) -> Count:
        if self._wanted.assignee not in {None, NOBODY}:
            return Count()
        also = {"assignee": NOBODY}
        return self._count(also=also) + self._count("paused", also=also)

    def _count(
        self,
        status: str = "running",
        *,
        first: str = "",
        last: str | None = None,
        also: Mapping[str, str] | None = None,
        rest: Document | None = None,
    ) -> Count:
        asked = {**self._asked, **(also or {})}
        # A facet that the list does not hold is asked of each row; those that it holds cost little.
        narrowed = {
            name: None if asked[name] == NOBODY else asked[name]
            for name in ("track", "assignee")
            if name in asked
        }
        return LISTS.count(
            self._rows,
            scope(self._wanted.agency_code, status),
            asked,
            first=first,
            last=last,
            rest=narrowed | (rest or {}),
            most=MOST_COUNTED,
        )
