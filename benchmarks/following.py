"""Whether events are dealt with as quickly in a filled installation as in a new one.

Run: `.venv/bin/python -m benchmarks.following [events in the log, as 1000,50000]`. For each size it
fills a whole installation: its logs with so many events, coordination with a tenth as many cases,
by the code that takes in events. Then 12 commands a second are sent for 25 s, and it is timed how
long events are on their way after the last of them; and how many a second coordination deals with
when it was away.
"""

from __future__ import annotations

import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from benchmarks.table import show
from deploy.embedded.stack import Stack
from services.coordination.assembly import coordination_on
from services.coordination.follow_up import follow_up_on
from services.coordination.subscribers import Parts, subscribers_of
from shared.events.envelope import Event
from shared.events.event_log import EventLog
from shared.storage.database import Database, Document
from tests.services.coordination.telling import Case, a_clock
from tests.support.stack import Officers, database_of, databases_of, officers_of
from tests.system.cases import REFERRAL, a_petition
from tests.system.invariants import Client, settle

SIZES = (1_000, 50_000)
SECONDS, COMMANDS_A_SECOND = 25.0, 12.0
AWAY_COMMANDS = 120
PRODUCER = "reconsideration"
CONSUMERS = ("coordination", "petitions", "mediation", "litigation")
BATCH = 1_000
HEADINGS = (
    "events in the log",
    "cases",
    "commands",
    "s until all is dealt with",
    "events a second after an absence",
)


def a_case(number: int) -> Case:
    """Return a case that shares nothing with any other."""
    return Case(
        case_id=f"018f{number:08d}",
        matter_id=f"filled-{number:08d}",
        number=f"行复〔2024〕{number}号",
        act={"number": f"示罚〔2024〕{number}号", "kind": "penalty", "made_on": "2024-04-01"},
        parties=[],
    )


def fill(client: Client, events: int) -> None:
    """Write the events into the log as dealt with, and the cases into coordination."""
    coordination = coordination_on(database_of(client, "coordination"))
    parts = Parts(coordination, follow_up_on(coordination))
    effects = subscribers_of(parts)[:4]
    for number in range(1, events // 10 + 1):
        step = a_case(number).step("file", clocks=[a_clock(due_on="2030-05-15")])
        for effect in effects:
            effect.handle(step)
    log(database_of(client, PRODUCER), events)
    for consumer in CONSUMERS:
        marks = database_of(client, consumer).watermarks
        marks.update_one({"_id": PRODUCER}, {"$set": {"sequence": events}}, upsert=True)
    own = database_of(client, PRODUCER).watermarks
    own.update_one({"_id": PRODUCER}, {"$set": {"sequence": events}}, upsert=True)


def log(database: Database, events: int) -> None:
    """Write a log of so many steps of cases, as the relay would."""
    step = a_case(0).step("file")
    for first in range(1, events + 1, BATCH):
        numbers = range(first, min(first + BATCH, events + 1))
        database.event_log.insert_many([_row(step, number) for number in numbers])


def _row(step: Event, number: int) -> Document:
    event = replace(step, id=f"filled.{number}", sequence=number)
    return {"_id": number, "event_id": event.id, "envelope": event.as_cloudevent()}


def refer(officers: Officers) -> None:
    """Do two commands that concern three services."""
    case = officers.open("petitions", a_petition())
    officers.act("petitions", case["id"], "refer", REFERRAL)


def pressed(officers: Officers, client: Client) -> tuple[int, float]:
    """Return how many commands were done, and how long after them events were on their way."""
    pause, until = 2 / COMMANDS_A_SECOND, time.monotonic() + SECONDS
    with ThreadPoolExecutor(8) as pool:
        work = []
        while time.monotonic() < until:
            work.append(pool.submit(refer, officers))
            time.sleep(pause)
    for each in work:
        each.result()
    began = time.monotonic()
    settle(client)
    return 2 * len(work), time.monotonic() - began


def after_an_absence(stack: Stack, officers: Officers, client: Client) -> float:
    """Return how many events a second coordination takes in of what it has missed."""
    stack.halt("coordination-worker")
    for _ in range(AWAY_COMMANDS // 2):
        refer(officers)
    time.sleep(2)
    missed = waiting(client)
    stack.resume("coordination-worker")
    while waiting(client) > missed * 0.9:
        time.sleep(0.01)
    before, began = waiting(client), time.monotonic()
    while (now := waiting(client)) > missed * 0.1:
        time.sleep(0.02)
    return (before - now) / (time.monotonic() - began)


def waiting(client: Client) -> int:
    """Return how many events of petitions and mediation coordination has not dealt with."""
    marks = {each["_id"]: each["sequence"] for each in _marks(client)}
    producers = ("petitions", "mediation")
    ends = {each: EventLog(database_of(client, each)).last_sequence() for each in producers}
    return sum(end - marks.get(producer, 0) for producer, end in ends.items())


def _marks(client: Client) -> list[Document]:
    return list(database_of(client, "coordination").watermarks.find())


def measured(events: int) -> list[str]:
    """Return the row of one size."""
    with (
        tempfile.TemporaryDirectory(prefix="concord-benchmark-") as folder,
        Stack(Path(folder)) as stack,
        officers_of(stack) as officers,
        databases_of(stack) as client,
    ):
        workers = [name for name in stack.pids() if name.endswith("-worker")]
        for name in workers:
            stack.halt(name)
        began = time.monotonic()
        fill(client, events)
        print(f"{events} events: filled in {time.monotonic() - began:.0f} s", file=sys.stderr)
        for name in workers:
            stack.resume(name)
        refer(officers)
        settle(client)
        commands, seconds = pressed(officers, client)
        rate = after_an_absence(stack, officers, client)
    return [f"{events:,}", f"{events // 10:,}", str(commands), f"{seconds:.1f}", f"{rate:.0f}"]


def main(arguments: list[str]) -> None:
    """Measure each size, and print a row of it."""
    sizes = [int(size) for size in arguments[0].split(",")] if arguments else SIZES
    show("events on their way", HEADINGS, [measured(size) for size in sizes])


if __name__ == "__main__":
    main(sys.argv[1:])
