"""A mediation in memory, led through the commands of its procedure."""

from __future__ import annotations

from typing import Any

import pytest

from services.mediation import track
from shared.casework.guarding import Actor
from shared.http.problems import Problem
from tests.support.case_in_memory import CaseInMemory, known_values

PROCEDURE = track().procedure
COMMITTEE = {"code": "11120101000000001H", "name": "示范区人民调解委员会"}
BUREAU = {"code": "11310000000000002A", "name": "示范区住房和建设委员会"}
OFFICER = Actor("officer-3", "mediator", COMMITTEE["code"], COMMITTEE["name"])
COURT = Actor("court-1", "court", COMMITTEE["code"], COMMITTEE["name"])
ID_NUMBER = "110101199003070011"
OTHER_ID_NUMBER = "11010519491231002X"
APPLICANT = {"name": "王小明", "id_number": ID_NUMBER}
RESPONDENT = {"name": "李大海"}
BOTH = ["p1", "p2"]
SIGNED: dict[str, Any] = {"signed_by": BOTH, "mediator_signed": True, "seal_affixed": True}
COURTLY = {"court": "示范区人民法院", "court_case_no": "（2026）示0101诉前调1号"}
KINDS = ["people", "administrative", "court_assigned", "court_entrusted", "labour", "industry"]


def request(kind: str = "people", **changes: Any) -> dict[str, Any]:
    """Return the raw payload of a request received on 2026-07-01."""
    payload: dict[str, Any] = {
        "kind": kind,
        "received_on": "2026-07-01",
        "subject": "相邻排水纠纷",
        "applicants": [APPLICANT],
        "respondents": [RESPONDENT],
    }
    if kind.startswith("court_"):
        payload |= {"initiated_by": "court", **COURTLY}
    if kind == "court_entrusted":
        payload["court_procedure"] = "ordinary"
    return known_values({**payload, **changes})


def consent(*parties: str, consented: bool = True) -> list[dict[str, Any]]:
    return [{"party": party, "consented": consented} for party in parties]


class Mediation(CaseInMemory):
    """One mediation; every command is decided by the real procedure."""

    def __init__(self, kind: str = "people", *, actor: Actor = OFFICER, **changes: Any) -> None:
        super().__init__(PROCEDURE, OFFICER, "mediation-1")
        self.does("request", actor=actor, **request(kind, **changes))


def refused_request(kind: str = "people", **changes: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        Mediation(kind, **changes)
    return caught.value


def accepted(kind: str = "people", **changes: Any) -> Mediation:
    """Return a mediation accepted on 2026-07-06 with the consent of both."""
    return Mediation(kind, **changes).does("accept", on="2026-07-06", consents=consent(*BOTH))


def agreement(**changes: Any) -> dict[str, Any]:
    """Return a written agreement of 2026-07-20, signed and effective that day."""
    payload = {
        "on": "2026-07-20",
        "form": "written",
        "terms": "李大海于八月三十一日前修复排水管",
        "performance_due_on": "2026-08-31",
        "effective_on": "2026-07-20",
        **SIGNED,
        **changes,
    }
    return known_values(payload)


def agreed(kind: str = "people", **changes: Any) -> Mediation:
    return accepted(kind).does("agree", **agreement(**changes))


def applied(**changes: Any) -> Mediation:
    """Return an agreement whose confirmation was applied for on 2026-08-03."""
    payload: dict[str, Any] = {
        "on": "2026-08-03",
        "jointly": True,
        "court": "示范区人民法院",
        "court_received_on": "2026-08-03",
        **changes,
    }
    return agreed().does("apply_confirmation", **known_values(payload))


def confirmed() -> Mediation:
    return (
        applied()
        .does("record_court_acceptance", on="2026-08-05")
        .does("confirm", on="2026-08-20", ruling_no="（2026）示0101民特1号")
    )
