"""A step tells of cases that may be the same dispute, rehearsed or not, over an installation."""

from __future__ import annotations

from typing import Any

from tests.support.events import eventually
from tests.support.stack import Officers

ALIKE: dict[str, Any] = {
    "title": "不服文化市场行政处罚决定",
    "applicants": [{"name": "蒋七", "id_number": "11010519491231002X"}],
    "respondent": {"name": "某区文化市场执法局"},
    "act": {"name": "行政处罚决定", "kind": "penalty", "served_on": "2026-10-20"},
    "requests": "撤销行政处罚决定",
    "received_on": "2026-11-16",
}
ACCEPTANCE = {"on": "2026-11-18", "procedure": "ordinary"}


def likely(officers: Officers, case_id: str) -> list[str]:
    path = f"/reconsiderations/{case_id}/accept?dry_run=true"
    reply = officers.post("reconsideration_officer", path, ACCEPTANCE)
    assert reply.ok, reply.body
    warnings = reply.body["warnings"]
    return [each["text"]["zh"] for each in warnings if each["code"] == "possibly-same-dispute"]


def test_a_rehearsal_names_the_case_that_may_be_the_same_dispute(officers: Officers) -> None:
    first, second = (officers.open("reconsiderations", ALIKE) for _ in "ab")

    assert eventually(lambda: likely(officers, second["id"]))
    (told,) = likely(officers, second["id"])
    assert first["number"] in told


def test_what_was_refused_is_told_no_longer(officers: Officers) -> None:
    other = {**ALIKE, "applicants": [{"name": "蒋八", "id_number": "110101199003070011"}]}
    _, second = (officers.open("reconsiderations", other) for _ in "ab")
    assert eventually(lambda: likely(officers, second["id"]))
    matter = f"/matters/{second['matter_id']}"
    (proposal,) = officers.get("supervisor", matter).body["proposals"]

    officers.post("supervisor", f"{matter}/proposals/{proposal['id']}/refuse", {"reason": "两件事"})

    assert likely(officers, second["id"]) == []


def test_who_does_not_rehearse_is_told_with_the_acceptance(officers: Officers) -> None:
    other = {**ALIKE, "applicants": [{"name": "蒋九", "id_number": "110101198001010010"}]}
    first, second = (officers.open("reconsiderations", other) for _ in "ab")
    assert eventually(lambda: likely(officers, second["id"]))

    path = f"/reconsiderations/{second['id']}/accept"
    reply = officers.post("reconsideration_officer", path, ACCEPTANCE)

    [told] = [each for each in reply.body["warnings"] if each["code"] == "possibly-same-dispute"]
    assert reply.body["status"] == "accepted"
    assert first["number"] in told["text"]["zh"]
