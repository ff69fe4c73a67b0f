"""Deadlines in published cases, by the id of the case."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from shared.law import (
    DueDate,
    ExtensionError,
    MissingFactError,
    Pause,
    RuleNotInForceError,
    compute,
)
from tests.law.builders import CALENDAR, RULES, by_rule, day, due, length


@dataclass(frozen=True)
class Row:
    """One checked deadline: what the rule gives, and when the step was really taken."""

    case: str
    check: str
    rule: str
    start: str
    length: str
    expected: str
    raw: str | None = None
    actual: str | None = None
    in_time: bool = True
    given: dict[str, Any] = field(default_factory=dict)


ROWS = [
    Row("C02", "acceptance", "FY-11", "2024-01-05", "5 wd", "2024-01-12", actual="2024-01-11"),
    Row("C02", "copy", "FY-13", "2024-01-11", "7 wd", "2024-01-22", actual="2024-01-12"),
    Row("C02", "answer", "FY-14", "2024-01-12", "10 wd", "2024-01-26", actual="2024-01-18"),
    Row("C02", "decision", "FY-18", "2024-01-11", "60 cd", "2024-03-11", actual="2024-03-05"),
    Row("C03", "acceptance", "FY-11", "2024-12-16", "5 wd", "2024-12-23", actual="2024-12-23"),
    Row("C03", "decision", "FY-18", "2024-12-23", "60 cd", "2025-02-21"),
    Row(
        "C03",
        "extended",
        "FY-18",
        "2024-12-23",
        "60 cd",
        "2025-03-24",
        raw="2025-03-23",
        given={"extended_by": 30},
    ),
    Row("C04", "window", "FY-01", "2025-05-07", "60 cd", "2025-07-07", "2025-07-06", "2025-05-26"),
    Row("C04", "acceptance", "FY-08", "2025-05-26", "5 wd", "2025-06-03", actual="2025-05-29"),
    Row("C04", "copy", "FY-15", "2025-05-29", "3 wd", "2025-06-04"),
    Row("C04", "decision", "FY-19", "2025-05-29", "30 cd", "2025-06-30", raw="2025-06-28"),
    Row("C05", "acceptance", "FY-08", "2024-05-08", "5 wd", "2024-05-14", actual="2024-05-13"),
    Row("C07", "acceptance", "FY-08", "2025-02-22", "5 wd", "2025-02-28", actual="2025-02-28"),
    Row("C09", "window", "FY-01", "2015-01-31", "60 cd", "2015-04-01", actual="2015-02-13"),
    Row("C09", "decision", "FY-18", "2015-02-13", "60 cd", "2015-04-14", actual="2015-03-27"),
    Row(
        "C09",
        "suit-if-served-on-decision",
        "FY-29",
        "2015-03-27",
        "15 cd",
        "2015-04-13",
        raw="2015-04-11",
        actual="2015-04-14",
        in_time=False,
    ),
    Row(
        "C09",
        "suit-if-served-later",
        "FY-29",
        "2015-03-30",
        "15 cd",
        "2015-04-14",
        actual="2015-04-14",
    ),
    Row("C19", "reply", "SS-29", "2019-05-27", "2 mo", "2019-07-29", "2019-07-27", "2019-07-02"),
    Row("C19", "first-instance", "SS-13", "2019-07-19", "6 mo", "2020-01-19", actual="2019-11-15"),
    Row("X03", "window", "FY-01", "2022-12-13", "60 cd", "2023-02-13", "2023-02-11", "2023-01-18"),
]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.case}-{row.check}-{row.rule}" for row in ROWS])
def test_deadline_in(row: Row) -> None:
    computed = by_rule(row.rule, row.start, **row.given)

    assert computed.length == length(row.length)
    assert computed.raw_due_on == day(row.raw or row.expected)
    assert computed.due_on == day(row.expected)
    if row.actual is not None:
        assert (day(row.actual) <= day(row.expected)) is row.in_time


def test_x03_twenty_working_days_over_the_national_holiday_ended_long_before_the_answer() -> None:
    reply = due("20 wd", day("2022-09-26"))

    assert reply.due_on == day("2022-10-27")
    assert day("2022-12-13") > day("2022-10-27")


def test_c02_the_new_ten_working_days_for_correction_did_not_bind_under_the_old_law() -> None:
    asked_on = day("2023-12-09")

    assert RULES.in_force("FY-10", asked_on).length is None
    new = compute(RULES.in_force("FY-10", day("2024-01-01")), asked_on, CALENDAR)
    assert new.due_on == day("2023-12-22")


def test_c05_a_naive_week_would_give_a_day_too_many() -> None:
    computed = by_rule("FY-08", "2024-05-08")

    assert computed.due_on == day("2024-05-14") != day("2024-05-15")
    assert any("2024-05-11" in step.zh and "劳动节" in step.zh for step in computed.explanation)


def test_c09_a_suit_clock_without_a_service_date_is_not_computed() -> None:
    with pytest.raises(MissingFactError) as refused:
        compute(RULES.in_force("FY-29", day("2015-03-27")), None, CALENDAR)

    assert (refused.value.rule_id, refused.value.fact) == ("FY-29", "decision_served")
    assert "送达" in refused.value.text.zh


def test_c09_had_no_simplified_procedure() -> None:
    with pytest.raises(RuleNotInForceError):
        RULES.in_force("FY-19", day("2015-02-13"))


def _first_instance(docketed: str, **given: Any) -> DueDate:
    """Count six months, though the text of that time is not held: only the pause is of interest."""
    return compute(RULES["SS-13"].versions[0], day(docketed), CALENDAR, **given)


@pytest.mark.parametrize("docketed", ["2009-09-12", "2009-12-31", "2010-03-10"])
def test_c13_five_years_of_suspension_move_the_last_day_by_just_these_days(docketed: str) -> None:
    # The source gives no docketing date; whichever it was, the same days are taken out.
    suspended = Pause(day("2010-03-11"), day("2015-04-21"), "法律适用问题请示")

    running = _first_instance(docketed)
    moved = _first_instance(docketed, pauses=[suspended])

    assert running.raw_due_on is not None
    assert moved.raw_due_on == running.raw_due_on + timedelta(days=1867)


def test_c13_while_suspended_the_case_has_days_left_and_no_last_day() -> None:
    paused = _first_instance("2010-03-01", pauses=[Pause(day("2010-03-11"))])

    assert paused.due_on is None
    assert paused.days_left == (day("2010-09-01") - day("2010-03-11")).days


def test_c14_the_limit_after_a_suspension_on_the_first_day_runs_in_full_from_the_next() -> None:
    application = "2013-04-10"
    paused = by_rule("FY-18", application, pauses=[Pause(day(application))])
    resumed = by_rule("FY-18", application, pauses=[Pause(day(application), day("2013-06-24"))])

    assert paused.days_left == 60
    assert resumed.raw_due_on == day("2013-08-23")


def test_c19_a_reply_may_be_asked_for_sooner_but_not_later() -> None:
    assert by_rule("SS-29", "2019-05-27", length=length("30 cd")).due_on == day("2019-06-26")
    with pytest.raises(ExtensionError):
        by_rule("SS-29", "2019-05-27", extended_by=1)
