"""Which days a calendar view shows, and what stands in their cells. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gateway.web.dates import LEVELS, WEEKDAYS
from shared.language import Text

VIEWS = ("month", "week", "day", "list")
_DAYS_OF_A_WEEK = 7
_FROM_MONDAY = calendar.Calendar(calendar.MONDAY)
_REST, _MAKE_UP = Text("休", "off"), Text("班", "work")
_EARLIEST, _LATEST = date(1900, 2, 1), date(2199, 11, 30)


@dataclass(frozen=True, slots=True)
class Cell:
    """One day: whether it works, how many are due by level in words, and the hearings."""

    on: date
    weekday: Text
    inside: bool
    chosen: bool
    today: bool
    mark: Text | None
    holiday: Text | None
    levels: tuple[tuple[str, Text], ...]
    total: int
    hearings: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A view on its days: which are shown, which one is chosen, and what comes before and after."""

    name: str
    days: tuple[date, ...]
    chosen: date
    month: date
    before: date
    after: date


def view_of(name: str, chosen: date) -> CalendarView:
    """Return the days of a view around the chosen one; a list has no days."""
    chosen = min(max(chosen, _EARLIEST), _LATEST)
    first = chosen.replace(day=1)
    if name == "month":
        weeks = _FROM_MONDAY.monthdatescalendar(chosen.year, chosen.month)
        days = tuple(day for week in weeks for day in week)
        before = (first - timedelta(days=1)).replace(day=1)
        after = (first + timedelta(days=32)).replace(day=1)
        return CalendarView(name, days, chosen, first, before, after)
    if name == "week":
        monday = chosen - timedelta(days=chosen.weekday())
        days = tuple(monday + timedelta(days=n) for n in range(_DAYS_OF_A_WEEK))
        step = timedelta(days=_DAYS_OF_A_WEEK)
        return CalendarView(name, days, chosen, first, chosen - step, chosen + step)
    step = timedelta(days=1)
    days = (chosen,) if name == "day" else ()
    return CalendarView(name, days, chosen, first, chosen - step, chosen + step)


def cells_of(
    view: CalendarView,
    working_days: Iterable[Mapping[str, Any]],
    docket: Mapping[str, Any],
    today: date,
) -> Iterator[Cell]:
    """Yield the cells in order: `working_days` of the calendar, `docket` as `/clocks/days`."""
    due = {day["on"]: day for day in docket["items"]}
    hearings: dict[str, list[Mapping[str, Any]]] = {}
    for each in docket["hearings"]:
        hearings.setdefault(each["on"], []).append(each)
    for day in working_days:
        on = date.fromisoformat(day["on"])
        count = due.get(day["on"], {"total": 0, "by_level": {}})
        yield Cell(
            on=on,
            weekday=WEEKDAYS[on.weekday()],
            inside=view.name != "month" or on.month == view.month.month,
            chosen=on == view.chosen,
            today=on == today,
            mark=_MAKE_UP if day["make_up"] else None if day["working"] else _REST,
            holiday=Text(day["name"]["zh"], day["name"]["en"]) if day["name"] else None,
            levels=tuple(_levels(count["by_level"] or {})),
            total=count["total"],
            hearings=tuple(hearings.get(day["on"], ())),
        )


def _levels(counted: Mapping[str, int]) -> Iterator[tuple[str, Text]]:
    for level in ("overdue", "red", "amber", "green"):
        if number := counted.get(level):
            word = LEVELS[level]
            yield level, Text(f"{word.zh} {number}", f"{number} {word.en}")
