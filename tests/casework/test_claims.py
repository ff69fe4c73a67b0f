"""What one case alone may hold: taken before it is written, whoever is killed in between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo.errors import NetworkTimeout

from shared.casework.claim_shelf import ClaimShelf
from shared.casework.claiming import Claiming
from shared.casework.claims import Claim
from shared.casework.store import StaleVersionError
from shared.http.problems import Problem
from shared.language import Text
from shared.storage.database import Database

NONE: dict[str, Any] = {"_id": "a", "number": "甲"}
NUMBERED: dict[str, Any] = {"_id": "a", "number": "甲", "key": "7"}
OTHER: dict[str, Any] = {"_id": "b", "number": "乙", "key": "7"}


def by_key(case: Any) -> Iterator[Claim]:
    if "key" in case:
        yield Claim(case["key"], frozenset({"open"}), taken_by, lifted_by="reason")


def taken_by(holder: Any) -> Problem:
    return Problem(409, "conflict", Text(holder["number"], holder["number"]))


class Room:
    """Cases in a dictionary, their claims in a database."""

    def __init__(self, database: Database) -> None:
        self.cases: dict[str, Any] = {}
        self.rows = database["claims"]
        shelf = ClaimShelf(database)
        shelf.prepare()
        self.claiming = Claiming(shelf, (by_key,), self.cases.get)

    def writes(self, after: Any, before: Any = NONE, command: str = "open", **payload: Any) -> None:
        with self.claiming.holding(before, after, command, payload):
            self.cases[after["_id"]] = after

    def holder(self) -> str | None:
        row = self.rows.find_one({"_id": "7"})
        return str(row["case"]) if row else None


@pytest.fixture
def room(database: Database) -> Room:
    return Room(database)


def test_the_refusal_names_who_holds_it(room: Room) -> None:
    room.writes(NUMBERED)

    with pytest.raises(Problem, match="甲"):
        room.writes(OTHER)

    assert (room.holder(), "b" in room.cases) == ("a", False)


def test_a_rehearsal_says_so_and_takes_nothing(room: Room) -> None:
    room.claiming.check(NONE, NUMBERED, "open", {})
    assert room.holder() is None

    room.writes(NUMBERED)
    with pytest.raises(Problem):
        room.claiming.check(NONE, OTHER, "open", {})


@pytest.mark.parametrize(("command", "payload"), [("other", {}), ("open", {"reason": "另一事项"})])
def test_other_steps_and_those_with_a_reason_go_on_without_it(
    room: Room, command: str, payload: dict[str, Any]
) -> None:
    room.writes(NUMBERED)

    room.writes(OTHER, command=command, **payload)

    assert (room.holder(), "b" in room.cases) == ("a", True)


def test_what_is_held_no_more_is_free(room: Room) -> None:
    room.writes(NUMBERED)
    room.writes(NONE, before=NUMBERED, command="other")

    room.writes(OTHER)

    assert room.holder() == "b"


def test_a_case_that_is_not_written_takes_nothing(room: Room) -> None:
    with (
        pytest.raises(KeyError),
        room.claiming.holding(NONE, NUMBERED, "open", {}),
    ):
        raise KeyError

    assert room.holder() is None


def test_of_two_steps_of_one_case_the_one_that_came_too_late_takes_nothing_away(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.storage.desk._TRIES", 2)
    with room.claiming.holding(NONE, NUMBERED, "open", {}):
        # The other step, decided by the same state, comes while the first is being written …
        with pytest.raises(Problem) as early:
            room.writes(NUMBERED)
        room.cases["a"] = NUMBERED
        # … and just after it.
        with pytest.raises(StaleVersionError):
            room.writes(NUMBERED)

    assert early.value.code == "changed-meanwhile"
    assert room.holder() == "a"
    with pytest.raises(Problem, match="甲"):
        room.writes(OTHER)


def test_a_case_that_may_have_been_written_keeps_it(room: Room) -> None:
    with (
        pytest.raises(NetworkTimeout),
        room.claiming.holding(NONE, NUMBERED, "open", {}),
    ):
        raise NetworkTimeout

    assert room.holder() == "a"


def test_what_a_killed_process_took_for_no_case_is_free_after_a_minute(room: Room) -> None:
    long_ago = datetime.now(UTC) - timedelta(minutes=2)
    room.rows.insert_one({"_id": "7", "case": "never written", "since": long_ago})

    room.writes(NUMBERED)

    assert room.holder() == "a"


def test_while_the_other_may_still_be_written_nobody_takes_it(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.storage.desk._TRIES", 2)
    room.rows.insert_one({"_id": "7", "case": "being written", "since": datetime.now(UTC)})

    with pytest.raises(Problem) as caught:
        room.writes(NUMBERED)

    assert (caught.value.code, room.holder()) == ("changed-meanwhile", "being written")
