"""How a creating command's payload becomes the parties, act and particulars of a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.casework.case import Changes, plain
from shared.casework.guarding import Attempt, Link, index_of
from shared.casework.payloads import BEGINNINGS
from shared.casework.procedure import Opening
from shared.casework.telephones import first_number
from shared.http.identity import OFFICER_ROLES

_PARTICULARS = ("title", "region", "field")


def opening_changes(opening: Opening, attempt: Attempt) -> Changes:
    """Return what opening (or filling in) a case writes at its root."""
    case, payload, actor = attempt.case, attempt.payload, attempt.actor
    is_new = case.get("status") is None
    names = (*_PARTICULARS, *BEGINNINGS) if is_new else _PARTICULARS
    changes: Changes = {
        name: plain(payload[name]) for name in names if payload.get(name) is not None
    }
    parties = [
        party
        for field, role in opening.parties.items()
        for party in _parties(payload.get(field), role, attempt)
    ]
    if parties:
        for number, party in enumerate(parties, start=1):
            party["id"] = f"p{number}"
        changes["parties"] = parties
    if opening.act and payload.get(opening.act):
        changes["act"] = {**(case.get("act") or {}), **plain(payload[opening.act])}
    if is_new:
        agency = payload.get("agency") or {"code": actor.agency_code, "name": actor.agency_name}
        changes["agency"] = {"code": agency.get("code"), "name": str(agency.get("name") or "")}
        reader = payload.get(opening.read_by) if opening.read_by else None
        if reader and reader.get("code") not in {None, agency.get("code")}:
            changes["involved_agencies"] = [{"code": reader["code"], "name": str(reader["name"])}]
        changes.setdefault("region", actor.region)
        is_officer = actor.role in OFFICER_ROLES
        changes.setdefault("assignee", actor.subject if is_officer else None)
        if origin := payload.get("origin"):
            link = Link(origin["track"], origin["case_id"], origin["kind"], origin.get("number"))
            changes["relations"] = [link.as_relation()]
    return changes


def _parties(value: Any, role: str, attempt: Attempt) -> list[dict[str, Any]]:
    if not value:
        return []
    items = value if isinstance(value, list) else [value]
    return [party_of(item, role, attempt) for item in items]


def party_of(said: Mapping[str, Any], role: str, attempt: Attempt) -> dict[str, Any]:
    """Return a party as a case keeps it, with the blind indexes of its numbers, without an id."""
    item = plain(said)
    # An agency has no kind of its own in a payload; people and organisations state theirs.
    return {"role": role, "kind": item.get("kind", "agency"), **item, **indexes_of(item, attempt)}


def indexes_of(said: Mapping[str, Any], attempt: Attempt) -> dict[str, Any]:
    """Return the blind indexes of the numbers that are said of a party."""
    found = {}
    if said.get("id_number"):
        found["id_number_index"] = index_of(said, attempt.index)
    if said.get("phone"):
        found["phone_index"] = attempt.index("phone", first_number(said["phone"]))
    return found
