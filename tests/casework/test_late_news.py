"""What becomes known after the system drew its conclusions is taken in on its own day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from shared.casework.case import replayed
from shared.casework.checking import ProcedureError
from shared.casework.course import TAKEN_BACK
from shared.casework.guarding import SYSTEM
from shared.casework.reading import latest_clock
from shared.casework.recorded_course import RecordedCourse
from shared.casework.retelling import retold
from shared.http.problems import Problem
from shared.storage.database import Database
from tests.casework.test_reacting import Office
from tests.support.casework import PROCEDURE, asked, opened, performed, procedure

RECEIVED, ACCEPTED, LAST_DAY = "2026-11-02", "2026-11-04", "2026-11-09"


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def deemed_accepted(office: Office) -> str:
    case_id = opened(office.casework, received_on=RECEIVED, act={"made_on": "2026-10-08"})
    office.hears(office.expiry_of(case_id, "FY-08"))
    assert office.casework.get(case_id)["status"] == "accepted"
    return case_id


def clock_of(case: Mapping[str, Any], rule: str) -> Mapping[str, Any]:
    clock = latest_clock(case, rule)
    assert clock is not None
    return clock


def entries(office: Office, case_id: str) -> list[dict[str, Any]]:
    return list(office.casework.history(office.casework.find(case_id)))


def assert_history_tells_the_state(office: Office, case_id: str) -> None:
    stored = office.casework.find(case_id)
    rebuilt = office.casework.in_clear({"_id": case_id, **replayed(entries(office, case_id))})
    for name in ("status", "entered_on", "milestones", "facts", "warnings", "assignee", "title"):
        assert rebuilt[name] == stored[name], name
    clocks = [{k: v for k, v in each.items() if k != "explanation"} for each in stored["clocks"]]
    assert rebuilt["clocks"] == clocks
    assert office.casework.verify_history(case_id).intact


def test_an_acceptance_in_time_takes_the_deemed_one_back(office: Office) -> None:
    case_id = deemed_accepted(office)

    case = performed(office.casework, case_id, "accept", on=ACCEPTED)

    assert (case["status"], case["milestones"]["accepted"]) == ("accepted", ACCEPTED)
    assert clock_of(case, "FY-18")["started_on"] == ACCEPTED
    review = clock_of(case, "FY-08")
    assert (review["status"], review["ended_on"]) == ("met", ACCEPTED)
    assert_history_tells_the_state(office, case_id)


def test_what_was_taken_back_stays_readable_in_the_history(office: Office) -> None:
    case_id = deemed_accepted(office)
    before = entries(office, case_id)

    performed(office.casework, case_id, "accept", on=ACCEPTED)

    after = entries(office, case_id)
    assert after[: len(before)] == before
    assert after[-1]["amends"]["taken_back"] == [2]


def test_others_are_told_what_was_taken_back(office: Office) -> None:
    case_id = deemed_accepted(office)

    performed(office.casework, case_id, "accept", on=ACCEPTED)

    told = entries(office, case_id)[-1]["events"][0]["data"]
    assert told["taken_back"] == [{"command": "deem_accepted", "on": LAST_DAY, "version": 2}]
    assert told["milestones"] == {"accepted": ACCEPTED}
    assert {clock["id"]: clock["status"] for clock in told["clocks"]} == {
        "FY-08.1": "met",
        "FY-18.1": "running",
    }


def test_a_rehearsal_says_what_would_be_taken_back(office: Office) -> None:
    case_id = deemed_accepted(office)

    request = asked(office.casework, "accept", {"on": ACCEPTED}, dry_run=True)
    outcome = office.casework.perform(case_id, request)

    assert outcome.decision is not None
    assert [each.code for each in outcome.decision.findings] == [TAKEN_BACK]
    assert office.casework.get(case_id)["version"] == 2


def test_an_act_of_a_later_day_takes_nothing_back(office: Office) -> None:
    case_id = deemed_accepted(office)

    with pytest.raises(Problem) as refused:
        performed(office.casework, case_id, "accept", on="2026-11-10")

    assert refused.value.code == "command-not-allowed"


def test_an_act_that_leaves_the_clock_running_takes_nothing_back(office: Office) -> None:
    case_id = deemed_accepted(office)

    performed(office.casework, case_id, "note", on="2026-11-10", text="来电询问")

    assert "amends" not in entries(office, case_id)[-1]


def test_what_was_done_since_stands_where_it_still_can(office: Office) -> None:
    case_id = deemed_accepted(office)
    performed(office.casework, case_id, "suspend", on="2026-11-10", ground="39(6)")

    case = performed(office.casework, case_id, "accept", on=ACCEPTED)

    assert case["status"] == "suspended"
    paused = clock_of(case, "FY-18")
    assert paused["started_on"] == ACCEPTED
    assert [pause["from"] for pause in paused["pauses"]] == ["2026-11-10"]
    assert_history_tells_the_state(office, case_id)


def test_an_effect_on_which_somebody_relied_since_cannot_be_taken_back(office: Office) -> None:
    case_id = deemed_accepted(office)
    performed(office.casework, case_id, "suspend", on="2026-11-10", ground="39(6)")

    with pytest.raises(Problem) as refused:
        performed(office.casework, case_id, "refuse", on=ACCEPTED)

    assert (refused.value.code, refused.value.basis) == ("conflict", "行政复议法39")
    assert "2026-11-10" in refused.value.detail.zh
    assert office.casework.get(case_id)["version"] == 3


def test_a_refusal_in_time_leaves_no_clock_of_the_deemed_acceptance(office: Office) -> None:
    case_id = deemed_accepted(office)

    case = performed(office.casework, case_id, "refuse", on="2026-11-06")

    assert case["status"] == "closed"
    withdrawn = clock_of(case, "FY-18")
    assert (withdrawn["status"], withdrawn["ended_on"]) == ("cancelled", "2026-11-06")
    assert "accepted" not in case["milestones"]
    told = entries(office, case_id)[-1]["events"][0]["data"]
    assert (told["milestones"], told["withdrawn_milestones"]) == ({}, ["accepted"])
    assert_history_tells_the_state(office, case_id)


def test_what_happened_before_an_effect_is_recorded_before_it(office: Office) -> None:
    case_id = deemed_accepted(office)

    case = performed(office.casework, case_id, "note", on="2026-11-03", text="早先来电")

    assert (case["status"], case["entered_on"]) == ("accepted", LAST_DAY)
    assert [step.command for step in RecordedCourse(office.casework).of(case)] == [
        "file",
        "note",
        "deem_accepted",
    ]
    assert_history_tells_the_state(office, case_id)


def test_an_act_that_moves_the_day_of_an_effect_is_worked_out_on_its_own_day(
    database: Database,
) -> None:
    left_out = """sets: {append: {notes: [text]}}
    clocks:
      - {exclude: [FY-29], from: on, to: on, reason: payload.text}"""
    text = PROCEDURE.replace("sets: {append: {notes: [text]}}", left_out)
    office = Office(database, text)
    case_id = opened(office.casework, received_on="2026-10-09", act={"made_on": "2026-10-08"})
    performed(office.casework, case_id, "accept", on="2026-10-12")
    performed(office.casework, case_id, "decide", on="2026-10-12")
    performed(
        office.casework, case_id, "serve", party="p1", on="2026-10-13", served_on="2026-10-13"
    )
    last_day = clock_of(office.casework.get(case_id), "FY-29")["due_on"]
    office.hears(office.expiry_of(case_id, "FY-29"))

    case = performed(office.casework, case_id, "note", on="2026-10-20", text="不可抗力一日")

    window = clock_of(case, "FY-29")
    assert window["due_on"] > last_day
    assert (window["status"], window["ended_on"]) == ("missed", window["due_on"])
    assert_history_tells_the_state(office, case_id)


def test_the_state_worked_out_anew_is_the_state_that_is_stored(office: Office) -> None:
    casework = office.casework
    case_id = deemed_accepted(office)
    performed(casework, case_id, "note", on="2026-11-10", text="长" * 300)
    performed(casework, case_id, "accept", on=ACCEPTED)
    performed(casework, case_id, "extend", on="2026-11-12", days=20)

    stored = casework.find(case_id)
    circumstances = casework.circumstances(stored, SYSTEM, casework.today())
    beginning = {"_id": case_id, "number": stored["number"]}
    told = retold(casework.procedure, RecordedCourse(casework).of(stored), circumstances, beginning)

    for name in ("status", "entered_on", "facts", "milestones", "clocks", "warnings", "title"):
        assert told.case[name] == stored[name], name


def test_an_effect_whose_entry_lies_beside_the_case_by_now_is_taken_back_too(
    office: Office,
) -> None:
    history = office.casework.store.history
    history.large_bytes, history.kept_bytes = 4_000, 2_000
    case_id = deemed_accepted(office)
    for day in range(10, 16):
        performed(office.casework, case_id, "note", on=f"2026-11-{day}", text="来电" * 200)
    held = office.casework.find(case_id)["history"]
    assert "deem_accepted" not in [entry["command"] for entry in held]

    case = performed(office.casework, case_id, "accept", on=ACCEPTED)

    assert (case["status"], case["milestones"]["accepted"]) == ("accepted", ACCEPTED)
    assert office.casework.verify_history(case_id).intact


def test_a_period_judged_by_a_day_that_is_told_makes_the_act_count_from_it() -> None:
    start = "      - {start: FY-29, day_zero: payload.served_on, party: payload.party}\n"
    judged = PROCEDURE.replace(start, start + "      - {meet: [FY-29], at: payload.served_on}\n")
    counted = judged.replace(
        "    payload: Serve\n", "    payload: Serve\n    counts_from: [payload.served_on]\n"
    )

    with pytest.raises(ProcedureError, match="counts_from does not name"):
        procedure(judged)
    assert procedure(counted).commands["serve"].counts_from[0] == "payload.served_on"
