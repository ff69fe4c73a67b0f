"""Times that do not count: dated intervals, merged where they overlap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from shared.language import Text
from shared.law.errors import PauseError


@dataclass(frozen=True, slots=True)
class Pause:
    """One interval that does not count: the days after `start` up to and including `end`.

    From 2024-01-10 to 2024-01-20 are ten days. `end` None: not yet over.
    """

    start: date
    end: date | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise PauseError(
                Text(
                    f"中止期间的结束日 {self.end} 早于开始日 {self.start}",
                    f"the pause ends on {self.end}, before it starts on {self.start}",
                )
            )

    def as_dict(self) -> dict[str, Any]:
        """Return `{"from", "to", "reason"}` with ISO dates, the shape stored and sent."""
        return {
            "from": self.start.isoformat(),
            "to": self.end.isoformat() if self.end else None,
            "reason": self.reason,
        }

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Self:
        """Read the shape that `as_dict` writes; `to` and `reason` may be absent."""
        end = value.get("to")
        return cls(
            date.fromisoformat(value["from"]),
            date.fromisoformat(end) if end else None,
            value.get("reason") or "",
        )


def merge(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """Return the same days as disjoint intervals in order; an open end swallows what follows."""
    merged: list[Pause] = []
    for pause in sorted(pauses, key=lambda each: (each.start, each.end or date.max)):
        if merged and (merged[-1].end is None or pause.start <= merged[-1].end):
            merged[-1] = _joined(merged[-1], pause)
        else:
            merged.append(pause)
    return tuple(merged)


def _joined(first: Pause, second: Pause) -> Pause:
    end = None if first.end is None or second.end is None else max(first.end, second.end)
    reasons = [*first.reason.split("；"), *second.reason.split("；")]
    return Pause(first.start, end, "；".join(dict.fromkeys(filter(None, reasons))))
