"""What reconsiderations do when petitions, mediations and clocks tell of themselves."""

from __future__ import annotations

from typing import Any

import pytest

from services.reconsideration.reactions import answer_to, invitation
from shared.casework.sharing import Sharing
from shared.events.envelope import Event
from shared.http.schemas import load
from shared.storage.database import Database
from tests.services.reconsideration.builders import (
    BUREAU,
    GOVERNMENT,
    PROCEDURE,
    Review,
    accepted,
)
from tests.services.reconsideration.offices import Office
from tests.support.casework import keys
from tests.support.track_office import event

SHARED: dict[str, Any] = {
    "title": "不服处罚",
    "act": {"number": "示市监罚〔2024〕7号", "made_on": "2024-04-01"},
    "parties": [
        {"role": "petitioner", "kind": "person", "name": "王小明", "phone": "13800138000"},
        {"role": "respondent", "kind": "person", "name": "李某"},
        {"role": "respondent", "kind": "agency", **BUREAU},
    ],
}


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def mediation(
    outcome: str,
    case_id: str = "case-1",
    on: str = "2024-06-12",
    track: str = "reconsideration",
) -> Event:
    origin = {"track": track, "case_id": case_id, "kind": "referral"}
    data = {"track": "mediation", "on": on, "origin": origin}
    return event(f"mediation.{outcome}", "mediation-1", data, number="调解〔2024〕1号")


def referral(**changes: Any) -> Event:
    data = {
        "to": "reconsideration",
        "on": "2024-05-06",
        "region": "120101",
        "agency": {"code": GOVERNMENT["code"], "name": "示范区信访局"},
        **changes,
    }
    return event("petition.referred", "petition-1", data, number="信访〔2024〕7号")


def sealed_referral(**changes: Any) -> Event:
    case = {**SHARED, "facts": {}}
    parts = ["parties", "act", "title"]
    text = Sharing(keys()).seal(case, parts, event_id=referral().id)
    return referral(sealed=text, **changes)


class TestReferral:
    def test_a_petition_led_here_opens_an_invited_case_in_its_matter(self) -> None:
        raw = invitation(referral(), SHARED)
        review = Review().does("invite", **raw)

        assert review.status == "invited"
        assert raw["matter_id"] == "matter-0001"
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

    def test_the_referral_is_taken_in_once(self, office: Office) -> None:
        office.hears(sealed_referral())
        office.hears(sealed_referral())

        [case] = office.casework.store.cases.find({})
        opened = office.case(case["_id"])
        assert opened["status"] == "invited"
        assert opened["parties"][0]["name"] == "王小明"
        assert opened["agency"]["code"] == GOVERNMENT["code"]

    def test_a_petition_led_elsewhere_is_none_of_ours(self, office: Office) -> None:
        office.hears(sealed_referral(to="mediation"))

        assert office.casework.store.cases.count_documents({}) == 0


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
            "mediation_id": "mediation-1",
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

    def test_a_failure_resumes_the_stored_case_with_its_due_date_moved(
        self, office: Office
    ) -> None:
        case_id = office.suspended_for_mediation()
        office.hears(mediation("failed", case_id))
        office.hears(mediation("failed", case_id))

        assert office.case(case_id)["status"] == "accepted"
        assert office.clock(case_id, "FY-18")["due_on"] == "2024-08-01"
        assert office.history_of(case_id)[-2:] == ["start_mediation", "resume"]

    def test_an_agreement_asks_the_officer_for_the_statement(self, office: Office) -> None:
        case_id = office.suspended_for_mediation()
        office.hears(mediation("agreed", case_id))

        case = office.case(case_id)
        assert case["status"] == "suspended"
        assert case["warnings"][-1]["code"] == "issue-the-mediation-statement"

    def test_a_mediation_that_came_from_elsewhere_is_none_of_ours(self, office: Office) -> None:
        case_id = office.suspended_for_mediation()
        office.hears(mediation("failed", case_id, track="litigation"))

        assert office.case(case_id)["status"] == "suspended"

    def test_a_case_that_is_not_here_is_passed_over(self, office: Office) -> None:
        office.hears(mediation("failed", "nowhere"))

        assert office.casework.store.cases.count_documents({}) == 0


class TestExpiry:
    def test_a_review_nobody_decided_ends_in_acceptance_once(self, office: Office) -> None:
        case_id = office.opens()
        office.hears_of_expiry(case_id, "FY-08")
        office.hears_of_expiry(case_id, "FY-08")

        assert office.case(case_id)["status"] == "accepted"
        assert office.case(case_id)["milestones"]["accepted"] == "2024-05-14"
        assert office.clock(case_id, "FY-08")["status"] == "missed"
        assert office.history_of(case_id) == ["file", "deem_accepted"]

    def test_an_application_not_corrected_lapses(self, office: Office) -> None:
        case_id = office.opens()
        office.does(
            case_id,
            "request_correction",
            on="2024-05-10",
            items=["证据"],
            served_on="2024-05-10",
        )
        office.hears_of_expiry(case_id, "FY-10")

        assert office.case(case_id)["status"] == "lapsed"
        assert office.clock(case_id, "FY-10")["status"] == "missed"

    def test_an_unanswered_copy_brings_the_presumption_and_may_still_be_answered(
        self, office: Office
    ) -> None:
        case_id = office.opens()
        office.does(case_id, "accept", on="2024-05-13", procedure="ordinary")
        office.does(case_id, "serve_respondent", on="2024-05-15")
        office.hears_of_expiry(case_id, "FY-14")

        case = office.case(case_id)
        assert case["warnings"][-1]["code"] == "evidence-presumed-absent"
        assert office.clock(case_id, "FY-14")["status"] == "running"
