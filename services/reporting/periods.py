"""Periods of reports: the day, the week, the month and the quarter of a date, and any span."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from shared.language import Text


@dataclass(frozen=True, slots=True)
class Period:
    """The days from one to another, both included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        """Say whether a day, written as ISO, lies in the period."""
        return self.first.isoformat() <= str(day) <= self.last.isoformat()

    def until(self, day: date) -> Period:
        """Return the period as far as it has gone by on `day`."""
        return Period(self.first, min(self.last, day))

    def as_dict(self) -> dict[str, str]:
        """Return `{"from": …, "to": …}`."""
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}


@dataclass(frozen=True, slots=True)
class Interval:
    """A kind of report: its name, and the period to which a day belongs."""

    name: Text
    around: Callable[[date], Period]

    def before(self, period: Period) -> Period:
        """Return the period that came just before."""
        return self.around(period.first - timedelta(days=1))


def _day(on: date) -> Period:
    return Period(on, on)


def _week(on: date) -> Period:
    monday = on - timedelta(days=on.weekday())
    return Period(monday, monday + timedelta(days=6))


def _months(on: date, count: int) -> Period:
    """Return the span of `count` calendar months, counted from January, that holds a day."""
    began = date(on.year, (on.month - 1) // count * count + 1, 1)
    after = began.year * 12 + began.month - 1 + count
    return Period(began, date(after // 12, after % 12 + 1, 1) - timedelta(days=1))


INTERVALS: Mapping[str, Interval] = {
    "daily": Interval(Text("日排查", "daily check"), _day),
    "weekly": Interval(Text("周调度", "weekly dispatch"), _week),
    "monthly": Interval(Text("月汇总", "monthly summary"), lambda on: _months(on, 1)),
    "quarterly": Interval(Text("季分析", "quarterly analysis"), lambda on: _months(on, 3)),
}
