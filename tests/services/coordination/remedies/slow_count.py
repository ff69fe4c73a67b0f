"""The time limits of remedies once more, slowly: by walking from day to day and asking the law."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import chinese_calendar

from shared.law import official_calendar

_DAY = timedelta(days=1)
End = Callable[[date], date]
Law = Sequence[tuple[date, End]]
"""From which day on which end, counted from the first day, is the last one; the oldest first."""


def works(on: date) -> bool:
    """Whether a day is a working day, by another package where it knows the year."""
    if 2006 <= on.year <= 2026:  # of 2005 the package does not know the last day
        return bool(chinese_calendar.is_workday(on))
    return official_calendar().is_working(on)


def moved(on: date) -> date:
    """Walk off the rest days."""
    while not works(on):
        on += _DAY
    return on


def days(number: int) -> End:
    def end(start: date) -> date:
        for _ in range(number):
            start += _DAY
        return moved(start)

    return end


def working_days(number: int) -> End:
    def end(start: date) -> date:
        left = number
        while left:
            start += _DAY
            left -= works(start)
        return start

    return end


def months(number: int) -> End:
    def end(start: date) -> date:
        on, passed = start, 0
        while passed < number:
            on += _DAY
            passed += on.day == 1
        while on.day < start.day and (on + _DAY).month == on.month:
            on += _DAY
        return moved(on)

    return end


def years(number: int) -> End:
    return months(12 * number)


def last_day(law: Law, start: date, *, strict: bool) -> date:
    """
    Walk on while the law of the day still gives time, and return the last day on which it did.

    `strict`: a law that shortens the time holds at once; else what the older one gave remains.
    """
    on = given = start
    while on <= given:  # what has ended stays ended, whatever law comes on the next day
        now = [end for since, end in law if since <= on][-1](start)
        given = now if strict else max(given, now)
        if on > given:
            return on - _DAY
        # Nothing changes before the time ends or another law comes: those days need no look.
        ahead = [since for since, _ in law if since > on]
        on = min([given + _DAY, *ahead])
    return given
