"""The computation against a slow count that looks at one day after the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import chinese_calendar
from hypothesis import given
from hypothesis import strategies as st

from shared.language import Text
from shared.law import Extension, Length, Pause, Unit, compute
from tests.law.builders import CALENDAR, a_version

ONE_DAY = timedelta(days=1)

# Years in which every notice is published and the independent calendar knows each day.
DAYS_ZERO = st.dates(date(2006, 1, 1), date(2020, 12, 31))
DAY_LENGTHS = st.builds(
    Length, st.integers(1, 120), st.sampled_from([Unit.CALENDAR_DAY, Unit.WORKING_DAY])
)
MONTH_LENGTHS = st.builds(Length, st.integers(1, 30), st.just(Unit.MONTH)) | st.builds(
    Length, st.integers(1, 3), st.just(Unit.YEAR)
)
LENGTHS = DAY_LENGTHS | MONTH_LENGTHS


@st.composite
def pauses_near(draw: st.DrawFn, day_zero: date) -> tuple[Pause, ...]:
    """Draw up to four pauses around a period; they may overlap, touch, or lie outside it."""
    drawn = []
    for _ in range(draw(st.integers(0, 4))):
        start = day_zero + timedelta(days=draw(st.integers(-40, 150)))
        drawn.append(Pause(start, start + timedelta(days=draw(st.integers(0, 60)))))
    return tuple(drawn)


def is_working(on: date) -> bool:
    return bool(chinese_calendar.is_workday(on))


def is_paused(on: date, pauses: tuple[Pause, ...]) -> bool:
    return any(pause.start < on and (pause.end is None or on <= pause.end) for pause in pauses)


def slow_months_later(start: date, months: int) -> date:
    """Turn the calendar page month by month, then take the day or the nearest one before it."""
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    day = start.day
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


def days_to_count(day_zero: date, length: Length, extended_by: int) -> int:
    """How many days have to pass; for months and years, the days until the last one."""
    if length.unit in {Unit.CALENDAR_DAY, Unit.WORKING_DAY}:
        return length.value + extended_by
    months = length.value * (12 if length.unit is Unit.YEAR else 1)
    return (slow_months_later(day_zero, months) - day_zero).days + extended_by


def slow_last_day(
    day_zero: date, length: Length, pauses: tuple[Pause, ...], extended_by: int
) -> date:
    counts: Callable[[date], bool] = (
        is_working if length.unit is Unit.WORKING_DAY else lambda _: True
    )
    left = days_to_count(day_zero, length, extended_by)
    on = day_zero
    while left:
        on += ONE_DAY
        if counts(on) and not is_paused(on, pauses):
            left -= 1
    return on


def slow_rolled(on: date) -> date:
    while not is_working(on):
        on += ONE_DAY
    return on


@given(DAYS_ZERO, LENGTHS)
def test_the_last_day_is_the_one_a_slow_count_reaches(day_zero: date, length: Length) -> None:
    computed = compute(a_version(length=length), day_zero, CALENDAR)

    expected = slow_last_day(day_zero, length, (), 0)
    assert computed.raw_due_on == expected
    assert computed.due_on == slow_rolled(expected)


@given(st.data(), DAYS_ZERO, LENGTHS, st.integers(0, 30))
def test_paused_days_are_passed_over_and_an_extension_is_counted_before_rolling_once(
    data: st.DataObject, day_zero: date, length: Length, extended_by: int
) -> None:
    pauses = data.draw(pauses_near(day_zero))
    working = length.unit is Unit.WORKING_DAY
    unit = Unit.WORKING_DAY if working else Unit.CALENDAR_DAY
    version = a_version(length=length, extension=Extension(30, unit, 1, Text("批准", "granted")))

    computed = compute(version, day_zero, CALENDAR, pauses=pauses, extended_by=extended_by)

    expected = slow_last_day(day_zero, length, pauses, extended_by)
    assert computed.raw_due_on == expected
    assert computed.due_on == slow_rolled(expected)


@given(st.data(), DAYS_ZERO, DAY_LENGTHS)
def test_an_open_pause_leaves_the_days_that_a_slow_count_has_not_used(
    data: st.DataObject, day_zero: date, length: Length
) -> None:
    closed = data.draw(pauses_near(day_zero))
    opened = day_zero + timedelta(days=data.draw(st.integers(-10, 200)))
    pauses = (*closed, Pause(opened))
    computed = compute(a_version(length=length), day_zero, CALENDAR, pauses=pauses)

    used = sum(
        not is_paused(on, pauses) and (length.unit is Unit.CALENDAR_DAY or is_working(on))
        for on in (day_zero + ONE_DAY * n for n in range(1, 900))
        if on <= opened
    )
    if used >= length.value:
        assert computed.raw_due_on == slow_last_day(day_zero, length, closed, 0)
        assert computed.days_left is None
    else:
        assert computed.due_on is None
        assert computed.raw_due_on is None
        assert computed.days_left == length.value - used


@given(st.data(), DAYS_ZERO, LENGTHS)
def test_order_and_overlap_of_pauses_do_not_matter(
    data: st.DataObject, day_zero: date, length: Length
) -> None:
    pauses = data.draw(pauses_near(day_zero))
    shuffled = data.draw(st.permutations([*pauses, *pauses]))
    version = a_version(length=length)

    once = compute(version, day_zero, CALENDAR, pauses=pauses)
    again = compute(version, day_zero, CALENDAR, pauses=shuffled)

    assert once == again
    assert once.receipt == again.receipt


@given(DAYS_ZERO, DAY_LENGTHS)
def test_a_period_counted_back_ends_where_a_slow_count_ends_and_stays_there(
    event: date, length: Length
) -> None:
    backward = Length(length.value, length.unit, "backward")
    computed = compute(a_version(length=backward, rolls=False), event, CALENDAR)

    on, left = event, length.value
    while left:
        on -= ONE_DAY
        left -= length.unit is Unit.CALENDAR_DAY or on.year < 2006 or is_working(on)
    if on.year >= 2006:
        assert computed.due_on == computed.raw_due_on == on


@given(DAYS_ZERO, LENGTHS)
def test_a_limit_that_does_not_roll_ends_on_its_raw_last_day(
    day_zero: date, length: Length
) -> None:
    computed = compute(a_version(length=length, rolls=False), day_zero, CALENDAR)

    assert computed.due_on == computed.raw_due_on


@given(DAYS_ZERO, st.integers(1, 24), st.integers(1, 24))
def test_months_of_extension_are_added_before_the_corresponding_day_is_sought(
    day_zero: date, months: int, more: int
) -> None:
    version = a_version(
        length=Length(months, Unit.MONTH), extension=Extension(None, Unit.MONTH), rolls=False
    )
    computed = compute(version, day_zero, CALENDAR, extended_by=more)

    assert computed.due_on == slow_months_later(day_zero, months + more)
