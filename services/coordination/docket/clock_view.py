"""A row of the docket as a caller sees it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.coordination.docket.rows import (
    announced_level,
    escalated_on,
    level_on,
)
from shared.casework.regions import region_name
from shared.casework.row_answers import DocketClockAnswer
from shared.http.schemas import kept
from shared.law import Level, Rules
from shared.law.recorded import recorded_version, rule_name

_CLOCK = DocketClockAnswer()


def shown_clock(row: Mapping[str, Any], rules: Rules, today: date) -> dict[str, Any]:
    """
    Return the row with name, article, level and the calendar days left.

    `warned` is the highest level that was announced for the present due date, None for none.
    """
    version = recorded_version(row, rules)
    consequence = version.consequence if version else None
    runs = row["status"] == "running" and row["due_on"] is not None
    return {
        **kept(_CLOCK, row),
        "id": row["_id"],
        "region_name": region_name(row.get("region")),
        "name": (version.name if version else rule_name(row["rule"], rules)).as_dict(),
        "basis": version.basis if version else None,
        "consequence": consequence.as_dict() if consequence else None,
        "level": str(level_on(row, today)) if runs else None,
        "warned": _warned(row) if runs else None,
        "escalated_on": escalated_on(row, today),
        "days_left": (date.fromisoformat(row["due_on"]) - today).days if runs else None,
        "expired": runs and row["expired_due_on"] == row["due_on"],
    }


def _warned(row: Mapping[str, Any]) -> str | None:
    level = announced_level(row)
    return None if level is Level.GREEN else str(level)
