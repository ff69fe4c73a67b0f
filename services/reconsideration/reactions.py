"""What reconsiderations do when other services tell of referrals and mediations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from services.reconsideration.period_guards import MEDIATION
from shared.casework.outside_mediation import MEDIATION_OUTCOMES
from shared.casework.reacting import Handler, SystemDesk
from shared.events.envelope import Event


def reactions(desk: SystemDesk) -> Mapping[str, Handler]:
    """Return the handler of every event that reconsiderations answer to."""
    take = partial(take_mediation_outcome, desk)
    outcomes = {f"mediation.{outcome}": take for outcome in MEDIATION_OUTCOMES}
    return {"petition.referred": partial(receive_referral, desk), **outcomes}


def receive_referral(desk: SystemDesk, event: Event) -> None:
    """Open an `invited` case for a petition led to reconsideration (诉访分离)."""
    if event.data["to"] == "reconsideration":
        desk.open_case("invite", invitation(event, desk.shared_parts(event)), event)


def take_mediation_outcome(desk: SystemDesk, event: Event) -> None:
    """
    Take the end of a mediation into the case that started it (复议法73).

    A review suspended for that mediation alone goes on by itself when it fails; every other
    outcome is only recorded, with what the officer has to do next.
    """
    origin = event.data.get("origin") or {}
    if origin.get("track") != "reconsideration":
        return
    case = desk.casework.store.get(origin["case_id"])
    if case is not None and not is_taken_in(event, case):
        command, payload = answer_to(event, case)
        desk.perform(origin["case_id"], command, payload, event)


def is_taken_in(event: Event, case: Mapping[str, Any]) -> bool:
    """
    Say whether `case` knows the end of this mediation.

    The answer depends on the state of the case, which the answer changes: an event that is
    delivered again must not be answered by another command.
    """
    facts = case["facts"]
    known = [*facts.get("resumptions", []), *facts.get("mediation_outcomes", [])]
    return any(each.get("mediation_id") == event.subject for each in known)


def answer_to(event: Event, case: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the command, with its payload, by which `case` answers the end of its mediation."""
    outcome = event.type.partition(".")[2]
    told = {"on": max(event.data["on"], case["entered_on"]), "mediation_id": event.subject}
    if event.case_number is not None:
        told["mediation_number"] = event.case_number
    waiting = case["status"] == "suspended" and case["facts"].get("suspension_ground") == MEDIATION
    if waiting and outcome != "agreed":
        return "resume", {**told, "mediation_outcome": outcome}
    return "record_mediation_outcome", {**told, "outcome": outcome}


def invitation(event: Event, shared: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return the payload that opens an `invited` case from a referral.

    The reconsideration organ is the agency the petition was sent to, else the one that sent it.
    """
    data = event.data
    parties = shared.get("parties", [])
    payload = {
        "on": data["on"],
        "matter_id": event.matter_id,
        "region": data.get("region"),
        "agency": _agency(data.get("to_agency") or data["agency"]),
        "title": shared.get("title"),
        "applicants": [_without_role(each) for each in parties if each["role"] == "petitioner"],
        "respondent": _respondent(parties),
        "act": shared.get("act"),
        "origin": {
            "track": "petition",
            "case_id": event.subject,
            "kind": "referral",
            "number": event.case_number,
        },
    }
    payload["origin"] = _known(payload["origin"])
    return _known(payload)


def _respondent(parties: list[Mapping[str, Any]]) -> dict[str, Any] | None:
    found = (each for each in parties if each["role"] == "respondent" and each["kind"] == "agency")
    first = next(found, None)
    return _agency(first) if first else None


def _agency(party: Mapping[str, Any]) -> dict[str, Any]:
    return _known({"code": party.get("code"), "name": party["name"]})


def _without_role(party: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in party.items() if name != "role"}


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
