"""Cards: what lists of cases look through, one for each agency and case, a key for each list."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

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
# All with a due date, by opening: old cases are mostly closed, and have none.
RUNNING = "running_all"
# In place of an officer in lists by assignee: what lies in the inbox of the agency that handles it.
UNASSIGNED = ""
FIELDS = (*(f"{kind}_{name}" for kind in (OPENED, DUE) for name in LISTS), RUNNING)
# Whoever changes what cards or rows of words hold counts this up: all are then made anew.
FORM = 3


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


def cards_of(case: Mapping[str, Any], closed: Collection[str] = ()) -> dict[str, Document]:
    """
    Return the cards of a stored case by agency: of each that handles or handled it.

    `closed` are the states in which nothing remains to be done: such a case is in no inbox.
    """
    return {agency: _card(case, agency, closed) for agency in case["agencies"]}


def card_id(agency: str, case_id: str) -> str:
    """Return the id of the card that an agency has of a case."""
    return place(scope(agency), case_id)


def due_place(due_on: str, case_id: str) -> str:
    """Return where a case stands in lists by due date."""
    return place(due_on, case_id)


def _card(case: Mapping[str, Any], agency: str, closed: Collection[str]) -> Document:
    case_id, due_on = case["_id"], case.get("next_due_on")
    handler, assignee = (case.get("agency") or {}).get("code"), case.get("assignee")
    if assignee is None and handler == agency and case.get("status") not in closed:
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
    for name, by in LISTS.items():
        if not known.keys() >= set(by):
            continue
        within = scope(agency, *(known[each] for each in by))
        card |= keyed(f"{OPENED}_{name}", within, case_id)
        if due_on is not None:
            card |= keyed(f"{DUE}_{name}", within, due_place(due_on, case_id))
    if due_on is not None:
        card |= {"due": due_on} | keyed(RUNNING, scope(agency), case_id)
    return card
