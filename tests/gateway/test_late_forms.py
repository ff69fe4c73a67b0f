"""The form of a step that cannot be taken now is kept for its owner, and for nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from gateway.sessions import Sessions
from tests.gateway.office import PASSWORD, Office

BASE = "https://localhost"
FORM = "/mediations/new/register"
TYPED = {"title": "相邻纠纷", "_version": "3"}


@pytest.fixture
def client(office: Office) -> FlaskClient:
    office.employ("mediator", "wang")
    return office.application().test_client()


def _post(client: FlaskClient, path: str, form: dict[str, str], **headers: str) -> Any:
    return client.post(path, data=form, base_url=BASE, headers={"Accept": "text/html", **headers})


def _token(client: FlaskClient, path: str = "/sign-in") -> str:
    page: Any = client.get(path, base_url=BASE).get_data(as_text=True)
    return str(page.partition('name="csrf_token" value="')[2].partition('"')[0])


def _sign_in(client: FlaskClient) -> str:
    """Sign in and return the token of forms."""
    form = {"csrf_token": _token(client), "username": "wang", "password": PASSWORD}
    assert _post(client, "/sign-in", form).status_code == 303
    return _token(client, "/account")


def _kept(office: Office) -> list[tuple[str, str]]:
    rows = office.database["drafts"].find()
    return [(row["owner"], row["key"]) for row in rows]


def _let_sessions_lapse(office: Office) -> None:
    idle = datetime.now(UTC) - timedelta(minutes=16)
    office.database["page_sessions"].update_many({}, {"$set": {"seen_at": idle}})


def test_a_step_sent_while_its_service_is_down_is_kept(client: FlaskClient, office: Office) -> None:
    answer = _post(client, FORM, {"csrf_token": _sign_in(client), **TYPED})

    assert answer.status_code == 503
    assert "您填写的内容已存为草稿" in answer.get_data(as_text=True)
    assert _kept(office) == [("wang", "mediations.new.register")]


def test_a_step_sent_after_the_session_lapsed_is_kept_for_whose_it_was(
    client: FlaskClient, office: Office
) -> None:
    token = _sign_in(client)
    _let_sessions_lapse(office)

    answer = _post(client, FORM, {"csrf_token": token, **TYPED})

    assert answer.headers["Location"] == "/sign-in?next=%2Fmediations%2Fnew%2Fregister&kept=1"
    assert _kept(office) == [("wang", "mediations.new.register")]


def test_another_sites_page_leaves_no_draft_by_a_lapsed_session(
    client: FlaskClient, office: Office
) -> None:
    _sign_in(client)
    _let_sessions_lapse(office)

    for headers in ({"Origin": "https://example.org"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = _post(client, FORM, TYPED, **headers)
        assert answer.headers["Location"] == "/sign-in?next=%2F&ended=1"
    assert _kept(office) == []


def test_a_lapsed_session_shows_and_does_nothing(client: FlaskClient, office: Office) -> None:
    token = _sign_in(client)
    _let_sessions_lapse(office)

    for path in ("/account", "/", "/mediations"):
        assert client.get(path, base_url=BASE).headers["Location"].startswith("/sign-in")
    assert _post(client, "/drafts/x", {"csrf_token": token, "a": "b"}).status_code == 303
    assert _kept(office) == []


def test_a_session_that_was_ended_is_not_known_any_more(
    client: FlaskClient, office: Office
) -> None:
    token = _sign_in(client)
    _let_sessions_lapse(office)
    Sessions(office.database).end_all_of("wang")

    answer = _post(client, FORM, {"csrf_token": token, **TYPED})

    assert answer.headers["Location"] == "/sign-in?next=%2F"
    assert _kept(office) == []


def test_sessions_of_before_yesterday_are_removed(client: FlaskClient, office: Office) -> None:
    _sign_in(client)
    long_ago = datetime.now(UTC) - timedelta(hours=25)
    office.database["page_sessions"].update_many({}, {"$set": {"seen_at": long_ago}})

    _token(client.application.test_client())

    assert office.database["page_sessions"].count_documents({}) == 1
