"""For how long an old file may still be being entered, so that nothing is done by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.law import Calendar
from shared.legal_day import TIME_ZONE


@dataclass(frozen=True, slots=True)
class EntryGrace:
    """So many working days after the last step of a case; whoever goes home on Friday is back."""

    working_days: int
    calendars: Callable[[], Calendar]

    def covers(self, last_step_at: datetime, now: datetime) -> bool:
        """Say whether more of the file may still come in."""
        last, today = (each.astimezone(TIME_ZONE).date() for each in (last_step_at, now))
        passed = self.calendars().working_days_between(last, today)
        return self.working_days > 0 and passed <= self.working_days
