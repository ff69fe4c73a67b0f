"""What a matter keeps of a case: its state, and what was decided about it in its matters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shared.casework.case_events import CaseEvent
from shared.disputes.case_view import IDENTIFIERS, case_view, with_agency
from shared.storage.database import Document

CaseEntry = Mapping[str, Any]
_TOLD = (
    "track",
    "case_id",
    "number",
    "status",
    "phase",
    "act_number",
    "agency_code",
    "milestones",
    "on",
    "origin",
)
_TOLD_OF_A_PARTY = ("role", "kind", "id_number_index", "code")
_STATE = ("status", "phase", "number", "act_number", "agency_code", "parties", *IDENTIFIERS)


def entry_after(earlier: CaseEntry | None, event: CaseEvent) -> Document:
    """Return the entry of a case once `event` is taken in; `earlier` is None for a new case."""
    before = earlier or {}
    own = {"apart": before.get("apart", []), "came_from": before.get("came_from", [])}
    return case_view(earlier, event) | own


def told_of(entry: CaseEntry) -> Document:
    """Return what the tracks are told of a case of their matter."""
    told = {name: entry[name] for name in _TOLD}
    told["parties"] = [
        {name: party[name] for name in _TOLD_OF_A_PARTY} for party in entry["parties"]
    ]
    return told | {name: entry[name] for name in IDENTIFIERS if name in entry}


def state_of(entry: CaseEntry | None) -> Document | None:
    """Return what the other cases of the matter have to hear of when it changes."""
    return None if entry is None else {name: entry.get(name) for name in _STATE}


def reference(entry: CaseEntry) -> Document:
    """Return track, id and number of a case."""
    return {name: entry[name] for name in ("track", "case_id", "number")}


def agencies_of(entries: Iterable[CaseEntry]) -> list[Document]:
    """Return every agency that handles or handled one of the cases, each once."""
    found: list[Document] = []
    for entry in entries:
        for agency in entry["agencies"]:
            found = with_agency(found, agency)
    return found
