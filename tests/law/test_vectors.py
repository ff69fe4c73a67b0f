"""Computed dates that are asserted elsewhere, one by one."""

import pytest

from tests.law.builders import CALENDAR, by_rule, day, due, length

VECTORS = [
    ("10 wd", "2026-09-28", "2026-10-16", "2026-10-16"),
    ("5 wd", "2026-09-28", "2026-10-10", "2026-10-10"),
    ("5 wd", "2026-09-30", "2026-10-13", "2026-10-13"),
    ("7 wd", "2026-02-12", "2026-02-28", "2026-02-28"),
    ("10 wd", "2026-04-30", "2026-05-18", "2026-05-18"),
    ("3 wd", "2026-06-18", "2026-06-24", "2026-06-24"),
    ("60 cd", "2026-08-01", "2026-09-30", "2026-09-30"),
    ("60 cd", "2026-03-02", "2026-05-01", "2026-05-06"),
    ("15 cd", "2026-09-20", "2026-10-05", "2026-10-08"),
    ("60 cd", "2026-01-01", "2026-03-02", "2026-03-02"),
    ("2 mo", "2026-08-01", "2026-10-01", "2026-10-08"),
    ("5 yr", "2020-01-01", "2025-01-01", "2025-01-02"),
    ("6 mo", "2025-08-31", "2026-02-28", "2026-02-28"),
    ("2 mo", "2025-12-31", "2026-02-28", "2026-02-28"),
    ("6 mo", "2024-08-31", "2025-02-28", "2025-02-28"),
    ("5 wd", "2025-09-26", "2025-10-10", "2025-10-10"),
    ("5 wd", "2024-04-25", "2024-05-06", "2024-05-06"),
    ("10 wd", "2025-01-20", "2025-02-08", "2025-02-08"),
]
# Days of real disputes, counted by hand from the articles and the notices of holidays.
DISPUTES = [
    ("60 cd", "2026-08-03", "2026-10-02", "2026-10-08"),  # 行政复议法20¶1
    ("5 wd", "2026-10-12", "2026-10-19", "2026-10-19"),  # 30¶1
    ("5 wd", "2026-11-02", "2026-11-09", "2026-11-09"),
    ("15 cd", "2026-05-11", "2026-05-26", "2026-05-26"),  # 行政诉讼法45
    ("3 mo", "2026-05-26", "2026-08-26", "2026-08-26"),  # 行政强制法53
    ("15 cd", "2026-09-16", "2026-10-01", "2026-10-08"),  # 行政诉讼法85
    ("15 cd", "2026-09-22", "2026-10-07", "2026-10-08"),
    ("15 cd", "2026-09-28", "2026-10-13", "2026-10-13"),
    ("15 cd", "2026-10-16", "2026-10-31", "2026-11-02"),  # 解释108
    ("30 cd", "2026-09-01", "2026-10-01", "2026-10-08"),  # 信访工作条例35
    ("20 wd", "2026-09-24", "2026-10-29", "2026-10-29"),  # 政府信息公开条例33¶2
    ("60 cd", "2026-10-29", "2026-12-28", "2026-12-28"),
    ("3 wd", "2026-09-29", "2026-10-09", "2026-10-09"),
    ("3 mo", "2014-12-01", "2015-03-01", "2015-03-02"),  # 行政诉讼法（1989年）39
    ("1 yr", "2025-03-10", "2026-03-10", "2026-03-10"),  # 行政复议法20¶3
]


@pytest.mark.parametrize(
    ("words", "start", "raw", "expected"),
    VECTORS + DISPUTES,
    ids=[f"{words} from {start}".replace(" ", "-") for words, start, _, _ in VECTORS + DISPUTES],
)
def test_last_day_of(words: str, start: str, raw: str, expected: str) -> None:
    computed = due(words, day(start))

    assert computed.raw_due_on == day(raw)
    assert computed.due_on == day(expected)
    assert not computed.provisional


def test_an_application_left_alone_runs_from_receipt_to_the_extended_decision() -> None:
    deemed = by_rule("FY-08", "2026-02-10").takes_effect_on

    assert deemed == day("2026-02-24")
    assert by_rule("FY-13", "2026-02-24").due_on == day("2026-03-04")
    decision = by_rule("FY-18", "2026-02-24")
    assert (decision.raw_due_on, decision.due_on) == (day("2026-04-25"), day("2026-04-27"))
    assert by_rule("FY-18", "2026-02-24", extended_by=30).due_on == day("2026-05-25")


def test_the_answer_was_due_in_calendar_days_until_2023_and_is_due_in_working_days_since() -> None:
    old = by_rule("FY-14", "2023-09-22")
    new = due("10 wd", day("2023-09-22"))

    assert old.length == length("10 cd")
    assert (old.raw_due_on, old.due_on) == (day("2023-10-02"), day("2023-10-07"))
    assert new.due_on == day("2023-10-12")


def test_sixty_days_into_2027_end_after_a_new_year_that_no_notice_has_named_yet() -> None:
    decision = by_rule("FY-18", "2026-11-04")

    assert (decision.raw_due_on, decision.due_on) == (day("2027-01-03"), day("2027-01-04"))
    assert decision.provisional  # 01-03 is a Sunday; whether 01-04 is a rest day is not announced


def test_a_petition_extended_by_thirty_days_is_not_moved_by_the_holiday_at_its_end() -> None:
    """信访工作条例34 has no rule by which the last day of an agency moves."""
    assert by_rule("XF-05", "2026-07-03").due_on == day("2026-09-01")
    assert by_rule("XF-05", "2026-07-03", extended_by=30).due_on == day("2026-10-01")


def test_a_hearing_notice_is_counted_back_and_names_the_safe_day() -> None:
    notice = by_rule("FY-17", "2026-10-12")

    assert notice.due_on == day("2026-09-29")
    assert any("2026-09-28" in step.zh and "2026-09-28" in step.en for step in notice.explanation)


def test_new_years_eve_was_a_working_day_in_2024() -> None:
    assert CALENDAR.is_working(day("2024-02-09"))
    assert not CALENDAR.is_working(day("2026-02-16"))


def test_the_year_begins_provisionally_in_2027() -> None:
    assert compute_provisional("3 wd", "2026-12-30")
    assert not compute_provisional("1 wd", "2026-12-30")


def compute_provisional(words: str, start: str) -> bool:
    return due(words, day(start)).provisional
