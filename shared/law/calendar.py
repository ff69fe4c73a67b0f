"""The working-day calendar of China, held in arrays so that counting days is a lookup."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from itertools import accumulate, compress, groupby

from shared.language import Text
from shared.law.editions import CalendarEdition, read_editions
from shared.law.errors import CalendarEditionError, CalendarRangeError
from shared.law.published_holidays import PublishedHolidays, read_published_holidays

FIRST_YEAR = 1990
LAST_YEAR = 2060
HELD_FROM = 2001
"""The first year whose holiday notices are held; of earlier years only weekends and festivals."""

_FIRST = date(FIRST_YEAR, 1, 1)
_ORIGIN = _FIRST.toordinal()
_DAYS = date(LAST_YEAR, 12, 31).toordinal() - _ORIGIN + 1
_HOLIDAY = Text("节假日", "public holiday")


@dataclass(frozen=True, slots=True)
class Day:
    """One day: working or resting, and officially so or only by projection.

    `holiday` is the name of the holiday it belongs to; on a working day it means that this
    weekend day is worked to make up for that holiday (调休上班). `provisional`: the notice for
    its year is not yet published, or is older than those held.
    """

    on: date
    working: bool
    holiday: Text | None
    provisional: bool


class Calendar:
    """Working days, as of the holiday notices published so far.

    Notices are held from 2001, festivals from 1990 to 2060; every other day is known by its
    weekday alone, and provisional. Immutable; `with_edition` returns another calendar. Counting
    past the years 1 and 9999 raises CalendarRangeError.
    """

    def __init__(
        self,
        holidays: PublishedHolidays,
        announced_until: int,
        editions: tuple[CalendarEdition, ...] = (),
    ) -> None:
        self._holidays = holidays
        self._base_announced_until = announced_until
        self._announced = frozenset(edition.year for edition in editions)
        self.editions = editions
        self._names = _names(holidays, editions)
        self._working = _working_days(holidays, editions)
        # _before[i]: working days before day i. _days[k]: the k-th working day, from 0.
        self._before = array("i", accumulate(self._working, initial=0))
        self._days = array("i", compress(range(_DAYS), self._working))
        self.edition = self._label()

    @property
    def announced_until(self) -> int:
        """The last year up to which every notice is published."""
        year = self._base_announced_until
        while year + 1 in self._announced:
            year += 1
        return year

    def day(self, on: date) -> Day:
        """Describe one day."""
        working = self.is_working(on)
        return Day(on, working, self._names.get(on), self.is_provisional(on, on))

    def days(self, first: date, last: date) -> Iterator[Day]:
        """Describe every day from `first` to `last`, both included."""
        for n in range((last - first).days + 1):
            yield self.day(first + timedelta(days=n))

    def is_working(self, on: date) -> bool:
        """Whether `on` is a working day (工作日)."""
        index = on.toordinal() - _ORIGIN
        return bool(self._working[index]) if 0 <= index < _DAYS else on.weekday() < 5

    def is_announced(self, year: int) -> bool:
        """Whether the holidays of `year` are official rather than projected."""
        return year <= self._base_announced_until or year in self._announced

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether any day from `first` to `last` lies in a year whose notice is not held."""
        return first.year < HELD_FROM or not self.is_all_announced(first, last)

    def is_all_announced(self, first: date, last: date) -> bool:
        """Whether the notices for all years from `first` to `last` have been published."""
        return all(self.is_announced(year) for year in range(first.year, last.year + 1))

    def working_day_after(self, on: date, count: int) -> date:
        """Return the `count`-th working day after `on`; `on` itself is not counted."""
        return self._nth(self._count_before(on.toordinal() + 1) + count - 1)

    def working_day_before(self, on: date, count: int) -> date:
        """Return the `count`-th working day before `on`; `on` itself is not counted."""
        return self._nth(self._count_before(on.toordinal()) - count)

    def next_working_day(self, on: date) -> date:
        """Return `on` if it is a working day, else the first one after it."""
        return self._nth(self._count_before(on.toordinal()))

    def working_days_between(self, after: date, until: date) -> int:
        """Count the working days after `after`, up to and including `until`."""
        return self._count_before(until.toordinal() + 1) - self._count_before(after.toordinal() + 1)

    def edition_between(self, first: date, last: date) -> str:
        """Label the days of the years from `first` to `last`, as they stand in this calendar.

        Two calendars that agree on these years give the same label, whatever other notices
        they hold.
        """
        years = range(first.year, last.year + 1)
        marks = bytes(self.is_announced(year) for year in years)
        span = str(first.year) if len(years) == 1 else f"{first.year}-{last.year}"
        days = self._working_in(date(first.year, 1, 1), date(last.year, 12, 31))
        return f"CN-{span}-{_digest(days + marks)}"

    def with_edition(self, edition: CalendarEdition) -> Calendar:
        """Return the calendar in which the year of `edition` is as its notice says.

        A second edition for a year replaces the first. Raises CalendarEditionError.
        """
        if not FIRST_YEAR < edition.year <= LAST_YEAR:
            raise CalendarEditionError(
                Text(
                    f"日历只涵盖 {FIRST_YEAR} 至 {LAST_YEAR} 年",
                    f"the calendar covers {FIRST_YEAR} to {LAST_YEAR} only",
                )
            )
        others = tuple(each for each in self.editions if each.year != edition.year)
        in_order = tuple(sorted((*others, edition), key=lambda each: each.year))
        return Calendar(self._holidays, self._base_announced_until, in_order)

    def _working_in(self, first: date, last: date) -> bytes:
        start, end = first.toordinal() - _ORIGIN, last.toordinal() - _ORIGIN + 1
        if start >= 0 and end <= _DAYS:
            return self._working[start:end]
        days = range(first.toordinal(), last.toordinal() + 1)
        return bytes(self.is_working(date.fromordinal(day)) for day in days)

    def _count_before(self, ordinal: int) -> int:
        """Count the working days before a day, from the first day of the arrays (negative before).

        Beyond the arrays every Monday to Friday counts.
        """
        index = ordinal - _ORIGIN
        if index < 0:
            return _weekdays_before(ordinal) - _weekdays_before(_ORIGIN)
        if index > _DAYS:
            beyond = _weekdays_before(ordinal) - _weekdays_before(_ORIGIN + _DAYS)
            return len(self._days) + beyond
        return self._before[index]

    def _nth(self, position: int) -> date:
        """Return the working day with `position` working days before it; see `_count_before`."""
        if position < 0:
            return _weekday_at(position + _weekdays_before(_ORIGIN))
        if position >= len(self._days):
            beyond = position - len(self._days)
            return _weekday_at(beyond + _weekdays_before(_ORIGIN + _DAYS))
        return date.fromordinal(_ORIGIN + self._days[position])

    def _label(self) -> str:
        until = self.announced_until
        announced = self._working[: date(until, 12, 31).toordinal() - _ORIGIN + 1]
        return f"CN-{until}-{_digest(announced)}"


@cache
def official_calendar() -> Calendar:
    """Return the calendar of every notice published so far; built once per process."""
    editions = read_editions()
    published = read_published_holidays(FIRST_YEAR, LAST_YEAR)
    return Calendar(published, announced_until=editions[0].year - 1, editions=editions)


def _working_days(holidays: PublishedHolidays, editions: tuple[CalendarEdition, ...]) -> bytes:
    working = bytearray(_weekdays(0, _DAYS))
    _mark(working, holidays.rest_days, holidays.make_up_days)
    for edition in editions:
        start = date(edition.year, 1, 1).toordinal() - _ORIGIN
        end = date(edition.year + 1, 1, 1).toordinal() - _ORIGIN
        working[start:end] = _weekdays(start, end)
    # Only now, as a notice may reach back into December of the year before its own.
    for edition in editions:
        _mark(working, edition.rest_days, edition.make_up_days)
    return bytes(working)


def _mark(working: bytearray, rest_days: Iterable[date], make_up_days: Iterable[date]) -> None:
    for on in rest_days:
        working[on.toordinal() - _ORIGIN] = 0
    for on in make_up_days:
        working[on.toordinal() - _ORIGIN] = 1


def _names(holidays: PublishedHolidays, editions: tuple[CalendarEdition, ...]) -> dict[date, Text]:
    projected = {**holidays.rest_days, **holidays.make_up_days}
    years = {edition.year for edition in editions}
    names = {on: name for on, name in projected.items() if on.year not in years}
    for edition in editions:
        names.update(_names_in(edition, projected))
    return names


def _names_in(
    edition: CalendarEdition, projected: Mapping[date, Text]
) -> Iterator[tuple[date, Text]]:
    for block in _blocks(edition.rest_days):
        name = _joined(projected[on] for on in block if on in projected)
        for on in block:
            yield on, edition.names.get(on, name)
    for on in edition.make_up_days:
        yield on, edition.names.get(on, _HOLIDAY)


def _weekdays(start: int, end: int) -> bytes:
    first = (_FIRST.weekday() + start) % 7
    week = bytes((first + n) % 7 < 5 for n in range(7))
    return (week * ((end - start) // 7 + 1))[: end - start]


def _weekdays_before(ordinal: int) -> int:
    """Count Mondays to Fridays before a day; 0001-01-01, ordinal 1, is a Monday."""
    weeks, rest = divmod(ordinal - 1, 7)
    return weeks * 5 + min(rest, 5)


def _weekday_at(position: int) -> date:
    weeks, rest = divmod(position, 5)
    ordinal = weeks * 7 + rest + 1
    if not 1 <= ordinal <= date.max.toordinal():
        raise CalendarRangeError
    return date.fromordinal(ordinal)


def _blocks(days: Iterable[date]) -> Iterator[list[date]]:
    """Split days into runs of consecutive ones."""
    numbered = enumerate(sorted(days))
    for _, run in groupby(numbered, key=lambda pair: pair[1].toordinal() - pair[0]):
        yield [on for _, on in run]


def _joined(names: Iterable[Text]) -> Text:
    distinct = list(dict.fromkeys(names))
    if not distinct:
        return _HOLIDAY
    return Text("、".join(name.zh for name in distinct), " and ".join(name.en for name in distinct))


def _digest(days: bytes) -> str:
    return sha256(days).hexdigest()[:8]
