"""What an entry of a history records: what was said anew, not what stood before."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from shared.casework.case import Case, Changes, apply
from shared.casework.quoting import quoting

RECENT_ITEMS = 10
_LISTS = ("relations", "warnings", "involved_agencies")


def condensed(
    case: Mapping[str, Any],
    changes: Changes,
    payload: Mapping[str, Any],
    *,
    records: Collection[str],
    keeps: Mapping[str, tuple[str, ...]],
) -> Changes:
    """
    Return what an entry keeps of `changes`; `apply` makes the same of both.

    Lists are written as what is added and dropped, clocks as what differs in them, and long texts
    of facts as the place in `payload` where they stand. Of each list of facts among `records` the
    case keeps the last ten items and what `Procedure.keeps` asks for; all are in the history.
    """
    version = case["version"] + 1
    kept = {name: value for name, value in changes.items() if name not in {*_LISTS, "clocks"}}
    lists = {name: delta(case[name], changes[name]) for name in _LISTS if name in changes}
    facts = dict(kept.pop("facts", {}))
    known = case.get("facts", {})
    added = {
        name: delta(known.get(name, []), _kept(facts.pop(name), keeps.get(name)))
        for name in records
        if name in facts
    }
    parts = {
        "facts": quoting(facts, payload, version),
        "records": quoting(added, payload, version),
        "lists": lists,
        "clocks": _clocks(case.get("clocks", []), changes.get("clocks", [])),
    }
    return kept | {name: part for name, part in parts.items() if part}


def without_explanations(state: Changes) -> Changes:
    """Return a state with its clocks as entries keep them: the wording is made anew."""
    if "clocks" not in state:
        return state
    return {**state, "clocks": [_clock(None, clock) for clock in state["clocks"]]}


def state_after(case: Mapping[str, Any], recorded: Changes, changes: Changes) -> Case:
    """Return the case after `recorded`, its clocks with their wording, which no entry keeps."""
    clocks = {"clocks": changes["clocks"]} if "clocks" in changes else {}
    return apply(case, {**recorded, **clocks})


def delta(before: Sequence[Any], after: Sequence[Any]) -> Changes:
    """Return which places of `before` are dropped and what is added at its end."""
    dropped, kept = [], 0
    for place, item in enumerate(before):
        if kept < len(after) and after[kept] == item:
            kept += 1
        else:
            dropped.append(place)
    parts = {"dropped": dropped, "added": list(after[kept:])}
    return {name: part for name, part in parts.items() if part}


def _kept(items: Sequence[Mapping[str, Any]], fields: tuple[str, ...] | None) -> Sequence[Any]:
    older, recent = items[:-RECENT_ITEMS], items[-RECENT_ITEMS:]
    if fields == ():
        return items
    if fields is None:
        return recent
    latest = {_values(item, fields): place for place, item in enumerate(older)}
    known = {_values(item, fields) for item in recent}
    asked_for = sorted(place for values, place in latest.items() if values not in known)
    return [*(older[place] for place in asked_for), *recent]


def _values(item: Mapping[str, Any], fields: tuple[str, ...]) -> str:
    return json.dumps([item.get(name) for name in fields])


def _clocks(
    before: Sequence[Mapping[str, Any]], changed: Sequence[Mapping[str, Any]]
) -> list[Changes]:
    known = {clock["id"]: clock for clock in before}
    return [_clock(known.get(clock["id"]), clock) for clock in changed]


def _clock(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Changes:
    told = {name: value for name, value in after.items() if name != "explanation"}
    if before is None:
        return told
    differing = {name: value for name, value in told.items() if value != before.get(name)}
    if "pauses" in differing:
        differing["pauses"] = delta(before["pauses"], after["pauses"])
    return {"id": after["id"], **differing}
