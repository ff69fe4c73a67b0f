"""A case that an earlier release wrote is read with what its retrial was (行诉法90, 解释117)."""

from __future__ import annotations

from typing import Any

import pytest

from shared.storage.database import Database
from tests.services.litigation.offices import Office

SERVED: dict[str, Any] = {"served_on": "2024-08-05", "opponent_served_on": "2024-08-05"}
WON: dict[str, Any] = {"outcome": "claims_dismissed", "lost": False}
JUDGED_AGAIN: dict[str, Any] = {
    **WON,
    "on": "2025-03-03",
    "served_on": "2025-03-05",
    "opponent_served_on": "2025-03-05",
}
LATER_FACTS = ("tried_again", "decided_in_retrial")


class OfOld(Office):
    """An agency whose cases were written before a retrial was a fact of its own."""

    def in_force(self) -> str:
        case_id = self.judged(**SERVED)
        self.hears_of_expiry(case_id, "SS-16", "agency")
        self.hears_of_expiry(case_id, "SS-16", "opponent")
        return case_id

    def tried_again(self, case_id: str, instance: str, on: str = "2024-11-11") -> None:
        self.does(case_id, "order_retrial", on=on, initiated_by="court", instance=instance)

    def forgets(self, case_id: str) -> None:
        gone = {f"facts.{name}": "" for name in LATER_FACTS}
        self.casework.store.cases.update_one({"_id": case_id}, {"$unset": gone})
        stored = self.casework.store.get(case_id)
        assert stored is not None
        assert not stored["facts"].keys() & set(LATER_FACTS)

    def takes_effect(self, case_id: str) -> None:
        self.hears_of_expiry(case_id, "SS-16", "agency")
        self.hears_of_expiry(case_id, "SS-16", "opponent")

    def open_windows(self, case_id: str) -> list[str]:
        """Return whose six months to apply for retrial run."""
        return [
            each["party"]
            for each in self.case(case_id)["clocks"]
            if each["rule"] == "SS-20" and each["status"] == "running"
        ]


@pytest.fixture
def office(database: Database) -> OfOld:
    return OfOld(database)


def test_nobody_applies_against_what_the_retrial_decides(office: OfOld) -> None:
    case_id = office.in_force()
    office.tried_again(case_id, "first")
    office.forgets(case_id)

    office.does(case_id, "record_judgment", kind="judgment", **JUDGED_AGAIN)
    office.takes_effect(case_id)

    assert (office.case(case_id)["status"], office.open_windows(case_id)) == ("final", [])


def test_nor_by_the_procedure_of_second_instance(office: OfOld) -> None:
    case_id = office.in_force()
    office.tried_again(case_id, "second")
    office.forgets(case_id)

    office.does(case_id, "record_final_judgment", **JUDGED_AGAIN)

    assert office.open_windows(case_id) == []


def test_nor_where_it_was_decided_under_that_release(office: OfOld) -> None:
    case_id = office.in_force()
    office.tried_again(case_id, "first")
    office.does(case_id, "record_judgment", kind="judgment", **JUDGED_AGAIN)
    office.forgets(case_id)

    office.takes_effect(case_id)

    assert (office.case(case_id)["status"], office.open_windows(case_id)) == ("final", [])


def test_when_it_is_ended_a_slip_of_the_judgment_before_begins_six_months(office: OfOld) -> None:
    """What stands then was not decided in a retrial."""
    case_id = office.judged(**SERVED)
    office.does(case_id, "appeal", on="2024-08-15", by="opponent", court_received_on="2024-09-02")
    upheld = {"outcome": "upheld", "lost": False, "served_on": "2024-10-23"}
    office.does(case_id, "record_final_judgment", on="2024-10-21", **upheld)
    office.tried_again(case_id, "second")
    office.forgets(case_id)
    office.does(case_id, "end_retrial", on="2024-11-25", ground="121(1)")

    slip = {"party": "p1", "served_on": "2024-10-28"}
    office.does(case_id, "serve_final_judgment", on="2024-12-02", **slip)

    assert sorted(office.open_windows(case_id)) == ["agency", "p1"]


def test_a_second_retrial_that_is_ended_leaves_what_the_first_decided(office: OfOld) -> None:
    case_id = office.in_force()
    office.tried_again(case_id, "second")
    office.does(case_id, "record_final_judgment", **JUDGED_AGAIN)
    office.tried_again(case_id, "second", on="2025-06-02")
    office.forgets(case_id)

    office.does(case_id, "end_retrial", on="2025-07-01", ground="121(3)")

    case = office.case(case_id)
    assert (case["facts"]["tried_again"], office.open_windows(case_id)) == (True, [])
    assert "final-service-unknown" not in [each["code"] for each in case["warnings"]]


def test_a_case_that_was_never_tried_again_says_nothing_of_it(office: OfOld) -> None:
    case_id = office.in_force()

    facts = office.case(case_id)["facts"]
    assert not any(facts.get(name) for name in LATER_FACTS)
    assert sorted(office.open_windows(case_id)) == ["agency", "opponent"]
