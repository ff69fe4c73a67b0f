"""What waits in all matters is listed for each agency that it concerns, while it waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.coordination.assembly import Coordination
from shared.legal_day import today
from tests.services.coordination.asking import Desk, refused
from tests.services.coordination.joining.owners import (
    OTHER_AGENCY,
    Owners,
    a_petition,
    a_reconsideration,
)
from tests.services.coordination.telling import Case, a_party, a_suit, tell

STRANGER = "11990000000000009Z"


def waiting(desk: Desk, what: str, **caller: str) -> list[dict[str, Any]]:
    answer = desk.get(f"/api/v1/attention/{what}", **caller)
    assert answer.status_code == 200, answer.get_json()
    found: list[dict[str, Any]] = answer.get_json()["items"]
    return found


def days_ago(days: int) -> str:
    return (today() - timedelta(days=days)).isoformat()


def test_an_open_conflict_is_listed_with_what_to_do_until_it_is_resolved(
    desk: Desk, coordination: Coordination
) -> None:
    case, suit = Case(status="accepted"), a_suit(agency=dict(OTHER_AGENCY))
    tell(coordination, case.step("accept"), suit.step("receive_notice"))

    for agency in ({}, {"agency": OTHER_AGENCY["code"]}):
        (found,) = waiting(desk, "conflicts", **agency)
        assert found["matter_id"] == "matter-0001"
        assert found["conflicts"][0]["code"] == "parallel-reconsideration-and-suit"
        assert found["conflicts"][0]["what_to_do"]["zh"]
    assert waiting(desk, "conflicts", agency=STRANGER) == []

    conflict = found["conflicts"][0]["id"]
    desk.post(f"/api/v1/matters/matter-0001/conflicts/{conflict}/resolve", {"reason": "已告知"})
    assert waiting(desk, "conflicts") == []


def test_conflicts_come_in_pages_the_latest_found_first(
    desk: Desk, coordination: Coordination
) -> None:
    for n in range(5):
        own: dict[str, Any] = {"matter_id": f"matter-{n:04}", "act": {"number": f"罚〔2024〕{n}号"}}
        case = Case(case_id=f"018f0000a{n}", status="accepted", **own)
        suit = a_suit(case_id=f"018f0000b{n}", **own)
        tell(coordination, case.step("accept", on=f"2024-05-1{n}"))
        tell(coordination, suit.step("receive_notice", on=f"2024-05-1{n}"))

    found: list[str] = []
    cursor = None
    while cursor is not None or not found:
        after = f"&cursor={cursor}" if cursor else ""
        page = desk.get(f"/api/v1/attention/conflicts?limit=2{after}").get_json()
        found += [item["matter_id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert found == [f"matter-{n:04}" for n in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize("decision", ["refuse", "link"])
def test_a_proposal_is_listed_until_it_is_decided(
    owners: Owners, desk: Desk, decision: str
) -> None:
    owners.tell(a_reconsideration(), "file", on="2024-05-08")
    owners.tell(a_petition(act={}), "register", on="2024-05-20")
    (found,) = waiting(desk, "proposals")
    assert [case["track"] for case in found["cases"]] == ["reconsideration", "petition"]
    assert [each["what"] for each in found["likeness"]] == ["party", "agency", "date"]
    assert waiting(desk, "proposals", agency=STRANGER) == []

    matter, why = f"/api/v1/matters/{found['matter_id']}", {"reason": "经核对"}
    if decision == "refuse":
        answer = desk.post(f"{matter}/proposals/{found['id']}/refuse", why)
    else:
        other = next(case for case in found["cases"] if case["track"] == "petition")
        named = {"track": "petition", "case_id": other["case_id"]}
        answer = desk.post("/api/v1/matters/matter-recon/link", named | why)
        owners.follow()
    assert answer.status_code == 200, answer.get_json()
    assert waiting(desk, "proposals") == []


@pytest.mark.parametrize("decision", ["merge", "hold-apart"])
def test_people_who_may_be_one_are_listed_until_an_officer_decides(
    owners: Owners, desk: Desk, decision: str
) -> None:
    phone = {"phone_index": "phone-1"}
    own = [a_party("applicant", id="p1", **phone)]
    owners.tell(a_reconsideration(parties=own), "file", on="2024-05-08")
    assert waiting(desk, "people-proposals") == []
    others = [a_party("petitioner", id="p1", **phone)]
    petition = a_petition(matter_id="matter-recon", parties=others, agency=dict(OTHER_AGENCY))
    owners.tell(petition, "register", on="2024-05-20")

    for agency in ({}, {"agency": OTHER_AGENCY["code"]}):
        (found,) = waiting(desk, "people-proposals", **agency)
        (proposal,) = found["people_proposals"]
        assert [role["case_id"] for role in proposal["roles"]] == ["018f0000c1", "018f0000c3"]
        assert all(role["number"] for role in proposal["roles"])
        assert [each["what"] for each in proposal["likeness"]] == ["phone"]
    assert waiting(desk, "people-proposals", agency=STRANGER) == []

    body = {"entries": proposal["entries"], "reason": "经核对"}
    answer = desk.post(f"/api/v1/matters/{found['matter_id']}/people/{decision}", body)
    assert answer.status_code == 200, answer.get_json()
    assert len(answer.get_json()["people"]) == (1 if decision == "merge" else 2)
    again = desk.post(f"/api/v1/matters/{found['matter_id']}/people/{decision}", body)
    assert refused(again)[:2] == (409, "conflict")
    for agency in ({}, {"agency": OTHER_AGENCY["code"]}):
        assert waiting(desk, "people-proposals", **agency) == []


def test_only_two_people_are_held_apart(owners: Owners, desk: Desk) -> None:
    owners.tell(a_reconsideration(parties=[a_party("applicant", id="p1")]), "file")

    body = {"entries": ["018f0000c1/p1"], "reason": "经核对"}
    answer = desk.post("/api/v1/matters/matter-recon/people/hold-apart", body)
    assert refused(answer)[:2] == (422, "validation")
    assert answer.get_json()["errors"].keys() == {"entries"}


def test_a_right_that_soon_runs_out_is_listed_from_the_day_of_its_warning(
    desk: Desk, coordination: Coordination
) -> None:
    act = {"number": "示市监罚〔2026〕9号", "kind": "penalty", "served_on": days_ago(50)}
    case = Case(track="petition", status="accepted", act=act | {"remedies_told": True})
    case.parties[0]["role"] = "petitioner"
    tell(coordination, case.step("accept", on=days_ago(10)))
    assert waiting(desk, "limitation-warnings") == []

    coordination.watch.warn(today())
    (found,) = waiting(desk, "limitation-warnings")
    assert found["matter_id"] == case.matter_id
    assert [each["number"] for each in found["cases"]] == [case.number]
    assert found["rights"][0]["right"] == "reconsideration"
    assert waiting(desk, "limitation-warnings", agency=STRANGER) == []


def test_a_cursor_of_another_list_is_refused(desk: Desk) -> None:
    answer = desk.get("/api/v1/attention/conflicts?cursor=nothing")

    assert refused(answer)[0] == 422
