"""What litigation cases do when mediations and clocks tell of themselves."""

from __future__ import annotations

import pytest

from services.litigation.reactions import mediation_outcome
from shared.casework.outside_mediation import MEDIATION_OUTCOMES
from shared.events.envelope import Event
from shared.storage.database import Database
from tests.services.litigation.builders import answered
from tests.services.litigation.offices import Office
from tests.support.track_office import event


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def mediation(outcome: str, case_id: str = "suit-1", track: str = "litigation") -> Event:
    origin = {"track": track, "case_id": case_id, "kind": "referral"}
    data = {"track": "mediation", "on": "2024-06-20", "origin": origin}
    return event(f"mediation.{outcome}", "mediation-1", data, number="调解〔2024〕1号")


class TestMediation:
    @pytest.mark.parametrize("outcome", MEDIATION_OUTCOMES)
    def test_every_outcome_is_recorded_and_the_suit_goes_on(self, outcome: str) -> None:
        response = answered().does("start_mediation", on="2024-06-03", scope="compensation")
        response.does("record_mediation_outcome", **mediation_outcome(mediation(outcome)))

        assert response.status == "answered"
        assert response.facts["mediation_outcomes"][0]["mediation_number"] == "调解〔2024〕1号"

    def test_an_outcome_reaches_a_closed_case_too(self) -> None:
        response = answered().does("start_mediation", on="2024-06-03", scope="compensation")
        response.does("plaintiff_withdraws", on="2024-06-20").does("close", on="2024-06-21")

        response.does("record_mediation_outcome", **mediation_outcome(mediation("agreed")))
        assert response.status == "closed"

    def test_the_same_event_twice_is_one_entry(self, office: Office) -> None:
        case_id = office.judged()
        office.hears(mediation("agreed", case_id))
        office.hears(mediation("agreed", case_id))

        assert office.history_of(case_id)[-2:] == ["record_judgment", "record_mediation_outcome"]
        assert office.case(case_id)["warnings"][-1]["code"] == "tell-the-court-of-the-agreement"

    def test_a_mediation_that_came_from_elsewhere_is_none_of_ours(self, office: Office) -> None:
        case_id = office.judged()
        office.hears(mediation("agreed", case_id, track="petition"))

        assert office.history_of(case_id)[-1] == "record_judgment"


class TestExpiry:
    def test_a_judgment_takes_effect_when_the_last_window_has_ended(self, office: Office) -> None:
        case_id = office.judged()
        office.hears_of_expiry(case_id, "SS-16", "agency")
        assert office.case(case_id)["status"] == "judged"

        office.hears_of_expiry(case_id, "SS-16", "opponent")
        case = office.case(case_id)
        assert case["status"] == "final"
        assert case["milestones"]["final"] == "2024-08-23"  # after the last day
        assert office.clock(case_id, "SS-16", "agency")["status"] == "missed"
        assert office.clock(case_id, "SS-16", "opponent")["status"] == "missed"

    def test_it_takes_effect_once(self, office: Office) -> None:
        case_id = office.judged()
        office.hears_of_expiry(case_id, "SS-16", "agency")
        office.hears_of_expiry(case_id, "SS-16", "opponent")
        office.hears_of_expiry(case_id, "SS-16", "opponent")

        assert office.history_of(case_id).count("take_effect") == 1

    def test_an_appeal_of_one_side_keeps_it_from_taking_effect(self, office: Office) -> None:
        case_id = office.judged()
        office.does(case_id, "appeal", on="2024-08-15", by="opponent")
        office.hears_of_expiry(case_id, "SS-16", "agency")

        assert office.case(case_id)["status"] == "appealed"
        assert office.clock(case_id, "SS-16", "agency")["status"] == "missed"
