"""The dates of a clock, always computed anew from its facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from shared.law import Calendar, Pause, Rules, RuleVersion, compute


def computed(clock: Mapping[str, Any], version: RuleVersion, calendar: Calendar) -> dict[str, Any]:
    """Return due date, length, explanation and receipt of a clock, computed from its facts."""
    fixed = clock["fixed_due_on"]
    result = compute(
        version,
        date.fromisoformat(clock["started_on"]),
        calendar,
        variant=clock["variant"],
        pauses=[Pause.from_dict(pause) for pause in clock["pauses"]],
        extended_by=clock["extended_by"],
        due_on=date.fromisoformat(fixed) if fixed else None,
    )
    length = result.length
    return {
        "due_on": result.due_on.isoformat() if result.due_on else None,
        "raw_due_on": result.raw_due_on.isoformat() if result.raw_due_on else None,
        "days_left": result.days_left,
        "length": length.as_dict() if length else None,
        "provisional": result.provisional,
        "receipt": result.receipt,
        "calendar": calendar.edition,
        "explanation": [text.as_dict() for text in result.explanation],
    }


def recorded_version(rules: Rules, clock: Mapping[str, Any]) -> RuleVersion:
    """Return the version of the rule under which a clock was started."""
    label = clock["rule_version"]
    return next(each for each in rules[clock["rule"]].versions if each.version == label)
