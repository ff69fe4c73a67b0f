"""
What comes of an outage: many terminals with full queues send at the same moment.

Run: `.venv/bin/python -m benchmarks.terminals [terminals] [petitions at each]`. A whole
installation is started; each terminal sends its queue in order, one after the other, as the page
does, and again after 503 or a lost answer. One answer in twenty is lost on purpose. Printed are
petitions a second, how many were lost or doubled, whether each terminal's came in its order, and
how far the last terminal was behind the first.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from deploy.embedded.stack import Stack
from tests.support.stack import Officers, database_of, databases_of, officers_of, running

LOST_ANSWERS = 0.05
_AGENCY = {"code": "11120101000000000E", "name": "演示区司法局"}
_SECONDS = 60
_LONGEST_WAIT = 5.0


@dataclass
class Queue:
    """One terminal, what it has to send, and what became of it."""

    address: str
    proof: Mapping[str, str]
    petitions: Sequence[Mapping[str, Any]]
    cases: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    tries: int = 0
    done_after: float = 0.0

    def send(self, start: threading.Barrier, chance: random.Random) -> None:
        """Send all in order, each until it was answered."""
        with requests.Session() as line:
            line.trust_env = False
            start.wait()
            began = time.monotonic()
            for petition in self.petitions:
                at = time.monotonic()
                self.cases.append(self._until_answered(line, petition, chance))
                self.seconds.append(time.monotonic() - at)
            self.done_after = time.monotonic() - began

    def _until_answered(
        self, line: requests.Session, petition: Mapping[str, Any], chance: random.Random
    ) -> str:
        wait = 0.5
        while True:
            self.tries += 1
            answer = line.post(
                f"{self.address}/api/v1/terminal/petitions",
                json=petition,
                headers=dict(self.proof),
                timeout=_SECONDS,
            )
            is_lost = chance.random() < LOST_ANSWERS
            if answer.status_code == requests.codes.created and not is_lost:
                return str(answer.json()["id"])
            if answer.status_code not in {201, 429, 503}:
                raise RuntimeError(answer.text)
            time.sleep(0.0 if is_lost else wait * (0.5 + chance.random() / 2))
            wait = min(wait * 2, _LONGEST_WAIT)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print what was found; 1 when a petition was lost, doubled or out of order."""
    given = [int(each) for each in (sys.argv[1:] if arguments is None else arguments)]
    terminals, each = (*given, 50, 20)[:2] if len(given) != 1 else (given[0], 20)
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder)) as stack,
        officers_of(stack) as officers,
    ):
        after = sent_at_once(stack, officers, terminals, each)
    print(json.dumps(after.figures(), indent=1))
    return int(bool(after.lost or after.doubled or after.out_of_order))


@dataclass(frozen=True)
class AfterAnOutage:
    """What so many queues came to: the petitions that are new, in the order of their opening."""

    queues: Sequence[Queue]
    new: Sequence[str]
    took: float

    @property
    def lost(self) -> int:
        """How many were acknowledged and are not there, or never acknowledged."""
        acknowledged = self._acknowledged()
        wanted = sum(len(each.petitions) for each in self.queues)
        return wanted - len(acknowledged & set(self.new))

    @property
    def doubled(self) -> int:
        """How many are there that answer to none that was handed in."""
        return len(set(self.new) - self._acknowledged())

    @property
    def out_of_order(self) -> int:
        """How many terminals' petitions were not opened in the order of their queue."""
        place = {case: n for n, case in enumerate(self.new)}
        orders = [[place.get(case, -1) for case in each.cases] for each in self.queues]
        return sum(order != sorted(order) for order in orders)

    def figures(self) -> dict[str, Any]:
        """Return all of it, with how fast it went."""
        wanted = sum(len(each.petitions) for each in self.queues)
        seconds = sorted(second for each in self.queues for second in each.seconds)
        return {
            "terminals": len(self.queues),
            "petitions": wanted,
            "petitions a second": round(wanted / self.took, 1),
            "tries": sum(each.tries for each in self.queues),
            "lost": self.lost,
            "doubled": self.doubled,
            "terminals out of order": self.out_of_order,
            "first terminal done after s": round(min(q.done_after for q in self.queues), 1),
            "last terminal done after s": round(max(q.done_after for q in self.queues), 1),
            "answer in s, median": round(statistics.median(seconds), 2),
            "answer in s, slowest of a hundred": round(seconds[int(len(seconds) * 0.99)], 2),
        }

    def _acknowledged(self) -> set[str]:
        return {case for each in self.queues for case in each.cases}


def sent_at_once(stack: Stack, officers: Officers, terminals: int, each: int) -> AfterAnOutage:
    """Let so many terminals send so many petitions at the same moment, until all are answered."""
    queues = [_queue(stack, officers, each) for _ in range(terminals)]
    before = set(_stored(stack))
    began = time.monotonic()
    _send_all(queues)
    took = time.monotonic() - began
    return AfterAnOutage(queues, [case for case in _stored(stack) if case not in before], took)


def _queue(stack: Stack, officers: Officers, size: int) -> Queue:
    said = {"place": "政务大厅", "agency": _AGENCY, "region": "120101"}
    made = officers.post("admin", "/terminals", said).body
    proof = {"Authorization": f"Terminal {made['id']}:{made['key']}"}
    return Queue(stack.address, proof, [_petition() for _ in range(size)])


def _petition() -> dict[str, Any]:
    return {
        "id": uuid.uuid4().hex,
        "petitioners": [{"name": "王小明", "phone": f"138{random.randrange(10**8):08d}"}],
        "content": f"请求处理小区噪声 {uuid.uuid4().hex}",
    }


def _send_all(queues: Sequence[Queue]) -> None:
    start = threading.Barrier(len(queues))
    with ThreadPoolExecutor(len(queues)) as pool:
        sent = [pool.submit(each.send, start, random.Random(n)) for n, each in enumerate(queues)]
        for each in sent:
            each.result()


def _stored(stack: Stack) -> list[str]:
    """Return the ids of all petitions in the order in which they were opened."""
    with databases_of(stack) as client:
        rows = database_of(client, "petitions")["petitions"].find({}, {"_id": 1})
        return sorted(row["_id"] for row in rows)


if __name__ == "__main__":
    raise SystemExit(main())
