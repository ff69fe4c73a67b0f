"""While older entries leave a case, nothing is lost, doubled or changed unseen."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from shared.casework.casework import Casework
from shared.casework.history import FIRST
from shared.events.outlet import Outlet
from shared.http.problems import Problem
from shared.storage.database import Database, Document
from tests.casework.long_cases import SAID, STATE, eager, history, moved, noted, stored
from tests.support.casework import asked, casework_on, opened, performed
from tests.support.database import connected
from tests.support.servers import EmbeddedDatabase

ROOT = Path(__file__).parents[2]


def alter(rows: Any, case_id: str) -> None:
    rows.update_one({"_id": f"{case_id}|3"}, {"$set": {"entry.on": "2024-06-04"}})


def remove(rows: Any, case_id: str) -> None:
    rows.delete_one({"_id": f"{case_id}|3"})


def swap(rows: Any, case_id: str) -> None:
    third, fourth = (rows.find_one({"_id": f"{case_id}|{n}"})["entry"] for n in (3, 4))
    rows.update_one({"_id": f"{case_id}|3"}, {"$set": {"entry": fourth}})
    rows.update_one({"_id": f"{case_id}|4"}, {"$set": {"entry": third}})


def begin_anew(rows: Any, case_id: str) -> None:
    third = rows.find_one({"_id": f"{case_id}|3"})["entry"]
    rows.update_one({"_id": f"{case_id}|3"}, {"$set": {"entry": third | {"previous_hash": FIRST}}})


@pytest.mark.parametrize("tamper", [alter, remove, swap, begin_anew])
def test_tampering_with_older_entries_is_found_at_the_first_broken_one(
    casework: Casework, tamper: Callable[[Any, str], None]
) -> None:
    case_id = opened(eager(casework))
    for number in range(6):
        noted(casework, case_id, f"{number}")
    assert casework.verify_history(case_id).intact

    tamper(casework.store.history.older, case_id)

    found = casework.verify_history(case_id)
    assert (found.intact, found.broken_version) == (False, 3)


def test_an_end_that_was_cut_off_is_found(casework: Casework) -> None:
    case_id = opened(eager(casework))
    for number in range(6):
        noted(casework, case_id, f"{number}")

    casework.store.cases.update_one({"_id": case_id}, {"$set": {"history": []}})

    assert casework.verify_history(case_id).broken_version == 6


@pytest.mark.parametrize("survives", ["insert_many", "neither"])
def test_a_process_that_dies_while_it_moves_entries_loses_nothing(
    casework: Casework, monkeypatch: pytest.MonkeyPatch, survives: str
) -> None:
    case_id = opened(eager(casework))
    noted(casework, case_id, "一", key="key-1")
    with monkeypatch.context() as dying:
        target = casework.store.history.older if survives == "neither" else casework.store.cases
        method = "insert_many" if survives == "neither" else "update_one"
        documents = casework.store.history
        name = "older" if survives == "neither" else "_documents"
        dying.setattr(documents, name, Dying(target, method))
        with pytest.raises(KeyboardInterrupt):
            noted(casework, case_id, "二", key="key-2")
    held = [entry["version"] for entry in stored(casework, case_id)["history"]]
    assert held == [1, 2]
    assert casework.verify_history(case_id).intact

    noted(casework, case_id, "二", key="key-2")
    noted(casework, case_id, "一", key="key-1")

    assert len(history(casework, case_id)) == 3
    assert casework.verify_history(case_id).intact


class Dying:
    """A collection at one of whose methods the process dies."""

    def __init__(self, collection: Any, method: str) -> None:
        self._collection = collection
        self._method = method

    def __getattr__(self, name: str) -> Any:
        if name == self._method:
            raise KeyboardInterrupt
        return getattr(self._collection, name)


@pytest.mark.parametrize("seed", range(4))
def test_wherever_entries_move_the_case_is_the_same_as_if_none_had(
    database: Database, seed: int
) -> None:
    chance = random.Random(seed)
    casework = casework_on(database)
    whole, split = opened(casework, content=SAID), opened(casework, content=SAID)
    for case_id in (whole, split):
        performed(casework, case_id, "accept", on="2024-05-10")
    for number in range(25):
        steps: list[tuple[str, dict[str, Any]]] = [
            ("note", {"text": f"{number}{SAID[: chance.choice([3, 300])]}"}),
            ("suspend", {"ground": "39(6)"}),
            ("resume", {}),
            ("extend", {"days": 1}),
        ]
        command, raw = chance.choice(steps)
        limit = chance.choice([0, 10**9])
        for case_id, large in ((whole, 10**9), (split, limit)):
            casework.store.history.large_bytes = large
            casework.store.history.kept_bytes = chance.choice([0, 3000])
            with suppress(Problem):  # what the state does not allow, of neither
                performed(casework, case_id, command, on="2024-06-03", **raw)
    first, second = casework.get(whole), casework.get(split)

    assert moved(casework, split)
    assert not moved(casework, whole)
    for name in (*STATE, "facts", "clocks", "earlier_items"):
        assert first.get(name) == second.get(name), name
    assert [told(each) for each in history(casework, whole)] == [
        told(each) for each in history(casework, split)
    ]
    assert casework.verify_history(split).intact


def told(entry: Document) -> tuple[Any, ...]:
    return entry["version"], entry["command"], entry["on"], sorted(entry["changes"])


def test_many_writers_at_once_leave_one_history(casework: Casework) -> None:
    case_id = opened(eager(casework))

    def work(writer: int) -> None:
        for number in range(8):
            request = asked(
                casework,
                "note",
                {"on": "2024-06-03", "text": f"{writer}.{number}"},
                key=f"{writer}.{number}",
            )
            while True:
                try:
                    casework.perform(case_id, request)
                    break
                except Problem as problem:
                    if problem.code != "changed-meanwhile":
                        raise

    threads = [threading.Thread(target=work, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert casework.verify_history(case_id).intact
    assert len(history(casework, case_id)) == 33


def test_events_of_entries_that_moved_before_they_were_told_are_told(casework: Casework) -> None:
    case_id = opened(eager(casework))
    for number in range(15):
        noted(casework, case_id, f"{number}")

    (waiting,) = Outlet(casework.store.cases.database, "reconsiderations", "r").pending(10)

    assert [event.id for event in waiting.events] == [f"{case_id}.{n}.1" for n in range(1, 17)]


STEPS_UNTIL_KILLED = """
import sys
from pymongo import MongoClient

from tests.support.casework import asked, casework_on
url, name, case_id, first = sys.argv[1:]
casework = casework_on(MongoClient(url, tz_aware=True)[name])
casework.store.history.large_bytes = casework.store.history.kept_bytes = 0
number = int(first)
while True:
    raw = {"on": "2024-06-03", "text": f"{number}"}
    casework.perform(case_id, asked(casework, "note", raw, key=f"key-{number}"))
    print(number, flush=True)
    number += 1
"""


def test_a_killed_process_loses_no_step_that_it_acknowledged(
    server: EmbeddedDatabase, database: Database
) -> None:
    with connected(server.url) as client:
        casework = casework_on(client[database.name])
        case_id = opened(casework)
        acknowledged = 0
        for steps in (3, 7, 12):
            acknowledged = killed_after(server, database.name, case_id, acknowledged, steps)
            found = casework.verify_history(case_id)
            assert found.intact
            # One more may be written whose answer never came.
            assert found.entries - 1 - acknowledged in {0, 1}


def killed_after(server: EmbeddedDatabase, name: str, case_id: str, first: int, steps: int) -> int:
    command = [sys.executable, "-c", STEPS_UNTIL_KILLED, server.url, name, case_id, str(first)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        seen = [int(process.stdout.readline()) for _ in range(steps)]
        process.kill()
        seen += [int(line) for line in process.stdout.read().split()]
    return seen[-1] + 1
