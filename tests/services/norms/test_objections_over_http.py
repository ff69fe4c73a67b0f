"""Objections to normative documents: received, answered in thirty days or late, on record."""

from __future__ import annotations

from typing import Any

import pytest

from shared.casework.casework import Casework
from tests.services.coordination.asking import Desk, refused
from tests.services.coordination.telling import AGENCY, OTHER_AGENCY
from tests.support.casework import ID_NUMBER

PATH = "/api/v1/norm-objections"
OFFICER = "reconsideration_officer"
MAKER = {"code": "11120101MB0000003W", "name": "示范区市场监督管理局"}


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
    answer = desk.post(PATH, an_objection(**changes), role=OFFICER)
    assert answer.status_code == 201, answer.get_json()
    shown: dict[str, Any] = answer.get_json()
    assert answer.headers["Location"] == f"{PATH}/{shown['id']}"
    return shown


def answered(desk: Desk, case_id: str, **answer: Any) -> Any:
    given = {"outcome": "changed", "text": "已修改", **answer}
    return desk.post(f"{PATH}/{case_id}/answer", given, role=OFFICER)


def test_an_objection_is_to_be_answered_in_thirty_days_by_policy(desk: Desk) -> None:
    shown = received(desk)

    (clock,) = shown["clocks"]
    # 2024-06-07 is a Friday: the thirtieth day after the day of receipt, a working day.
    assert (clock["due_on"], clock["basis_status"]) == ("2024-06-07", "policy")
    assert shown["status"] == "received"
    objector = next(each for each in shown["parties"] if each["role"] == "objector")
    assert objector["id_number"].endswith(ID_NUMBER[-4:])
    assert ID_NUMBER not in str(shown)


def test_who_objects_is_sealed_and_leaves_in_no_event(desk: Desk, casework: Casework) -> None:
    shown = received(desk)
    answered(desk, shown["id"], on="2024-06-01", outcome="kept", text="告知王小明：文件合法")

    (stored,) = casework.store.cases.find()
    assert "王小明" not in str(stored)
    assert ID_NUMBER not in str(stored)
    told = [event["type"] for entry in stored["history"] for event in entry["events"]]
    assert told == ["norm_objection.received", "norm_objection.answered"]


@pytest.mark.parametrize(
    ("on", "warned"), [("2024-06-07", []), ("2024-06-08", ["answered-late"]), ("2024-05-08", [])]
)
def test_an_answer_is_in_time_until_the_last_day(desk: Desk, on: str, warned: list[str]) -> None:
    shown = received(desk)

    found = answered(desk, shown["id"], on=on).get_json()

    assert (found["status"], found["milestones"]["answered"]) == ("answered", on)
    assert [each["code"] for each in found["warnings"]] == warned
    assert (found["facts"]["outcome"], found["facts"]["text"]) == ("changed", "已修改")


def test_an_objection_is_answered_once(desk: Desk) -> None:
    shown = received(desk)
    assert answered(desk, shown["id"]).status_code == 200

    assert refused(answered(desk, shown["id"]))[:2] == (409, "command-not-allowed")


@pytest.mark.parametrize(
    ("answer", "code", "field"),
    [
        ({"outcome": "referred"}, "validation", "referred_to"),
        ({"outcome": "kept", "referred_to": MAKER}, "validation", "referred_to"),
        ({"outcome": "kept", "on": "2024-05-07"}, "date-out-of-order", "on"),
        ({"outcome": "ignored"}, "validation", "outcome"),
        ({"text": None}, "validation", "text"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(
    desk: Desk, answer: dict[str, Any], code: str, field: str
) -> None:
    shown = received(desk)

    refusal = refused(answered(desk, shown["id"], **answer))

    assert (refusal[0], refusal[1], list(refusal[2])) == (422, code, [field])
    assert desk.get(f"{PATH}/{shown['id']}", role=OFFICER).get_json()["status"] == "received"


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
    desk: Desk, casework: Casework, changes: dict[str, Any], field: str
) -> None:
    refusal = refused(desk.post(PATH, an_objection(**changes), role=OFFICER))

    assert field in refusal[2]
    assert casework.store.cases.count_documents({}) == 0


def test_the_maker_reads_the_objection_but_not_who_objects_and_cannot_act(desk: Desk) -> None:
    shown = received(desk, maker=MAKER)
    place = f"{PATH}/{shown['id']}"

    theirs = desk.get(place, agency=MAKER["code"], role=OFFICER).get_json()

    assert theirs["id"] == shown["id"]
    assert "王小明" not in str(theirs)
    assert ID_NUMBER[-4:] not in str(theirs["parties"])
    body = {"outcome": "kept", "text": "合法"}
    act = desk.post(f"{place}/answer", body, agency=MAKER["code"], role=OFFICER)
    assert refused(act)[:2] == (403, "forbidden")


def test_nobody_else_finds_an_objection(desk: Desk) -> None:
    shown = received(desk, maker=MAKER)

    missing = desk.get(f"{PATH}/{shown['id']}", agency=OTHER_AGENCY["code"], role=OFFICER)
    assert refused(missing)[:2] == (404, "not-found")
    listed = desk.get(PATH, agency=OTHER_AGENCY["code"], role=OFFICER).get_json()
    assert listed["items"] == []


def test_an_objection_about_its_own_document_is_handled_by_the_maker(desk: Desk) -> None:
    own = received(desk, maker=dict(AGENCY))

    assert answered(desk, own["id"]).status_code == 200


def test_an_objection_sent_again_under_its_key_is_received_once(desk: Desk) -> None:
    def sent() -> Any:
        headers = {**desk.headers(role=OFFICER), "Idempotency-Key": "once"}
        return desk.client.post(PATH, json=an_objection(), headers=headers)

    first, again = sent(), sent()

    assert first.get_json()["id"] == again.get_json()["id"]
    assert again.get_json()["agency"]["code"] == AGENCY["code"]
