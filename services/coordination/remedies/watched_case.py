"""What the limitation watch keeps of a case, step by step, from its events alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.casework.case_events import CaseEvent
from shared.events.database import Document

_TOLD = (
    "procedure",
    "kind",
    "ground",
    "settlement",
    "outcome",
    "performance_ended_on",
    "suit_window_told",
)
_CLOCKS = frozenset({"FY-18", "FY-19", "FY-29", "SS-04", "TJ-02"})
_OF_A_CLOCK = ("id", "rule", "status", "started_on", "due_on", "party", "extended_by")
_OF_AN_ACT = frozenset(
    {
        "number",
        "kind",
        "made_on",
        "served_on",
        "known_on",
        "remedies_told",
        "remedies_known_on",
        "told_to_sue_until",
        "reconsideration_first_told",
        "reconsideration_first_by",
        "infringes_resource_right",
        "not_disclosed_under",
        "tax_settled_on",
        "concerns_real_estate",
        "inaction",
    }
)


def case_after(before: Mapping[str, Any] | None, event: CaseEvent) -> Document:
    """Return what is kept of a case once `event` is taken in."""
    earlier, data = before or {}, event.data
    told = {name: data[name] for name in _TOLD if data.get(name) is not None}
    act = data.get("act") or {}
    changed = [
        {name: clock.get(name) for name in _OF_A_CLOCK}
        for clock in event.clocks
        if clock["rule"] in _CLOCKS
    ]
    # A list, as the ids have a dot, which no name of a stored field should.
    clocks = {clock["id"]: clock for clock in (*earlier.get("clocks", ()), *changed)}
    return {
        "track": event.track,
        "case_id": event.case_id,
        "number": event.number,
        "status": event.status,
        "phase": event.phase,
        "sequence": event.sequence,
        "assignee": data.get("assignee"),
        "agency": data.get("agency"),
        "act": {name: act[name] for name in sorted(_OF_AN_ACT & set(act))},
        "parties": [_party(party) for party in data.get("parties", ())],
        "milestones": event.milestones_after(earlier.get("milestones", {})),
        "told": {**earlier.get("told", {}), **told},
        "clocks": list(clocks.values()),
    }


def _party(party: Mapping[str, Any]) -> Document:
    return {
        "id": party.get("id"),
        "role": party["role"],
        "kind": party.get("kind"),
        "mark": party.get("id_number_index") or party.get("organisation_code") or party.get("code"),
    }
