"""An objection as officers see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.coordination.norms.answers import ObjectionAnswer
from services.coordination.norms.objection import RECEIVED, STATES, AnswerClock
from shared.casework.personal import Sealer, masked
from shared.casework.rule_view import shown_due_date
from shared.http.language import request_language

_OBJECTION = ObjectionAnswer()


def shown_objection(
    objection: Mapping[str, Any], clock: AnswerClock, sealer: Sealer, agency_code: str, today: date
) -> dict[str, Any]:
    """
    Return the objection with its clock; numbers of the objector are masked.

    Who objects is shown to the agency that received the objection, not to the one that made the
    document.
    """
    personal = {name: objection[name] for name in ("objector", "grounds", "answer")}
    clear = sealer.open_all(personal, document=objection["_id"])
    received_here = objection["agency"]["code"] == agency_code
    shown: dict[str, Any] = _OBJECTION.dump(
        {
            **objection,
            **clear,
            "state_label": STATES[objection["state"]].as_dict(),
            "objector": masked(clear["objector"]) if received_here else None,
            "clock": _clock(objection, clock, today),
        }
    )
    return shown


def _clock(objection: Mapping[str, Any], clock: AnswerClock, today: date) -> dict[str, Any]:
    due = clock.due(objection)
    shown = shown_due_date(clock.version(objection), due, request_language())
    waits = objection["state"] == RECEIVED and due.due_on is not None
    shown["days_left"] = (due.due_on - today).days if waits and due.due_on else None
    return {**shown, "level": str(clock.level(due, today)) if waits else None}
