"""Clocks that ended long ago and lie beside their case: which leave it, and how they are back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shared.casework.case import Case
from shared.casework.clock_register import OPEN, Clock

EARLIER = "earlier_clocks"
"""The part of a case that says what lies beside it."""
KEPT_CLOCKS = 8
MOVED_CLOCKS = 8
# Guards ask for the last clock of a rule, of a party, or whether one was missed.
_TOLD_APART = ("rule", "rule_version", "variant", "status", "party")


def earlier_clocks(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return since which version a case has clocks beside it, how many, and their last numbers."""
    return dict(case.get(EARLIER) or {"since": 0, "count": 0, "last": {}})


def leaving(clocks: Sequence[Clock]) -> list[Clock]:
    """Return the clocks that a case need not hold any more; none until they are worth a write."""
    latest = {_kind(clock): clock["id"] for clock in clocks}
    past = [
        clock
        for clock in clocks
        if clock["status"] not in OPEN and latest[_kind(clock)] != clock["id"]
    ]
    return past[:-KEPT_CLOCKS] if len(past) >= KEPT_CLOCKS + MOVED_CLOCKS else []


def without(case: Mapping[str, Any], clocks: Sequence[Mapping[str, Any]]) -> Case:
    """Return a case that holds these clocks no more, and says so."""
    gone, earlier = {clock["id"] for clock in clocks}, earlier_clocks(case)
    last = dict(earlier["last"])
    for clock in clocks:
        number = int(clock["id"].rpartition(".")[2])
        last[clock["rule"]] = max(number, last.get(clock["rule"], 0))
    return {
        **case,
        "clocks": [clock for clock in case["clocks"] if clock["id"] not in gone],
        EARLIER: {**earlier, "count": earlier["count"] + len(clocks), "last": last},
    }


def with_all(case: Mapping[str, Any], read: Sequence[Mapping[str, Any]]) -> Case:
    """Return a case with the clocks `read` in it again, none beside it from its next version on."""
    held = {clock["id"] for clock in case["clocks"]}
    before = [clock for clock in read if clock["id"] not in held]
    nothing = {"since": case["version"] + 1, "count": 0, "last": {}}
    return {**case, "clocks": [*before, *case["clocks"]], EARLIER: nothing}


def _kind(clock: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(clock.get(name) for name in _TOLD_APART)
