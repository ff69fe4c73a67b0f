"""A case lives as long as it has to: what was said is kept once, and read as one history."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import bson
import pytest

from shared.casework.case import replayed
from shared.casework.casework import Casework
from shared.casework.history import FIRST
from shared.casework.telling import MOST_PAUSES_TOLD
from shared.events.database import Database, Document
from shared.events.outlet import Outlet
from shared.http.problems import Problem
from tests.support.casework import application, asked, casework_on, opened, performed
from tests.support.database import connected
from tests.support.servers import EmbeddedDatabase

SAID = "述" * 5_000
STATE = ("status", "entered_on", "version", "milestones", "relations", "warnings", "agency")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def casework(database: Database) -> Casework:
    return casework_on(database)


def eager(casework: Casework) -> Casework:
    """Let every step but the last one leave the document."""
    casework.store.history.large_bytes = casework.store.history.kept_bytes = 0
    return casework


def noted(casework: Casework, case_id: str, text: str, **options: Any) -> None:
    casework.perform(
        case_id, asked(casework, "note", {"on": "2024-06-03", "text": text}, **options)
    )


def stored(casework: Casework, case_id: str) -> Document:
    found = casework.store.get(case_id)
    assert found is not None
    return found


def history(casework: Casework, case_id: str) -> list[Document]:
    return list(casework.history(stored(casework, case_id)))


def moved(casework: Casework, case_id: str) -> list[int]:
    """Return the versions of the entries that the document itself does not hold."""
    first: int = stored(casework, case_id)["history"][0]["version"]
    return list(range(1, first))


def bytes_of(casework: Casework, case_id: str) -> int:
    older = casework.store.history.older.find()
    return len(bson.encode(stored(casework, case_id))) + sum(len(bson.encode(row)) for row in older)


def test_a_case_outlives_the_size_of_one_document_by_far(casework: Casework) -> None:
    case_id = opened(casework)
    for number in range(40):
        noted(casework, case_id, f"{number}{'述' * 19_990}")

    assert len(bson.encode(stored(casework, case_id))) < 512 * 1024
    assert [entry["version"] for entry in history(casework, case_id)] == list(range(1, 42))
    assert casework.verify_history(case_id).entries == 41
    assert casework.verify_history(case_id).intact


def test_a_history_is_read_from_either_end_and_from_any_entry(casework: Casework) -> None:
    case_id = opened(eager(casework))
    for number in range(60):
        noted(casework, case_id, f"{number}")
    casework.store.history.large_bytes = 10**6
    for number in range(5):
        noted(casework, case_id, f"{number}")
    case = stored(casework, case_id)

    for at in (None, 1, 2, 30, 57, 61, 63, 66, 67, 90):
        later = [entry["version"] for entry in casework.history(case, after=at or 0)]
        earlier = [entry["version"] for entry in casework.history_back(case, before=at)]
        assert later == list(range((at or 0) + 1, 67))
        assert earlier == list(range(min((at or 67) - 1, 66), 0, -1))


def test_what_is_said_stands_once_so_growth_is_linear(casework: Casework) -> None:
    case_id = opened(casework)
    before = bytes_of(casework, case_id)
    for number in range(60):
        noted(casework, case_id, f"{number}{SAID}")

    said = 60 * len(SAID.encode())

    # Sealing makes a third more of it; the rest of an entry is small.
    assert bytes_of(casework, case_id) - before < 1.5 * said


def test_a_case_shows_its_last_records_in_full_and_says_how_many_came_before(
    casework: Casework,
) -> None:
    case_id = opened(casework)
    for number in range(13):
        noted(casework, case_id, f"{number}{SAID}")

    case = casework.get(case_id)
    payloads = [casework.payload(case_id, each) for each in history(casework, case_id)[1:]]

    assert [note["text"] for note in case["facts"]["notes"]] == [
        f"{number}{SAID}" for number in range(3, 13)
    ]
    assert case["earlier_items"] == {"notes": 3}
    assert [each["text"] for each in payloads] == [f"{number}{SAID}" for number in range(13)]


def test_a_long_text_of_the_opening_is_shown_after_its_entry_has_moved(casework: Casework) -> None:
    case_id = opened(eager(casework), content=SAID)
    noted(casework, case_id, "一")
    noted(casework, case_id, "二")

    assert moved(casework, case_id) == [1]
    assert casework.get(case_id)["facts"]["content"] == SAID
    assert SAID not in str(casework.find(case_id)["facts"])


def test_the_state_follows_from_the_whole_history(casework: Casework) -> None:
    case_id = opened(eager(casework), received_on="2024-01-08", act={"made_on": "2024-01-02"})
    performed(casework, case_id, "accept", on="2024-01-11")
    for day in ("2024-02-01", "2024-02-08", "2024-02-20"):
        performed(casework, case_id, "suspend", on=day, ground="39(6)")
        performed(casework, case_id, "resume", on=day)
    for number in range(15):
        performed(casework, case_id, "note", on="2024-02-23", text=f"{number}{SAID}")
    performed(casework, case_id, "decide", on="2024-07-20")
    case = stored(casework, case_id)

    rebuilt = replayed(history(casework, case_id))

    assert {name: rebuilt[name] for name in STATE} == {name: case[name] for name in STATE}
    assert rebuilt["facts"]["notes"] == case["facts"]["notes"]
    assert rebuilt["earlier_items"] == case["earlier_items"]
    assert rebuilt["clocks"] == [
        {name: value for name, value in clock.items() if name != "explanation"}
        for clock in case["clocks"]
    ]


def test_an_entry_says_what_differs_and_not_what_stood_before(casework: Casework) -> None:
    case_id = opened(casework)
    performed(casework, case_id, "accept", on="2024-05-10")
    sizes = []
    for _ in range(MOST_PAUSES_TOLD + 4):
        performed(casework, case_id, "suspend", on="2024-06-03", ground="39(6)")
        performed(casework, case_id, "resume", on="2024-06-03")
        sizes.append(len(bson.encode(history(casework, case_id)[-2])))

    assert max(sizes[MOST_PAUSES_TOLD:]) - min(sizes[MOST_PAUSES_TOLD:]) < 20


def test_a_key_answers_as_before_however_long_ago_it_was_used(casework: Casework) -> None:
    case_id = opened(eager(casework))
    noted(casework, case_id, "一", key="key-1")
    for number in range(3):
        noted(casework, case_id, f"{number}")
    again = asked(casework, "note", {"on": "2024-06-03", "text": "一"}, key="key-1")
    other = asked(casework, "note", {"on": "2024-06-03", "text": "二"}, key="key-1")

    assert 2 in moved(casework, case_id)
    assert casework.perform(case_id, again).repeated
    with pytest.raises(Problem) as caught:
        casework.perform(case_id, other)
    assert caught.value.code == "idempotency-key-reused"
    assert len(history(casework, case_id)) == 5


def test_the_key_that_opened_a_case_answers_with_it_for_ever(casework: Casework) -> None:
    request = asked(eager(casework), "file", application(), key="open-1")
    case_id = casework.open_case(request).case["_id"]
    noted(casework, case_id, "一")
    noted(casework, case_id, "二")

    again = casework.open_case(request)

    assert (again.repeated, again.case["_id"]) == (True, case_id)


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
                    assert problem.code == "changed-meanwhile"  # noqa: PT017

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


def test_a_case_of_the_older_shape_goes_on(casework: Casework) -> None:
    case_id = opened(casework)
    for number in range(12):
        older_step(casework, case_id, f"{number}{SAID}")
    assert len(stored(casework, case_id)["facts"]["notes"]) == 12

    noted(casework, case_id, SAID)

    case = stored(casework, case_id)
    rebuilt = replayed(history(casework, case_id))
    assert len(case["facts"]["notes"]) == 10
    assert rebuilt["earlier_items"] == case["earlier_items"] == {"notes": 3}
    # Sealed twice, the same words differ: what is compared is what they say.
    opened_facts = casework.keys.sealer.open_all(rebuilt["facts"], document=case_id)
    assert opened_facts["notes"] == casework.find(case_id)["facts"]["notes"]
    assert casework.get(case_id)["facts"]["notes"][-1]["text"] == SAID
    assert casework.verify_history(case_id).intact


def older_step(casework: Casework, case_id: str, text: str) -> None:
    """Write a step as it was written when each entry repeated its lists."""
    case = casework.find(case_id)
    request = asked(casework, "note", {"on": "2024-06-03", "text": text})
    decision = casework._decide(case, request)
    after = {**case, **decision.case}
    entry = casework.entries.write(after, case["history"], request, decision, decision.changes)
    casework.store.append(case_id, casework._sealed_state(after), entry, before=case)


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
