"""Disputes that leave the system come to an end on record: bodies, referrals, outcomes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from services.coordination.assembly import Coordination
from shared.casework.outside_bodies import body_id_of
from shared.legal_day import today
from tests.services.coordination.asking import Desk, refused
from tests.services.coordination.following import (
    Office,
    a_body,
    a_petition,
    office_on,
    referred,
)
from tests.services.coordination.telling import AGENCY, OTHER_AGENCY

BODY = "示范区劳动人事争议仲裁委员会"


@pytest.fixture
def office(coordination: Coordination) -> Office:
    return office_on(coordination)


@pytest.fixture
def body(office: Office) -> str:
    office.hears(a_body(BODY))
    return body_id_of("arbitration", BODY)


def asked_for(body_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "on": "2024-05-08",
        "track": "petition",
        "case_id": a_petition().case_id,
        "body": body_id,
        "subject": "王小明工资争议",
        "reason": "属于劳动争议仲裁范围，王小明愿意申请",
        "feedback_due_on": "2024-07-01",
        **changes,
    }


@pytest.fixture
def referral(desk: Desk, office: Office, body: str) -> str:
    office.hears(a_petition().step("register"))
    answer = desk.post("/api/v1/outside-referrals", asked_for(body), role="petition_officer")
    assert answer.status_code == 201, answer.get_json()
    assert answer.headers["Location"] == f"/api/v1/outside-referrals/{answer.get_json()['id']}"
    return str(answer.get_json()["id"])


def commanded(desk: Desk, referral: str, command: str, body: dict[str, Any]) -> TestResponse:
    return desk.post(f"/api/v1/outside-referrals/{referral}/{command}", body)


def test_nothing_new_is_referred_to_a_body_out_of_use(
    desk: Desk, office: Office, body: str
) -> None:
    office.hears(a_petition().step("register"))
    office.hears(a_body(BODY, active=False, version=2))

    answer = desk.post("/api/v1/outside-referrals", asked_for(body))
    assert refused(answer)[2].keys() == {"body"}

    office.hears(a_body(BODY, active=True, version=1))  # told before, and heard late
    assert desk.post("/api/v1/outside-referrals", asked_for(body)).status_code == 422
    office.hears(a_body(BODY, active=True, version=3))
    assert desk.post("/api/v1/outside-referrals", asked_for(body)).status_code == 201


def test_a_referral_is_taken_up_and_its_outcome_stands_on_the_case(
    desk: Desk, office: Office, referral: str
) -> None:
    taken = commanded(
        desk, referral, "take", {"on": "2024-05-10", "reference": "劳人仲〔2024〕3号"}
    )
    assert (taken.get_json()["state"], taken.get_json()["due_on"]) == ("taken", "2024-07-01")

    ended = commanded(
        desk,
        referral,
        "outcome",
        {"on": "2024-06-20", "outcome": "resolved", "text": "裁决支付王小明工资"},
    ).get_json()

    assert (ended["state"], ended["outcome"]["text"]) == ("concluded", "裁决支付王小明工资")
    assert [step["step"] for step in ended["history"]] == ["offered", "taken", "concluded"]
    assert ended["allowed"] == []
    case_id = a_petition().case_id
    assert office.findings(case_id) == ["referral-taken", "referral-concluded"]


def test_what_is_said_of_people_is_sealed_and_never_leaves_in_an_event(
    desk: Desk, office: Office, referral: str
) -> None:
    commanded(desk, referral, "decline", {"on": "2024-05-10", "reason": "王小明已超过时效"})

    assert "王小明" not in str(office.referral())
    assert "王小明" not in str(office.told())
    assert commanded(desk, referral, "take", {"on": "2024-05-11"}).status_code == 409
    shown = desk.get(f"/api/v1/referrals/{referral}").get_json()
    assert (shown["subject"], shown["outcome"]["reason"]) == ("王小明工资争议", "王小明已超过时效")


def test_an_answer_that_does_not_come_by_its_day_is_overdue_once(
    desk: Desk, office: Office, referral: str
) -> None:
    commanded(desk, referral, "take", {"on": "2024-05-10"})

    swept = desk.post("/api/v1/clocks/sweep", {"as_of": "2024-07-01"}, role="admin").get_json()
    assert swept["referrals_overdue"] == 0
    swept = desk.post("/api/v1/clocks/sweep", {"as_of": "2024-07-02"}, role="admin").get_json()
    assert swept["referrals_overdue"] == 1

    assert office.referral()["state"] == "feedback_overdue"
    listed = desk.get("/api/v1/outside-referrals?state=feedback_overdue").get_json()["items"]
    assert [each["id"] for each in listed] == [referral]
    commanded(
        desk, referral, "outcome", {"on": "2024-07-09", "outcome": "not_resolved", "text": "无"}
    )
    assert office.findings(a_petition().case_id)[-2:] == ["-referral-overdue", "referral-concluded"]


def test_a_referral_is_taken_back_by_its_sender_only(
    desk: Desk, office: Office, referral: str
) -> None:
    path = f"/api/v1/outside-referrals/{referral}/withdraw"

    assert refused(desk.post(path, {"reason": "无"}, agency=OTHER_AGENCY["code"]))[0] == 404
    assert desk.post(path, {"reason": "当事人撤回"}).get_json()["state"] == "withdrawn"
    assert office.told("referral.withdrawn")


def test_a_petition_led_outside_without_a_body_waits_for_its_name(
    desk: Desk, office: Office, body: str
) -> None:
    office.hears(a_petition().step("register"), referred(a_petition(sequence=1), "arbitration"))
    (waiting,) = desk.get("/api/v1/referrals").get_json()["items"]
    assert waiting["needs_body"]
    path = f"/api/v1/outside-referrals/{waiting['id']}"
    assert refused(desk.post(f"{path}/take", {}))[:2] == (409, "command-not-allowed")

    named = desk.post(f"{path}/name-body", {"body": body}).get_json()

    assert (named["needs_body"], named["to"]["body"]["name"]) == (False, BODY)
    assert "take" in named["allowed"]
    assert office.findings(a_petition().case_id) == [
        "referral-needs-a-body",
        "-referral-needs-a-body",
    ]


def test_a_petition_that_names_a_registered_body_needs_nothing_more(
    desk: Desk, office: Office, body: str
) -> None:
    office.hears(referred(a_petition(), "arbitration", to_agency={"name": BODY}))

    (waiting,) = desk.get("/api/v1/referrals?track=arbitration").get_json()["items"]

    assert waiting["to"]["body"] == {"id": body, "name": BODY}
    assert not waiting["needs_body"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"case_id": "018f0000ff"}, "case_id"),
        ({"track": "mediation"}, "case_id"),
        ({"body": "nobody"}, "body"),
        ({"feedback_due_on": "2024-05-07"}, "feedback_due_on"),
        ({"on": (today() + timedelta(days=1)).isoformat()}, "on"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_referral_that_cannot_be_is_refused_and_nothing_is_kept(
    desk: Desk, office: Office, body: str, changes: dict[str, Any], field: str
) -> None:
    office.hears(a_petition().step("register"))

    answer = desk.post("/api/v1/outside-referrals", asked_for(body, **changes))

    assert (refused(answer)[0], list(refused(answer)[2])) == (422, [field])
    assert office.follow_up.referrals.records.documents.count_documents({}) == 0


def test_another_agency_s_case_is_not_referred(desk: Desk, office: Office, body: str) -> None:
    office.hears(a_petition(agency=dict(OTHER_AGENCY)).step("register"))

    answer = desk.post("/api/v1/outside-referrals", asked_for(body))

    assert list(refused(answer)[2]) == ["case_id"]


def test_steps_come_in_the_order_of_their_days(desk: Desk, referral: str) -> None:
    early = commanded(desk, referral, "take", {"on": "2024-05-07"})

    assert refused(early)[:2] == (422, "date-out-of-order")


def test_a_request_sent_again_under_its_key_refers_once(
    desk: Desk, office: Office, body: str
) -> None:
    office.hears(a_petition().step("register"))
    headers = {**desk.headers(), "Idempotency-Key": "once"}
    path = "/api/v1/outside-referrals"

    first = desk.client.post(path, json=asked_for(body), headers=headers).get_json()
    headers = {**desk.headers(), "Idempotency-Key": "once"}
    again = desk.client.post(path, json=asked_for(body), headers=headers).get_json()
    headers = {**desk.headers(), "Idempotency-Key": "once"}
    other = desk.client.post(path, json=asked_for(body, subject="另一件"), headers=headers)

    assert first["id"] == again["id"]
    assert refused(other)[:2] == (422, "idempotency-key-reused")


def test_referrals_are_seen_by_both_ends_and_by_nobody_else(desk: Desk, office: Office) -> None:
    office.hears(referred(a_petition(), "mediation", to_agency=OTHER_AGENCY))
    (mine,) = desk.get("/api/v1/referrals?state=offered&track=petition").get_json()["items"]

    theirs = desk.get("/api/v1/referrals", agency=OTHER_AGENCY["code"]).get_json()["items"]
    others = desk.get("/api/v1/referrals", agency="11120101MB0000003X").get_json()["items"]
    between = desk.get(f"/api/v1/referrals?agency={OTHER_AGENCY['code']}").get_json()["items"]

    assert [each["id"] for each in theirs] == [mine["id"]] == [each["id"] for each in between]
    assert others == []
    missing = desk.get(f"/api/v1/referrals/{mine['id']}", agency="11120101MB0000003X")
    assert refused(missing)[:2] == (404, "not-found")
    assert mine["policy_days"] == 15
    assert mine["days_left"] == (date(2024, 5, 23) - today()).days


def test_referrals_are_paged_latest_first(desk: Desk, office: Office) -> None:
    for number, on in enumerate(("2024-05-08", "2024-05-10", "2024-05-09")):
        office.hears(referred(a_petition(case_id=f"018f0000c{number}"), "mediation", on=on))

    first = desk.get("/api/v1/referrals?limit=2").get_json()
    second = desk.get(f"/api/v1/referrals?limit=2&cursor={first['next_cursor']}").get_json()

    days = [each["offered_on"] for each in first["items"] + second["items"]]
    assert days == ["2024-05-10", "2024-05-09", "2024-05-08"]


def test_the_page_of_the_matter_shows_where_a_referral_is(desk: Desk, office: Office) -> None:
    office.hears(referred(a_petition(), "mediation"))

    matter = desk.get("/api/v1/matters/matter-0001").get_json()

    assert [each["state"] for each in matter["referrals"]] == ["offered"]
    assert matter["referrals"][0]["from"]["agency"]["code"] == AGENCY["code"]


def test_a_referral_into_a_track_is_moved_on_by_its_case_alone(desk: Desk, office: Office) -> None:
    office.hears(referred(a_petition(), "mediation"))

    answer = commanded(desk, office.referral()["_id"], "take", {})

    assert refused(answer)[:2] == (409, "command-not-allowed")
