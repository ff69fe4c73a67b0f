"""A referral that nobody takes up in time (X12) is seen by the supervisors of both agencies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.coordination.assembly import Coordination
from shared.legal_day import today
from tests.services.coordination.asking import Desk
from tests.services.coordination.following import (
    Office,
    a_petition,
    a_target,
    office_on,
    referred,
    step_of,
)
from tests.services.coordination.telling import AGENCY, OTHER_AGENCY

PETITION = "018f0000cc"


def days_ago(days: int) -> str:
    return (today() - timedelta(days=days)).isoformat()


@pytest.fixture
def office(coordination: Coordination) -> Office:
    return office_on(coordination)


def refer(office: Office, days: int, **to: Any) -> Any:
    petition = a_petition()
    office.hears(referred(petition, "mediation", on=days_ago(days), to_agency=OTHER_AGENCY, **to))
    return petition


def section(desk: Desk, **caller: str) -> dict[str, Any]:
    answer = desk.get("/api/v1/reports/supervision", **({"role": "supervisor"} | caller))
    assert answer.status_code == 200, answer.get_json()
    found: dict[str, Any] = answer.get_json()["referrals"]
    return found


@pytest.mark.parametrize("agency", [AGENCY["code"], OTHER_AGENCY["code"]])
def test_the_supervisors_of_both_sides_see_a_referral_not_taken_up(
    office: Office, desk: Desk, agency: str
) -> None:
    refer(office, 20)

    found = section(desk, agency=agency)

    (item,) = found["items"]
    assert found["overdue"] == 1
    assert (item["case_id"], item["state"]) == (PETITION, "overdue")
    assert (item["asked_on"], item["due_on"]) == (days_ago(20), days_ago(5))
    assert item["details"]["asked_for"] == "take_up"
    assert item["details"]["to"] == OTHER_AGENCY["name"]
    assert item["details"]["target_name"]["zh"] == "调解"


def test_strangers_do_not_see_it(office: Office, desk: Desk) -> None:
    refer(office, 20)

    assert section(desk, agency="11990000000000009Z")["items"] == []


def test_one_that_still_has_time_is_open_and_one_taken_up_late_says_so(
    office: Office, desk: Desk
) -> None:
    petition = refer(office, 15)
    assert [each["state"] for each in section(desk)["items"]] == ["open"]
    mediation = a_target("mediation")
    office.hears(
        step_of(mediation, petition, "requested", on=days_ago(15)),
        step_of(mediation, petition, "accepted", on=today().isoformat()),
    )
    assert [each["state"] for each in section(desk)["items"]] == ["done"]
    assert section(desk)["items"][0]["details"]["received_as"]["case_id"] == mediation.case_id


def test_what_was_taken_up_after_its_last_day_was_late(office: Office, desk: Desk) -> None:
    petition = refer(office, 20)
    mediation = a_target("mediation")
    office.hears(
        step_of(mediation, petition, "requested", on=days_ago(20)),
        step_of(mediation, petition, "accepted", on=days_ago(2)),
    )

    assert [each["state"] for each in section(desk)["items"]] == ["done_late"]


@pytest.mark.parametrize("report", ["daily", "weekly", "monthly", "quarterly"])
def test_the_periodic_reports_count_what_waited_and_what_was_late_at_their_end(
    office: Office, desk: Desk, report: str
) -> None:
    refer(office, 20)
    (referral,) = office.follow_up.referrals.records.documents.find()

    now = desk.get(f"/api/v1/reports/{report}", role="supervisor").get_json()["referrals"]
    counted = {"count": 1, "case_ids": [PETITION], "referral_ids": [referral["_id"]]}
    assert now == {"waiting": counted, "overdue": counted}

    on = days_ago(400)
    before = desk.get(f"/api/v1/reports/{report}?on={on}", role="supervisor").get_json()
    assert before["referrals"]["waiting"]["count"] == 0


def test_on_its_last_day_a_referral_waits_and_is_not_late_yet(office: Office, desk: Desk) -> None:
    refer(office, 20)

    def daily(days: int) -> tuple[int, int]:
        path = f"/api/v1/reports/daily?on={days_ago(days)}"
        found = desk.get(path, role="supervisor").get_json()["referrals"]
        return found["waiting"]["count"], found["overdue"]["count"]

    assert [daily(days) for days in (21, 20, 5, 4)] == [(0, 0), (1, 0), (1, 0), (1, 1)]
