"""The superior's case of what it takes over (提级审理): opened once, with what is known below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shared.casework.attaching import papers_of
from shared.casework.payload_parts import Party
from shared.casework.payloads import declared
from shared.casework.reacting import SystemDesk
from shared.events.envelope import Event

TAKE_OVER, NOTE = "take_over", "note_superior_case"
_CARRIED = (
    "requests",
    "received_on",
    "channel",
    "representatives",
    "performance_ended_on",
    "enforcement_stayed",
)
_OF_THE_CASE = ("title", "region", "field", "matter_id")
_LISTS = {"applicant": "applicants", "third_party": "third_parties"}
_SAID_OF_A_PARTY = frozenset(declared(Party))
_OF_AN_AGENCY = ("code", "name")


def open_at_the_superior(desk: SystemDesk, event: Event) -> None:
    """
    Open the superior's case of each one of a matter that was taken over, and note it below.

    A service does not hear itself: that a case was taken over comes back as a change of its
    matter. The key is that of the case below, so it is opened once, however often this is told.
    """
    for case in _taken_over(desk, event):
        raw = superiors_case(case)
        opened = desk.open_case(TAKE_OVER, raw, event, key=f"{case['_id']}:{TAKE_OVER}").case
        on = max(raw["on"], case["entered_on"])
        note = {"on": on, "case_id": opened["_id"], "number": opened["number"]}
        desk.perform(case["_id"], NOTE, note, event, key=f"{case['_id']}:{NOTE}")


def _taken_over(desk: SystemDesk, event: Event) -> Iterator[Mapping[str, Any]]:
    for told in event.data["cases"]:
        if told["track"] == "reconsideration" and "elevated" in (told.get("milestones") or {}):
            case = desk.casework.get(told["case_id"])
            facts = case["facts"]
            # Until the superior was named by its code, its case was opened by hand.
            superior = facts.get("superior")
            named = isinstance(superior, Mapping) and superior.get("code")
            if named and not facts.get("superior_case") and "elevated" in case["milestones"]:
                yield case


def superiors_case(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return the payload that opens the superior's case from the case below, in clear."""
    facts, milestones = case["facts"], case["milestones"]
    respondents = [_agency(each) for each in case["parties"] if each["role"] == "respondent"]
    raw = {
        "on": milestones["elevated"],
        "agency": facts["superior"],
        "taken_from": _agency(case["agency"]),
        "decision_number": facts.get("decision_number"),
        "accepted_on": milestones["accepted"],
        "respondent": respondents[0],
        "co_respondents": respondents[1:] or None,
        "papers": _papers(case) or None,
        "act": case.get("act") or {},  # nothing may be known of it yet
        "origin": {
            "track": "reconsideration",
            "case_id": case["_id"],
            "kind": "elevation",
            "number": case["number"],
        },
        **{name: case.get(name) for name in _OF_THE_CASE},
        **{name: facts.get(name) for name in _CARRIED},
        **{field: _people(case, role) or None for role, field in _LISTS.items()},
    }
    return {name: value for name, value in raw.items() if value is not None}


def _people(case: Mapping[str, Any], role: str) -> list[dict[str, Any]]:
    """Return who takes part in a role now, heirs and successors among them."""
    return [
        {name: value for name, value in each.items() if name in _SAID_OF_A_PARTY}
        for each in case["parties"]
        if each["role"] == role
    ]


def _agency(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in _OF_AN_AGENCY if said.get(name)}


def _papers(case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the papers that still count, by name and content."""
    return [
        {name: each[name] for name in ("name", "kind", "sha256")}
        for each in papers_of(case).values()
        if not each["withdrawn"]
    ]
