"""Paths such as `payload.served_on` and the conditions written with them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from shared.casework.procedure import Conditions

ROOTS = frozenset(
    {
        "on",
        "status",
        "payload",
        "facts",
        "milestones",
        "act",
        "agency",
        "assignee",
        "relations",
        "party",
        "parties",
        "services",
        "effect",
    }
)


def look_up(path: str, scope: Mapping[str, Any]) -> Any:
    """Return what `path` names in `scope`, or None when any part of it is unknown."""
    value: Any = scope
    for part in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value


def first_known(paths: Iterable[str], scope: Mapping[str, Any]) -> Any:
    """Return the first known value among `paths`, or None."""
    return next((value for path in paths if (value := look_up(path, scope)) is not None), None)


def known_date(paths: Iterable[str], scope: Mapping[str, Any]) -> date | None:
    """Return the first known date among `paths`; stored dates are ISO strings."""
    value = first_known(paths, scope)
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(value)


def holds(conditions: Conditions, scope: Mapping[str, Any]) -> bool:
    """
    Say whether every condition holds.

    A condition is equality, membership of a list, being `known`, being `not` a value, or for dates
    `before` a day or `from` a day on.
    """
    return all(_holds(look_up(path, scope), wanted) for path, wanted in conditions.items())


def _holds(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, Mapping):
        return all(_TESTS[test](value, limit) for test, limit in wanted.items())
    if isinstance(wanted, list):
        return value in wanted
    return bool(value == wanted)


def _is_known(value: Any, wanted: bool) -> bool:
    return (value is not None) == wanted


def _is_before(value: Any, limit: str) -> bool:
    return value is not None and str(value) < limit


def _is_from(value: Any, limit: str) -> bool:
    return value is not None and str(value) >= limit


_TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "known": _is_known,
    "not": operator.ne,
    "before": _is_before,
    "from": _is_from,
}


def scope_of(case: Mapping[str, Any], payload: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Return the values that paths can name for one attempted command."""
    return {
        "on": on,
        "status": case.get("status"),
        "payload": payload,
        "facts": case.get("facts", {}),
        "milestones": case.get("milestones", {}),
        "act": case.get("act") or {},
        "agency": case.get("agency"),
        "assignee": case.get("assignee"),
        "parties": case.get("parties", []),
        "former_parties": case.get("former_parties", []),
        "relations": {link["kind"]: link["id"] for link in case.get("relations", [])},
        "party": _named_party(case, payload),
    }


def _named_party(case: Mapping[str, Any], payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the party of the case whose id the payload gives as `party`."""
    parties, named = case.get("parties", ()), payload.get("party")
    return next((each for each in parties if each.get("id") == named), {})
