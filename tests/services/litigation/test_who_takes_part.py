"""A successor of a party is served anew, and the judgment waits for their window (行诉法25, 85)."""

from __future__ import annotations

from typing import Any

import pytest

from shared.storage.database import Database
from tests.services.litigation.builders import notice
from tests.services.litigation.offices import Office
from tests.services.litigation.test_service_on_each_party import judged
from tests.support.offices import codes

HEIR_STEPS_IN: dict[str, Any] = {
    "on": "2026-09-25",
    "party": "p1",
    "ground": "death",
    "happened_on": "2026-09-20",
    "successors": [{"name": "王小强"}],
}


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def judgment_served(office: Office) -> str:
    """Return a suit whose judgment was served on all of the other side on 2026-09-16."""
    return judged(office, {"plaintiffs": [{"name": "王小明"}]}, opponent_served_on="2026-09-16")


def test_an_heir_who_steps_in_while_the_window_runs_is_served_anew(office: Office) -> None:
    case_id = judgment_served(office)

    office.does(case_id, "succeed_party", **HEIR_STEPS_IN)
    assert "opponent-service-unknown" in codes(office, case_id)

    office.does(case_id, "serve_judgment", on="2026-09-30", party="p3", served_on="2026-09-28")
    assert office.clock(case_id, "SS-16", "p3")["due_on"] == "2026-10-13"
    assert "opponent-service-unknown" not in codes(office, case_id)


def windows_end(office: Office, case_id: str, *parties: str) -> None:
    for party in parties:
        office.hears_of_expiry(case_id, "SS-16", party)


def test_the_judgment_takes_no_effect_while_the_heir_is_not_served(office: Office) -> None:
    case_id = judgment_served(office)
    office.does(case_id, "succeed_party", **HEIR_STEPS_IN)

    windows_end(office, case_id, "agency", "opponent")
    assert office.case(case_id)["status"] == "judged"

    office.does(case_id, "serve_judgment", on="2026-10-12", party="p3", served_on="2026-10-12")
    windows_end(office, case_id, "p3")
    assert office.case(case_id)["status"] == "final"


def test_who_steps_in_after_all_windows_ended_is_served_no_more(office: Office) -> None:
    case_id = judgment_served(office)
    windows_end(office, case_id, "agency", "opponent")
    assert office.case(case_id)["status"] == "final"

    office.does(case_id, "succeed_party", **HEIR_STEPS_IN | {"on": "2026-10-15"})

    assert "opponent-service-unknown" not in codes(office, case_id)
    assert "succession-after-effect" in codes(office, case_id)


def test_once_the_court_takes_the_heirs_appeal_up_it_follows(office: Office) -> None:
    case_id = judgment_served(office)
    windows_end(office, case_id, "agency", "opponent")
    office.does(case_id, "succeed_party", **HEIR_STEPS_IN | {"on": "2026-10-15"})

    office.does(case_id, "appeal", on="2026-10-20", by="opponent", taken_up_by_court=True)

    assert office.case(case_id)["status"] == "appealed"


def test_before_the_judgment_a_successor_is_a_party_as_any_other(office: Office) -> None:
    case_id = office.opens(notice())
    office.does(case_id, "succeed_party", **HEIR_STEPS_IN)

    case = office.case(case_id)
    assert [each["role"] for each in case["parties"]].count("plaintiff") == 1
    assert case["former_parties"][0]["name"] == "王小明"
