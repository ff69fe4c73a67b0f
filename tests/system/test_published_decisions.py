"""A decision becomes public in an installation: redacted, found by everybody, withdrawn."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
import requests

from deploy.embedded.stack import Stack
from tests.support.events import eventually
from tests.support.stack import Case, Officers, accepted, days_ago
from tests.system.cases import a_person, an_application

NAME = "司徒明月"


@pytest.fixture
def decided(officers: Officers) -> Case:
    """A decision that was served."""
    body = an_application(received_on=days_ago(21), applicants=[a_person(name=NAME)])
    case = officers.open("reconsiderations", body)
    accept = {"procedure": "simplified", "ground": "53(1)", "on": days_ago(20)}
    officers.act("reconsiderations", case["id"], "accept", accept)
    reviewer = {"name": "甲", "qualification": "法律职业资格"}
    officers.act("reconsiderations", case["id"], "assign_officers", {"officers": [reviewer]})
    officers.act("reconsiderations", case["id"], "hear_parties", {"method": "phone"})
    decision: dict[str, Any] = {"kind": "uphold", "articles": ["68"], "on": days_ago(0)}
    approval = {"approved_by": "head_of_organ", "reason": "书面审理"}
    officers.act("reconsiderations", case["id"], "decide", decision | approval)
    service = {"party": "p1", "method": "direct", "served_on": days_ago(0), "on": days_ago(0)}
    return officers.act("reconsiderations", case["id"], "serve_decision", service)


def public(stack: Stack, path: str = "", **asked: str) -> requests.Response:
    address = f"{stack.address}/api/v1/public/decisions{path}"
    return requests.get(address, params=asked, timeout=60)


def test_the_public_reads_what_the_marks_leave_until_it_is_withdrawn(
    stack: Stack, officers: Officers, decided: Case
) -> None:
    word = f"特征{uuid.uuid4().hex[:10]}"
    original = f"申请人{NAME}，电话13800138000，不服行政处罚决定，本机关维持。{word}"
    path = f"/reconsiderations/{decided['id']}"

    shown = accepted(
        officers.post(
            "reconsideration_officer", f"{path}/publication/preview", {"original": original}
        )
    )
    assert [mark["rule"] for mark in shown["marks"]] == ["party", "telephone"]
    assert shown["text"] == f"申请人司徒某，电话×××，不服行政处罚决定，本机关维持。{word}"

    both = {"original": original, "text": shown["text"], "on": days_ago(0)}
    officers.act("reconsiderations", decided["id"], "publish", both)
    eventually(lambda: public(stack, q=word).json()["items"])

    read = public(stack, f"/{decided['id']}").json()
    assert (read["withdrawn"], read["text"]) == (False, shown["text"])
    assert NAME not in str(read)
    history = officers.history("reconsiderations", decided["id"])
    kept = next(each["payload"] for each in history if each["command"] == "publish")
    assert (kept["original"], kept["text"]) == (original, shown["text"])

    withdrawal = {"reason": "文字有误", "on": days_ago(0)}
    officers.act("reconsiderations", decided["id"], "withdraw_publication", withdrawal)
    eventually(lambda: public(stack, f"/{decided['id']}").json()["withdrawn"])

    gone = public(stack, f"/{decided['id']}").json()
    assert (gone["text"], gone["withdrawn_on"]) == (None, days_ago(0))
    assert public(stack, q=word).json()["items"] == []


def test_nobody_else_previews_or_asks_how_a_case_stands(
    officers: Officers, strangers: Officers, decided: Case
) -> None:
    path = f"/reconsiderations/{decided['id']}/publication"
    body = {"original": f"申请人{NAME}"}

    assert strangers.post("reconsideration_officer", f"{path}/preview", body).status == 404
    assert officers.post("mediator", f"{path}/preview", body).status == 403
    assert strangers.get("reconsideration_officer", path).status == 404


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"q": "13800138000"}, "q"),
        ({"q": "的"}, "q"),
        ({"year": "24"}, "year"),
        ({"kind": "mediate"}, "kind"),
        ({"from": "2024-13-01"}, "from"),
        ({"cursor": "bm9uZQ"}, "cursor"),
        ({"limit": "0"}, "limit"),
        ({"other": "1"}, "other"),
    ],
)
def test_what_cannot_be_asked_is_refused(stack: Stack, asked: dict[str, str], field: str) -> None:
    answer = public(stack, **asked)

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]


@pytest.mark.parametrize("path", ["/unknown", "/../../events", "/%2e%2e/terminals"])
def test_what_was_never_public_is_not_there(stack: Stack, path: str) -> None:
    assert public(stack, path).status_code in {401, 404}
