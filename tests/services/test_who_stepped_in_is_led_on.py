"""Whoever stepped in or joined is led on into another procedure like any other party."""

from __future__ import annotations

from typing import Any

import pytest

from services.mediation import track as mediation_track
from services.mediation.reactions import request_from
from services.reconsideration import track as reconsideration_track
from services.reconsideration.reactions import invitation
from shared.casework.sharing import Sharing
from shared.events.envelope import Event
from shared.http.schemas import load
from tests.services.litigation.builders import answered
from tests.services.petitions.builders import BUREAU, OFFICE, accepted, classified
from tests.services.reconsideration.builders import accepted as under_review
from tests.support.case_in_memory import CaseInMemory
from tests.support.casework import keys
from tests.support.track_office import event

HEIR = {"name": "王小强", "phone": "13900139000", "agents": ["张律师"]}
DIED: dict[str, Any] = {"party": "p1", "ground": "death", "successors": [HEIR]}
SUCCESSOR = {
    "kind": "agency",
    "name": "示范区综合执法局",
    "organisation_code": "11310000000000002A",
}


def shared_by(case: CaseInMemory, kind: str, **data: Any) -> tuple[Event, dict[str, Any]]:
    """Return the event that leads a case on, and what is shared with who receives it."""
    said = {"track": kind.partition(".")[0], "on": "2026-07-10", "agency": OFFICE, **data}
    told = event(kind, "case-1", said, number="试〔2026〕7号")
    sharing, parts = Sharing(keys()), ["parties", "act", "title"]
    sealed = sharing.seal(case.case, parts, event_id=told.id)
    return told, sharing.open(sealed, event_id=told.id)


def asked_of_mediation(told: Event, shared: dict[str, Any]) -> dict[str, Any]:
    schema = mediation_track().procedure.commands["request"].schema()
    return load(schema, request_from(told, shared))


def test_a_petition_of_an_heir_is_led_to_mediation() -> None:
    petition = accepted().does("succeed_party", on="2026-07-08", happened_on="2026-07-07", **DIED)
    told, shared = shared_by(petition, "petition.referred", to="mediation")

    [applicant] = asked_of_mediation(told, shared)["applicants"]
    assert (applicant["name"], applicant["agents"]) == ("王小强", ["张律师"])


def test_a_petition_of_an_heir_is_led_to_reconsideration() -> None:
    petition = classified(4).does(
        "succeed_party", on="2026-07-08", happened_on="2026-07-07", **DIED
    )
    told, shared = shared_by(petition, "petition.referred", to="reconsideration", to_agency=BUREAU)

    schema = reconsideration_track().procedure.commands["invite"].schema()
    [applicant] = load(schema, invitation(told, shared))["applicants"]
    assert applicant["name"] == "王小强"


@pytest.mark.parametrize("track", ["reconsideration", "litigation"])
def test_a_dispute_with_who_joined_and_who_took_over_is_sent_to_mediation(track: str) -> None:
    case: CaseInMemory = under_review() if track == "reconsideration" else answered()
    day: dict[str, Any] = {"on": "2024-06-03"}
    case.does("join_party", role="third_party", party={"name": "李大海"}, **day)
    authority = next(each["id"] for each in case.case["parties"] if each["kind"] == "agency")
    reorganised: dict[str, Any] = {"ground": "agency_reorganised", "successors": [SUCCESSOR]}
    case.does("succeed_party", party=authority, happened_on="2024-06-01", **reorganised, **day)
    told, shared = shared_by(case, f"{track}.mediation_started")

    asked = asked_of_mediation(told, shared)
    assert [each["name"] for each in asked["third_parties"]] == ["李大海"]
    assert [each["name"] for each in asked["respondents"]] == [SUCCESSOR["name"]]
