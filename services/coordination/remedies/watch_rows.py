"""A right of the limitation watch as a caller sees it; never who the person is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.coordination.answers import LimitationAnswer
from services.coordination.remedies.rights import Right
from services.coordination.remedies.watch_words import told
from shared.http.schemas import kept
from shared.remedies.shown import shown_remedy

_RIGHT = LimitationAnswer()


def shown_right(right: Right, on: date) -> dict[str, Any]:
    """Return the row of a right as of a day."""
    remedy = shown_remedy(right.remedy, on)
    parties = parties_of(right)
    used = right.used_by
    return {
        **kept(_RIGHT, remedy),
        "right": str(right.remedy.path),
        "act_number": right.act_number,
        "party": parties[-1]["party"] if parties else None,
        "parties": parties,
        "status": right.status,
        "used_by": reference(used) if used else None,
        "told": told(right, on).as_dict(),
    }


def parties_of(right: Right) -> list[dict[str, Any]]:
    """Return the ids that the person has in the cases, the earliest case first."""
    return [
        {
            **reference(case),
            "party": right.person.party_ids[case["case_id"]],
        }
        for case in right.cases
        if case["case_id"] in right.person.party_ids
    ]


def reference(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return track, id and number of a case."""
    return {name: case[name] for name in ("track", "case_id", "number")}
