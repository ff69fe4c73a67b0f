"""A case that was opened by mistake: its registration is withdrawn, and may be restored."""

from __future__ import annotations

from typing import Any

from shared.casework.case import ENTERED_BY_MISTAKE
from shared.http.identity import Identity
from shared.legal_day import today
from tests.casework.calling import MEDIATOR, STRANGER, SUPERVISOR, Caller, refusal
from tests.support.casework import AGENCY

DOUBLED = {"reason": "重复登记，同一申请已立案"}
APPROVED = {**DOUBLED, "approved_by": "负责人"}
COLLEAGUE = Identity(
    "officer-9", "王五", "reconsideration_officer", AGENCY["code"], AGENCY["name"], "120101"
)


def listed(caller: Caller, query: str = "") -> list[str]:
    return [each["id"] for each in caller.get(query).get_json()["items"]]


def withdrawn(caller: Caller, **changes: object) -> str:
    case = caller.open_case(**changes)
    answer = caller.post(f"/{case}/withdraw_case", DOUBLED)
    assert answer.status_code == 200, answer.text
    return case


def test_whoever_opened_a_case_today_withdraws_it_with_a_reason(caller: Caller) -> None:
    case = caller.open_case()
    before = caller.get(f"/{case}").get_json()
    assert any(each["status"] == "running" for each in before["clocks"])

    answer = caller.post(f"/{case}/withdraw_case", DOUBLED)

    assert answer.status_code == 200, answer.text
    after = answer.get_json()
    assert after["status"] == ENTERED_BY_MISTAKE
    assert after["status_label"]["zh"] == "已撤销登记（误登记）"
    assert after["number"] == before["number"]
    assert {each["status"] for each in after["clocks"]} == {"cancelled"}
    assert caller.get(f"/{case}/history/verify").get_json() == {"intact": True, "entries": 2}
    assert caller.get(f"/{case}/progress").get_json()["phase"] == "void"


def test_nothing_can_be_done_with_it_but_reading(caller: Caller) -> None:
    case = withdrawn(caller)

    now = caller.get(f"/{case}/actions").get_json()["now"]
    assert {each["command"] for each in now} <= {"correct_entry", "take_back_entry"}
    for command, body in (
        ("accept", {"on": today().isoformat()}),
        ("assign", {"assignee": None, "reason": "轮岗"}),
        ("complete_file", {}),
        ("withdraw_case", APPROVED),
    ):
        answer = caller.post(f"/{case}/{command}", body)
        assert answer.status_code in {403, 409}, (command, answer.text)
    corrected = [{"field": "title", "value": "另一标题"}]
    correction = {"entry": 1, "corrected": corrected, "reason": "误", "approved_by": "负责人"}
    refusal(caller.post(f"/{case}/correct_entry", correction), 409, "command-not-allowed")
    assert caller.get(f"/{case}").get_json()["version"] == 2


def test_its_number_is_not_given_again(caller: Caller) -> None:
    case = withdrawn(caller)
    number = caller.get(f"/{case}").get_json()["number"]

    later = caller.open_case(applicants=[{"name": "另一人", "kind": "person"}])

    assert caller.get(f"/{later}").get_json()["number"] != number


def test_lists_search_and_counts_show_it_only_when_asked_for(caller: Caller) -> None:
    kept, case = caller.open_case(), withdrawn(caller)
    number = caller.get(f"/{case}").get_json()["number"]

    assert listed(caller) == [kept]
    assert listed(caller, "?sort=due") == [kept]
    assert listed(caller, f"?agency={AGENCY['code']}") == [kept]
    assert listed(caller, f"?q={number}") == []
    assert listed(caller, "?status=entered_by_mistake") == [case]
    assert listed(caller, f"?status=entered_by_mistake&q={number}") == [case]
    counts = caller.get("/counts").get_json()
    assert counts["total"] == 1
    assert counts["by_status"].get(ENTERED_BY_MISTAKE, 0) == 0


def test_later_or_by_another_a_reason_and_approval_are_needed(caller: Caller) -> None:
    case = caller.open_case()

    refusal(caller.post(f"/{case}/withdraw_case", {}), 422, "validation")
    refused = caller.post(f"/{case}/withdraw_case", DOUBLED, COLLEAGUE)
    assert "approved_by" in refusal(refused, 428, "reason-required")["errors"]
    answer = caller.post(f"/{case}/withdraw_case", APPROVED, COLLEAGUE)

    assert answer.status_code == 200, answer.text


def test_after_a_step_of_the_officers_approval_is_needed_and_the_step_goes_too(
    caller: Caller,
) -> None:
    case = caller.open_case()
    caller.post(f"/{case}/note", {"text": "来电"})

    refusal(caller.post(f"/{case}/withdraw_case", DOUBLED), 428, "reason-required")
    answer = caller.post(f"/{case}/withdraw_case", APPROVED)

    assert answer.get_json()["status"] == ENTERED_BY_MISTAKE


def test_others_may_not_withdraw_it(caller: Caller) -> None:
    case = caller.open_case()

    refusal(caller.post(f"/{case}/withdraw_case", APPROVED, MEDIATOR), 403, "forbidden")
    refusal(caller.post(f"/{case}/withdraw_case", APPROVED, SUPERVISOR), 403, "forbidden")
    refusal(caller.post(f"/{case}/withdraw_case", APPROVED, STRANGER), 404, "not-found")

    assert caller.get(f"/{case}").get_json()["version"] == 1


def test_it_is_withdrawn_once_under_one_key(caller: Caller) -> None:
    case = caller.open_case()
    headers = {"Idempotency-Key": "withdraw-1"}

    for _ in range(2):
        answer = caller.post(f"/{case}/withdraw_case", DOUBLED, headers=headers)
        assert answer.status_code == 200, answer.text
    other = caller.post(f"/{case}/withdraw_case", APPROVED, headers=headers)

    refusal(other, 422, "idempotency-key-reused")
    assert caller.get(f"/{case}").get_json()["version"] == 2


def test_taking_the_withdrawal_back_restores_the_case_as_it_was(caller: Caller) -> None:
    case = caller.open_case()
    before = caller.get(f"/{case}").get_json()
    caller.post(f"/{case}/withdraw_case", DOUBLED)

    answer = caller.post(f"/{case}/take_back_entry", {"reason": "撤错了"})

    assert answer.status_code == 200, answer.text
    after = answer.get_json()
    for part in ("status", "clocks", "facts", "milestones", "parties"):
        assert after[part] == before[part], part
    assert listed(caller) == [case]
    assert caller.post(f"/{case}/withdraw_case", APPROVED).status_code == 200


def test_a_correction_restores_it_on_a_later_day(caller: Caller) -> None:
    case = withdrawn(caller)
    said = {"entry": 2, "withdrawn": True, "reason": "撤错了", "approved_by": "负责人"}

    refusal(caller.post(f"/{case}/correct_entry", {**said, "entry": 1}), 409, "command-not-allowed")
    answer = caller.post(f"/{case}/correct_entry", said)

    assert answer.status_code == 200, answer.text
    assert answer.get_json()["status"] != ENTERED_BY_MISTAKE


def refused_for(caller: Caller, case: str, entry: int | None) -> dict[str, Any]:
    problem = refusal(caller.post(f"/{case}/withdraw_case", APPROVED), 409, "conflict")
    assert problem.get("entry") == entry
    return problem
