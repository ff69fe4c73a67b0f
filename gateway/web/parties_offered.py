"""Offering the parties of the case where a form asks for one of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gateway.web.catalogue import in_brackets, said


def with_parties(schema: Mapping[str, Any], parties: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the schema of a payload in which the parties stand by name, to be chosen from."""
    if not parties:
        return dict(schema)
    changed: dict[str, Any] = _offering(schema, parties)
    return changed


def _offering(schema: Any, parties: Sequence[Mapping[str, Any]]) -> Any:
    if not isinstance(schema, Mapping):
        return schema
    if schema.get("x-party"):
        # Its help speaks of ids, which nobody types who chooses from a list.
        title = {"title": schema["title"]} if "title" in schema else {}
        roles = schema.get("x-party-roles")
        fitting = [each for each in parties if roles is None or each["role"] in roles]
        offered = [{"const": each["id"], "title": _named(each)} for each in fitting or parties]
        return {**title, "type": "string", "oneOf": offered}
    found = dict(schema)
    if "items" in schema:
        found["items"] = _offering(schema["items"], parties)
    if "properties" in schema:
        found["properties"] = {
            name: _offering(part, parties) for name, part in schema["properties"].items()
        }
    return found


def _named(party: Mapping[str, Any]) -> str:
    role = party.get("role_label")
    return f"{party['name']}{in_brackets(said(role))}" if role else str(party["name"])
