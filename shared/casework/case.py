"""The case document: how a change is applied to it, and how history alone rebuilds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

Case = dict[str, Any]
Changes = dict[str, Any]

_MERGED = ("facts", "milestones")
_REPLACED = (
    "status",
    "entered_on",
    "title",
    "region",
    "agency",
    "involved_agencies",
    "assignee",
    "field",
    "matter_id",
    "origin",
    "act",
    "parties",
    "relations",
    "warnings",
)


def empty_case() -> Case:
    """Return a case before its first entry."""
    return {
        "status": None,
        "entered_on": None,
        "version": 0,
        "facts": {},
        "milestones": {},
        "clocks": [],
        "parties": [],
        "warnings": [],
        "relations": [],
        "involved_agencies": [],
        "act": None,
        "origin": None,
    }


def apply(case: Mapping[str, Any], changes: Mapping[str, Any]) -> Case:
    """Return the case after `changes`; neither argument is touched."""
    after = dict(case)
    for name in _MERGED:
        if name in changes:
            after[name] = {**case.get(name, {}), **changes[name]}
    for name in _REPLACED:
        if name in changes:
            after[name] = changes[name]
    if "clocks" in changes:
        moved = {clock["id"]: clock for clock in changes["clocks"]}
        kept = [moved.pop(clock["id"], clock) for clock in case.get("clocks", [])]
        after["clocks"] = kept + list(moved.values())
    return after


def replayed(history: Iterable[Mapping[str, Any]]) -> Case:
    """Return the state of a case as its history alone tells it."""
    case = empty_case()
    for entry in history:
        case = apply(case, entry["changes"])
        case["version"] = entry["version"]
    return case


def plain(value: Any) -> Any:
    """Return `value` with dates and instants written as ISO strings, ready to be stored."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value
