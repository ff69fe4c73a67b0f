"""The case document: how a change is applied to it, and how history alone rebuilds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

Case = dict[str, Any]
Changes = dict[str, Any]

ENTERED_BY_MISTAKE = "entered_by_mistake"
"""The state, in every track, of a case whose registration was withdrawn (撤销登记)."""
_MERGED = ("facts", "milestones")
_REPLACED = (
    "status",
    "entered_on",
    "title",
    "region",
    "agency",
    "involved_agencies",
    "assignee",
    "assignee_name",
    "field",
    "matter_id",
    "origin",
    "act",
    "parties",
    "former_parties",
    "relations",
    "warnings",
    "superseded",
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


def is_withdrawn(case: Mapping[str, Any]) -> bool:
    """Say whether the registration of a case was withdrawn."""
    return case.get("status") == ENTERED_BY_MISTAKE


def apply(case: Mapping[str, Any], changes: Mapping[str, Any]) -> Case:
    """
    Return the case after `changes`; neither argument is touched.

    Changes are those of a decision, where lists are whole, or those of an entry, where `lists`,
    `records` (lists of facts) and clocks say what differs. Older entries have whole lists too.
    `restated` is what was worked out anew, whole.
    """
    after = {**case, **changes.get("restated", {})}
    for name in _MERGED:
        if name in changes:
            after[name] = {**case.get(name, {}), **changes[name]}
    for name in _REPLACED:
        if name in changes:
            after[name] = changes[name]
    for name, delta in changes.get("lists", {}).items():
        after[name] = amended(case.get(name, []), delta)
    if "records" in changes:
        after |= _with_records(after, changes["records"])
    if "clocks" in changes:
        moved = {clock["id"]: clock for clock in changes["clocks"]}
        kept = [_moved(clock, moved.pop(clock["id"], {})) for clock in case.get("clocks", [])]
        after["clocks"] = kept + list(moved.values())
    return after


_PARTS = (*_MERGED, *_REPLACED, "clocks", "earlier_items")
STATE = frozenset(_PARTS) - {"superseded"}
"""The parts of a case that its steps settle."""


def whole_state(after: Mapping[str, Any], before: Mapping[str, Any]) -> Changes:
    """Return what differs between two states of a case, each part whole."""
    return {name: after[name] for name in _PARTS if after.get(name) != before.get(name)}


def amended(items: Sequence[Any], delta: Mapping[str, Any]) -> list[Any]:
    """Return `items` without those at the places dropped, then what is added."""
    dropped = set(delta.get("dropped", ()))
    kept = [item for place, item in enumerate(items) if place not in dropped]
    return [*kept, *delta.get("added", ())]


def _with_records(case: Mapping[str, Any], records: Mapping[str, Any]) -> Case:
    """Return the facts with their lists amended, and how many items left them before."""
    facts, earlier = dict(case.get("facts", {})), dict(case.get("earlier_items", {}))
    for name, delta in records.items():
        facts[name] = amended(facts.get(name, []), delta)
        if dropped := delta.get("dropped"):
            earlier[name] = earlier.get(name, 0) + len(dropped)
    return {"facts": facts, **({"earlier_items": earlier} if earlier else {})}


def _moved(clock: Mapping[str, Any], change: Mapping[str, Any]) -> Mapping[str, Any]:
    if not change:
        return clock
    pauses = change.get("pauses", clock["pauses"])
    # Entries used to repeat the list as a whole.
    if isinstance(pauses, Mapping):
        pauses = amended(clock["pauses"], pauses)
    return {**clock, **change, "pauses": pauses}


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
