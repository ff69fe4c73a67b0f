"""A referral follows its case to another matter, and finds there what takes it up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.coordination.assembly import Coordination
from shared.casework.outside_bodies import body_id_of
from tests.services.coordination.asking import Desk
from tests.services.coordination.following import (
    Office,
    a_body,
    a_petition,
    a_target,
    office_on,
    referred,
    step_of,
)
from tests.services.coordination.telling import OTHER_AGENCY, Case

OLD, NEW = "matter-0001", "matter-0002"
BODY = "示范区劳动人事争议仲裁委员会"


@pytest.fixture
def office(coordination: Coordination) -> Office:
    return office_on(coordination)


def joins(case: Case, matter_id: str) -> Any:
    """Return the step by which the owner of a case moves it to another matter."""
    former, case.matter_id = case.matter_id, matter_id
    return case.step("join_matter", from_matter_id=former, on="2024-05-20")


def in_matter(desk: Desk, matter_id: str) -> list[str]:
    answer = desk.get(f"/api/v1/matters/{matter_id}")
    return [each["state"] for each in answer.get_json()["referrals"]]


def test_the_page_of_the_new_matter_shows_the_referral(office: Office, desk: Desk) -> None:
    petition = a_petition()
    office.hears(a_target("litigation", matter_id=NEW).step("receive_notice"))
    office.hears(referred(petition, "mediation"))
    assert in_matter(desk, OLD) == ["offered"]

    office.hears(joins(petition, NEW))

    assert in_matter(desk, NEW) == ["offered"]
    assert office.follow_up.referrals.in_matter(OLD) == []


def test_a_step_from_before_the_join_that_comes_late_takes_nothing_back(office: Office) -> None:
    petition = a_petition()
    earlier = petition.step("register")
    opened = referred(petition, "mediation")
    office.hears(opened, joins(petition, NEW), earlier, opened)

    assert office.referral()["matter_id"] == NEW


def test_what_is_said_of_it_later_lies_in_the_lane_of_the_new_matter(office: Office) -> None:
    petition = a_petition()
    office.hears(referred(petition, "mediation"), joins(petition, NEW))

    office.follow_up.run(date(2024, 6, 1))

    (overdue,) = office.told("referral.overdue")
    assert overdue["matterid"] == NEW
    finding = next(
        each
        for each in office.told("matter.finding_announced")
        if each["data"]["payload"]["code"] == "referral-overdue"
    )
    assert (finding["matterid"], finding["subject"]) == (NEW, petition.case_id)


def test_a_referral_to_a_body_outside_follows_its_case_too(office: Office, desk: Desk) -> None:
    petition = a_petition()
    office.hears(petition.step("register"), a_body(BODY))
    asked = {
        "on": "2024-05-08",
        "track": "petition",
        "case_id": petition.case_id,
        "body": body_id_of("arbitration", BODY),
        "subject": "工资争议",
        "reason": "属于劳动争议仲裁范围",
    }
    made = desk.post("/api/v1/outside-referrals", asked, role="petition_officer").get_json()

    office.hears(joins(petition, NEW))

    path = f"/api/v1/outside-referrals/{made['id']}"
    assert desk.get(path).get_json()["matter_id"] == NEW
    assert in_matter(desk, NEW) == ["offered"]
    said = {"on": "2024-06-03", "outcome": "resolved", "text": "已裁决"}
    assert desk.post(f"{path}/outcome", said).status_code == 200
    assert office.told("referral.concluded")[0]["matterid"] == NEW


def test_a_case_that_is_taken_out_of_the_matter_is_followed_all_the_same(office: Office) -> None:
    petition, mediation = a_petition(), a_target("mediation")
    office.hears(referred(petition, "mediation"), step_of(mediation, petition, "requested"))

    office.hears(joins(mediation, NEW), step_of(mediation, petition, "accepted"))

    assert (office.referral()["state"], office.referral()["matter_id"]) == ("taken", OLD)


def test_an_application_that_joins_the_matter_takes_the_referral_up(office: Office) -> None:
    petition = a_petition()
    review = a_target("reconsideration", matter_id=NEW)
    office.hears(referred(petition, "reconsideration"))
    office.hears(step_of(review, None, "filed", on="2024-05-10"))
    assert office.referral()["state"] == "offered"

    office.hears(joins(review, OLD))

    assert office.referral()["state"] == "taken"


def test_an_application_in_the_matter_that_the_petition_joins_takes_the_referral_up(
    office: Office,
) -> None:
    petition = a_petition()
    review = a_target("reconsideration", matter_id=NEW)
    office.hears(referred(petition, "reconsideration"))
    office.hears(step_of(review, None, "filed", on="2024-05-10"))

    office.hears(joins(petition, NEW))

    assert office.referral()["state"] == "taken"
    assert office.referral()["to"]["case"]["case_id"] == review.case_id


def test_the_agency_that_takes_the_case_over_sees_its_referral(office: Office, desk: Desk) -> None:
    petition = a_petition()
    office.hears(referred(petition, "mediation"))

    petition.agency = dict(OTHER_AGENCY)
    office.hears(petition.step("transfer", on="2024-05-20"))

    found = desk.get("/api/v1/referrals", agency=OTHER_AGENCY["code"]).get_json()["items"]
    assert [each["from"]["agency"]["code"] for each in found] == [OTHER_AGENCY["code"]]
