"""Commands on stored cases: each once, each whole, each verifiable."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from shared.casework.case import replayed
from shared.casework.casework import Casework
from shared.casework.clock_dates import computed
from shared.casework.entry import Request
from shared.casework.guarding import SYSTEM
from shared.http.preconditions import Expected
from shared.http.problems import Problem
from shared.storage.database import Database
from tests.support.casework import (
    ID_NUMBER,
    OTHER_AGENCY,
    application,
    asked,
    casework_on,
    opened,
    performed,
)


def led_to_a_decision(casework: Casework) -> str:
    case_id = opened(casework, received_on="2024-01-08", act={"made_on": "2024-01-02"})
    performed(casework, case_id, "accept", on="2024-01-11")
    performed(casework, case_id, "suspend", on="2024-02-01", ground="39(6)")
    performed(casework, case_id, "resume", on="2024-02-21")
    performed(casework, case_id, "extend", on="2024-02-22", days=20)
    performed(casework, case_id, "note", on="2024-02-23", text="王小明来电")
    performed(casework, case_id, "decide", on="2024-04-20")
    return case_id


def without_explanations(clocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{k: v for k, v in clock.items() if k != "explanation"} for clock in clocks]


def test_the_state_follows_from_the_history_alone(casework: Casework) -> None:
    case_id = led_to_a_decision(casework)
    stored = casework.store.get(case_id)
    assert stored is not None

    rebuilt = replayed(stored["history"])

    for name in ("status", "entered_on", "version", "milestones", "agency", "matter_id", "title"):
        assert rebuilt[name] == stored[name], name
    assert rebuilt["clocks"] == without_explanations(stored["clocks"])


def test_every_due_date_can_be_recomputed_from_the_history_and_equals_what_is_stored(
    casework: Casework,
) -> None:
    stored = casework.store.get(led_to_a_decision(casework))
    assert stored is not None

    for clock in replayed(stored["history"])["clocks"]:
        version = casework.recorded_version(clock)
        again = computed(clock, version, casework.calendar)
        assert (again["due_on"], again["receipt"]) == (clock["due_on"], clock["receipt"])


def test_the_chain_verifies_and_a_changed_entry_is_found(casework: Casework) -> None:
    case_id = led_to_a_decision(casework)
    assert casework.verify_history(case_id).intact

    casework.store.cases.update_one({"_id": case_id}, {"$set": {"history.1.on": "2024-01-10"}})

    assert casework.verify_history(case_id).broken_version == 2


def test_nothing_personal_is_stored_in_clear(casework: Casework) -> None:
    case_id = led_to_a_decision(casework)

    stored = str(casework.store.cases.find_one({"_id": case_id}))

    for clear in ("王小明", ID_NUMBER, "13800138000", "请求撤销处罚决定"):
        assert clear not in stored


def test_of_concurrent_commands_on_one_case_exactly_one_wins(casework: Casework) -> None:
    case_id = opened(casework)
    start = threading.Barrier(8)
    results: list[int] = []

    def attempt() -> None:
        request = asked(casework, "accept", {"on": "2024-05-09"})
        start.wait()
        try:
            casework.perform(case_id, request)
            results.append(200)
        except Problem as problem:
            results.append(problem.status)

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == [200, *[409] * 7]
    assert casework.get(case_id)["version"] == 2


def test_a_stale_version_is_refused_and_changes_nothing(casework: Casework) -> None:
    case_id = opened(casework)

    with pytest.raises(Problem) as refused:
        casework.perform(
            case_id,
            asked(casework, "accept", {"on": "2024-05-09"}, expected=Expected(frozenset({7}))),
        )

    assert (refused.value.status, refused.value.code) == (412, "precondition-failed")
    assert casework.get(case_id)["version"] == 1


def test_the_same_key_opens_one_case_also_after_a_restart(
    casework: Casework, database: Database
) -> None:
    first = casework.open_case(asked(casework, "file", application(), key="key-1"))

    again = casework_on(database).open_case(asked(casework, "file", application(), key="key-1"))

    assert again.repeated
    assert again.case["_id"] == first.case["_id"]
    assert casework.store.cases.count_documents({}) == 1


def test_the_same_key_with_another_body_is_refused(casework: Casework) -> None:
    casework.open_case(asked(casework, "file", application(), key="key-1"))

    with pytest.raises(Problem) as refused:
        casework.open_case(asked(casework, "file", application(channel="online"), key="key-1"))

    assert (refused.value.status, refused.value.code) == (422, "idempotency-key-reused")


def test_a_key_belongs_to_its_user_alone(casework: Casework) -> None:
    first = casework.open_case(asked(casework, "file", application(), key="key-1"))
    second = casework.open_case(asked(casework, "file", application(), OTHER_AGENCY, key="key-1"))

    assert first.case["_id"] != second.case["_id"]


def test_a_repeated_command_has_its_effect_once(casework: Casework) -> None:
    case_id = opened(casework)
    request = asked(casework, "note", {"on": "2024-05-09", "text": "一次"}, key="key-2")

    casework.perform(case_id, request)
    repeated = casework.perform(case_id, request)

    assert repeated.repeated
    assert len(casework.get(case_id)["facts"]["notes"]) == 1


def test_a_dry_run_shows_what_would_happen_and_writes_nothing(casework: Casework) -> None:
    case_id = opened(casework)
    request = asked(casework, "accept", {"on": "2024-05-09"}, dry_run=True)

    outcome = casework.perform(case_id, request)

    assert outcome.case["status"] == "accepted"
    assert casework.get(case_id)["status"] == "filed"
    assert casework.get(case_id)["version"] == 1


def test_a_dry_run_of_opening_takes_no_number(casework: Casework) -> None:
    casework.open_case(asked(casework, "file", application(), dry_run=True))

    assert casework.store.cases.count_documents({}) == 0
    assert casework.store.counters.count_documents({}) == 0


def test_another_agency_cannot_tell_the_case_from_one_that_is_not_there(casework: Casework) -> None:
    case_id = opened(casework)
    refusals: list[str] = []

    for identifier in (case_id, "0" * 32):
        with pytest.raises(Problem) as refused:
            casework.get(identifier, OTHER_AGENCY)
        refusals.append(str(refused.value))

    assert refusals[0] == refusals[1]


def test_a_case_cannot_be_opened_in_another_agency_s_name(casework: Casework) -> None:
    raw = application(agency={"code": "11310000000000002A", "name": "另一机关"})

    with pytest.raises(Problem) as refused:
        casework.open_case(asked(casework, "file", raw))

    assert refused.value.status == 403


def test_only_the_system_says_which_case_led_to_a_new_one(casework: Casework) -> None:
    with pytest.raises(Problem) as refused:
        opened(casework, origin={"track": "petition", "case_id": "somebody-elses-case"})

    assert (refused.value.status, list(refused.value.errors or {})) == (403, ["origin"])
    assert casework.store.cases.count_documents({}) == 0


def test_an_event_is_part_of_the_same_write(casework: Casework) -> None:
    case_id = opened(casework)
    stored = casework.store.get(case_id)
    assert stored is not None

    event = stored["history"][0]["events"][0]

    assert (stored["pending"], stored["published"]) == (True, 0)
    assert (event["id"], event["type"]) == (f"{case_id}.1.1", "reconsideration.filed")
    assert event["data"]["sealed"].startswith("sealed:v1:")


def test_shared_parts_open_for_their_event_only(casework: Casework) -> None:
    case_id = opened(casework)
    stored = casework.store.get(case_id)
    assert stored is not None
    event = stored["history"][0]["events"][0]

    parts = casework.entries.opened(event["data"]["sealed"], event["id"])

    assert parts["parties"][0]["name"] == "王小明"
    assert "id_number_index" not in parts["parties"][0]


def test_case_numbers_count_up_within_the_year(casework: Casework) -> None:
    numbers = [casework.get(opened(casework))["number"] for _ in range(3)]

    assert numbers == ["试案〔2024〕1号", "试案〔2024〕2号", "试案〔2024〕3号"]


def test_a_system_command_is_tried_again_when_an_officer_writes_at_the_same_moment(
    casework: Casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = opened(casework)
    decide_once = casework.decide
    interrupted: list[bool] = []

    def interrupting(case: Any, request: Request) -> Any:
        decision = decide_once(case, request)
        if not interrupted and request.command.name == "deem_accepted":
            interrupted.append(True)
            performed(casework, case_id, "note", on="2024-05-09", text="同时")
        return decision

    monkeypatch.setattr(casework, "decide", interrupting)
    casework.perform_as_system(
        case_id, asked(casework, "deem_accepted", {"on": "2024-05-14"}, SYSTEM)
    )

    assert casework.get(case_id)["status"] == "accepted"
    assert casework.get(case_id)["version"] == 3
