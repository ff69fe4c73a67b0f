"""When a message that was not taken is sent again (Standard Webhooks 1.0.0)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

MINUTE, HOUR = 60, 3600
# Before each attempt, counted from the one before; together a little over three days.
PAUSES = (
    0,
    5,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    14 * HOUR,
    20 * HOUR,
    24 * HOUR,
)
LONGEST = timedelta(hours=24)
_SPREAD = 0.1


def pause_after(
    attempts: int, *, retry_after: timedelta = timedelta(), chance: float = 0.5
) -> timedelta | None:
    """
    Return how long to wait after so many attempts; None when there is none left.

    `chance` (0 to 1) spreads the pause by a tenth either way, so that all that failed together
    does not come again together. A receiver may ask for a longer pause, not for a shorter one.
    """
    if attempts >= len(PAUSES):
        return None
    seconds = PAUSES[attempts] * (1 + _SPREAD * (2 * chance - 1))
    return max(timedelta(seconds=seconds), retry_after)


def asked_pause(retry_after: str | None, now: datetime) -> timedelta:
    """Read `Retry-After` (RFC 9110 section 10.2.3), at most a day; nothing when unreadable."""
    if retry_after is None:
        return timedelta()
    written = retry_after.strip()
    if written.isascii() and written.isdigit():
        return min(timedelta(seconds=min(int(written[:9]), 10**6)), LONGEST)
    try:
        moment = parsedate_to_datetime(written)
    except ValueError:
        return timedelta()
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(moment - now, timedelta()), LONGEST)
