"""The days on which a clock calls for attention: amber, red, and past its due date."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta

from shared.law import Length, Level, level

_RANKS = {Level.GREEN: 0, Level.AMBER: 1, Level.RED: 2}
# No level begins earlier than this before the end: a fifth of twenty years is four.
_HORIZON_DAYS = 366 * 21


@dataclass(frozen=True, slots=True)
class Attention:
    """The first days of amber and red, by the policy of `shared.law.level`."""

    amber_on: date
    red_on: date

    @classmethod
    def before(cls, due_on: date, length: Length | None) -> Attention:
        """Return when a clock that ends on `due_on` turns amber and red."""
        return cls(
            _first_day_of(Level.AMBER, due_on, length), _first_day_of(Level.RED, due_on, length)
        )


def _first_day_of(wanted: Level, due_on: date, length: Length | None) -> date:
    """Search by the policy itself, so that a change of the policy needs no change here."""

    def urgency(days_before: int) -> int:
        return -_RANKS[level(due_on, due_on - timedelta(days=days_before), length)]

    horizon = min(_HORIZON_DAYS, (due_on - date.min).days)
    calm = bisect_left(range(horizon), 1 - _RANKS[wanted], key=urgency)
    return due_on - timedelta(days=calm - 1)
