"""What a step of a case costs when much was said before.

Run: `.venv/bin/python -m benchmarks.long_case [steps]`. Two cases of reconsideration live long,
through the real casework on the real embedded database, while the relay numbers what is told: one
hears its parties again and again with 5,000 characters each, the other puts its hearing off as
often, so that each step also starts a clock and ends one. At steps 10, 500 and 2,000 it prints the
median of the processor time of this process and of the database over the eleven steps around, the
wall time, the size of the document, and the mean of all steps since the mark before: moving older
entries falls on one step in several.
"""

from __future__ import annotations

import statistics
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import bson

from benchmarks.table import show
from services.reconsideration import track as reconsideration
from shared.casework.casework import Casework
from shared.casework.guarding import Actor
from shared.casework.store import CaseStore
from shared.events.outlet import Outlet
from shared.law import load_rules, official_calendar
from shared.storage.database import Database
from tests.support.casework import application, asked, keys
from tests.support.database import connected
from tests.support.servers import EmbeddedDatabase

MARKS = (10, 500, 2_000)
CHARACTERS = 5_000
AROUND = 5
TODAY = date(2024, 7, 1)
OFFICER = Actor("officer-1", "reconsideration_officer", "11120101000000001H", "示范区人民政府")
HEADINGS = ("step", "process ms", "database ms", "wall ms", "mean ms", "document KiB")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one step took, in milliseconds."""

    process: float
    database: float
    wall: float


def hear(number: int) -> tuple[str, dict[str, str]]:
    """Return the command and payload by which the parties are heard once more."""
    record = f"第{number}次听取意见" + "述" * CHARACTERS
    return "hear_parties", {"on": "2024-05-13", "method": "phone", "record": record}


def put_off(number: int) -> tuple[str, dict[str, str]]:
    """Return the command and payload by which the hearing is announced for another day."""
    topics = (f"第{number}次通知" + "述" * CHARACTERS)[:CHARACTERS]
    day = date(2024, 6, 3) + timedelta(days=number % 20)
    told = {"on": "2024-05-13", "hearing_on": day.isoformat(), "place": "听证室", "topics": topics}
    return "schedule_hearing", told


CASES: Mapping[str, Callable[[int], tuple[str, dict[str, str]]]] = {
    "a step of a case": hear,
    "a step that starts a clock and ends one": put_off,
}


class LongCase:
    """One case that takes the same step again and again."""

    def __init__(
        self,
        database: Database,
        server: EmbeddedDatabase,
        step: Callable[[int], tuple[str, dict[str, str]]],
    ) -> None:
        self._step = step
        track = reconsideration()
        self.store = CaseStore(database, track.procedure.collection)
        self.store.prepare()
        self._outlet = Outlet(database, track.procedure.collection, "reconsideration")
        self._server = server
        self._casework = Casework(
            track, self.store, keys(), load_rules(), official_calendar, today=lambda: TODAY
        )
        opening = asked(self._casework, "file", _application(), OFFICER)
        self._case_id = str(self._casework.open_case(opening).case["_id"])
        self._act("accept", on="2024-05-10", procedure="ordinary")

    def take(self, number: int) -> Cost:
        """Take one step, and show the case, as the answer to it does."""
        command, raw = self._step(number)
        database, process, wall = self._server_ms(), time.process_time(), time.perf_counter()
        self._act(command, **raw)
        cost = Cost(
            (time.process_time() - process) * 1000,
            self._server_ms() - database,
            (time.perf_counter() - wall) * 1000,
        )
        self._outlet.mark(self._outlet.pending(10))
        return cost

    def size(self) -> int:
        """Return the bytes of the document."""
        return len(bson.encode(self.store.get(self._case_id) or {}))

    def clocks(self) -> int:
        """Return how many clocks somebody sees who reads the case."""
        return len(self._casework.get(self._case_id)["clocks"])

    def intact(self) -> bool:
        """Say whether the whole history verifies."""
        return self._casework.verify_history(self._case_id).intact

    def _act(self, command: str, **raw: object) -> None:
        request = asked(self._casework, command, raw, OFFICER, key=uuid.uuid4().hex)
        self._casework.with_texts(self._casework.perform(self._case_id, request).case)

    def _server_ms(self) -> float:
        assert self._server.process is not None
        threads = Path(f"/proc/{self._server.process.pid}/task").iterdir()
        return sum(int((each / "schedstat").read_text().split()[0]) for each in threads) / 1e6


def _application() -> dict[str, Any]:
    raw = application(requests="请求撤销处罚决定", channel="in_person")
    del raw["content"]
    return raw


def measure(case: LongCase, steps: int) -> Iterator[tuple[str, ...]]:
    """Yield a row for each mark as it is reached."""
    marks = [mark for mark in MARKS if mark <= steps]
    costs: list[Cost] = []
    sizes: dict[int, int] = {}
    begun = 0
    for number in range(1, steps + AROUND + 1):
        costs.append(case.take(number))
        if number in marks:
            sizes[number] = case.size()
        if (mark := number - AROUND) in marks:
            around = costs[mark - AROUND - 1 : mark + AROUND]
            since = costs[begun:mark]
            begun = mark
            yield (
                str(mark),
                *(f"{_median(around, name):.1f}" for name in ("process", "database", "wall")),
                f"{statistics.mean(each.process + each.database for each in since):.1f}",
                f"{sizes[mark] / 1024:.0f}",
            )


def _median(costs: list[Cost], name: str) -> float:
    return float(statistics.median(getattr(cost, name) for cost in costs))


def main() -> None:
    """Measure with as many steps as asked for."""
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else MARKS[-1]
    with EmbeddedDatabase() as server, connected(server.url) as client:
        for number, (title, step) in enumerate(CASES.items()):
            case = LongCase(client[f"long_case_{number}"], server, step)
            show(title, HEADINGS, list(measure(case, steps)))
            print(f"the history is {'intact' if case.intact() else 'broken'}")
            print(f"the case has {case.clocks()} clocks")


if __name__ == "__main__":
    main()
