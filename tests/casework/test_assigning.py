"""Assigning cases: who may, whom, what the history says, and an inbox that stays right."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.casework.answers import CaseAnswer, CasePageAnswer, EntryAnswer
from shared.casework.assigning_many import AssignmentsAnswer
from shared.casework.card_shelf import BUILT, CARDS
from shared.http.identity import Identity
from shared.storage.database import Database
from tests.casework.calling import OFFICER, STRANGER, SUPERVISOR, Caller, refusal
from tests.support.casework import AGENCY, application, casework_on, opened

COLLEAGUE = Identity(
    "officer-4", "孙八", "reconsideration_officer", AGENCY["code"], AGENCY["name"], "120101"
)


def assigned(
    caller: Caller, case_id: str, to: Identity | None, who: Identity = SUPERVISOR, **more: Any
) -> dict[str, Any]:
    body = {"assignee": to.subject if to else None, "reason": "工作调整"}
    response = caller.post(f"/{case_id}/assign", body, who, assignee=to, **more)
    assert response.status_code == 200, response.text
    case: dict[str, Any] = response.get_json()
    return case


def listed(caller: Caller, query: str, who: Identity = OFFICER) -> list[str]:
    response = caller.get(f"?{query}", who)
    assert response.status_code == 200, response.text
    return [case["id"] for case in response.get_json()["items"]]


def test_a_supervisor_assigns_any_case_of_the_agency_and_the_history_says_so(
    caller: Caller,
) -> None:
    case_id = caller.open_case()

    case = assigned(caller, case_id, COLLEAGUE)

    assert (case["assignee"], case["assignee_name"]) == ("officer-4", "孙八")
    entry = caller.get(f"/{case_id}/history").get_json()[-1]
    assert (entry["command"], entry["label"]["zh"]) == ("assign", "分派")
    assert entry["payload"] == {"assignee": "officer-4", "reason": "工作调整"}
    assert entry["actor"] == {
        "id": "chief",
        "role": "supervisor",
        "agency": AGENCY["code"],
        "name": "钱七",
    }
    assert not CaseAnswer().validate(case)
    assert not EntryAnswer().validate(entry)


def test_others_are_told_who_is_in_charge_but_no_name(caller: Caller, database: Database) -> None:
    case_id = caller.open_case()
    assigned(caller, case_id, COLLEAGUE)

    stored = database["reconsiderations"].find_one({"_id": case_id})

    assert stored is not None
    event = stored["history"][-1]["events"][0]
    assert event["type"] == "reconsideration.assigned"
    assert event["data"]["assignee"] == "officer-4"
    assert "孙八" not in str(stored)
    assert "钱七" not in str(stored)


def test_an_officer_hands_on_her_own_case_and_takes_one_that_nobody_has(caller: Caller) -> None:
    case_id = caller.open_case()

    assert assigned(caller, case_id, None, OFFICER)["assignee"] is None
    case = assigned(caller, case_id, COLLEAGUE, COLLEAGUE)
    assert case["assignee"] == "officer-4"
    assert assigned(caller, case_id, OFFICER, COLLEAGUE)["assignee"] == "officer-1"


def test_an_officer_may_neither_take_a_colleagues_case_nor_assign_to_others(
    caller: Caller,
) -> None:
    case_id = caller.open_case()
    body = {"assignee": "officer-4", "reason": "代为办理"}

    refused = caller.post(f"/{case_id}/assign", body, COLLEAGUE)
    refusal(refused, 403, "forbidden")
    assigned(caller, case_id, None)
    refused = caller.post(f"/{case_id}/assign", body, OFFICER, assignee=COLLEAGUE)
    refusal(refused, 403, "forbidden")
    assert caller.get(f"/{case_id}").get_json()["version"] == 2


@pytest.mark.parametrize(
    "named",
    [
        None,
        replace(COLLEAGUE, subject="officer-5"),
        replace(COLLEAGUE, role="mediator"),
        replace(COLLEAGUE, role="supervisor"),
        replace(COLLEAGUE, agency_code=STRANGER.agency_code),
    ],
)
def test_only_an_officer_of_the_track_and_agency_for_whom_the_gateway_vouches_is_assigned(
    caller: Caller, named: Identity | None
) -> None:
    case_id = caller.open_case()
    body = {"assignee": "officer-4", "reason": "工作调整"}

    refused = caller.post(f"/{case_id}/assign", body, SUPERVISOR, assignee=named)

    assert list(refusal(refused, 422, "validation")["errors"]) == ["assignee"]
    assert caller.get(f"/{case_id}").get_json()["assignee"] == "officer-1"


def test_whoever_opens_a_case_for_another_names_an_officer_too(caller: Caller) -> None:
    refused = caller.post("", application(assignee="officer-4"))
    assert list(refusal(refused, 422, "validation")["errors"]) == ["assignee"]

    case = caller.post("", application(assignee="officer-4"), assignee=COLLEAGUE).get_json()
    assert (case["assignee"], case["assignee_name"]) == ("officer-4", "孙八")
    own = caller.get(f"/{caller.open_case()}").get_json()
    assert (own["assignee"], own["assignee_name"]) == ("officer-1", "张三")


def test_a_change_of_the_officer_in_charge_needs_a_reason_and_a_change(caller: Caller) -> None:
    case_id = caller.open_case()

    unexplained = caller.post(
        f"/{case_id}/assign", {"assignee": "officer-4"}, SUPERVISOR, assignee=COLLEAGUE
    )
    refusal(unexplained, 428, "reason-required")
    unchanged = caller.post(
        f"/{case_id}/assign", {"assignee": "officer-1", "reason": "照旧"}, assignee=OFFICER
    )
    assert list(refusal(unchanged, 422, "validation")["errors"]) == ["assignee"]


def test_a_closed_case_and_one_of_another_agency_are_not_assigned(caller: Caller) -> None:
    case_id = caller.open_case()
    elsewhere = replace(SUPERVISOR, agency_code=STRANGER.agency_code)
    refusal(caller.post(f"/{case_id}/assign", {"assignee": None}, elsewhere), 404, "not-found")
    for command in ("accept", "decide", "close"):
        assert caller.post(f"/{case_id}/{command}", {}).status_code == 200

    refused = caller.post(f"/{case_id}/assign", {"assignee": "none", "reason": "调走"}, SUPERVISOR)

    refusal(refused, 409, "command-not-allowed")


def test_the_inbox_holds_what_is_open_and_nobody_has(caller: Caller) -> None:
    taken, waiting, done = (caller.open_case() for _ in range(3))
    for case_id in (waiting, done):
        assigned(caller, case_id, None)
    for command in ("accept", "decide", "close"):
        caller.post(f"/{done}/{command}", {})

    assert listed(caller, "assignee=none") == [waiting]
    assert listed(caller, "assignee=none&status=filed&sort=due") == [waiting]
    assert listed(caller, "assignee=none", STRANGER) == []
    assigned(caller, waiting, OFFICER, OFFICER)
    assert listed(caller, "assignee=none") == []
    assert listed(caller, "assignee=officer-1") == [waiting, taken]


def test_cards_from_before_the_inbox_are_made_anew_at_the_start(database: Database) -> None:
    casework = casework_on(database)
    case_id = opened(casework)
    cases = database["reconsiderations"]
    cases.update_one({"_id": case_id}, {"$set": {"assignee": None}})
    database[BUILT].delete_many({})
    database[BUILT].insert_one({"_id": CARDS})

    casework_on(database)

    card = database[CARDS].find_one({"case": case_id, "version": 1})
    assert card is not None
    assert card["assignee"] == ""
    assert "level_handler" in card


def test_many_cases_are_assigned_with_an_answer_for_each(caller: Caller) -> None:
    first, second, closed = (caller.open_case() for _ in range(3))
    for command in ("accept", "decide", "close"):
        caller.post(f"/{closed}/{command}", {})
    cases = [first, {"id": second, "version": 9}, closed, "nothing"]
    body = {"cases": cases, "assignee": "officer-4", "reason": "休假"}

    response = caller.post("/assign", body, SUPERVISOR, assignee=COLLEAGUE)

    answer = response.get_json()
    assert not AssignmentsAnswer().validate(answer)
    items = answer["items"]
    assert [each["id"] for each in items] == [first, second, closed, "nothing"]
    assert [each["done"] for each in items] == [True, False, False, False]
    codes = [each["problem"]["code"] for each in items[1:]]
    assert codes == ["precondition-failed", "command-not-allowed", "not-found"]
    assert (items[0]["assignee"], items[0]["version"]) == ("officer-4", 2)
    assert caller.get(f"/{second}").get_json()["assignee"] == "officer-1"


def test_many_cases_sent_again_under_one_key_are_assigned_once(caller: Caller) -> None:
    ids = [caller.open_case() for _ in range(2)]
    body = {"cases": ids, "assignee": "officer-4", "reason": "休假"}
    again: dict[str, Any] = {"assignee": COLLEAGUE, "headers": {"Idempotency-Key": "k1"}}

    answers = [caller.post("/assign", body, SUPERVISOR, **dict(again)) for _ in range(2)]

    for answer in answers:
        assert [each["done"] for each in answer.get_json()["items"]] == [True, True]
    assert [caller.get(f"/{each}").get_json()["version"] for each in ids] == [2, 2]


def test_a_rehearsal_of_many_changes_nothing(caller: Caller) -> None:
    case_id = caller.open_case()
    body = {"from": "officer-1", "assignee": "officer-4", "reason": "休假"}

    answer = caller.post("/assign?dry_run=true", body, SUPERVISOR, assignee=COLLEAGUE).get_json()

    assert [(each["id"], each["done"]) for each in answer["items"]] == [(case_id, True)]
    assert caller.get(f"/{case_id}").get_json()["assignee"] == "officer-1"


def test_all_open_cases_of_somebody_who_left_go_to_a_colleague(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.casework.assigning_many.MOST_CASES", 2)
    ids = [caller.open_case() for _ in range(4)]
    for command in ("accept", "decide", "close"):
        caller.post(f"/{ids[3]}/{command}", {})
    body = {"from": "officer-1", "assignee": "officer-4", "reason": "调离"}

    answers = [
        caller.post("/assign", body, SUPERVISOR, assignee=COLLEAGUE).get_json() for _ in range(3)
    ]

    assert [len(answer["items"]) for answer in answers] == [2, 1, 0]
    assert [answer["more"] for answer in answers] == [True, False, False]
    assert listed(caller, "assignee=officer-4&sort=created") == ids[:3]
    assert listed(caller, "assignee=officer-1") == [ids[3]]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"assignee": None, "reason": "x"}, "cases"),
        ({"assignee": None, "cases": ["a"], "from": "b"}, "cases"),
        ({"assignee": None, "cases": []}, "cases"),
        ({"assignee": None, "cases": [str(n) for n in range(201)]}, "cases"),
        ({"assignee": None, "cases": ["a", {"id": "a"}]}, "cases"),
        ({"assignee": None, "cases": [{"id": "a", "version": "1"}]}, "cases.0"),
        ({"assignee": None, "cases": [{"$gt": ""}]}, "cases.0"),
        ({"cases": ["a"]}, "assignee"),
    ],
)
def test_a_request_for_many_that_cannot_be_meant_names_the_field(
    caller: Caller, body: dict[str, Any], field: str
) -> None:
    refused = refusal(caller.post("/assign", body, SUPERVISOR), 422, "validation")

    assert list(refused["errors"]) == [field]


def test_a_list_carries_the_names_of_officers(caller: Caller) -> None:
    caller.open_case()

    page = caller.get("").get_json()

    assert not CasePageAnswer().validate(page)
    assert page["items"][0]["assignee_name"] == "张三"
