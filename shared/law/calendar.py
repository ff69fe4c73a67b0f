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

_FIRST = date(FIRST_YEAR, 1, 1)
_ORIGIN = _FIRST.toordinal()
_DAYS = date(LAST_YEAR, 12, 31).toordinal() - _ORIGIN + 1
_HOLIDAY = Text("节假日", "public holiday")


@dataclass(frozen=True, slots=True)
class Day:
    """One day: working or resting, and officially so or only by projection.

    `holiday` is the name of the holiday it belongs to; on a working day it means that this
    weekend day is worked to make up for that holiday (调休上班). `provisional`: the notice for
    its year is not yet published.
    """

    on: date
    working: bool
    holiday: Text | None
    provisional: bool


class Calendar:
    """Working days from 1990 to 2060, as of the holiday notices published so far.

    Immutable; `with_edition` returns another calendar. Every method raises CalendarRangeError
    for a day outside these years.
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
        return Day(on, working, self._names.get(on), not self.is_announced(on.year))

    def days(self, first: date, last: date) -> Iterator[Day]:
        """Describe every day from `first` to `last`, both included."""
        for n in range((last - first).days + 1):
            yield self.day(first + timedelta(days=n))

    def is_working(self, on: date) -> bool:
        """Whether `on` is a working day (工作日)."""
        return bool(self._working[self._index(on)])

    def is_announced(self, year: int) -> bool:
        """Whether the holidays of `year` are official rather than projected."""
        return year <= self._base_announced_until or year in self._announced

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether any day from `first` to `last` lies in a year without published notice."""
        return any(not self.is_announced(year) for year in range(first.year, last.year + 1))

    def working_day_after(self, on: date, count: int) -> date:
        """Return the `count`-th working day after `on`; `on` itself is not counted."""
        return self._nth(self._before[self._index(on) + 1] + count - 1)

    def working_day_before(self, on: date, count: int) -> date:
        """Return the `count`-th working day before `on`; `on` itself is not counted."""
        return self._nth(self._before[self._index(on)] - count)

    def next_working_day(self, on: date) -> date:
        """Return `on` if it is a working day, else the first one after it."""
        return self._nth(self._before[self._index(on)])

    def working_days_between(self, after: date, until: date) -> int:
        """Count the working days after `after`, up to and including `until`."""
        return self._before[self._index(until) + 1] - self._before[self._index(after) + 1]

    def check(self, on: date) -> date:
        """Return `on` if the calendar knows it."""
        self._index(on)
        return on

    def edition_between(self, first: date, last: date) -> str:
        """Label the days of the years from `first` to `last`, as they stand in this calendar.

        Two calendars that agree on these years give the same label, whatever other notices
        they hold.
        """
        years = range(first.year, last.year + 1)
        start = self._index(date(first.year, 1, 1))
        end = self._index(date(last.year, 12, 31)) + 1
        marks = bytes(self.is_announced(year) for year in years)
        span = str(first.year) if len(years) == 1 else f"{first.year}-{last.year}"
        return f"CN-{span}-{_digest(self._working[start:end] + marks)}"

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

    def _nth(self, position: int) -> date:
        if not 0 <= position < len(self._days):
            raise _out_of_range()
        return date.fromordinal(_ORIGIN + self._days[position])

    def _index(self, on: date) -> int:
        index = on.toordinal() - _ORIGIN
        if not 0 <= index < _DAYS:
            raise _out_of_range(on)
        return index

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


def _out_of_range(on: date | None = None) -> CalendarRangeError:
    where = f"{on} " if on else ""
    return CalendarRangeError(
        Text(
            f"{where}超出日历范围（{FIRST_YEAR}–{LAST_YEAR} 年）",
            f"{where}lies outside the calendar ({FIRST_YEAR} to {LAST_YEAR})",
        )
    )
