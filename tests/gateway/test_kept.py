"""Saved views and drafts: each officer's own, sealed, and within bounds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from gateway.me import Drafts, SavedView, Views
from gateway.me.drafts import LIFETIME, MOST_BYTES, MOST_DRAFTS
from gateway.me.views import MOST_VIEWS
from shared.casework.personal import Sealer
from tests.gateway.office import Office, bearer

TYPED = "petitioners.0.name=张三&content=楼上渗水"
DRAFT = "/api/v1/me/drafts/petitions.new.register"
VIEW = "/api/v1/me/views/mine"
MINE = {"name": "张三的几件", "address": "/petitions?assignee=me&sort=due"}


@pytest.fixture
def client(office: Office) -> FlaskClient:
    office.employ("petition_officer", "wang")
    office.employ("admin", "gao")
    return office.application().test_client()


@pytest.fixture
def wang(client: FlaskClient) -> dict[str, str]:
    return bearer(client, "wang")


def test_a_draft_is_read_as_it_was_saved_until_it_is_discarded(
    client: FlaskClient, wang: dict[str, str]
) -> None:
    for content in ("first", TYPED):
        saved: Any = client.put(DRAFT, json={"content": content}, headers=wang)
        assert saved.status_code == 200

    read: Any = client.get(DRAFT, headers=wang).json
    listed: Any = client.get("/api/v1/me/drafts", headers=wang).json
    assert read["content"] == TYPED
    assert listed["items"] == [{"key": "petitions.new.register", "saved_at": read["saved_at"]}]

    assert client.delete(DRAFT, headers=wang).status_code == 204
    assert client.get(DRAFT, headers=wang).status_code == 404
    assert client.delete(DRAFT, headers=wang).status_code == 404


def test_nobody_else_reads_a_draft_or_a_view_not_even_an_administrator(
    client: FlaskClient, wang: dict[str, str]
) -> None:
    client.put(DRAFT, json={"content": TYPED}, headers=wang)
    client.put(VIEW, json=MINE, headers=wang)
    gao = bearer(client, "gao")

    assert client.get(DRAFT, headers=gao).status_code == 404
    assert client.delete(DRAFT, headers=gao).status_code == 404
    assert client.delete(VIEW, headers=gao).status_code == 404
    for path in ("/api/v1/me/drafts", "/api/v1/me/views"):
        answer: Any = client.get(path, headers=gao).json
        assert answer == {"items": []}


def test_neither_what_was_typed_nor_the_name_of_a_view_stands_in_the_database_in_clear(
    client: FlaskClient, wang: dict[str, str], office: Office
) -> None:
    client.put(DRAFT, json={"content": TYPED}, headers=wang)
    client.put(VIEW, json=MINE, headers=wang)

    stored = [list(office.database[name].find()) for name in ("drafts", "saved_views")]
    for rows in stored:
        assert len(rows) == 1
    for secret in ("张三", "渗水", TYPED):
        assert secret not in str(stored)
        assert repr(secret.encode())[2:-1] not in str(stored)


def test_a_draft_is_forgotten_after_a_week(office: Office) -> None:
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    at = [now]
    drafts = Drafts(office.database, Sealer({"k": bytes(32)}, "k"), lambda: at[0])
    drafts.save("wang", "a", TYPED)

    at[0] = now + LIFETIME
    assert drafts.find("wang", "a") is not None
    at[0] = now + LIFETIME + timedelta(seconds=1)
    assert drafts.find("wang", "a") is None
    assert drafts.of("wang") == []
    drafts.save("li", "b", "x")
    assert office.database["drafts"].count_documents({}) == 1


def test_without_the_key_of_before_a_draft_is_gone_and_a_view_is_named_by_its_address(
    office: Office,
) -> None:
    before, now = Sealer({"k": bytes(32)}, "k"), Sealer({"k": bytes([1] * 32)}, "k")
    Drafts(office.database, before).save("wang", "a", TYPED)
    Views(office.database, before).save("wang", SavedView("v", "临期", "/docket?level=amber"))

    assert Drafts(office.database, now).find("wang", "a") is None
    assert [each.name for each in Views(office.database, now).of("wang")] == ["/docket?level=amber"]


def test_drafts_are_bounded_in_size_and_number(client: FlaskClient, wang: dict[str, str]) -> None:
    long: Any = client.put(DRAFT, json={"content": "长" * (MOST_BYTES // 3 + 1)}, headers=wang)
    assert (long.status_code, list(long.json["errors"])) == (422, ["content"])

    for number in range(MOST_DRAFTS):
        client.put(f"/api/v1/me/drafts/d{number}", json={"content": "x"}, headers=wang)
    beyond: Any = client.put(DRAFT, json={"content": "x"}, headers=wang)
    again = client.put("/api/v1/me/drafts/d0", json={"content": "y"}, headers=wang)

    assert (beyond.status_code, beyond.json["code"]) == (409, "conflict")
    assert again.status_code == 200


def test_a_view_is_kept_under_its_name_until_it_is_removed(
    client: FlaskClient, wang: dict[str, str]
) -> None:
    saved: Any = client.put(VIEW, json=MINE, headers=wang)
    other = {"name": "临期", "address": "/docket?level=amber"}
    client.put("/api/v1/me/views/late", json=other, headers=wang)

    def listed() -> Any:
        answer: Any = client.get("/api/v1/me/views", headers=wang).json
        return answer["items"]

    assert saved.json == {"key": "mine", **MINE}
    assert listed() == [{"key": "mine", **MINE}, {"key": "late", **other}]
    assert client.delete(VIEW, headers=wang).status_code == 204
    assert [each["key"] for each in listed()] == ["late"]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/",
        "//example.org/petitions",
        "/api/v1/petitions",
        "/nowhere",
        "petitions",
        "javascript:alert(1)",
        "/petitions?q=%E5%BC%A0%E4%B8%89",
        "/petitions?%E5%BC%A0%E4%B8%89=1",
        "/search?q=x",
        "/petitions#x",
        "/" + "x" * 1000,
    ],
)
def test_a_view_leads_to_a_list_of_ours_and_holds_no_words_searched_for(
    client: FlaskClient, wang: dict[str, str], address: str
) -> None:
    answer: Any = client.put(VIEW, json={"name": "x", "address": address}, headers=wang)

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["address"])
    assert client.get("/api/v1/me/views", headers=wang).json == {"items": []}


@pytest.mark.parametrize("path", ["/me/drafts/a%20b", "/me/views/a.b", "/me/views/$set"])
def test_a_key_that_cannot_be_one_is_not_found(
    client: FlaskClient, wang: dict[str, str], path: str
) -> None:
    body = {"content": "x"} if "drafts" in path else MINE
    answer = client.put(f"/api/v1{path}", json=body, headers=wang)

    assert answer.status_code == 404


def test_views_are_bounded_in_number(client: FlaskClient, wang: dict[str, str]) -> None:
    for number in range(MOST_VIEWS):
        client.put(f"/api/v1/me/views/v{number}", json=MINE, headers=wang)

    answer: Any = client.put(VIEW, json=MINE, headers=wang)
    assert (answer.status_code, answer.json["code"]) == (409, "conflict")
