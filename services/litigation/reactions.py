"""What litigation cases do when other services tell of the mediations they started."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from shared.casework.outside_mediation import MEDIATION_OUTCOMES
from shared.casework.reacting import Handler, SystemDesk
from shared.events.envelope import Event
from shared.events.names import of_mediation


def reactions(desk: SystemDesk) -> Mapping[str, Handler]:
    """Return the handler of every event that litigation cases answer to."""
    record = partial(take_mediation_outcome, desk)
    return {of_mediation(outcome): record for outcome in MEDIATION_OUTCOMES}


def take_mediation_outcome(desk: SystemDesk, event: Event) -> None:
    """Record how a mediation ended on the case that started it; the suit itself goes on."""
    origin = event.data.get("origin") or {}
    if origin.get("track") == "litigation":
        desk.perform(origin["case_id"], "record_mediation_outcome", mediation_outcome(event), event)


def mediation_outcome(event: Event) -> dict[str, Any]:
    """
    Return the payload that records `event`.

    Without a legal date of its own: the case may have moved on since the mediation ended.
    """
    payload = {"outcome": event.type.partition(".")[2], "mediation_id": event.subject}
    if event.case_number is not None:
        payload["mediation_number"] = event.case_number
    return payload
