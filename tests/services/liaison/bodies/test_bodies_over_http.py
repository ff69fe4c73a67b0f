"""The registry of bodies outside: kept by the administrator, read by officers, told to others."""

from __future__ import annotations

from typing import Any

import pytest

from shared.storage.database import Database
from tests.services.coordination.asking import Desk, refused
from tests.services.liaison.bodies.telling import told

PATH = "/api/v1/outside-bodies"
BODY = {"kind": "arbitration", "name": "示范区劳动人事争议仲裁委员会"}


@pytest.fixture
def body(desk: Desk) -> str:
    answer = desk.post(PATH, BODY, role="admin")
    assert answer.status_code == 201
    return str(answer.get_json()["id"])


def test_a_body_is_registered_once_for_its_kind_and_by_the_administrator(
    desk: Desk, body: str
) -> None:
    again = {**BODY, "name": " 示范区 劳动人事争议仲裁委员会"}

    assert refused(desk.post(PATH, again, role="admin"))[:2] == (409, "conflict")
    assert refused(desk.post(PATH, BODY, role="supervisor"))[0] == 403
    (listed,) = desk.get(f"{PATH}?kind=arbitration").get_json()["items"]
    assert (listed["id"], listed["active"]) == (body, True)
    assert desk.get(f"{PATH}?kind=notarisation").get_json()["items"] == []


def test_the_registry_is_paged(desk: Desk, body: str) -> None:
    del body
    desk.post(PATH, {"kind": "legal_aid", "name": "示范区法律援助中心"}, role="admin")

    first = desk.get(f"{PATH}?limit=1").get_json()
    second = desk.get(f"{PATH}?limit=1&cursor={first['next_cursor']}").get_json()

    assert {first["items"][0]["kind"], second["items"][0]["kind"]} == {"arbitration", "legal_aid"}
    assert second["next_cursor"] is None


def test_a_body_is_taken_out_of_use_and_put_back(desk: Desk, body: str) -> None:
    retired = desk.post(f"{PATH}/{body}/retire", {"reason": "撤销"}, role="admin")
    assert retired.get_json()["active"] is False
    assert desk.get(f"{PATH}?active=true").get_json()["items"] == []

    restored = desk.post(f"{PATH}/{body}/restore", {"reason": "恢复"}, role="admin")

    assert restored.get_json()["active"] is True
    assert refused(desk.post(f"{PATH}/nobody/retire", {"reason": "撤销"}, role="admin"))[0] == 404


def test_each_step_is_told_once_and_a_repeated_one_is_not(
    desk: Desk, database: Database, body: str
) -> None:
    for command in ("retire", "retire", "restore"):
        desk.post(f"{PATH}/{body}/{command}", {"reason": "机构改革"}, role="admin")

    events = told(database)

    kinds = ["outside_body.added", "outside_body.retired", "outside_body.restored"]
    assert [each["type"] for each in events] == kinds
    expected: dict[str, Any] = {"body_id": body, **BODY, "code": None, "region": None}
    assert [each["data"] for each in events] == [
        {**expected, "active": active, "version": version}
        for version, active in ((1, True), (2, False), (3, True))
    ]
