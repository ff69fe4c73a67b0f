"""What a step would do, as its rehearsal tells it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ClockChange:
    """A clock before and after; `clock` is the clock afterwards, with its explanation."""

    clock: Mapping[str, Any]
    before: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The state before and after, the clocks that change, and what has to be known."""

    before: Mapping[str, str] | None
    after: Mapping[str, str]
    changes: Sequence[ClockChange]
    warnings: Sequence[Mapping[str, Any]]


def rehearsal_of(case: Mapping[str, Any] | None, answer: Mapping[str, Any]) -> Rehearsal:
    """Return what the answer to a dry run says about `case` (None: it would be opened)."""
    after = answer["case"]
    by_id = {clock["id"]: clock for clock in after["clocks"]}
    changes = [
        ClockChange(by_id[change["after"]["id"]], change["before"])
        for change in answer["clock_changes"]
        if change["after"]["id"] in by_id
    ]
    before = case["status_label"] if case else None
    return Rehearsal(before, after["status_label"], changes, answer["warnings"])
