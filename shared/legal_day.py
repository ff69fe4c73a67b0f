"""The legal date: days change everywhere when they change in Shanghai."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

TIME_ZONE = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """Return the legal date now, in the time of the People's Republic (Asia/Shanghai)."""
    return datetime.now(TIME_ZONE).date()
