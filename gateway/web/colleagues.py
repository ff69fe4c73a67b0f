"""Offering the officers of the agency where a form asks for an officer in charge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.access import current_officer
from gateway.accounts import Accounts
from gateway.web.catalogue import gettext as _
from gateway.web.tracks import TrackPages
from shared.casework.assigning import ASSIGN, NOBODY

_FIELD = "assignee"


@dataclass(frozen=True, slots=True)
class Colleagues:
    """Who may be named: a track knows no accounts, so its schema leaves the field open."""

    accounts: Accounts

    def offered_in(self, command: Mapping[str, Any], track: TrackPages) -> dict[str, Any]:
        """Return a command whose schema offers the officers of the track at the own agency."""
        schema = command["schema"]
        properties = schema["properties"]
        if _FIELD not in properties:
            return dict(command)
        offered = [
            {"const": each.username, "title": _named(each.name, each.username)}
            for each in self.accounts.of_agency(current_officer().agency_code)
            if each.role == track.role and not each.disabled
        ]
        if command["command"] == ASSIGN:
            offered.append({"const": NOBODY, "title": _("放回待分派")})
        # Its help speaks of accounts and words, which nobody types who chooses from a list.
        chosen = {"title": properties[_FIELD]["title"], "type": "string", "oneOf": offered}
        return {**command, "schema": {**schema, "properties": {**properties, _FIELD: chosen}}}


def _named(name: str, username: str) -> str:
    return name if name == username else f"{name} · {username}"
