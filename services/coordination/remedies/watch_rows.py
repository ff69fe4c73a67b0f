"""A right of the limitation watch as a caller sees it; never who the person is."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.coordination.answers import LimitationAnswer
from shared.disputes.case_entry import reference
from shared.disputes.rights import Right, parties_of
from shared.disputes.watch_words import told
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
