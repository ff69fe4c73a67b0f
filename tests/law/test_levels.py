"""Traffic lights: red at the end, amber before it, by a stated policy."""

from __future__ import annotations

from fractions import Fraction

import pytest

from shared.law import Length, Level, LevelPolicy, level, official_calendar
from tests.law.builders import day, due, length

DUE = day("2025-06-30")
CALENDAR = official_calendar()


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2025-07-01", Level.RED),
        ("2025-06-30", Level.RED),
        ("2025-06-29", Level.RED),
        ("2025-06-28", Level.AMBER),
        ("2025-06-18", Level.AMBER),
        ("2025-06-17", Level.GREEN),
    ],
)
def test_sixty_days_turn_amber_in_their_last_fifth(today: str, expected: Level) -> None:
    assert level(DUE, day(today), length("60 cd"), CALENDAR) is expected


@pytest.mark.parametrize("short", [length("5 cd"), None])
def test_a_short_or_unknown_length_still_warns_three_days_ahead(short: Length | None) -> None:
    assert level(DUE, day("2025-06-27"), short, CALENDAR) is Level.AMBER
    assert level(DUE, day("2025-06-26"), short, CALENDAR) is Level.GREEN


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-09-29", Level.AMBER),
        ("2026-09-30", Level.AMBER),
        ("2026-10-07", Level.AMBER),
        ("2026-10-08", Level.RED),
        ("2026-10-09", Level.RED),
        ("2026-10-10", Level.RED),
    ],
)
def test_three_working_days_over_the_national_day_are_never_calm(
    today: str, expected: Level
) -> None:
    last = due("3 wd", day("2026-09-29")).due_on  # 30 September, 8 and 9 October
    assert last == day("2026-10-09")

    assert level(last, day(today), length("3 wd"), CALENDAR) is expected
    if today == "2026-09-30":
        assert level(last, day(today), length("3 cd"), CALENDAR) is Level.GREEN


def test_a_period_of_working_days_is_red_on_the_eve_of_the_rest_before_its_last_day() -> None:
    monday = day("2025-06-30")

    assert level(monday, day("2025-06-26"), length("10 wd"), CALENDAR) is Level.AMBER
    for friday_to_sunday in ("2025-06-27", "2025-06-28", "2025-06-29"):
        assert level(monday, day(friday_to_sunday), length("10 wd"), CALENDAR) is Level.RED


@pytest.mark.parametrize(
    ("words", "amber_from"),
    [("6 mo", "2025-05-25"), ("1 yr", "2025-04-18"), ("20 wd", "2025-06-24")],
)
def test_longer_units_are_weighed_in_days(words: str, amber_from: str) -> None:
    first = day(amber_from)

    assert level(DUE, first, length(words), CALENDAR) is Level.AMBER
    assert level(DUE, first.replace(day=first.day - 1), length(words), CALENDAR) is Level.GREEN


def test_a_paused_clock_is_green() -> None:
    assert level(None, DUE, length("60 cd"), CALENDAR) is Level.GREEN


def test_the_policy_may_be_another() -> None:
    strict = LevelPolicy(red_within_days=5, amber_share=Fraction(1, 2))

    assert level(DUE, day("2025-06-25"), length("60 cd"), CALENDAR, strict) is Level.RED
    assert level(DUE, day("2025-05-31"), length("60 cd"), CALENDAR, strict) is Level.AMBER
