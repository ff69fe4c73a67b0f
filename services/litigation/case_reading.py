"""What guards look up in a litigation case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shared.casework.guarding import Attempt


def fact(attempt: Attempt, name: str) -> Any:
    """Return a fact of the case, or None."""
    return attempt.case.get("facts", {}).get(name)


def recorded(attempt: Attempt, name: str) -> list[Mapping[str, Any]]:
    """Return a list that commands add to, empty when none has."""
    found: list[Mapping[str, Any]] = fact(attempt, name) or []
    return found


def happened(attempt: Attempt, milestone: str) -> bool:
    """Say whether a milestone is on record."""
    return attempt.case.get("milestones", {}).get(milestone) is not None


def open_clocks(attempt: Attempt, *rules: str) -> Iterator[Mapping[str, Any]]:
    """Yield the running and paused clocks of `rules`, or of all rules when none is named."""
    for clock in attempt.case.get("clocks", []):
        if clock["status"] in {"running", "paused"} and (not rules or clock["rule"] in rules):
            yield clock
