"""Objections that an earlier release kept by hand are cases now; none is lost, none comes twice."""

from __future__ import annotations

from typing import Any

import pytest

from services.norms.earlier import COLLECTION, bring_over
from shared.casework.assembly import casework_of
from shared.casework.casework import Casework
from shared.casework.serving import guest_of, track_of
from shared.casework.worker import listen_to_a_guest
from shared.events.event_log import EventLog
from shared.events.watermarks import Watermarks, heard
from shared.http.settings import Settings
from shared.storage.database import Database, Document
from tests.services.coordination.telling import AGENCY
from tests.support.casework import ID_NUMBER
from tests.support.events import an_event

ANSWER = {"outcome": "kept", "text": "告知王小明：文件合法", "on": "2024-06-10", "in_time": False}
OFFICER = {"id": "officer-7", "role": "petition_officer", "agency": AGENCY["code"]}


@pytest.fixture
def casework(settings: Settings) -> Casework:
    made = casework_of(track_of(guest_of("coordination")), settings)
    made.store.prepare()
    return made


def kept_before(casework: Casework, number: str, **changes: Any) -> Document:
    """Return an objection as the release before kept it."""
    objection: Document = {
        "state": "received",
        "document": {"name": "示范区市场管理办法", "made_on": "2023-03-01"},
        "maker": {"name": "示范区市场监督管理局"},
        "objector": {"kind": "person", "name": "王小明", "id_number": ID_NUMBER},
        "grounds": "第五条增设了处罚",
        "received_on": "2024-05-08",
        "matter_id": None,
        "agency": dict(AGENCY),
        "agencies": [AGENCY["code"]],
        "overdue_since": None,
        "answer": None,
        "version": 1,
        "published": 1,
        "history": [{"version": 1, "step": "received", "on": "2024-05-09", "actor": OFFICER}],
        **changes,
    }
    sealed: Document = casework.keys.sealer.seal_all(objection, document=number)
    return {"_id": number, **sealed}


@pytest.fixture
def left(database: Database, casework: Casework) -> Any:
    """What the release before left: one that waits in a matter, one that was answered late."""
    kept = database[COLLECTION]
    kept.insert_one(kept_before(casework, "waiting-1", matter_id="matter-0001"))
    kept.insert_one(kept_before(casework, "answered-1", state="answered", answer=ANSWER))
    return kept


def cases(casework: Casework, left: Any) -> dict[str, Document]:
    """Return the cases by the number of the objection that each was."""
    return {each["_id"]: casework.get(each["case_id"]) for each in left.find()}


@pytest.mark.usefixtures("left")
def test_each_becomes_a_case_with_what_was_known_of_it(
    database: Database, casework: Casework, left: Any
) -> None:
    bring_over(database, casework)

    waiting, answered = (cases(casework, left)[name] for name in ("waiting-1", "answered-1"))
    assert (waiting["status"], waiting["matter_id"]) == ("received", "matter-0001")
    assert waiting["agency"] == AGENCY
    assert waiting["facts"]["grounds"] == "第五条增设了处罚"
    assert waiting["facts"]["document"] == {"name": "示范区市场管理办法", "made_on": "2023-03-01"}
    assert {each["role"]: each["name"] for each in waiting["parties"]} == {
        "objector": "王小明",
        "maker": "示范区市场监督管理局",
    }
    assert [each["due_on"] for each in waiting["clocks"]] == ["2024-06-07"]
    assert answered["milestones"] == {"received": "2024-05-08", "answered": "2024-06-10"}
    assert answered["facts"]["outcome"] == "kept"
    assert [each["code"] for each in answered["warnings"]] == ["answered-late"]


def test_the_document_stays_with_who_did_what(
    database: Database, casework: Casework, left: Any
) -> None:
    before = {each["_id"]: each for each in left.find()}

    bring_over(database, casework)

    for after in left.find():
        del after["case_id"]
        assert after == before[after["_id"]]


def test_a_second_start_and_one_after_a_kill_open_nothing_again(
    database: Database, casework: Casework, left: Any
) -> None:
    bring_over(database, casework)
    # Killed before it was noted that there is a case.
    left.update_one({"_id": "answered-1"}, {"$unset": {"case_id": ""}})
    bring_over(database, casework)
    bring_over(database, casework)

    assert casework.store.cases.count_documents({}) == 2
    assert {each["version"] for each in cases(casework, left).values()} == {1, 2}


def test_one_that_the_procedure_refuses_stays_and_keeps_no_other_back(
    database: Database, casework: Casework, left: Any
) -> None:
    left.insert_one(kept_before(casework, "a-future-1", received_on="2999-01-01"))

    bring_over(database, casework)

    without = {each["_id"] for each in left.find() if "case_id" not in each}
    assert without == {"a-future-1"}


def told(database: Database, *numbers: int) -> None:
    log = EventLog(database)
    log.prepare()
    log.append([an_event(id=f"told-{number}", source="coordination") for number in numbers])


def test_coordination_begins_to_listen_to_itself_where_it_is(
    database: Database, casework: Casework
) -> None:
    told(database, 1, 2, 3)

    listen_to_a_guest(database, casework)

    assert Watermarks(database).load()[heard("coordination")] == 3


def test_nothing_is_passed_over_once_there_is_an_objection(
    database: Database, casework: Casework, left: Any
) -> None:
    listen_to_a_guest(database, casework)
    bring_over(database, casework)
    told(database, 1, 2)

    listen_to_a_guest(database, casework)

    assert heard("coordination") not in Watermarks(database).load()
    assert left.count_documents({}) == 2
