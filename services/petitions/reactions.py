"""What petitions do when other services tell of the cases that they led there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from services.petitions.earlier_cases import is_being_handled, is_finalized
from shared.casework.reacting import Handler, SystemDesk
from shared.events.envelope import Event
from shared.events.names import MATTER_CHANGED, of_mediation

_UNDECIDED = frozenset({"registered", "transferred"})
RECORDED_OUTCOMES = (
    "accepted",
    "declined",
    "agreed",
    "confirmed",
    "failed",
    "terminated",
    "performed",
    "breached",
)


def reactions(desk: SystemDesk) -> Mapping[str, Handler]:
    """Return the handler of every event that petitions answer to."""
    record = partial(record_mediation_outcome, desk)
    outcomes = {of_mediation(outcome): record for outcome in RECORDED_OUTCOMES}
    return {**outcomes, MATTER_CHANGED: partial(recognise_repeats, desk)}


def recognise_repeats(desk: SystemDesk, event: Event) -> None:
    """
    Look at the petitions of a matter that wait for a decision, when more is known of it.

    An earlier one may have become known, or be none of the person any more.
    """
    petitions = [each for each in event.data["cases"] if each["track"] == "petition"]
    has_earlier = any(is_being_handled(each) or is_finalized(each) for each in petitions)
    for each in petitions:
        if each["status"] in _UNDECIDED:
            recognised = has_earlier and desk.perform(
                each["case_id"], "recognise_repeat", {}, event
            )
            if not recognised:
                desk.perform(each["case_id"], "lift_repeat", {}, event)


def record_mediation_outcome(desk: SystemDesk, event: Event) -> None:
    """Write what became of a mediation into the petition that it came from (三调联动, 37¶1)."""
    origin = event.data.get("origin") or {}
    if origin.get("track") == "petition":
        payload = referral_outcome(event)
        desk.perform(origin["case_id"], "record_referral_outcome", payload, event)


def referral_outcome(event: Event) -> dict[str, Any]:
    """
    Return the payload that records `event` on its petition.

    The day of the act is a fact of the entry, not its legal date: the petition may have moved
    on since, and paper files are entered late.
    """
    outcome = {
        "track": event.data["track"],
        "case_id": event.subject,
        "number": event.case_number,
        "outcome": event.type.partition(".")[2],
        "happened_on": event.data["on"],
    }
    return {name: value for name, value in outcome.items() if value is not None}
