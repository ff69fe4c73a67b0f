"""Made-up rules and published dates for the tests of the law package."""

from __future__ import annotations

from datetime import date
from typing import Any

from shared.language import Text
from shared.law import (
    DayZero,
    DueDate,
    Length,
    Obligor,
    Pause,
    RuleVersion,
    Status,
    Unit,
    compute,
    load_rules,
    official_calendar,
)

CALENDAR = official_calendar()
RULES = load_rules()


def day(iso: str) -> date:
    return date.fromisoformat(iso)


def length(words: str) -> Length:
    """Read `10 wd`, `60 cd`, `6 mo` or `5 yr`."""
    units = {
        "wd": Unit.WORKING_DAY,
        "cd": Unit.CALENDAR_DAY,
        "mo": Unit.MONTH,
        "yr": Unit.YEAR,
    }
    value, unit = words.split()
    return Length(int(value), units[unit])


def a_version(**changes: Any) -> RuleVersion:
    """Build a rule version that says nothing special."""
    plain: dict[str, Any] = {
        "rule_id": "TEST-01",
        "name": Text("测试期限", "test limit"),
        "version": "1",
        "law": "测试法",
        "article": "1",
        "obligor": Obligor.AGENCY,
        "status": Status.VERIFIED,
        "rolls": True,
        "day_zero": DayZero("received", Text("收到之日", "the day of receipt")),
        "length": Length(60, Unit.CALENDAR_DAY),
    }
    return RuleVersion(**{**plain, **changes})


def due(words: str, start: date, *, rolls: bool = True, pauses: tuple[Pause, ...] = ()) -> DueDate:
    """Compute a plain length from `start`."""
    return compute(a_version(length=length(words), rolls=rolls), start, CALENDAR, pauses=pauses)


def by_rule(rule_id: str, start: str, **given: Any) -> DueDate:
    """Compute a rule of the register, in the version in force on its day 0."""
    return compute(RULES.in_force(rule_id, day(start)), day(start), CALENDAR, **given)
