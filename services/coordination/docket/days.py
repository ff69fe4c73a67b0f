"""How many clocks are due on each day of a calendar, and how urgent they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from services.coordination.docket.counts import MOST_COUNTED, CountFilter
from services.coordination.docket.rows import LISTS, level_on
from shared.casework.assigning import NOBODY
from shared.storage.database import DocumentCollection
from shared.storage.keys import scope

MOST_DAYS = 62
_READ = ("due_on", "amber_on", "red_on", "track", "assignee")


def days_of(
    rows: DocumentCollection, wanted: CountFilter, first: date, last: date, today: date
) -> dict[str, Any]:
    """
    Return each day from `first` to `last` with how many running clocks are due, by level.

    Where more than `MOST_COUNTED` are due in all, the days have their totals only, estimated by
    the fences (`exact` is then False): so a month costs the same however many clocks there are.
    """
    within = scope(wanted.agency_code, "running")
    named = {"track": wanted.track, "assignee": wanted.assignee}
    asked = {name: value for name, value in named.items() if value is not None}
    rest = {name: None if value == NOBODY else value for name, value in asked.items()}
    about = LISTS.about(rows, within, asked, first=first.isoformat(), last=last.isoformat())
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if about > MOST_COUNTED:
        return {"items": [_total(rows, within, asked, rest, day) for day in days], "exact": False}
    due = LISTS.between(
        rows, within, asked, first=first.isoformat(), last=last.isoformat(), rest=rest, shown=_READ
    )
    levels: dict[str, Counter[str]] = {}
    for row in due:
        levels.setdefault(row["due_on"], Counter())[_level(row, today)] += 1
    return {"items": [_day(day, levels.get(day.isoformat(), {})) for day in days], "exact": True}


def _level(row: Mapping[str, Any], today: date) -> str:
    return "overdue" if row["due_on"] < today.isoformat() else str(level_on(row, today))


def _day(day: date, levels: Mapping[str, int]) -> dict[str, Any]:
    return {"on": day.isoformat(), "total": sum(levels.values()), "by_level": dict(levels)}


def _total(
    rows: DocumentCollection,
    within: str,
    asked: Mapping[str, str],
    rest: Mapping[str, Any],
    day: date,
) -> dict[str, Any]:
    on = day.isoformat()
    # All days together are to cost no more than what is counted at once elsewhere.
    most = MOST_COUNTED // MOST_DAYS
    counted = LISTS.count(rows, within, asked, first=on, last=on, rest=rest, most=most)
    return {"on": on, "total": counted.number, "by_level": None}
