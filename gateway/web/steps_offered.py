"""What the officer may do now, the likeliest first. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.web.forms import can_be_typed

_SEEN_AT_ONCE = 6


@dataclass(frozen=True, slots=True)
class OfferedSteps:
    """The steps shown as buttons, those folded away, and those that come later with why."""

    first: Sequence[Mapping[str, Any]]
    others: Sequence[Mapping[str, Any]]
    later: Sequence[Mapping[str, Any]]


def offered_steps(
    answer: Mapping[str, Any], clock: Mapping[str, Any] | None = None
) -> OfferedSteps:
    """
    Return the steps of an answer of `/actions`; `clock` is the one that ends next.

    What ends it in time comes first, then what extends it, then the order of the procedure.
    """
    rule = clock["rule"] if clock else None

    def likelihood(step: Mapping[str, Any]) -> int:
        return 0 if rule in step["meets"] else 1 if rule in step["extends"] else 2

    offered = [step for step in answer["now"] if can_be_typed(step["schema"])]
    now = sorted(offered, key=likelihood)
    return OfferedSteps(now[:_SEEN_AT_ONCE], now[_SEEN_AT_ONCE:], answer["later"])
