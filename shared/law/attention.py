"""The days on which a clock calls for attention: amber, red, and past its due date."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from shared.law import STANDARD_LEVELS, Calendar, Length, Level, level

_RANKS = {Level.GREEN: 0, Level.AMBER: 1, Level.RED: 2}
# No level begins earlier than this before the end: a fifth of twenty years is four.
_HORIZON_DAYS = 366 * 21
# How many days before its end a clock turns amber, by the lengths that most rules have: a fifth
# of 30, 45, 60 and 90 days, of 6 months, of 1 and 5 years. Each stands for all up to the next, so
# that any length has its class.
LEADS = (STANDARD_LEVELS.amber_at_least_days, 6, 9, 12, 18, 36, 73, 365)


@dataclass(frozen=True, slots=True)
class Attention:
    """The first days of amber and red, by the policy of `shared.law.level`."""

    amber_on: date
    red_on: date

    @classmethod
    def before(cls, due_on: date, length: Length | None, calendar: Calendar) -> Attention:
        """Return when a clock that ends on `due_on` turns amber and red."""
        return cls(
            _first_day_of(Level.AMBER, due_on, length, calendar),
            _first_day_of(Level.RED, due_on, length, calendar),
        )


def lead_of(due_on: str, amber_on: str) -> int:
    """Return the class of a clock by how many days before its end it turns amber."""
    days = (date.fromisoformat(due_on) - date.fromisoformat(amber_on)).days
    return LEADS[max(0, bisect_right(LEADS, days) - 1)]


def red_until(today: date) -> date:
    """Return the latest day for which every clock that is due until then is red today."""
    return today + timedelta(days=STANDARD_LEVELS.red_within_days)


def may_be_red_until(today: date, calendar: Calendar) -> date:
    """Return the latest day on which a clock of working days may be due that is red today."""
    calm = calendar.working_day_after(today, STANDARD_LEVELS.red_within_days + 1)
    return max(red_until(today), calm - timedelta(days=1))


def amber_until(today: date, lead: int) -> date:
    """Return the latest day on which a clock of a class may be due that is amber today."""
    longest = min((each for each in LEADS if each > lead), default=_HORIZON_DAYS) - 1
    return today + timedelta(days=longest)


def green_from(today: date, lead: int) -> date:
    """Return the first day on which a clock of a class may be due that is green today."""
    return today + timedelta(days=lead + 1)


def _first_day_of(wanted: Level, due_on: date, length: Length | None, calendar: Calendar) -> date:
    """Search by the policy itself, so that a change of the policy needs no change here."""

    def urgency(days_before: int) -> int:
        return -_RANKS[level(due_on, due_on - timedelta(days=days_before), length, calendar)]

    horizon = min(_HORIZON_DAYS, (due_on - date.min).days)
    calm = bisect_left(range(horizon), 1 - _RANKS[wanted], key=urgency)
    return due_on - timedelta(days=calm - 1)
