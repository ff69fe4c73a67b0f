"""How the law between the tracks sees a case that stands in a matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.disputes.case_view import CaseView
from shared.storage.database import Document

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


def watched_cases(matter: Mapping[str, Any]) -> dict[str, Document]:
    """Return the cases of a matter by id; who is one person is said by a mark."""
    return {name: watched_case(view) for name, view in matter["cases"].items()}


def watched_case(view: CaseView) -> Document:
    """Return what decides which rights there are: of the act only what the law asks for."""
    act = view["act"]
    return {
        **view,
        "act": {name: act[name] for name in sorted(_OF_AN_ACT & set(act))},
        "parties": [_party(party) for party in view["parties"]],
        "told": view.get("told", {}),
        "clocks": view.get("clocks", []),
    }


def _party(party: Mapping[str, Any]) -> Document:
    mark = party["id_number_index"] or party["code"]
    return {"id": party["id"], "role": party["role"], "kind": party["kind"], "mark": mark}
