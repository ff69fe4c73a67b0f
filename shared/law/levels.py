"""Traffic lights for clocks: how near the end is, by a stated policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from shared.law.calendar import Calendar
from shared.law.rule import Length, Unit


class Level(StrEnum):
    """How urgent a running clock is."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class LevelPolicy:
    """When a clock turns amber and red; a policy of the house, no statute.

    Red: past, or due within `red_within_days`. Amber: within `amber_share` of the length,
    and never later than `amber_at_least_days` before the end. A period of working days is
    weighed in working days, any other in calendar days.
    """

    red_within_days: int = 1
    amber_share: Fraction = Fraction(1, 5)
    amber_at_least_days: int = 3


STANDARD_LEVELS = LevelPolicy()

_DAYS_PER_UNIT = {Unit.CALENDAR_DAY: 1, Unit.WORKING_DAY: 1, Unit.MONTH: 30, Unit.YEAR: 365}


def level(
    due_on: date | None,
    today: date,
    length: Length | None,
    calendar: Calendar,
    policy: LevelPolicy = STANDARD_LEVELS,
) -> Level:
    """
    Return the level of a clock on `today`; a clock without last day (paused) is green.

    Of three working days (工作日) that run over a holiday only the working ones are left to act on:
    counted by the calendar such a clock would be calm on the eve of the holiday.
    """
    if due_on is None:
        return Level.GREEN
    left = _days_left(due_on, today, length, calendar)
    if left <= policy.red_within_days:
        return Level.RED
    return Level.AMBER if left <= _amber_days(length, policy) else Level.GREEN


def _days_left(due_on: date, today: date, length: Length | None, calendar: Calendar) -> int:
    if length is not None and length.unit is Unit.WORKING_DAY and due_on >= today:
        return calendar.working_days_between(today, due_on)
    return (due_on - today).days


def _amber_days(length: Length | None, policy: LevelPolicy) -> int:
    if length is None:
        return policy.amber_at_least_days
    share = policy.amber_share * length.value * _DAYS_PER_UNIT[length.unit]
    return max(policy.amber_at_least_days, int(share))
