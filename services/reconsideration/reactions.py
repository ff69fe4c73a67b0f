"""What reconsiderations do when other services tell of referrals and mediations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from services.reconsideration.elevation_reactions import open_at_the_superior
from services.reconsideration.period_guards import MEDIATION
from services.reconsideration.service_guards import ADDRESSEES
from shared.casework.outside_mediation import MEDIATION_OUTCOMES
from shared.casework.reacting import Handler, SystemDesk, commanding
from shared.casework.sharing import as_payload
from shared.casework.system_commands import NOTE_FINDING
from shared.events.envelope import Event
from shared.events.names import (
    FINDING_ANNOUNCED,
    MATTER_CHANGED,
    PETITION_REFERRED,
    of_mediation,
)

SUIT_LINKED = "suit-linked"
"""The finding that a suit follows a reconsideration, as it is announced."""


def reactions(desk: SystemDesk) -> Mapping[str, Handler]:
    """Return the handler of every event that reconsiderations answer to."""
    take = partial(take_mediation_outcome, desk)
    outcomes = {of_mediation(outcome): take for outcome in MEDIATION_OUTCOMES}
    return {
        PETITION_REFERRED: partial(receive_referral, desk),
        MATTER_CHANGED: partial(open_at_the_superior, desk),
        FINDING_ANNOUNCED: partial(take_finding, desk, commanding(desk, NOTE_FINDING)),
        **outcomes,
    }


def receive_referral(desk: SystemDesk, event: Event) -> None:
    """Open an `invited` case for a petition led to reconsideration (诉访分离)."""
    if event.data["to"] == "reconsideration":
        desk.open_case("invite", invitation(event, desk.shared_parts(event)), event)


def take_finding(desk: SystemDesk, note: Handler, event: Event) -> None:
    """Note a finding as every track does; of a suit on the decision also record the day."""
    note(event)
    data = event.data
    if data["track"] == "reconsideration" and data["payload"]["code"] == SUIT_LINKED:
        review = desk.casework.store.get(data["subject_case_id"])
        suit = _suit_in_matter(desk, event.matter_id, data["payload"]["case_id"])
        if review is not None and suit is not None:
            desk.perform(review["_id"], "record_suit", suit_on(review, suit), event)


def suit_on(review: Mapping[str, Any], suit: Mapping[str, Any]) -> dict[str, Any]:
    """Return the payload that records on a reconsideration the suit that follows it."""
    plaintiffs = {
        each.get("id_number_index") or each.get("code")
        for each in suit["parties"]
        if each["role"] == "plaintiff"
    } - {None}
    suing = [
        party["id"]
        for party in review["parties"]
        if party["role"] in ADDRESSEES
        and (party.get("id_number_index") or party.get("organisation_code")) in plaintiffs
    ]
    return _known(
        {
            "on": suit["on"],
            "docketed_on": suit["milestones"].get("docketed", suit["on"]),
            "court_case_no": suit.get("court_case_no"),
            # Several who sue together: each window is judged, so none is named.
            "party": suing[0] if len(suing) == 1 else None,
        }
    )


def _suit_in_matter(
    desk: SystemDesk, matter_id: str | None, case_id: str
) -> Mapping[str, Any] | None:
    cases = desk.casework.store.matter_view(matter_id).get("cases", [])
    return next((each for each in cases if each["case_id"] == case_id), None)


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
        "applicants": [as_payload(each) for each in parties if each["role"] == "petitioner"],
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


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
