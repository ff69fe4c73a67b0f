"""What mediation does when another procedure leads a dispute to it (三调联动)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from shared.casework.reacting import Handler, SystemDesk
from shared.casework.sharing import as_payload
from shared.events.envelope import Event
from shared.events.names import (
    PETITION_REFERRED,
    RECONSIDERATION_SENT_TO_MEDIATION,
    SUIT_SENT_TO_MEDIATION,
)

Party = Mapping[str, Any]
_SIDES = {
    "petitioner": "applicants",
    "applicant": "applicants",
    "plaintiff": "applicants",
    "respondent": "respondents",
    "defendant": "respondents",
    "third_party": "third_parties",
    "representative": "representatives",
}


def reactions(desk: SystemDesk) -> Mapping[str, Handler]:
    """Return the handler of every event that mediation answers to."""
    return {
        PETITION_REFERRED: partial(receive_petition, desk),
        RECONSIDERATION_SENT_TO_MEDIATION: partial(receive_referral, desk),
        SUIT_SENT_TO_MEDIATION: partial(receive_referral, desk),
    }


def receive_petition(desk: SystemDesk, event: Event) -> None:
    """Take in a petition that is referred to mediation, and no other."""
    if event.data.get("to") == "mediation":
        receive_referral(desk, event)


def receive_referral(desk: SystemDesk, event: Event) -> None:
    """Open a requested mediation in the matter of the case that led here."""
    desk.open_case("request", request_from(event, desk.shared_parts(event)), event)


def request_from(event: Event, parts: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return the request that `event` amounts to; `parts` are what its sender sealed for us.

    A dispute with an agency is mediated as an administrative one, any other by a people's
    mediation committee, unless the sender says which kind it should be.
    """
    data = event.data
    parties = list(parts.get("parties") or ())
    title = parts.get("title") or data.get("title")
    request = {
        "kind": data.get("mediation_kind") or _usual_kind(parties),
        "initiated_by": "referral",
        "subject": parts.get("content") or title or event.case_number,
        "title": title,
        "on": data["on"],
        "received_on": data["on"],
        "region": data.get("region"),
        "field": data.get("field"),
        "agency": _known(data.get("to_agency") or data.get("agency") or {}),
        "matter_id": event.matter_id,
        "act": _known(parts.get("act") or {}),
        "origin": _known(
            {
                "track": data["track"],
                "case_id": event.subject,
                "number": event.case_number,
                "kind": "referral",
            }
        ),
        **_by_side(parties),
    }
    return {name: value for name, value in request.items() if value not in (None, {}, [])}


def _usual_kind(parties: Iterable[Party]) -> str:
    return "administrative" if any(each["kind"] == "agency" for each in parties) else "people"


def _by_side(parties: Iterable[Party]) -> dict[str, list[dict[str, Any]]]:
    sides: dict[str, list[dict[str, Any]]] = {}
    for party in parties:
        if side := _SIDES.get(party["role"]):
            sides.setdefault(side, []).append(as_payload(party))
    return sides


def _known(part: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in part.items() if value is not None}
