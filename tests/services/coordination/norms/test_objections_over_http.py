"""Objections to normative documents: received, answered in thirty days or overdue, on record."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.coordination.assembly import Coordination
from tests.services.coordination.asking import Desk, refused
from tests.services.coordination.following import Office, office_on
from tests.services.coordination.telling import AGENCY, OTHER_AGENCY
from tests.support.casework import ID_NUMBER

PATH = "/api/v1/norm-objections"
MAKER = {"code": "11120101MB0000003W", "name": "示范区市场监督管理局"}


@pytest.fixture
def office(coordination: Coordination) -> Office:
    return office_on(coordination)


def an_objection(**changes: Any) -> dict[str, Any]:
    return {
        "document": {"name": "示范区市场管理办法", "number": "示市监规〔2023〕2号"},
        "maker": {"name": MAKER["name"]},
        "objector": {"name": "王小明", "id_number": ID_NUMBER},
        "grounds": "第五条增设了处罚，王小明受其影响",
        "received_on": "2024-05-08",
        **changes,
    }


def received(desk: Desk, **changes: Any) -> dict[str, Any]:
    answer = desk.post(PATH, an_objection(**changes))
    assert answer.status_code == 201, answer.get_json()
    shown: dict[str, Any] = answer.get_json()
    assert answer.headers["Location"] == f"{PATH}/{shown['id']}"
    return shown


def test_an_objection_is_to_be_answered_in_thirty_days_by_policy(desk: Desk) -> None:
    shown = received(desk)

    clock = shown["clock"]
    # 2024-06-07 is a Friday: the thirtieth day after the day of receipt, a working day.
    assert (clock["due_on"], clock["status"]) == ("2024-06-07", "policy")
    assert shown["state"] == "received"
    assert shown["objector"]["id_number"].endswith(ID_NUMBER[-4:])
    assert ID_NUMBER not in str(shown)


def test_who_objects_is_sealed_and_leaves_in_no_event(desk: Desk, office: Office) -> None:
    shown = received(desk)
    answer = {"on": "2024-06-01", "outcome": "kept", "text": "告知王小明：文件合法"}
    desk.post(f"{PATH}/{shown['id']}/answer", answer)

    stored = office.follow_up.objections.records.get(shown["id"])
    assert "王小明" not in str(stored)
    assert ID_NUMBER not in str(stored)
    assert "王小明" not in str(office.told())
    assert [each["type"] for each in office.told()] == [
        "norm_objection.received",
        "norm_objection.answered",
    ]


@pytest.mark.parametrize(
    ("on", "in_time"), [("2024-06-07", True), ("2024-06-08", False), ("2024-05-08", True)]
)
def test_an_answer_is_in_time_until_the_last_day(desk: Desk, on: str, in_time: bool) -> None:
    shown = received(desk)

    answered = desk.post(
        f"{PATH}/{shown['id']}/answer", {"on": on, "outcome": "changed", "text": "已修改"}
    ).get_json()

    assert (answered["state"], answered["answer"]["in_time"]) == ("answered", in_time)
    assert answered["answer"]["text"] == "已修改"
    assert [step["step"] for step in answered["history"]] == ["received", "answered"]


def test_an_objection_is_answered_once(desk: Desk) -> None:
    shown = received(desk)
    path, answer = f"{PATH}/{shown['id']}/answer", {"outcome": "repealed", "text": "已废止"}
    assert desk.post(path, answer).status_code == 200

    assert refused(desk.post(path, answer))[:2] == (409, "command-not-allowed")


@pytest.mark.parametrize(
    ("answer", "code", "field"),
    [
        ({"outcome": "referred", "text": "转送"}, "validation", "referred_to"),
        ({"outcome": "kept", "text": "无", "referred_to": MAKER}, "validation", "referred_to"),
        ({"outcome": "kept", "text": "无", "on": "2024-05-07"}, "date-out-of-order", "on"),
        ({"outcome": "ignored", "text": "无"}, "validation", "outcome"),
        ({"outcome": "kept"}, "validation", "text"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(
    desk: Desk, answer: dict[str, Any], code: str, field: str
) -> None:
    shown = received(desk)

    refusal = refused(desk.post(f"{PATH}/{shown['id']}/answer", answer))

    assert (refusal[0], refusal[1], list(refusal[2])) == (422, code, [field])
    assert desk.get(f"{PATH}/{shown['id']}").get_json()["state"] == "received"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"received_on": "2999-01-01"}, "received_on"),
        ({"objector": {"name": "王小明", "id_number": "110101199003070010"}}, "objector.id_number"),
        ({"document": {}}, "document.name"),
        ({"on": "2024-05-07"}, "on"),
    ],
)
def test_an_intake_that_cannot_be_is_refused(
    desk: Desk, office: Office, changes: dict[str, Any], field: str
) -> None:
    assert list(refused(desk.post(PATH, an_objection(**changes)))[2]) == [field]
    assert office.follow_up.objections.records.documents.count_documents({}) == 0


def test_the_maker_sees_the_objection_but_not_who_objects(desk: Desk) -> None:
    shown = received(desk, maker=MAKER)

    theirs = desk.get(f"{PATH}/{shown['id']}", agency=MAKER["code"]).get_json()

    assert (theirs["id"], theirs["objector"]) == (shown["id"], None)
    missing = desk.get(f"{PATH}/{shown['id']}", agency=OTHER_AGENCY["code"])
    assert refused(missing)[:2] == (404, "not-found")
    assert desk.get(PATH, agency=OTHER_AGENCY["code"]).get_json()["items"] == []


def test_an_objection_without_answer_is_overdue_once(desk: Desk, office: Office) -> None:
    shown = received(desk)
    answered = received(desk, received_on="2024-05-07")
    desk.post(f"{PATH}/{answered['id']}/answer", {"outcome": "kept", "text": "合法"})

    assert office.follow_up.run(date(2024, 6, 7)).objections == 0
    assert office.follow_up.run(date(2024, 6, 8)).objections == 1
    assert office.follow_up.run(date(2024, 6, 9)).objections == 0

    (event,) = office.told("norm_objection.overdue")
    assert (event["data"]["objection_id"], event["data"]["due_on"]) == (shown["id"], "2024-06-07")
    (listed,) = desk.get(f"{PATH}?overdue=true&state=received").get_json()["items"]
    assert (listed["id"], listed["overdue_since"]) == (shown["id"], "2024-06-08")
    assert desk.get(f"{PATH}?overdue=false").get_json()["items"][0]["id"] == answered["id"]


def test_a_list_is_paged_latest_first(desk: Desk) -> None:
    for on in ("2024-05-08", "2024-05-10", "2024-05-09"):
        received(desk, received_on=on)

    first = desk.get(f"{PATH}?limit=2").get_json()
    second = desk.get(f"{PATH}?limit=2&cursor={first['next_cursor']}").get_json()

    days = [each["received_on"] for each in first["items"] + second["items"]]
    assert days == ["2024-05-10", "2024-05-09", "2024-05-08"]


def test_an_objection_sent_again_under_its_key_is_received_once(desk: Desk) -> None:
    headers = {**desk.headers(), "Idempotency-Key": "once"}
    first = desk.client.post(PATH, json=an_objection(), headers=headers)
    headers = {**desk.headers(), "Idempotency-Key": "once"}

    again = desk.client.post(PATH, json=an_objection(), headers=headers)

    assert first.get_json()["id"] == again.get_json()["id"]
    assert again.get_json()["agency"]["code"] == AGENCY["code"]
