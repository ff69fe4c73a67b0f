"""An administrator registers courts over the API, gives them other secrets, and removes them."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from shared.http.identity import OFFICER_ROLES
from tests.gateway.court_messages import COURT_NAME, SigningCourt, docketed
from tests.gateway.office import AGENCY, Office, bearer

PARTNERS = "/api/v1/partners"
NEW_COURT = {"name": COURT_NAME, "speaks_for": [COURT_NAME]}
NUMBER = "（2024）津0101行初1号"
# Nobody answers behind the door: that is told only to who is let in.
LET_IN, REFUSED = 503, 401


@pytest.fixture
def client(office: Office) -> FlaskClient:
    """An office at whose court's door nobody stands behind."""
    office.employ("admin", "gao")
    return office.application().test_client()


@pytest.fixture
def proof(client: FlaskClient) -> dict[str, str]:
    return bearer(client, "gao")


def registered(client: FlaskClient, proof: dict[str, str], **changes: Any) -> Any:
    answer = client.post(PARTNERS, json=NEW_COURT | changes, headers=proof)
    assert answer.status_code == 201, answer.get_json()
    return answer.get_json()


def suggestion(issuer: str) -> dict[str, Any]:
    """Return a judicial suggestion about no case."""
    return {
        "type": "suggestion_sent",
        "agency": {"code": AGENCY["agency_code"]},
        "issuer": issuer,
        "served_on": "2024-05-10",
    }


def knocks(client: FlaskClient, secret: str) -> int:
    """Return the status of a notice that is signed with the secret."""
    return SigningCourt(client, secret).sends(docketed(NUMBER)).status_code


def test_a_registered_court_is_let_in_by_the_secret_that_was_told_once(
    client: FlaskClient, proof: dict[str, str]
) -> None:
    made = client.post(PARTNERS, json=NEW_COURT, headers=proof)
    told: Any = made.get_json()

    assert made.status_code == 201
    assert made.headers["Location"] == f"{PARTNERS}/{told['id']}"
    assert made.headers["Cache-Control"] == "no-store"
    assert knocks(client, told["secret"]) == LET_IN
    one = client.get(made.headers["Location"], headers=proof)
    listed = client.get(PARTNERS, headers=proof)
    assert told["secret"] not in one.text + listed.text
    assert "whsec_" not in one.text + listed.text
    read: Any = one.get_json()
    assert (read["name"], read["speaks_for"]) == (COURT_NAME, [COURT_NAME])
    assert (read["kind"], read["disabled"]) == ("court", False)
    assert [(act["what"], act["by"]) for act in read["acts"]] == [("added", "gao")]
    assert read["created_at"] == read["acts"][0]["at"]


def test_each_kind_has_numbers_and_rights_of_its_own(
    client: FlaskClient, proof: dict[str, str]
) -> None:
    registered(client, proof)
    hotline = registered(client, proof, name="12345 热线", kind="hotline", speaks_for=[])
    narrow = registered(client, proof, name="二号平台", speaks_for=[], rights=["submissions"])

    assert hotline["id"] == "hotline-1"
    assert hotline["rights"] == ["petitions", "papers", "petition_progress"]
    assert (narrow["id"], narrow["rights"]) == ("court-2", ["submissions"])
    assert knocks(client, hotline["secret"]) == knocks(client, narrow["secret"]) == 403
    found: Any = client.get(f"{PARTNERS}?kind=hotline", headers=proof).get_json()
    assert [each["id"] for each in found["items"]] == ["hotline-1"]


def test_when_a_court_was_heard_is_told_once_it_proved_itself(
    client: FlaskClient, proof: dict[str, str]
) -> None:
    court = registered(client, proof)
    assert court["heard_at"] is None

    knocks(client, court["secret"])

    read: Any = client.get(f"{PARTNERS}/{court['id']}", headers=proof).get_json()
    assert read["heard_at"] is not None
    assert read["version"] == court["version"]


def test_both_secrets_are_taken_while_one_replaces_the_other(
    client: FlaskClient, proof: dict[str, str]
) -> None:
    court = registered(client, proof)

    rotated: Any = client.post(f"{PARTNERS}/{court['id']}/rotate", json={}, headers=proof).json

    assert rotated["secret"] != court["secret"]
    assert rotated["former_secret_until"] is not None
    assert rotated["acts"][-1] | {"at": ""} == {
        "what": "rotated",
        "what_label": {"zh": "更换密钥", "en": "secret replaced"},
        "at": "",
        "by": "gao",
        "by_name": "admin 王五",
        "overlap_hours": 24,
    }
    assert knocks(client, court["secret"]) == LET_IN
    assert knocks(client, rotated["secret"]) == LET_IN


def test_without_overlap_every_former_secret_ends_at_once(
    client: FlaskClient, proof: dict[str, str]
) -> None:
    court = registered(client, proof)
    path = f"{PARTNERS}/{court['id']}/rotate"
    second: Any = client.post(path, json={"overlap_hours": 48}, headers=proof).json
    assert knocks(client, court["secret"]) == LET_IN

    third: Any = client.post(path, json={"overlap_hours": 0}, headers=proof).json

    assert third["former_secret_until"] is None
    assert knocks(client, court["secret"]) == REFUSED
    assert knocks(client, second["secret"]) == REFUSED
    assert knocks(client, third["secret"]) == LET_IN


def test_a_removed_court_is_refused_at_once_and_stays_known(
    client: FlaskClient, proof: dict[str, str], office: Office
) -> None:
    court = registered(client, proof)
    path = f"{PARTNERS}/{court['id']}"
    other_process = office.application().test_client()
    assert knocks(other_process, court["secret"]) == LET_IN

    removed: Any = client.delete(path, headers=proof).json

    assert removed["disabled"] is True
    assert [act["what"] for act in removed["acts"]] == ["added", "removed"]
    assert knocks(client, court["secret"]) == knocks(other_process, court["secret"]) == REFUSED
    assert client.get(path, headers=proof).get_json() == removed
    again = client.delete(path, headers=proof)
    assert (again.status_code, again.get_json()) == (200, removed)
    rotated: Any = client.post(f"{path}/rotate", json={}, headers=proof)
    assert (rotated.status_code, rotated.json["code"]) == (409, "conflict")


def test_a_number_that_was_removed_is_not_given_again_but_the_name_is(
    client: FlaskClient, proof: dict[str, str]
) -> None:
    first = registered(client, proof)
    client.delete(f"{PARTNERS}/{first['id']}", headers=proof)

    second = registered(client, proof)

    assert second["id"] != first["id"]
    assert knocks(client, first["secret"]) == REFUSED
    assert knocks(client, second["secret"]) == LET_IN


def test_a_name_in_use_is_refused_so_that_a_repeated_request_registers_once(
    client: FlaskClient, proof: dict[str, str]
) -> None:
    registered(client, proof)

    again: Any = client.post(PARTNERS, json=NEW_COURT, headers=proof)

    assert (again.status_code, list(again.json["errors"])) == (409, ["name"])
    listed: Any = client.get(PARTNERS, headers=proof).json
    assert len(listed["items"]) == 1


def test_a_court_speaks_for_the_courts_that_are_named_and_a_platform_for_all(
    client: FlaskClient, proof: dict[str, str]
) -> None:
    own = SigningCourt(client, registered(client, proof)["secret"])
    platform = SigningCourt(
        client, registered(client, proof, name="统一平台", speaks_for=[])["secret"]
    )

    for notice, of_court, of_platform in (
        (docketed(NUMBER), LET_IN, LET_IN),
        (docketed(NUMBER, court="另一人民法院"), 403, LET_IN),
        (suggestion(COURT_NAME), LET_IN, LET_IN),
        (suggestion("另一人民法院"), 403, LET_IN),
    ):
        assert own.sends(notice).status_code == of_court
        assert platform.sends(notice).status_code == of_platform


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"name": "法" * 201}, "name"),
        ({"name": "某区\n人民法院"}, "name"),
        ({"name": "某区\u202e人民法院"}, "name"),
        ({"name": {"$ne": None}}, "name"),
        ({"kind": "hospital"}, "kind"),
        ({"kind": "hotline"}, "speaks_for"),
        ({"kind": "legal_aid", "speaks_for": []}, "speaks_for"),
        ({"rights": ["petitions"]}, "rights"),
        ({"rights": ["everything"]}, "rights.0"),
        ({"rights": []}, "rights"),
        ({"kind": ["court"]}, "kind"),
        ({"speaks_for": None}, "speaks_for"),
        ({"speaks_for": COURT_NAME}, "speaks_for"),
        ({"speaks_for": [""]}, "speaks_for.0"),
        ({"speaks_for": [COURT_NAME, "法" * 201]}, "speaks_for.1"),
        ({"speaks_for": [f"第{number}法院" for number in range(201)]}, "speaks_for"),
        ({"id": "court-7"}, "id"),
        ({"secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}, "secret"),
    ],
)
def test_a_court_that_cannot_be_meant_is_refused_at_its_field(
    client: FlaskClient, proof: dict[str, str], changed: dict[str, Any], field: str
) -> None:
    answer: Any = client.post(PARTNERS, json=NEW_COURT | changed, headers=proof)

    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert client.get(PARTNERS, headers=proof).get_json()["items"] == []


def test_whether_a_court_speaks_for_every_court_has_to_be_said(
    client: FlaskClient, proof: dict[str, str]
) -> None:
    answer: Any = client.post(PARTNERS, json={"name": COURT_NAME}, headers=proof)

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["speaks_for"])


@pytest.mark.parametrize("hours", [-1, 745, "24", 1.5, True, None])
def test_an_overlap_that_cannot_be_meant_changes_no_secret(
    client: FlaskClient, proof: dict[str, str], hours: Any
) -> None:
    court = registered(client, proof)
    path = f"{PARTNERS}/{court['id']}"

    answer: Any = client.post(f"{path}/rotate", json={"overlap_hours": hours}, headers=proof)

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["overlap_hours"])
    assert client.get(path, headers=proof).get_json()["version"] == court["version"]
    assert knocks(client, court["secret"]) == LET_IN


def test_a_secret_is_replaced_and_a_court_removed_only_as_it_was_seen(
    client: FlaskClient, proof: dict[str, str]
) -> None:
    court = registered(client, proof)
    path = f"{PARTNERS}/{court['id']}"
    seen = {**proof, "If-Match": client.get(path, headers=proof).headers["ETag"]}
    assert client.post(f"{path}/rotate", json={}, headers=seen).status_code == 200

    again: Any = client.post(f"{path}/rotate", json={}, headers=seen)
    removal: Any = client.delete(path, headers=seen)

    assert (again.status_code, removal.status_code) == (412, 412)
    assert again.json["code"] == removal.json["code"] == "precondition-failed"
    read: Any = client.get(path, headers=proof).json
    assert [act["what"] for act in read["acts"]] == ["added", "rotated"]


@pytest.mark.parametrize("role", sorted(set(OFFICER_ROLES) - {"admin"}))
def test_courts_are_closed_to_every_role_but_the_administrator(
    client: FlaskClient, proof: dict[str, str], office: Office, role: str
) -> None:
    court = registered(client, proof)
    office.employ(role, "wang")
    wang = bearer(client, "wang")
    path = f"{PARTNERS}/{court['id']}"

    for method, address in (
        ("GET", PARTNERS),
        ("POST", PARTNERS),
        ("GET", path),
        ("DELETE", path),
        ("POST", f"{path}/rotate"),
    ):
        answer = client.open(address, method=method, json={}, headers=wang)
        assert answer.status_code == 403, (method, address)
    assert knocks(client, court["secret"]) == LET_IN


def test_a_court_that_is_not_there_is_not_found(client: FlaskClient, proof: dict[str, str]) -> None:
    path = f"{PARTNERS}/court-99"

    assert client.get(path, headers=proof).status_code == 404
    assert client.delete(path, headers=proof).status_code == 404
    assert client.post(f"{path}/rotate", json={}, headers=proof).status_code == 404


def test_courts_are_listed_in_pages_and_found_by_state_and_name(
    client: FlaskClient, proof: dict[str, str]
) -> None:
    first = registered(client, proof)["id"]
    second = registered(client, proof, name="统一平台", speaks_for=["某县人民法院"])["id"]
    client.delete(f"{PARTNERS}/{first}", headers=proof)

    def found(query: str) -> Any:
        answer: Any = client.get(f"{PARTNERS}{query}", headers=proof).get_json()
        return [each["id"] for each in answer["items"]], answer["next_cursor"]

    (page, cursor) = found("?limit=1")
    assert page == [first]
    assert found(f"?limit=1&cursor={cursor}") == ([second], None)
    assert found("?state=active") == ([second], None)
    assert found("?state=removed") == ([first], None)
    assert found("?q=某县") == ([second], None)
    assert found(f"?q={first}") == ([first], None)
    refused: Any = client.get(f"{PARTNERS}?state=disabled", headers=proof).get_json()
    assert list(refused["errors"]) == ["state"]


def test_no_officer_takes_the_name_of_a_court(client: FlaskClient, proof: dict[str, str]) -> None:
    officer = {
        "username": "court-2",
        "name": "赵某",
        "role": "mediator",
        "agency": {"code": "11310000000000002A", "name": "另一区司法局"},
        "region": "310101",
    }

    answer: Any = client.post("/api/v1/accounts", json=officer, headers=proof)

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["username"])
