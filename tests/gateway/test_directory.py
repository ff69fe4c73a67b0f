"""Officers, agencies and areas are found in lists, each by whoever may know."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from gateway.accounts import Account
from services.liaison.partners import NewPartner
from shared.casework.regions import regions
from tests.gateway.office import AGENCY, PASSWORD, Office, bearer

ELSEWHERE = ("11310000000000002A", "另一区司法局", "310101")


@pytest.fixture
def client(office: Office) -> FlaskClient:
    for role, username in (("mediator", "wang"), ("supervisor", "li"), ("admin", "gao")):
        office.employ(role, username)
    office.accounts.add(Account("zhao", "赵某", "mediator", *ELSEWHERE), PASSWORD)
    return office.application().test_client()


def _get(client: FlaskClient, who: str, path: str) -> Any:
    return client.get(f"/api/v1{path}", headers=bearer(client, who)).json


def _ids(answer: Any) -> list[str]:
    return [each["id"] for each in answer["items"]]


def test_an_officer_sees_the_colleagues_of_the_own_agency_alone(client: FlaskClient) -> None:
    found = _get(client, "wang", "/officers")

    assert _ids(found) == ["gao", "li", "wang"]
    assert found["items"][2] == {
        "id": "wang",
        "name": "mediator 王五",
        "role": "mediator",
        "agency": {"code": AGENCY["agency_code"], "name": AGENCY["agency_name"]},
        "disabled": False,
    }


def test_an_administrator_sees_the_officers_of_all_agencies(client: FlaskClient) -> None:
    assert _ids(_get(client, "gao", "/officers")) == ["gao", "li", "wang", "zhao"]


def test_officers_of_one_role_are_listed_and_a_closed_account_is_marked(
    client: FlaskClient, office: Office
) -> None:
    office.accounts.disable("wang")
    found = _get(client, "li", "/officers?role=mediator")

    assert [(each["id"], each["disabled"]) for each in found["items"]] == [("wang", True)]


def test_a_list_is_read_page_by_page(client: FlaskClient) -> None:
    first = _get(client, "gao", "/officers?limit=3")
    second = _get(client, "gao", f"/officers?limit=3&cursor={first['next_cursor']}")

    assert (_ids(first), _ids(second)) == (["gao", "li", "wang"], ["zhao"])
    assert second["next_cursor"] is None


def test_agencies_and_courts_are_found_by_name_or_code(client: FlaskClient, office: Office) -> None:
    office.partners.add(NewPartner("某市法院统一平台", speaks_for=["某区人民法院"]), by="admin")
    removed, _ = office.partners.add(
        NewPartner("某县人民法院", speaks_for=["某县人民法院"]), by="admin"
    )
    office.partners.remove(removed.id, by="admin")

    def names(words: str) -> list[str]:
        return [each["name"] for each in _get(client, "wang", f"/agencies?q={words}")["items"]]

    assert names("司法局") == ["另一区司法局", "演示区司法局"]
    assert names("113100") == ["另一区司法局"]
    assert names("法院") == ["某区人民法院"]
    found = _get(client, "wang", "/agencies?q=演示区")["items"]
    assert [(each["region"], each["region_name"]) for each in found] == [("120101", "天津市和平区")]


def test_an_area_is_found_by_name_and_by_code(client: FlaskClient) -> None:
    by_name = _get(client, "wang", "/regions?q=天津市和平")
    by_code = _get(client, "wang", "/regions?q=120101")

    assert by_name["items"] == by_code["items"]
    assert by_code["items"] == [
        {"code": "120101", "name": "和平区", "full_name": "天津市和平区", "level": "county"}
    ]
    assert "GB/T 2260" in by_code["source"]


def test_all_provinces_are_there_and_nothing_that_only_holds_areas_together() -> None:
    assert sum(each.level == "province" for each in regions()) == 34
    assert sum(each.level == "prefecture" for each in regions()) > 330
    assert not [each for each in regions() if each.name in {"市辖区", "县"}]
    assert "110221" not in {each.code for each in regions()}


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/officers?role=king", "role"),
        ("/officers?limit=0", "limit"),
        ("/officers?cursor=x", "cursor"),
        ("/agencies?q=", "q"),
        (f"/regions?q={'x' * 101}", "q"),
        ("/regions?name=x", "name"),
        ("/regions?q=%E2%80%AE", "q"),
        ("/regions?q=x&q=y", "q"),
    ],
)
def test_a_question_that_cannot_be_meant_is_refused_by_name(
    client: FlaskClient, path: str, field: str
) -> None:
    answer: Any = client.get(f"/api/v1{path}", headers=bearer(client, "wang"))

    assert (answer.status_code, answer.json["code"]) == (422, "validation")
    assert set(answer.json["errors"]) == {field}
