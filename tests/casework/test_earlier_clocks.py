"""Clocks that ended long ago leave a case, and are there wherever they are asked for."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import bson
import pytest

from deploy.secrets import make_secrets
from shared.casework.application import create_track_application
from shared.casework.case import replayed
from shared.casework.casework import Casework
from shared.casework.earlier_clocks import KEPT_CLOCKS, MOVED_CLOCKS, leaving
from shared.casework.track import Track
from shared.http.identity import IdentitySigner
from shared.http.problems import Problem
from shared.http.secrets import SecretFolder
from shared.http.settings import Settings
from shared.storage.database import Database
from tests.casework.calling import Caller
from tests.casework.long_cases import history, stored
from tests.casework.test_moving_history import Dying
from tests.casework.test_reacting import Office
from tests.support.casework import PROCEDURE, asked, opened, performed, procedure
from tests.support.servers import EmbeddedDatabase

# A hearing that is announced again and again: each time a clock begins, and has ended.
ANNOUNCE = """
  announce:
    label: {zh: 通知听证, en: announce a hearing}
    from: [accepted]
    roles: [reconsideration_officer]
    payload: Plain
    articles: [行政复议法51¶1]
    event: announced
    clocks:
      - {start: FY-17, day_zero: on}
      - {meet: [FY-17]}
expiry:
"""
HEARD = PROCEDURE.replace("expiry:\n", ANNOUNCE.lstrip("\n"))
MOST = KEPT_CLOCKS + MOVED_CLOCKS
RECEIVED, ACCEPTED, ANNOUNCED = "2026-11-02", "2026-11-04", "2026-11-16"


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database, HEARD)


@pytest.fixture
def casework(office: Office) -> Casework:
    return office.casework


def accepted(casework: Casework) -> str:
    case_id = opened(casework, received_on=RECEIVED, act={"made_on": "2026-10-08"})
    performed(casework, case_id, "accept", on=ACCEPTED)
    return case_id


def announced(casework: Casework, case_id: str, times: int, on: str = ANNOUNCED) -> None:
    for _ in range(times):
        performed(casework, case_id, "announce", on=on)


def by_id(clocks: list[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return clocks by their ids as a history tells them, refusing one that is there twice."""
    found: dict[str, Mapping[str, Any]] = {
        clock["id"]: {name: value for name, value in clock.items() if name != "explanation"}
        for clock in clocks
    }
    assert len(found) == len(clocks)
    return found


def assert_whole(casework: Casework, case_id: str) -> None:
    """The case that is read has every clock of its history, once and as it became."""
    told = replayed(history(casework, case_id))["clocks"]
    assert by_id(casework.get(case_id)["clocks"]) == by_id(told)


def test_a_case_whose_every_step_starts_a_clock_stays_small(casework: Casework) -> None:
    case_id = accepted(casework)
    announced(casework, case_id, MOST + 2)
    most = 0
    for _ in range(3 * MOVED_CLOCKS):
        announced(casework, case_id, 1)
        most = max(most, len(stored(casework, case_id)["clocks"]))

    assert most <= MOST + 4
    assert stored(casework, case_id)["earlier_clocks"]["count"] >= 3 * MOVED_CLOCKS


def test_whoever_reads_the_case_sees_every_clock(casework: Casework) -> None:
    case_id = accepted(casework)
    announced(casework, case_id, 50)

    case = casework.get(case_id)

    assert_whole(casework, case_id)
    assert [each["id"] for each in case["clocks"] if each["rule"] == "FY-17"] == [
        f"FY-17.{number}" for number in range(1, 51)
    ]
    assert all(each["explanation"] for each in case["clocks"])
    assert len(case["clocks"]) > len(casework.find(case_id)["clocks"])


def test_an_open_clock_and_the_last_of_its_kind_stay_in_the_case(casework: Casework) -> None:
    case_id = accepted(casework)

    announced(casework, case_id, 50)

    held = {clock["id"]: clock["status"] for clock in casework.find(case_id)["clocks"]}
    assert (held["FY-18.1"], held["FY-08.1"], held["FY-17.50"]) == ("running", "met", "missed")


def a_clock(number: int, rule: str = "FY-29", party: str | None = None, **told: Any) -> Any:
    known = {"id": f"{rule}.{number}", "rule": rule, "rule_version": "2024", "variant": None}
    return {**known, "status": "met", "party": party, **told}


def test_what_guards_ask_for_never_leaves() -> None:
    asked_for = [a_clock(number, party=f"p{number}") for number in range(3)]
    asked_for += [a_clock(1, "FY-01", status="missed"), a_clock(1, "FY-18", status="paused")]
    later = [a_clock(10 + number) for number in range(2 * MOST)]

    gone = leaving([*asked_for, *later])

    assert gone == later[: -KEPT_CLOCKS - 1]


def test_nothing_leaves_until_it_is_worth_a_write() -> None:
    few = [a_clock(number) for number in range(MOST)]

    assert leaving(few) == []
    assert len(leaving([*few, a_clock(99)])) == MOVED_CLOCKS


def test_a_process_that_dies_between_the_two_writes_loses_no_clock(
    casework: Casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = accepted(casework)
    announced(casework, case_id, MOST + 2)
    assert stored(casework, case_id)["earlier_clocks"]["count"] == MOVED_CLOCKS
    while not leaving(stored(casework, case_id)["clocks"]):
        announced(casework, case_id, 1)
    before = stored(casework, case_id)
    with monkeypatch.context() as dying:
        dying.setattr(casework.store.desk, "rows", Dying(casework.store.cases, "update_one"))
        with pytest.raises(KeyboardInterrupt):
            announced(casework, case_id, 1)
    assert stored(casework, case_id) == before
    assert casework.store.clocks.rows.count_documents({}) == 2 * MOVED_CLOCKS
    assert_whole(casework, case_id)

    announced(casework, case_id, MOST)

    assert_whole(casework, case_id)


def test_many_writers_at_once_lose_no_clock(casework: Casework) -> None:
    case_id = accepted(casework)

    def work() -> None:
        done = 0
        while done < 15:
            try:
                announced(casework, case_id, 1)
                done += 1
            except Problem as problem:
                if problem.code != "changed-meanwhile":
                    raise

    with ThreadPoolExecutor(4) as pool:
        for finished in [pool.submit(work) for _ in range(4)]:
            finished.result()

    assert stored(casework, case_id)["earlier_clocks"]["count"] > 30
    assert len(casework.get(case_id)["clocks"]) == 62
    assert_whole(casework, case_id)


def _announcements(casework: Casework, case_id: str) -> list[int]:
    """Return the entries that announce a hearing and were not corrected yet."""
    corrected = casework.get(case_id).get("superseded", {})
    return [
        each["version"]
        for each in history(casework, case_id)
        if each["command"] == "announce" and str(each["version"]) not in corrected
    ]


@pytest.mark.parametrize("seed", range(3))
def test_wherever_clocks_move_and_the_course_is_amended_the_case_is_whole(
    casework: Casework, seed: int
) -> None:
    chance = random.Random(seed)
    case_id = accepted(casework)
    for _ in range(5):
        announced(casework, case_id, chance.randrange(5, 25))
        entry = chance.choice(_announcements(casework, case_id))
        raw: dict[str, Any] = {
            "entry": entry,
            "reason": "日期登记有误",
            "approved_by": "负责人甲",
            "corrected": [{"field": "on", "value": "2026-11-17"}],
        }
        performed(casework, case_id, "correct_entry", **raw)
        assert_whole(casework, case_id)

    assert casework.verify_history(case_id).intact


def test_an_ended_clock_that_is_corrected_is_read_as_corrected(casework: Casework) -> None:
    case_id = accepted(casework)
    announced(casework, case_id, 40)
    moved = by_id([row["clock"] for row in casework.store.clocks.rows.find()])
    assert moved["FY-17.1"]["started_on"] == ANNOUNCED

    raw: dict[str, Any] = {"entry": 3, "reason": "日期登记有误", "approved_by": "负责人甲"}
    on = [{"field": "on", "value": "2026-11-13"}]
    performed(casework, case_id, "correct_entry", **raw, corrected=on)
    announced(casework, case_id, 40)

    first = by_id(casework.get(case_id)["clocks"])["FY-17.1"]
    assert (first["started_on"], first["ended_on"]) == ("2026-11-13", "2026-11-13")
    assert_whole(casework, case_id)
    assert len(casework.get(case_id)["clocks"]) == 82


def test_late_news_is_worked_out_from_all_steps_and_clocks(office: Office) -> None:
    casework = office.casework
    case_id = opened(casework, received_on=RECEIVED, act={"made_on": "2026-10-08"})
    office.hears(office.expiry_of(case_id, "FY-08"))
    announced(casework, case_id, 40)

    case = performed(casework, case_id, "accept", on=ACCEPTED)

    assert case["milestones"]["accepted"] == ACCEPTED
    assert by_id(case["clocks"])["FY-18.1"]["started_on"] == ACCEPTED
    assert_whole(casework, case_id)
    announced(casework, case_id, 40)
    assert_whole(casework, case_id)
    assert casework.verify_history(case_id).intact


def test_what_others_are_told_of_late_news_does_not_repeat_moved_clocks(office: Office) -> None:
    casework = office.casework
    case_id = opened(casework, received_on=RECEIVED, act={"made_on": "2026-10-08"})
    office.hears(office.expiry_of(case_id, "FY-08"))
    announced(casework, case_id, 40)

    performed(casework, case_id, "accept", on=ACCEPTED)

    (told,) = history(casework, case_id)[-1]["events"]
    assert {clock["rule"] for clock in told["data"]["clocks"]} == {"FY-08", "FY-18"}


@pytest.fixture
def heard(server: EmbeddedDatabase, casework: Casework, tmp_path: Path) -> Iterator[Caller]:
    make_secrets(tmp_path)
    name = casework.store.cases.database.name
    settings = Settings(
        service="reconsideration",
        database_url=server.url,
        database_name=name,
        secrets_dir=tmp_path,
    )
    app = create_track_application(Track(procedure(HEARD), Path()), settings)
    signer = IdentitySigner(SecretFolder(tmp_path).private_key("gateway"), "gateway")
    with app.test_client() as client:
        yield Caller(client, signer)


def test_the_answer_to_a_step_says_how_many_clocks_it_leaves_out(heard: Caller) -> None:
    case_id = heard.open_case(received_on=RECEIVED, act={"made_on": "2026-10-08"})
    heard.post(f"/{case_id}/accept", {"on": ACCEPTED})
    for _ in range(40):
        answer = heard.post(f"/{case_id}/announce", {"on": ANNOUNCED}).get_json()

    read = heard.get(f"/{case_id}").get_json()

    assert read["earlier_clocks"] == 0
    assert len(read["clocks"]) == 42
    assert answer["earlier_clocks"] + len(answer["clocks"]) == 42
    assert answer["earlier_clocks"] > 0


def test_a_rehearsed_correction_shows_only_the_clocks_that_would_change(heard: Caller) -> None:
    case_id = heard.open_case(received_on=RECEIVED, act={"made_on": "2026-10-08"})
    heard.post(f"/{case_id}/accept", {"on": ACCEPTED})
    for _ in range(40):
        heard.post(f"/{case_id}/announce", {"on": ANNOUNCED})

    answer = heard.post(
        f"/{case_id}/correct_entry?dry_run=true",
        {
            "entry": 3,
            "reason": "日期登记有误",
            "approved_by": "负责人甲",
            "corrected": [{"field": "on", "value": "2026-11-13"}],
        },
    ).get_json()

    (change,) = answer["clock_changes"]
    assert (change["before"]["id"], change["after"]["id"]) == ("FY-17.1", "FY-17.1")
    assert change["after"]["started_on"] == "2026-11-13"
    assert answer["case"]["earlier_clocks"] == 0


def test_a_case_with_many_clocks_from_before_goes_on(casework: Casework) -> None:
    case_id = accepted(casework)
    announced(casework, case_id, 60)
    whole = {**casework.get(case_id)}
    casework.store.cases.update_one(
        {"_id": case_id}, {"$set": {"clocks": whole["clocks"]}, "$unset": {"earlier_clocks": ""}}
    )
    casework.store.clocks.rows.delete_many({})

    announced(casework, case_id, 1)

    assert len(bson.encode({"clocks": stored(casework, case_id)["clocks"]})) < 20_000
    assert len(casework.get(case_id)["clocks"]) == 63
    assert_whole(casework, case_id)


def test_numbers_of_clocks_go_on_after_those_that_left(casework: Casework) -> None:
    case_id = accepted(casework)
    announced(casework, case_id, 30)
    again = asked(casework, "announce", {"on": ANNOUNCED})

    outcome = casework.perform(case_id, again)

    assert outcome.decision is not None
    assert [clock["id"] for clock in outcome.decision.changes["clocks"]] == ["FY-17.31"]
