"""The bare arithmetic of a period: where its last day falls, before any explanation.

Day 0 is not counted (QJ-1). A month or year ends on the corresponding day, or on the last day
of the month where there is none (QJ-8). Pauses and extensions are taken in before the last day
is moved off a rest day, once (QJ-2, QJ-13).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from shared.law.calendar import Calendar
from shared.law.errors import CalendarRangeError
from shared.law.pauses import Pause
from shared.law.rule import Length, Unit


@dataclass(frozen=True, slots=True)
class Count:
    """Where a period ends: `raw` before, `due` after moving off a rest day.

    Both are None while a pause is open; `days_left` then says what remains, in working days for
    a period of working days, else in calendar days. `excluded` holds each pause that had an
    effect with the days it took out. `consulted` are the first and last day looked up in the
    calendar.
    """

    raw: date | None
    due: date | None
    days_left: int | None
    excluded: tuple[tuple[Pause, int], ...]
    consulted: tuple[date, date] | None


def count_forward(
    day_zero: date,
    length: Length,
    calendar: Calendar,
    *,
    pauses: Sequence[Pause],
    extension: Length | None,
    rolls: bool,
) -> Count:
    """Count from the day after `day_zero`; `pauses` are disjoint and in order."""
    if length.unit is Unit.WORKING_DAY:
        return _count_working_days(day_zero, length, calendar, pauses, extension)
    last = _end_with_extension(day_zero, length, extension)
    excluded: list[tuple[Pause, int]] = []
    for pause in pauses:
        start = max(pause.start, day_zero)
        if start >= last:
            break
        if pause.end is None:
            return Count(None, None, (last - start).days, tuple(excluded), None)
        if pause.end > start:
            excluded.append((pause, (pause.end - start).days))
            last = _moved(last, pause.end - start)
    due = calendar.next_working_day(last) if rolls else last
    return Count(last, due, None, tuple(excluded), (last, due) if rolls else None)


def _end_with_extension(day_zero: date, length: Length, extension: Length | None) -> date:
    if extension is None:
        return add_length(day_zero, length)
    if extension.unit is length.unit:
        # From 31 January, one month and one month more end on 31 March, not on the 28th.
        return add_length(day_zero, Length(length.value + extension.value, length.unit))
    return add_length(add_length(day_zero, length), extension)


def _count_working_days(
    day_zero: date,
    length: Length,
    calendar: Calendar,
    pauses: Sequence[Pause],
    extension: Length | None,
) -> Count:
    left = length.value + (extension.value if extension else 0)
    position = day_zero
    excluded: list[tuple[Pause, int]] = []
    for pause in pauses:
        start = max(pause.start, position)
        if start > position:
            run = calendar.working_days_between(position, start)
            if run >= left:
                break
            left -= run
            position = start
        if pause.end is None:
            return Count(None, None, left, tuple(excluded), (day_zero, position))
        if pause.end > position:
            taken = calendar.working_days_between(position, pause.end)
            excluded.append((pause, taken))
            position = pause.end
    due = calendar.working_day_after(position, left)
    return Count(due, due, None, tuple(excluded), (day_zero, due))


def count_backward(event: date, length: Length, calendar: Calendar) -> Count:
    """Count back from the day before `event`; a rest day is not moved."""
    if length.unit is Unit.WORKING_DAY:
        due = calendar.working_day_before(event, length.value)
        return Count(due, due, None, (), (due, event))
    due = subtract_length(event, length)
    return Count(due, due, None, (), None)


def safe_day(event: date, length: Length, calendar: Calendar) -> date:
    """Return the day on which the full period lies between it and `event` (QJ-12)."""
    if length.unit is Unit.WORKING_DAY:
        return calendar.working_day_before(event, length.value + 1)
    return _moved(subtract_length(event, length), -timedelta(days=1))


def add_length(start: date, length: Length) -> date:
    """Add calendar days, months or years to a date."""
    if length.unit is Unit.CALENDAR_DAY:
        return _moved(start, timedelta(days=length.value))
    return _add_months(start, length.value * (12 if length.unit is Unit.YEAR else 1))


def subtract_length(start: date, length: Length) -> date:
    """Take calendar days, months or years off a date."""
    if length.unit is Unit.CALENDAR_DAY:
        return _moved(start, -timedelta(days=length.value))
    return _add_months(start, -length.value * (12 if length.unit is Unit.YEAR else 1))


def _add_months(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise CalendarRangeError
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _moved(start: date, by: timedelta) -> date:
    try:
        return start + by
    except OverflowError as error:
        raise CalendarRangeError from error
