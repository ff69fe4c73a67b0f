"""The calendar over HTTP: which days work, and by which official notice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, jsonify

from services.almanac.answers import DaysAnswer
from services.almanac.schemas import DaySpan
from shared.casework.law_problems import refused_in_law
from shared.http.callers import known_caller
from shared.http.openapi import DocumentedBlueprint
from shared.http.problems import invalid
from shared.http.routes import Route, blueprint_of, body_of
from shared.language import Text
from shared.law import Calendar, Day

MOST_DAYS = 400


class CalendarResource:
    """Serves the calendar of working days to every proven caller."""

    def __init__(self, calendars: Callable[[], Calendar]) -> None:
        self._calendars = calendars

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return blueprint_of(
            "calendar",
            Text("工作日历", "calendar of working days"),
            Route(
                "POST",
                "/calendar/days",
                self.read_days,
                Text("逐日说明是否工作日", "which days work"),
                DaysAnswer,
                body=DaySpan,
            ),
        )

    def read_days(self) -> Response:
        """Describe every day from one to another, both included."""
        known_caller()
        asked = body_of(DaySpan())
        first, last = asked["first"], asked["last"]
        if last < first:
            raise invalid({"to": [Text("不能早于开始日。", "Must not be before from.")]})
        if (last - first).days >= MOST_DAYS:
            text = Text(f"一次最多 {MOST_DAYS} 天。", f"At most {MOST_DAYS} days at a time.")
            raise invalid({"to": [text]})
        with refused_in_law():
            calendar = self._calendars()
            days = [_day(day) for day in calendar.days(first, last)]
        return jsonify({"calendar": calendar.edition, "items": days})


def _day(day: Day) -> dict[str, Any]:
    return {
        "on": day.on.isoformat(),
        "working": day.working,
        "holiday": day.holiday is not None and not day.working,
        "make_up": day.holiday is not None and day.working,
        "name": day.holiday.as_dict() if day.holiday else None,
        "provisional": day.provisional,
    }
