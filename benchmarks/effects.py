"""What the effects of events cost coordination: events a second, and database operations an event.

Run: `.venv/bin/python -m benchmarks.effects [events] [events at once]`. The effects are given the
events of petitions that are registered, referred to mediation and taken up there, on a database
server of their own and without a bus; processor time is that of this process.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import structlog
from pymongo import MongoClient, monitoring

from benchmarks.table import show
from services.coordination.assembly import coordination_on
from services.coordination.follow_up import follow_up_on
from services.coordination.preparation import OUTLETS
from services.coordination.subscribers import Parts, subscribers_of
from shared.events.envelope import Arrival, Event
from shared.events.lanes import Lanes
from shared.events.preparation import prepare
from shared.storage.database import Document
from tests.services.coordination.following import a_target, referred, step_of
from tests.services.coordination.telling import Case, a_clock, a_party
from tests.support.servers import EmbeddedDatabase

Asked: TypeAlias = tuple[int, int]
EVENTS, AT_ONCE = 1_000, (1, 200)
HEADINGS = (
    "events at once",
    "events",
    "events a second",
    "ms of processor an event",
    "of the database",
    "operations an event",
)


class Counting(monitoring.CommandListener):
    """Counts commands by name and collection."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        """Count one command."""
        self.counts[f"{event.command_name} {event.command[event.command_name]}"] += 1

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Count nothing more."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Count nothing more."""


def events_of(disputes: int) -> list[Event]:
    """Return four events for each of so many disputes, the first of all of them first."""
    lives = [list(_life(number)) for number in range(1, disputes + 1)]
    return [event for round_ in zip(*lives, strict=True) for event in round_]


def _life(number: int) -> Iterator[Event]:
    """Yield the events of one dispute, which is two cases of one person."""
    matter, person = f"matter-{number:06d}", f"blind-{number}"
    petition = Case(
        case_id=f"018fa{number:06d}",
        track="petition",
        matter_id=matter,
        number=f"信访〔2024〕{number}号",
        status="registered",
        act={},
        parties=[a_party("petitioner", id_number_index=person)],
    )
    yield petition.step("register", clocks=[a_clock("XF-01", due_on="2030-05-15")])
    yield referred(petition, "mediation")
    mediation = a_target("mediation", case_id=f"018fb{number:06d}", matter_id=matter)
    mediation.parties = [a_party("applicant", id_number_index=person)]
    mediation.act = {}
    yield step_of(mediation, petition, "requested")
    yield step_of(mediation, petition, "accepted", clocks=[a_clock("TJ-01")])


def processor_ms(pid: int) -> float:
    """Return how long a process has used the processor, from `/proc`."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measured(
    server: EmbeddedDatabase, client: MongoClient[Document], counting: Counting, asked: Asked
) -> list[str]:
    """Return the row of one size of batches."""
    at_once, wanted = asked
    database = client[f"effects_{at_once}"]
    coordination = coordination_on(database)
    follow_up = follow_up_on(coordination)
    prepare(database, OUTLETS)
    for part in (coordination.docket, coordination.hearings, coordination.matters):
        part.prepare()
    coordination.watch.prepare()
    follow_up.prepare()
    lanes = Lanes(database, subscribers_of(Parts(coordination, follow_up)))
    lanes.load()
    arrivals = [Arrival.read(each.as_cloudevent()) for each in events_of(wanted // 4)]
    counting.counts.clear()
    pid = server.process.pid if server.process else os.getpid()
    began, busy, server_busy = time.monotonic(), time.process_time(), processor_ms(pid)
    for start in range(0, wanted, at_once):
        lanes.handle(*arrivals[start : start + at_once])
    took, busy = time.monotonic() - began, time.process_time() - busy
    for name, count in counting.counts.most_common(40):
        print(f"{count / wanted:8.2f} {name}", file=sys.stderr)
    figures = [
        f"{wanted / took:.0f}",
        f"{1000 * busy / wanted:.1f}",
        f"{(processor_ms(pid) - server_busy) / wanted:.1f}",
        f"{counting.counts.total() / wanted:.2f}",
    ]
    return [str(at_once), str(wanted), *figures]


def main(arguments: list[str]) -> None:
    """Measure each size of batches, and print a row of it."""
    wanted = int(arguments[0]) if arguments else EVENTS
    sizes = [int(each) for each in arguments[1].split(",")] if len(arguments) > 1 else AT_ONCE
    structlog.configure(processors=[lambda *_: (_ for _ in ()).throw(structlog.DropEvent)])
    counting = Counting()
    with EmbeddedDatabase() as server:
        client: MongoClient[Document] = MongoClient(
            server.url, tz_aware=True, event_listeners=[counting]
        )
        rows = [measured(server, client, counting, (at_once, wanted)) for at_once in sizes]
        client.close()
    show("effects of events in coordination", HEADINGS, rows)


if __name__ == "__main__":
    main(sys.argv[1:])
