"""What is told of an event: identifiers, states and dates, nothing about a person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.events.envelope import Event
from shared.events.names import of_mediation

COURT_OUTCOMES = frozenset(
    map(of_mediation, ("agreed", "failed", "terminated", "declined", "performed"))
)
_COURT_KINDS = frozenset({"court_assigned", "court_entrusted"})
# Chosen one by one: what a track tells its neighbours is more than a stranger needs.
_TOLD = (
    "track",
    "case_id",
    "number",
    "status",
    "previous_status",
    "phase",
    "on",
    "clock_id",
    "rule",
    "due_on",
    "level",
    "days_left",
    "code",
    "ground",
    "form",
    "effective_on",
    "performance_due_on",
)


@dataclass(frozen=True, slots=True)
class Message:
    """One event as other systems are told of it; `court` is set on outcomes owed to a court."""

    event_id: str
    type: str
    body: str
    case_id: str | None
    court: str | None

    @classmethod
    def of(cls, event: Event) -> Message:
        """Return the message about `event`."""
        reference = court_reference(event)
        data = {
            "event_id": event.id,
            "subject": event.subject,
            "matter_id": event.matter_id,
            **{name: event.data[name] for name in _TOLD if _is_plain(event.data.get(name))},
            **reference,
        }
        body = {"type": event.type, "timestamp": event.time.isoformat(), "data": data}
        return cls(
            event_id=event.id,
            type=event.type,
            body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
            case_id=event.data.get("case_id"),
            court=reference.get("court") if event.type in COURT_OUTCOMES else None,
        )


def court_reference(event: Event) -> Mapping[str, Any]:
    """Return court and number of the court that assigned a mediation; nothing for other cases."""
    data = event.data
    if data.get("kind") not in _COURT_KINDS or not data.get("assigned_by"):
        return {}
    return {"court": data["assigned_by"], "court_case_no": data.get("assigned_case_no")}


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float | bool)
