"""Everybody asks the law without an account, and is answered as officers are."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from deploy.embedded.stack import Stack
from gateway.public_door import READINGS_PER_PLACE
from tests.support.stack import Officers, accepted, from_place

QUESTIONS: dict[str, dict[str, Any]] = {
    "a fine that is told": {
        "act": {"kind": "penalty", "agency": {"level": "county"}, "served_on": "2026-08-03"},
        "remedies_told": True,
        "on": "2026-09-01",
    },
    "silence": {
        "act": {"kind": "other"},
        "inaction": {"requested_on": "2026-01-05", "duty": "11(14)"},
        "on": "2026-09-01",
    },
    "an act of long ago": {
        "act": {"kind": "penalty", "served_on": "2014-12-01"},
        "on": "2015-01-10",
    },
}


def everybody(stack: Stack, method: str, path: str, **asked: Any) -> requests.Response:
    return requests.request(method, f"{stack.address}/api/v1/public{path}", timeout=60, **asked)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_everybody_is_told_the_same_remedies_as_an_officer(
    stack: Stack, officers: Officers, question: dict[str, Any]
) -> None:
    told = everybody(stack, "POST", "/advice/paths", json=question)

    assert told.status_code == 200
    assert told.json()["paths"]
    assert told.json() == accepted(officers.post("petition_officer", "/advice/paths", question))
    assert "Set-Cookie" not in told.headers


def test_everybody_computes_the_same_last_day_as_an_officer(
    stack: Stack, officers: Officers
) -> None:
    question = {"started_on": "2026-08-03"}

    told = everybody(stack, "POST", "/rules/FY-01/compute", json=question).json()

    assert told["due_on"] == "2026-10-08"
    assert told == accepted(officers.post("petition_officer", "/rules/FY-01/compute", question))
    rules = everybody(stack, "GET", "/rules").json()["items"]
    assert "FY-01" in {rule["id"] for rule in rules}


@pytest.mark.parametrize(
    ("path", "question", "field"),
    [
        ("/rules/FY-01/compute", {"started_on": "soon"}, "started_on"),
        ("/advice/paths", {"act": {"kind": "penalty", "served_on": "2026-02-30"}}, "act.served_on"),
    ],
)
def test_what_is_missing_or_no_day_is_named(
    stack: Stack, path: str, question: dict[str, Any], field: str
) -> None:
    refused = everybody(stack, "POST", path, json=question)

    assert refused.status_code == 422
    assert field in refused.json()["errors"]


def test_the_law_is_asked_so_often_and_no_more_from_one_place(stack: Stack) -> None:
    most = int(READINGS_PER_PLACE.partition(" ")[0])
    with from_place("127.0.7.1") as session:
        address = f"{stack.address}/api/v1/public/rules/FY-01/compute"
        answers = [session.post(address, json={"started_on": "2026-08-03"}) for _ in range(most)]
        refused = session.post(address, json={"started_on": "2026-08-03"})
        page = session.get(f"{stack.address}/public/advice")

    assert {answer.status_code for answer in answers} == {200}
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    # The pages count with the API, and refuse as pages.
    assert (page.status_code, page.headers["Content-Type"]) == (429, "text/html; charset=utf-8")
    assert "访问过于频繁" in page.text
    # Another place is not concerned.
    assert everybody(stack, "GET", "/rules").status_code == 200
