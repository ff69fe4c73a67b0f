"""The search over all tracks: who may ask what, and what is said of a track that is away."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from tests.gateway.office import Office, bearer

SEARCH = "/api/v1/search"


def asked(office: Office, role: str, **options: Any) -> Any:
    """Return the answer to one question of a new officer."""
    client = office.application().test_client()
    proof = bearer(client, office.employ(role, uuid.uuid4().hex))
    method = "GET" if "query_string" in options else "POST"
    return client.open(SEARCH, method=method, headers=proof, **options)


def test_a_track_that_does_not_answer_is_named(office: Office) -> None:
    answer = asked(office, "mediator", json={"q": "张三"})
    assert answer.status_code == 200
    assert answer.get_json()["tracks"] == [
        {
            "track": "mediation",
            "label": {"zh": "调解", "en": "mediation"},
            "available": False,
            "items": [],
            "next_cursor": None,
        }
    ]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "q"),
        ({"q": "张"}, "q"),
        ({"q": "%_*"}, "q"),
        ({"q": "🙂🙂"}, "q"),
        ({"q": "张\u0000三"}, "q"),
        ({"q": "张" * 500}, "q"),
        ({"q": ["张三"]}, "q"),
        ({"q": "张三", "track": "court"}, "track"),
        ({"q": "张三", "cursor": "x"}, "track"),
        ({"q": "张三", "limit": 0}, "limit"),
        ({"q": "张三", "limit": "20"}, "limit"),
        ({"q": "张三", "agency": "other"}, "agency"),
    ],
)
def test_a_question_that_cannot_be_meant_is_refused_by_field(
    office: Office, body: dict[str, Any], field: str
) -> None:
    answer = asked(office, "mediator", json=body)
    assert answer.status_code == 422
    assert list(answer.get_json()["errors"]) == [field]


def test_a_track_of_others_is_refused(office: Office) -> None:
    answer = asked(office, "mediator", json={"q": "张三", "track": "litigation"})
    assert answer.status_code == 403


def test_numbers_may_be_asked_for_in_an_address_and_those_of_people_may_not(
    office: Office,
) -> None:
    assert asked(office, "mediator", query_string={"q": "〔2024〕7号"}).status_code == 200
    refused = asked(office, "mediator", query_string={"q": "11010119900307123X"})
    assert refused.status_code == 422
    assert list(refused.get_json()["errors"]) == ["q"]
    assert asked(office, "mediator", json={"q": "11010119900307123X"}).status_code == 200


def test_nobody_searches_without_proof(office: Office) -> None:
    client = office.application().test_client()
    assert client.post(SEARCH, json={"q": "张三"}).status_code == 401
