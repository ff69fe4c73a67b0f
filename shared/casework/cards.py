"""Cards: what lists of cases look through, one for each agency and case, a key for each list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from shared.casework.case import is_withdrawn
from shared.casework.standing import Standing
from shared.storage.keys import keyed, place, scope

Document = dict[str, Any]

# The filters for which a list of their own is kept. What is asked beside them is matched card by
# card: of two frequent filters that seldom meet, such as status and region, both need one list.
LISTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "all": (),
        "status": ("status",),
        "assignee": ("assignee",),
        "assignee_status": ("assignee", "status"),
        "handler": ("handler",),
        "handler_status": ("handler", "status"),
        "region": ("region",),
        "region_status": ("region", "status"),
    }
)
OPENED, DUE = "opened", "due"
# What is counted and has no list of its own, of the cases that an agency handles: by when the clock
# that ends first calls for attention, and whether a date is missing that a clock waits for.
LEVEL, MISSING = "level", "missing"
PAUSED = "paused"
COUNTED_FOR = ("handler", "assignee")
# All with a due date, by opening: old cases are mostly closed, and have none.
RUNNING = "running_all"
# In place of an officer in lists by assignee: what lies in the inbox of the agency that handles it.
UNASSIGNED = ""
FIELDS = (
    *(f"{kind}_{name}" for kind in (OPENED, DUE) for name in LISTS),
    *(f"{kind}_{name}" for kind in (LEVEL, MISSING) for name in COUNTED_FOR),
    RUNNING,
)
# Of a case that was entered by mistake: it stands in those lists alone that ask for its state.
VOID = "void"
# Whoever changes what cards or rows of words hold counts this up: all are then made anew.
FORM = 8


@dataclass(frozen=True, slots=True)
class Filter:
    """
    What a list of cases is narrowed by; None means any.

    `agency_code` is whose cases may be seen, `handled_by` the agency that handles them now;
    `assignee` may be `UNASSIGNED`.
    """

    agency_code: str
    status: str | None = None
    assignee: str | None = None
    region: str | None = None
    due_before: str | None = None
    handled_by: str | None = None

    @property
    def exact(self) -> dict[str, str]:
        """What a card must have, by the names of its fields."""
        named = {
            "status": self.status,
            "assignee": self.assignee,
            "region": self.region,
            "handler": self.handled_by,
        }
        return {name: value for name, value in named.items() if value is not None}


def cards_of(case: Mapping[str, Any], standing: Standing) -> dict[str, Document]:
    """Return the cards of a stored case by agency: of each that handles or handled it."""
    return {agency: _card(case, agency, standing) for agency in case["agencies"]}


def card_id(agency: str, case_id: str) -> str:
    """Return the id of the card that an agency has of a case."""
    return place(scope(agency), case_id)


def due_place(due_on: str, case_id: str) -> str:
    """Return where a case stands in lists by due date."""
    return place(due_on, case_id)


def _card(case: Mapping[str, Any], agency: str, standing: Standing) -> Document:
    case_id, due_on = case["_id"], case.get("next_due_on")
    handler, assignee = (case.get("agency") or {}).get("code"), case.get("assignee")
    if assignee is None and handler == agency and not standing.closed:
        assignee = UNASSIGNED
    named = {
        "status": case.get("status"),
        "assignee": assignee,
        "region": case.get("region"),
        "handler": handler,
    }
    known = {name: value for name, value in named.items() if value is not None}
    card: Document = {
        "_id": card_id(agency, case_id),
        "case": case_id,
        "version": case["version"],
        **known,
    }
    void = is_withdrawn(case)
    if void:
        card[VOID] = True
    for name, by in LISTS.items():
        if not known.keys() >= set(by) or (void and "status" not in by):
            continue
        within = scope(agency, *(known[each] for each in by))
        card |= keyed(f"{OPENED}_{name}", within, case_id)
        if due_on is not None:
            card |= keyed(f"{DUE}_{name}", within, due_place(due_on, case_id))
    if due_on is not None:
        card |= {"due": due_on} | keyed(RUNNING, scope(agency), case_id)
    return card | (_counted(case, agency, assignee, standing) if handler == agency else {})


def _counted(
    case: Mapping[str, Any], agency: str, assignee: str | None, standing: Standing
) -> Document:
    """Return by what a case is counted at the agency that handles it."""
    case_id, due_on = case["_id"], case.get("next_due_on")
    counted: Document = {}
    scopes = {"handler": (agency,)} | ({} if assignee is None else {"assignee": (agency, assignee)})
    for name, values in scopes.items():
        if standing.lead is not None and due_on is not None:
            at = due_place(due_on, case_id)
            counted |= keyed(f"{LEVEL}_{name}", scope(*values, str(standing.lead)), at)
        elif standing.paused:
            counted |= keyed(f"{LEVEL}_{name}", scope(*values, PAUSED), case_id)
        if standing.missing_fact:
            counted |= keyed(f"{MISSING}_{name}", scope(*values), case_id)
    said = {
        PAUSED: standing.paused,
        MISSING: standing.missing_fact,
        "amber_on": standing.amber_on,
        "red_on": standing.red_on,
    }
    return counted | {name: value for name, value in said.items() if value}
