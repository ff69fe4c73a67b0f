"""What litigation cases answer to the events of mediations."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services.litigation.reactions import MEDIATION_OUTCOMES, mediation_outcome
from shared.events.envelope import Event
from tests.services.litigation.builders import answered


def mediation(outcome: str) -> Event:
    return Event(
        id="mediation-1.3.1",
        type=f"mediation.{outcome}",
        source="mediation",
        sequence=3,
        subject="mediation-1",
        time=datetime(2026, 11, 20, tzinfo=UTC),
        matter_id="matter-1",
        case_number="调解〔2024〕1号",
        traceparent=None,
        schema_version=1,
        data={"origin": {"track": "litigation", "case_id": "suit-1", "kind": "referral"}},
    )


@pytest.mark.parametrize("outcome", MEDIATION_OUTCOMES)
def test_every_outcome_is_recorded_and_the_suit_goes_on(outcome: str) -> None:
    response = answered().does("start_mediation", on="2024-06-03", scope="compensation")
    response.does("record_mediation_outcome", **mediation_outcome(mediation(outcome)))

    assert response.status == "answered"
    assert response.facts["mediation_outcomes"][0]["mediation_number"] == "调解〔2024〕1号"


def test_an_outcome_reaches_a_closed_case_too() -> None:
    response = answered().does("start_mediation", on="2024-06-03", scope="compensation")
    response.does("plaintiff_withdraws", on="2024-06-20").does("close", on="2024-06-21")

    response.does("record_mediation_outcome", **mediation_outcome(mediation("agreed")))
    assert response.status == "closed"
