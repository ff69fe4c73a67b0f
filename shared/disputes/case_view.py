"""The state of a case as its steps tell it: folded here once, and kept once, in its matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from shared.casework.case_events import CaseEvent
from shared.disputes.wording import sketch
from shared.storage.database import Document

CaseView: TypeAlias = Mapping[str, Any]
# By these a later case finds the matter; told only where the case has them.
IDENTIFIERS = ("court_case_no", "reconsideration_number")
# What one step tells for all that follow, by which the law between the tracks reckons.
_FACTS = (
    "procedure",
    "kind",
    "ground",
    "settlement",
    "outcome",
    "performance_ended_on",
    "suit_window_told",
)
# The clocks of other tracks' law that say when a right opens or ends.
_CLOCKS = frozenset({"FY-18", "FY-19", "FY-29", "SS-04", "TJ-02"})
_OF_A_CLOCK = ("id", "rule", "status", "started_on", "due_on", "party", "extended_by")
# The warning of a petition that was accepted beside a statutory procedure for a stated reason.
_EXPLAINED = "statutory-procedure"
_OPPOSITE = frozenset({"respondent", "defendant"})


def case_view(earlier: CaseView | None, event: CaseEvent) -> Document:
    """
    Return the state of a case once `event` is taken in; `earlier` is None for a new case.

    Of people it keeps blind indexes only, of its title a sketch.
    """
    data, before = event.data, earlier or {}
    agency, act = data.get("agency"), impersonal_act(data)
    name = (data.get("act") or {}).get("name")
    view = {
        "track": event.track,
        "case_id": event.case_id,
        "number": event.number,
        "status": event.status,
        "status_label": data.get("words", {}).get("status"),
        "phase": event.phase,
        "on": event.on,
        "sequence": event.sequence,
        "opened_on": event.opened_on_after(before.get("opened_on")),
        "agency": agency,
        "agency_code": (agency or {}).get("code"),
        "agencies": with_agency(before.get("agencies", ()), agency),
        "region": data.get("region"),
        "assignee": data.get("assignee"),
        "field": data.get("field"),
        "act": act,
        "act_number": act.get("number"),
        "against": _against(event.track, act, data.get("parties", ()), agency),
        "wording": sketch((data.get("title"), name), event.number),
        "origin": data.get("origin"),
        "parties": _parties(data.get("parties", ())),
        "milestones": event.milestones_after(before.get("milestones", {})),
        "told": {**before.get("told", {}), **_facts(event)},
        "clocks": _clocks(before.get("clocks", ()), event),
    }
    return view | _remembered(before, event)


def with_late_step(view: CaseView, event: CaseEvent) -> Document:
    """Return `view` with what only an earlier step told, which came after later ones."""
    late = _remembered({}, event)
    known = {name: view[name] for name in late if view.get(name)}
    milestones = {**event.data.get("milestones", {}), **view["milestones"]}
    told = {**_facts(event), **view.get("told", {})}
    return {**view, **late, **known, "milestones": milestones, "told": told}


def impersonal_act(data: Mapping[str, Any]) -> Document:
    """Return what a step tells of the act, without its name: that may speak of a person."""
    return {name: value for name, value in (data.get("act") or {}).items() if name != "name"}


def with_agency(
    agencies: Iterable[Mapping[str, Any]], agency: Mapping[str, Any] | None
) -> list[Document]:
    """Return the agencies with one more, which stands last; one without a code is nobody's."""
    known = [dict(each) for each in agencies]
    if not agency or not agency.get("code"):
        return known
    others = [each for each in known if each["code"] != agency["code"]]
    return [*others, {"code": agency["code"], "name": agency.get("name")}]


def _facts(event: CaseEvent) -> Document:
    return {name: event.data[name] for name in _FACTS if event.data.get(name) is not None}


def _clocks(before: Iterable[Document], event: CaseEvent) -> list[Document]:
    changed = [
        {name: clock.get(name) for name in _OF_A_CLOCK}
        for clock in event.clocks
        if clock["rule"] in _CLOCKS
    ]
    # A list, as the ids have a dot, which no name of a stored field should.
    return list({clock["id"]: clock for clock in (*before, *changed)}.values())


def _remembered(before: CaseView, event: CaseEvent) -> Document:
    """Return what one step tells and the later ones do not repeat; only what is known."""
    data = event.data
    found: Document = {name: data.get(name) or before.get(name) for name in IDENTIFIERS}
    warned = any(each.get("code") == _EXPLAINED for each in data.get("warnings", ()))
    if event.track == "petition":
        reasoned = event.told_command == "accept" and bool(data.get("reason"))
        known = before.get("explained", False) and not event.takes_back("accept")
        found["explained"] = warned or reasoned or known
    if event.track == "reconsideration":
        decided = data.get("kind") if event.told_command == "decide" else None
        known = None if event.takes_back("decide") else before.get("decision")
        found["decision"] = decided or known
    return {name: value for name, value in found.items() if value is not None}


def _parties(parties: Iterable[Mapping[str, Any]]) -> list[Document]:
    """Return the parties, each with an id that no other party of the case has."""
    found: dict[str, Document] = {}
    for position, party in enumerate(parties, start=1):
        told = party.get("id")
        name = told if told and told not in found else f"p{position}"
        found[name] = _party(name, party)
    return list(found.values())


def _party(name: str, party: Mapping[str, Any]) -> Document:
    return {
        "id": name,
        "role": party["role"],
        "kind": party.get("kind"),
        "id_number_index": party.get("id_number_index"),
        "phone_index": party.get("phone_index"),
        "code": party.get("code") or party.get("organisation_code"),
    }


def _against(
    track: str,
    act: Mapping[str, Any],
    parties: Iterable[Mapping[str, Any]],
    handling: Mapping[str, Any] | None,
) -> list[Document]:
    """Return the agencies whose act the case is about; who answers a suit is sued, if none is."""
    found = [act["agency"]] if act.get("agency") else []
    found += [
        {"code": party.get("code") or party.get("organisation_code"), "name": party.get("name")}
        for party in parties
        if party.get("kind") == "agency" and party["role"] in _OPPOSITE
    ]
    if not found and track == "litigation" and handling:
        found = [handling]
    known = [{"code": each.get("code"), "name": each.get("name")} for each in found]
    return [each for each in known if each["code"] or each["name"]]
