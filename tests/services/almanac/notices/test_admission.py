"""Which holiday notices the calendar takes in, and which it refuses, and why."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.almanac.notices.admission import admit
from shared.casework.calendar_shelf import edition_from
from shared.http.problems import Problem
from shared.law import Calendar, official_calendar, statutory_holidays
from tests.support.notices import NEW_YEAR, a_correction, a_notice

TODAY = date(2026, 11, 20)
OFFICIAL_2026 = "国办发明电〔2025〕7号"


def with_notice(**changes: Any) -> Calendar:
    return official_calendar().with_edition(edition_from(a_notice(**changes)))


def refusal(notice: dict[str, Any], calendar: Calendar | None = None) -> tuple[int, str]:
    with pytest.raises(Problem) as caught:
        admit(notice, calendar or official_calendar(), today=TODAY)
    (field,) = caught.value.errors or {}
    return caught.value.status, field


def test_the_notice_of_the_coming_year_is_taken_in() -> None:
    admitted = admit(a_notice(), official_calendar(), today=TODAY)

    assert admitted is not None
    assert admitted.rest_days[-1] == date(2027, 10, 3)


def test_the_same_notice_again_changes_nothing() -> None:
    assert admit(a_notice(), with_notice(), today=TODAY) is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rest_days": []}, "rest_days"),
        ({"rest_days": ["2027-01-01", "2027-01-01"]}, "rest_days"),
        ({"rest_days": ["2028-01-01"]}, "rest_days"),
        ({"make_up_days": ["2027-01-04"]}, "make_up_days"),
        ({"make_up_days": ["2027-01-05"]}, "make_up_days"),
        ({"make_up_days": ["2026-12-20"]}, "make_up_days"),
        ({"notice": " "}, "notice"),
        ({"published_on": "2025-12-31"}, "published_on"),
        ({"year": 2028, "rest_days": ["2028-01-01"], "make_up_days": []}, "year"),
        ({"corrects": OFFICIAL_2026}, "corrects"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused_with_its_field(
    changes: dict[str, Any], field: str
) -> None:
    assert refusal(a_notice(**changes)) == (422, field)


@pytest.mark.parametrize(
    ("left_out", "named"),
    [
        (["2027-10-02", "2027-10-03"], "国庆节 2027-10-02、2027-10-03"),
        (["2027-05-02"], "劳动节 2027-05-02"),
        (["2027-02-05"], "农历除夕 2027-02-05"),
        (["2027-09-15"], "中秋节 2027-09-15"),
        (NEW_YEAR, "元旦 2027-01-01"),
    ],
)
def test_a_notice_takes_no_day_of_a_statutory_holiday_away(left_out: list[str], named: str) -> None:
    kept = [day for day in a_notice()["rest_days"] if day not in left_out]

    with pytest.raises(Problem) as refused:
        admit(a_notice(rest_days=kept), official_calendar(), today=TODAY)

    assert (refused.value.status, refused.value.code) == (422, "validation")
    assert refused.value.basis == "全国年节及纪念日放假办法2"
    (text,) = (refused.value.errors or {})["rest_days"]
    assert named in text.zh


def test_the_published_notices_keep_every_statutory_holiday() -> None:
    for edition in official_calendar().editions:
        if edition.year >= 2025:
            assert set(statutory_holidays(edition.year)) <= set(edition.rest_days)


@pytest.mark.parametrize(("year", "days"), [(2024, 11), (2025, 13), (2026, 13), (2027, 13)])
def test_the_law_gives_eleven_days_until_2024_and_thirteen_since(year: int, days: int) -> None:
    assert len(statutory_holidays(year)) == days


def test_one_number_does_not_stand_for_two_notices() -> None:
    other_days = a_notice(make_up_days=[])

    assert refusal(other_days, with_notice()) == (409, "notice")
    assert refusal(a_notice(notice=OFFICIAL_2026)) == (409, "notice")


def test_an_official_year_changes_only_by_a_correction_that_says_so() -> None:
    unsaid = {name: value for name, value in a_correction().items() if name != "corrects"}

    assert refusal(unsaid, with_notice()) == (409, "year")
    assert refusal({**unsaid, "corrects": "另一文号"}, with_notice()) == (422, "corrects")
    assert admit(a_correction(), with_notice(), today=TODAY) is not None


def test_a_correction_comes_after_what_it_corrects() -> None:
    same_day = {**a_correction(), "published_on": a_notice()["published_on"]}

    assert refusal(same_day, with_notice()) == (422, "published_on")


def test_a_year_before_the_notices_of_this_release_is_official_as_well() -> None:
    past = a_notice(year=2019, published_on="2018-12-06", rest_days=["2019-01-01"], make_up_days=[])

    assert refusal(past) == (409, "year")
