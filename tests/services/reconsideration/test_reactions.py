"""What reconsiderations answer to the events of petitions and mediations."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from services.reconsideration.reactions import answer_to, invitation
from shared.events.envelope import Event
from shared.http.schemas import load
from tests.services.reconsideration.builders import (
    BUREAU,
    GOVERNMENT,
    PROCEDURE,
    Review,
    accepted,
)

OWN = {"track": "reconsideration", "case_id": "case-1", "kind": "referral"}


def event(kind: str, subject: str, number: str, data: dict[str, Any]) -> Event:
    return Event(
        id=f"{subject}.2.1",
        type=kind,
        source=kind.partition(".")[0],
        sequence=1,
        subject=subject,
        time=datetime(2026, 11, 20, tzinfo=UTC),
        matter_id="matter-1",
        case_number=number,
        traceparent=None,
        schema_version=1,
        data=data,
    )


def mediation(outcome: str, on: str = "2024-06-12") -> Event:
    data = {"track": "mediation", "on": on, "origin": OWN}
    return event(f"mediation.{outcome}", "mediation-1", "调解〔2024〕1号", data)


def referral(**changes: Any) -> Event:
    data = {
        "to": "reconsideration",
        "on": "2024-05-06",
        "region": "120101",
        "agency": {"code": GOVERNMENT["code"], "name": "示范区信访局"},
        **changes,
    }
    return event("petition.referred", "petition-1", "信访〔2024〕7号", data)


SHARED: dict[str, Any] = {
    "title": "不服处罚",
    "act": {"number": "示市监罚〔2024〕7号", "made_on": "2024-04-01"},
    "parties": [
        {"role": "petitioner", "kind": "person", "name": "王小明", "phone": "13800138000"},
        {"role": "respondent", "kind": "person", "name": "李某"},
        {"role": "respondent", "kind": "agency", **BUREAU},
    ],
}


class TestReferral:
    def test_a_petition_led_here_opens_an_invited_case_in_its_matter(self) -> None:
        raw = invitation(referral(), SHARED)
        review = Review().does("invite", **raw)

        assert review.status == "invited"
        assert raw["matter_id"] == "matter-1"
        assert [(each["role"], each["name"]) for each in review.case["parties"]] == [
            ("applicant", "王小明"),
            ("respondent", BUREAU["name"]),
        ]
        assert review.case["act"]["number"] == "示市监罚〔2024〕7号"
        assert review.case["title"] == "不服处罚"
        assert review.case["origin"]["number"] == "信访〔2024〕7号"

    def test_the_organ_is_the_agency_it_was_sent_to(self) -> None:
        raw = invitation(referral(to_agency=GOVERNMENT), SHARED)

        assert raw["agency"] == GOVERNMENT

    def test_a_petition_against_nobody_known_leaves_the_respondent_open(self) -> None:
        raw = invitation(referral(), {"parties": SHARED["parties"][:1]})

        assert "respondent" not in raw
        assert Review().does("invite", **raw).status == "invited"


class TestMediation:
    def suspended(self) -> Review:
        return accepted().does("start_mediation", on="2024-05-23", consent_to_suspend=True)

    @pytest.mark.parametrize("outcome", ["failed", "terminated", "declined"])
    def test_a_review_suspended_for_it_goes_on_when_it_fails(self, outcome: str) -> None:
        command, raw = answer_to(mediation(outcome), self.suspended().case)

        assert command == "resume"
        assert raw == {
            "on": "2024-06-12",
            "mediation_outcome": outcome,
            "mediation_number": "调解〔2024〕1号",
        }
        assert load(PROCEDURE.commands[command].schema(), raw)

    def test_an_agreement_leaves_it_suspended_for_the_statement(self) -> None:
        review = self.suspended()
        command, raw = answer_to(mediation("agreed"), review.case)

        assert command == "record_mediation_outcome"
        assert review.does(command, **raw).status == "suspended"
        assert review.facts["mediation_outcomes"][0]["mediation_id"] == "mediation-1"

    def test_a_review_that_never_stopped_only_records_the_failure(self) -> None:
        review = accepted().does("start_mediation", on="2024-05-23", consent_to_suspend=False)

        assert answer_to(mediation("failed"), review.case)[0] == "record_mediation_outcome"

    def test_a_suspension_for_another_reason_is_left_alone(self) -> None:
        review = self.suspended().does("resume", on="2024-06-01")
        review.does("suspend", on="2024-06-03", ground="39(8)")

        assert answer_to(mediation("failed"), review.case)[0] == "record_mediation_outcome"

    def test_an_outcome_dated_before_the_present_state_counts_from_it(self) -> None:
        _command, raw = answer_to(mediation("failed", on="2024-05-20"), self.suspended().case)

        assert raw["on"] == "2024-05-23"
