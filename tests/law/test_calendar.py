"""The calendar of working days: its sources agree, its notices apply, its gaps are said."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import chinese_calendar
import holidays
import pytest

from shared.language import Text
from shared.law import (
    FIRST_YEAR,
    HELD_FROM,
    LAST_YEAR,
    CalendarEdition,
    CalendarEditionError,
    CalendarRangeError,
    compute,
    verify,
)
from shared.law.editions import read_editions
from tests.law.builders import CALENDAR, a_version, day, due, length


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def an_edition(**changes: Any) -> CalendarEdition:
    plain: dict[str, Any] = {
        "year": 2027,
        "notice": "国办发明电〔2026〕0号",
        "rest_days": (day("2027-01-01"), day("2027-02-05"), day("2027-02-08")),
        "make_up_days": (day("2027-02-13"),),
    }
    return CalendarEdition(**{**plain, **changes})


def test_two_independent_calendars_agree_on_every_day_from_2006_to_2026() -> None:
    differing = [
        on
        for on in every_day(day("2006-01-01"), day("2026-12-31"))
        if CALENDAR.is_working(on) != chinese_calendar.is_workday(on)
    ]

    assert differing == []


def test_the_one_known_difference_is_the_last_day_of_2005() -> None:
    # The Saturday was worked for the New Year of 2006; one of the two sources does not know it.
    differing = [
        on
        for on in every_day(day("2004-01-01"), day("2005-12-31"))
        if CALENDAR.is_working(on) != chinese_calendar.is_workday(on)
    ]

    assert differing == [day("2005-12-31")]
    assert CALENDAR.is_working(day("2005-12-31"))


@pytest.mark.parametrize("edition", read_editions(), ids=lambda edition: str(edition.year))
def test_the_recorded_notice_equals_the_package(edition: CalendarEdition) -> None:
    package = holidays.country_holidays("CN", years=edition.year)
    weekdays_off = {on for on in edition.rest_days if on.weekday() < 5}
    worked = {on for on in package.weekend_workdays if on.year == edition.year}

    assert weekdays_off == {on for on in package if on.weekday() < 5}
    assert set(edition.make_up_days) == worked


@pytest.mark.parametrize(("year", "workdays"), [(2024, 251), (2025, 248), (2026, 248)])
def test_the_working_days_of_a_year_are_those_of_its_notice(year: int, workdays: int) -> None:
    counted = CALENDAR.working_days_between(date(year - 1, 12, 31), date(year, 12, 31))

    assert counted == workdays


def test_the_notices_that_come_with_the_package_are_named() -> None:
    assert [edition.notice for edition in CALENDAR.editions] == [
        "国办发明电〔2023〕7号",
        "国办发明电〔2024〕12号",
        "国办发明电〔2025〕7号",
    ]
    assert CALENDAR.announced_until == 2026


def test_holidays_and_make_up_days_have_names_in_both_languages() -> None:
    holiday = CALENDAR.day(day("2026-10-06"))
    make_up = CALENDAR.day(day("2026-10-10"))

    assert (holiday.working, holiday.holiday) == (False, Text("国庆节", "National Day"))
    assert (make_up.working, make_up.holiday) == (True, Text("国庆节", "National Day"))
    assert CALENDAR.day(day("2026-11-21")).holiday is None


def test_a_make_up_day_of_an_older_year_is_named_after_its_holiday() -> None:
    assert CALENDAR.day(day("2012-09-29")).holiday == Text("国庆节", "National Day")
    assert CALENDAR.day(day("2011-12-31")).holiday == Text("元旦", "New Year's Day")


def test_counting_working_days_forward_and_back_are_inverse() -> None:
    for on in every_day(day("2025-09-20"), day("2025-10-20")):
        for count in (1, 2, 5, 10):
            later = CALENDAR.working_day_after(on, count)

            assert CALENDAR.working_days_between(on, later) == count
            assert CALENDAR.working_day_before(later + timedelta(days=1), count) > on


def test_days_are_listed_with_both_ends() -> None:
    listed = list(CALENDAR.days(day("2026-09-30"), day("2026-10-08")))

    assert [each.working for each in listed] == [True, *[False] * 7, True]


def test_a_year_without_notice_is_provisional() -> None:
    assert CALENDAR.day(day("2027-01-01")).provisional
    assert not CALENDAR.day(day("2026-12-31")).provisional
    assert due("10 wd", day("2026-12-25")).provisional
    assert due("30 cd", day("2026-12-25")).provisional


def test_a_limit_that_consults_no_calendar_is_not_provisional() -> None:
    assert not due("30 cd", day("2026-12-25"), rolls=False).provisional


@pytest.mark.parametrize(
    ("on", "working"),
    [("1983-05-18", True), ("1983-05-21", False), ("1900-01-01", True), ("2061-01-01", False)],
)
def test_a_day_of_a_year_without_holidays_is_known_by_its_weekday(on: str, working: bool) -> None:
    found = CALENDAR.day(day(on))

    assert (found.working, found.holiday, found.provisional) == (working, None, True)


@pytest.mark.parametrize("year", [FIRST_YEAR, LAST_YEAR + 1])
def test_counting_runs_on_over_the_edge_of_the_held_years(year: int) -> None:
    eve = date(year - 1, 12, 1)
    for on in every_day(eve, date(year, 2, 1)):
        for count in (1, 5, 30, 400):
            later = CALENDAR.working_day_after(on, count)

            assert CALENDAR.is_working(later)
            assert CALENDAR.working_days_between(on, later) == count
            assert CALENDAR.working_day_before(later, count) <= on
            walked = sum(CALENDAR.is_working(each) for each in every_day(on, later))
            assert walked == count + CALENDAR.is_working(on)


def test_the_last_day_of_an_old_limit_is_counted_and_marked() -> None:
    found = due("60 cd", day("1983-05-18"))

    assert (found.due_on, found.raw_due_on) == (day("1983-07-18"), day("1983-07-17"))
    assert found.provisional
    assert any("未收录 2001 年之前的放假安排" in step.zh for step in found.explanation)
    assert not any("尚未全部公布" in step.zh for step in found.explanation)
    assert verify(found.receipt, found.inputs).valid


def test_years_before_the_first_held_notice_are_marked_and_those_after_are_not() -> None:
    assert due("10 cd", date(HELD_FROM - 1, 6, 1)).provisional
    assert not due("10 cd", date(HELD_FROM, 6, 1)).provisional


@pytest.mark.parametrize(
    ("words", "start", "last"),
    [
        ("20 yr", "2045-01-01", "2065-01-01"),
        ("10 wd", "2060-12-30", "2061-01-13"),
        ("5 yr", "1983-05-18", "1988-05-18"),
    ],
)
def test_a_last_day_beyond_the_held_years_is_counted(words: str, start: str, last: str) -> None:
    found = due(words, day(start))

    assert (found.due_on, found.provisional) == (day(last), True)


@pytest.mark.parametrize("words", ["1 yr", "60 cd", "10 wd"])
@pytest.mark.parametrize("rolls", [True, False])
def test_what_no_calendar_has_is_refused(words: str, rolls: bool) -> None:
    with pytest.raises(CalendarRangeError):
        due(words, date(9999, 12, 30), rolls=rolls)


def test_every_announced_year_has_ordinary_weeks_outside_its_holidays() -> None:
    for on in every_day(day("1990-01-01"), day("2003-12-31")):
        if CALENDAR.day(on).holiday is None:
            assert CALENDAR.is_working(on) == (on.weekday() < 5)


def test_a_new_notice_makes_its_year_official_and_moves_the_day() -> None:
    before = due("5 wd", day("2027-02-03"))
    revised = CALENDAR.with_edition(an_edition())
    after = compute(a_version(length=length("5 wd")), day("2027-02-03"), revised)

    assert (before.due_on, before.provisional) == (day("2027-02-16"), True)
    assert (after.due_on, after.provisional) == (day("2027-02-12"), False)
    assert revised.announced_until == 2027
    assert revised.edition != CALENDAR.edition


def test_a_new_notice_leaves_the_old_calendar_and_the_other_years_alone() -> None:
    revised = CALENDAR.with_edition(an_edition())

    assert CALENDAR.day(day("2027-02-13")).provisional
    assert CALENDAR.announced_until == 2026
    years = every_day(day("2024-01-01"), day("2026-12-31"))
    assert [revised.day(on) for on in years] == [CALENDAR.day(on) for on in years]


def test_a_notice_without_names_takes_the_names_of_the_festivals_in_its_blocks() -> None:
    revised = CALENDAR.with_edition(an_edition())

    eve = revised.day(day("2027-02-05")).holiday
    assert eve is not None
    assert eve.zh == "农历除夕"
    assert revised.day(day("2027-02-13")).holiday == Text("节假日", "public holiday")


def test_a_rest_day_away_from_any_festival_is_a_public_holiday() -> None:
    revised = CALENDAR.with_edition(an_edition(rest_days=(day("2027-07-07"),)))

    assert revised.day(day("2027-07-07")).holiday == Text("节假日", "public holiday")
    assert revised.is_working(day("2027-02-08"))
    assert revised.day(day("2027-02-08")).holiday is None


def test_a_corrected_notice_replaces_the_first() -> None:
    first = CALENDAR.with_edition(an_edition())
    corrected = first.with_edition(an_edition(make_up_days=()))

    assert not corrected.is_working(day("2027-02-13"))
    assert [edition.year for edition in corrected.editions] == [2024, 2025, 2026, 2027]


def test_a_notice_that_reaches_back_into_december_survives_a_correction_of_that_year() -> None:
    reaching = an_edition(make_up_days=(day("2026-12-27"),))
    revised = CALENDAR.with_edition(reaching)
    corrected = revised.with_edition(CALENDAR.editions[-1])

    assert revised.is_working(day("2026-12-27"))
    assert corrected.is_working(day("2026-12-27"))


def test_a_correction_takes_back_what_the_first_notice_ordered_for_december() -> None:
    reaching = CALENDAR.with_edition(an_edition(make_up_days=(day("2026-12-27"),)))
    corrected = reaching.with_edition(an_edition(make_up_days=()))

    assert not corrected.is_working(day("2026-12-27"))
    assert corrected.day(day("2026-12-27")).holiday is None


def test_a_notice_for_a_later_year_does_not_announce_the_years_between() -> None:
    revised = CALENDAR.with_edition(
        an_edition(year=2028, rest_days=(day("2028-01-03"),), make_up_days=())
    )

    assert revised.announced_until == 2026
    assert revised.day(day("2027-06-01")).provisional
    assert not revised.day(day("2028-06-01")).provisional


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rest_days": (day("2028-01-01"),)}, "2028-01-01"),
        ({"rest_days": (day("2026-05-01"),)}, "2026-05-01"),
        ({"make_up_days": (day("2027-02-05"),)}, "既放假又上班"),
        ({"make_up_days": (day("2027-02-10"),)}, "2027-02-10"),
        ({"rest_days": (day("2027-01-01"), day("2027-01-01"))}, "重复"),
        ({"rest_days": ()}, "没有放假日"),
        ({"notice": " "}, "文号"),
    ],
    ids=["later-year", "earlier-year", "both", "weekday-made-up", "twice", "empty", "no-number"],
)
def test_a_notice_that_contradicts_itself_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(CalendarEditionError) as refused:
        an_edition(**changes)

    assert said in refused.value.text.zh


def test_a_notice_outside_the_calendar_is_refused() -> None:
    far = an_edition(year=2070, rest_days=(day("2070-01-01"),), make_up_days=())

    with pytest.raises(CalendarEditionError):
        CALENDAR.with_edition(far)


def test_the_label_of_the_days_consulted_ignores_notices_for_other_years() -> None:
    revised = CALENDAR.with_edition(an_edition())
    span = (day("2025-01-10"), day("2026-03-01"))

    assert revised.edition_between(*span) == CALENDAR.edition_between(*span)
    later = (day("2026-12-01"), day("2027-01-05"))
    assert revised.edition_between(*later) != CALENDAR.edition_between(*later)


def test_the_label_changes_when_a_projection_becomes_official_just_as_it_was() -> None:
    projected = tuple(
        each.on
        for each in CALENDAR.days(day("2027-01-01"), day("2027-12-31"))
        if each.holiday is not None
    )
    announced = CALENDAR.with_edition(an_edition(rest_days=projected, make_up_days=()))
    year = (day("2027-01-01"), day("2027-12-31"))

    assert [each.working for each in announced.days(*year)] == [
        each.working for each in CALENDAR.days(*year)
    ]
    assert announced.edition_between(*year) != CALENDAR.edition_between(*year)
