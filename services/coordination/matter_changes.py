"""How an event changes a matter (纠纷): a pure function from what is known to what is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.coordination.announcements import Announcement
from services.coordination.case_events import CaseEvent
from services.coordination.conflicts import conflicts_among
from shared.events.database import Document

CHANGED = "matter.changed"
CONFLICT_FOUND = "matter.conflict_found"
FINDING_ANNOUNCED = "matter.finding_announced"
_TOLD = (
    "track",
    "case_id",
    "number",
    "status",
    "phase",
    "act_number",
    "agency_code",
    "parties",
    "milestones",
    "on",
)
# By these a later case finds the matter; told only where the case has them.
_IDENTIFIERS = ("court_case_no", "reconsideration_number")
_STATE = ("status", "phase", "number", "act_number", "agency_code", "parties", *_IDENTIFIERS)


@dataclass(frozen=True, slots=True)
class MatterChange:
    """What one event writes: the new state, the dated fact for the history, the events."""

    state: Document
    fact: Document
    announcements: Sequence[Announcement]


def matter_after(matter: Mapping[str, Any] | None, event: CaseEvent) -> MatterChange | None:
    """
    Return what `event` changes in the matter; None when it was taken in before.

    `matter.changed` is for matters of more than one case, when a case joins or its state
    changes. A conflict is announced once, when it is found, to all and as a finding to each of
    its cases, and stays on the matter.
    """
    known: Mapping[str, Any] = matter or {"cases": {}, "agencies": [], "conflicts": []}
    before = known["cases"].get(event.case_id)
    if before is not None and before["sequence"] >= event.sequence:
        return None
    case = _case_after(before, event)
    cases = {**known["cases"], event.case_id: case}
    found = _new_conflicts(known["conflicts"], cases, event)
    state = {
        "cases": cases,
        "agencies": _with_agency(known["agencies"], case["agency"]),
        "conflicts": [*known["conflicts"], *found],
    }
    announcements = [each for conflict in found for each in _conflict_found(event, conflict)]
    if len(cases) > 1 and _state_of(before) != _state_of(case):
        announcements.insert(0, _changed(event.matter_id, cases))
    return MatterChange(state, _dated_fact(event), announcements)


def told_of(case: Mapping[str, Any]) -> Document:
    """Return what the tracks are told of a case of their matter."""
    told = {name: case[name] for name in _TOLD}
    return told | {name: case[name] for name in _IDENTIFIERS if name in case}


def _case_after(before: Mapping[str, Any] | None, event: CaseEvent) -> Document:
    data, earlier = event.data, before or {}
    agency, act = data.get("agency"), data.get("act") or {}
    identifiers = {
        name: value
        for name in _IDENTIFIERS
        if (value := data.get(name) or earlier.get(name)) is not None
    }
    return {
        "track": event.track,
        "case_id": event.case_id,
        "number": event.number,
        "status": event.status,
        "phase": event.phase,
        "on": event.on,
        "sequence": event.sequence,
        "agency": agency,
        "agency_code": (agency or {}).get("code"),
        "region": data.get("region"),
        "assignee": data.get("assignee"),
        "field": data.get("field"),
        "act": act,
        "act_number": act.get("number"),
        "origin": data.get("origin"),
        "parties": [_party(party) for party in data.get("parties", ())],
        "milestones": {**earlier.get("milestones", {}), **data.get("milestones", {})},
        **identifiers,
    }


def _party(party: Mapping[str, Any]) -> Document:
    return {
        "role": party["role"],
        "kind": party.get("kind"),
        "id_number_index": party.get("id_number_index"),
        "code": party.get("code") or party.get("organisation_code"),
    }


def _state_of(case: Mapping[str, Any] | None) -> Document | None:
    return None if case is None else {name: case.get(name) for name in _STATE}


def _with_agency(agencies: Sequence[Document], agency: Document | None) -> list[Document]:
    """Return every agency that handles or handled a case of the matter."""
    if not agency or not agency.get("code"):
        return list(agencies)
    others = [each for each in agencies if each["code"] != agency["code"]]
    return [*others, {"code": agency["code"], "name": agency.get("name")}]


def _new_conflicts(
    known: Sequence[Document], cases: Mapping[str, Document], event: CaseEvent
) -> list[Document]:
    earlier = {conflict["id"] for conflict in known}
    return [
        {**conflict, "found_on": event.on, "found_at": event.at}
        for conflict in conflicts_among(cases.values())
        if conflict["id"] not in earlier
    ]


def _changed(matter_id: str, cases: Mapping[str, Document]) -> Announcement:
    told = [told_of(case) for _, case in sorted(cases.items())]
    return Announcement(CHANGED, matter_id, matter_id, {"cases": told})


def _conflict_found(event: CaseEvent, conflict: Mapping[str, Any]) -> Iterator[Announcement]:
    told = {name: value for name, value in conflict.items() if name != "found_at"}
    yield Announcement(CONFLICT_FOUND, event.matter_id, event.matter_id, told)
    first, second = conflict["cases"]
    for case, other in ((first, second), (second, first)):
        finding = {name: conflict[name] for name in ("code", "basis", "text")}
        link = {"track": other["track"], "case_id": other["case_id"], "kind": conflict["code"]}
        yield Announcement(
            FINDING_ANNOUNCED,
            case["case_id"],
            event.matter_id,
            {
                "track": case["track"],
                "subject_case_id": case["case_id"],
                "payload": {**finding, **link},
            },
            case["number"],
        )


def _dated_fact(event: CaseEvent) -> Document:
    return {
        "on": event.on,
        "recorded_at": event.at,
        "track": event.track,
        "case_id": event.case_id,
        "number": event.number,
        "command": event.command,
        "type": event.type,
        "status": event.status,
        "milestones": event.data.get("milestones", {}),
        "act": event.data.get("act") or {},
        "source_event": event.id,
    }
