"""One computed period with everything it was computed from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.law.calendar import Calendar
from shared.law.counting import Count
from shared.law.pauses import Pause
from shared.law.rule import Length, RuleVersion


@dataclass(frozen=True, slots=True)
class Computation:
    """The inputs of one computation and what was counted.

    `terms` is the rule version, or one variant of it. `length` is None where `specified` gives
    the last day itself. `pauses` are merged.
    """

    terms: RuleVersion
    day_zero: date | None
    calendar: Calendar
    pauses: tuple[Pause, ...]
    extended_by: int
    length: Length | None
    extension: Length | None
    specified: date | None
    count: Count
