"""A court confirms a mediated agreement, and assigns a dispute to mediation, by its door."""

from __future__ import annotations

import uuid
from typing import Any

from tests.gateway.court_hall import Hall
from tests.gateway.court_messages import (
    COURT_NAME,
    assigned,
)
from tests.services.mediation.builders import BOTH, agreement, consent


def agreed_mediation(hall: Hall, number: str) -> dict[str, Any]:
    """Return a mediation sent by the court whose agreement the parties asked it to confirm."""
    taken = hall.takes(assigned(number))
    path = f"mediations/{taken['id']}"
    for command, body in (
        ("accept", {"on": "2026-07-06", "consents": consent(*BOTH)}),
        ("agree", agreement()),
        (
            "apply_confirmation",
            {"on": "2026-08-03", "jointly": True, "court": COURT_NAME},
        ),
    ):
        hall.officer(f"{path}/{command}", body, role="mediator")
    case: dict[str, Any] = hall.officer(path, role="mediator")
    return case


def test_a_confirmation_is_taken_up_and_granted_by_our_number(hall: Hall) -> None:
    case = agreed_mediation(hall, f"（2026）示0101诉前调{uuid.uuid4().hex[:8]}号")
    number = f"（2026）示0101诉前调确{uuid.uuid4().hex[:8]}号"
    agency = assigned(number)["agency"]
    named = {"agency": agency, "court": COURT_NAME, "mediation_number": case["number"]}

    hall.takes(
        {"type": "confirmation_docketed", **named, "court_case_no": number, "on": "2026-08-05"}
    )
    taken = hall.takes(
        {
            "type": "confirmation_decided",
            "agency": agency,
            "court": COURT_NAME,
            "court_case_no": number,
            "on": "2026-08-20",
            "result": "confirmed",
            "ruling_no": number,
        }
    )

    assert (taken["id"], taken["status"]) == (case["id"], "confirmed")


def test_a_refused_confirmation_leaves_the_agreement(hall: Hall) -> None:
    number = f"（2026）示0101诉前调{uuid.uuid4().hex[:8]}号"
    case = agreed_mediation(hall, number)

    taken = hall.takes(
        {
            "type": "confirmation_decided",
            "agency": assigned(number)["agency"],
            "court": COURT_NAME,
            "mediation_number": case["number"],
            "on": "2026-08-20",
            "result": "refused",
            "ruling_no": number,
            "reason": "内容不明确",
        }
    )

    assert taken["status"] == "agreed"
    milestones = hall.officer(f"mediations/{case['id']}", role="mediator")["milestones"]
    assert milestones["confirmation_refused"] == "2026-08-20"


def test_a_ruling_names_the_mediation_or_the_courts_own_number(hall: Hall) -> None:
    agency = assigned("")["agency"]
    answer = hall.court.sends(
        {
            "type": "confirmation_decided",
            "agency": agency,
            "on": "2026-08-20",
            "result": "confirmed",
            "ruling_no": "（2026）示0101确1号",
            "reason": "内容不明确",
        }
    )

    assert answer.status_code == 422
    assert "mediation_number" in answer.get_json()["errors"]


def test_a_dispute_assigned_again_while_it_is_mediated_is_the_same_mediation(hall: Hall) -> None:
    number = f"（2026）示0101诉前调{uuid.uuid4().hex[:8]}号"
    first = hall.takes(assigned(number))

    again = hall.takes(assigned(number, subject="相邻排水纠纷（补充）"))

    assert (again["id"], again["recorded"]) == (first["id"], False)
