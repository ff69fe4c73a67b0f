"""What the officer may do now, in the order of the procedure, the likeliest first. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_SEEN_AT_ONCE = 6


@dataclass(frozen=True, slots=True)
class OfferedSteps:
    """The steps shown as buttons, those folded away, and those that come later with why."""

    first: Sequence[Mapping[str, Any]]
    others: Sequence[Mapping[str, Any]]
    later: Sequence[Mapping[str, Any]]


def offered_steps(answer: Mapping[str, Any]) -> OfferedSteps:
    """Return the steps of an answer of `/actions`."""
    now = answer["now"]
    return OfferedSteps(now[:_SEEN_AT_ONCE], now[_SEEN_AT_ONCE:], answer["later"])
