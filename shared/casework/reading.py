"""Looking at a case: its clocks by rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any


def latest_clock(case: Mapping[str, Any], *rules: str) -> Mapping[str, Any] | None:
    """Return the clock of these rules that was started last, or None."""
    found = [clock for clock in case.get("clocks", []) if clock["rule"] in rules]
    return found[-1] if found else None


def due_date(case: Mapping[str, Any], *rules: str) -> date | None:
    """Return the due date of the clock of these rules that was started last, where it has one."""
    clock = latest_clock(case, *rules)
    return date.fromisoformat(clock["due_on"]) if clock and clock["due_on"] else None
