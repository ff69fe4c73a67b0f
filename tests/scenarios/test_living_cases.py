"""The demo leaves an office at work: people, full desks, and all that can happen to a case."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.demo.cases import COLLECTIONS, READERS
from deploy.demo.client import Officers
from deploy.demo.living_cases import enter_living_cases
from deploy.demo.memory import Memory
from deploy.demo.named_officers import read_office
from deploy.embedded.stack import Stack
from shared.legal_day import today

pytestmark = pytest.mark.timeout(300)
SUPERVISOR = "zheng.guoqiang"


@pytest.fixture(scope="module")
def memory(stack: Stack) -> Memory:
    return Memory.read(stack.data_folder / "living.json")


@pytest.fixture(scope="module")
def desks(stack: Stack, memory: Memory) -> Iterator[Officers]:
    with Officers(stack.address, Path(stack.credentials)) as officers:
        enter_living_cases(officers, memory, lambda _text: None)
        yield officers


def cases_of(desks: Officers, who: str, **wanted: str) -> list[dict[str, Any]]:
    asked = "&".join(f"{name}={value}" for name, value in {"limit": "100", **wanted}.items())
    found: list[dict[str, Any]] = []
    for collection in COLLECTIONS.values():
        answer = desks.get(who, f"/{collection}?{asked}")
        found += answer.body["items"] if answer.ok else []
    return found


def test_every_officer_of_a_track_has_a_worklist(desks: Officers) -> None:
    for person in read_office().people:
        if person.role in READERS.values():
            assert len(cases_of(desks, person.username, assignee=person.username)) >= 4, person


def test_something_is_overdue_something_burns_and_something_is_provisional(
    desks: Officers,
) -> None:
    clocks = [clock for case in cases_of(desks, SUPERVISOR) for clock in case["clocks"]]

    assert {clock["level"] for clock in clocks} >= {"green", "amber", "red"}
    assert any(clock["due_on"] and clock["due_on"] < today().isoformat() for clock in clocks)
    assert any(clock["provisional"] for clock in clocks)


def test_some_clocks_are_paused_and_hearings_lie_ahead(desks: Officers) -> None:
    paused = desks.get(SUPERVISOR, "/clocks?status=paused").body["items"]
    hearings = [
        case
        for case in cases_of(desks, SUPERVISOR)
        if case["track"] in {"litigation", "reconsideration"}
        and "hearing_notified" in case["milestones"]
    ]

    assert len(paused) >= 2
    assert len(hearings) >= 3


def test_one_dispute_runs_in_all_four_tracks_and_two_of_them_exclude_each_other(
    desks: Officers,
) -> None:
    petition = next(
        case for case in cases_of(desks, "zhao.min") if case["title"] == "不服责令限期拆除决定"
    )
    matter = desks.get("zhao.min", f"/matters/{petition['matter_id']}").body

    assert {case["track"] for case in matter["cases"]} == {
        "petition",
        "mediation",
        "reconsideration",
        "litigation",
    }
    assert [each["status"] for each in matter["conflicts"]] == ["open"]


def test_cases_wait_in_the_inbox_and_referrals_to_be_taken_up(desks: Officers) -> None:
    inbox = cases_of(desks, SUPERVISOR, assignee="none")

    assert {case["track"] for case in inbox} >= {"mediation", "litigation"}
    assert any(case["origin"] for case in inbox if case["track"] == "mediation")


def test_one_case_has_a_crowd_of_parties(desks: Officers) -> None:
    assert max(len(case["parties"]) for case in cases_of(desks, SUPERVISOR)) > 40


def test_entered_again_nothing_doubles_even_if_the_first_time_was_interrupted(
    desks: Officers, memory: Memory
) -> None:
    before = {case["id"]: case["version"] for case in cases_of(desks, SUPERVISOR)}
    enter_living_cases(desks, memory, lambda _text: None)

    memory.done.remove("living")
    enter_living_cases(desks, Memory.read(memory.path), lambda _text: None)

    assert {case["id"]: case["version"] for case in cases_of(desks, SUPERVISOR)} == before


def test_whose_password_is_lost_gets_another_one(desks: Officers, tmp_path: Path) -> None:
    forgotten = Memory.read(tmp_path / "demo.json")
    forgotten.done.append("living")

    enter_living_cases(desks, forgotten, lambda _text: None)

    known = json.loads(forgotten.path.read_text())["officers"]["li.hui"]
    assert desks.may_sign_in("li.hui", known["password"])


def test_passwords_are_written_where_their_owner_alone_can_read(memory: Memory) -> None:
    memory.save()

    assert stat.S_IMODE(memory.path.stat().st_mode) == 0o600
    assert len({each["password"] for each in memory.officers.values()}) == len(memory.officers)
