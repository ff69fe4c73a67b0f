"""The calendar over HTTP: which days work, and by which official notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from services.almanac.answers import DaysAnswer
from services.almanac.schemas import DaySpan
from shared.casework.law_problems import refused_in_law
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.callers import known_caller
from shared.http.problems import invalid
from shared.language import Text
from shared.law import Calendar, Day

MOST_DAYS = 400


class CalendarResource:
    """Serves the calendar of working days to every proven caller."""

    routes = DocumentedBlueprint(
        "calendar", __name__, url_prefix=API, description="工作日历 calendar of working days"
    )

    def __init__(self, calendars: Callable[[], Calendar]) -> None:
        self._calendars = calendars

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    @routes.post("/calendar/days")
    @routes.asked_by(known_caller)
    @routes.arguments(DaySpan)
    @routes.response(200, DaysAnswer)
    @routes.doc(summary="逐日说明是否工作日 / which days work")
    def read_days(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Describe every day from one to another, both included."""
        first, last = asked["first"], asked["last"]
        if last < first:
            raise invalid({"to": [Text("不能早于开始日。", "Must not be before from.")]})
        if (last - first).days >= MOST_DAYS:
            text = Text(f"一次最多 {MOST_DAYS} 天。", f"At most {MOST_DAYS} days at a time.")
            raise invalid({"to": [text]})
        with refused_in_law():
            calendar = self._calendars()
            days = [_day(day) for day in calendar.days(first, last)]
        return {"calendar": calendar.edition, "items": days}


def _day(day: Day) -> dict[str, Any]:
    return {
        "on": day.on,
        "working": day.working,
        "holiday": day.holiday is not None and not day.working,
        "make_up": day.holiday is not None and day.working,
        "name": day.holiday,
        "provisional": day.provisional,
    }
