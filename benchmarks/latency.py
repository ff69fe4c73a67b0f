"""How long an acknowledged command takes to have its effect in another service, on each bus.

Run: `.venv/bin/python -m benchmarks.latency [number of samples]`. It starts a whole installation
in a folder of its own, once on the embedded bus and once on RabbitMQ where that is installed.
Effects are read from the databases every few milliseconds, so that looking costs little.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.table import show, spread
from deploy.embedded.stack import Stack
from tests.support.servers import RabbitNode
from tests.support.stack import (
    Officers,
    database_of,
    databases_of,
    days_ago,
    memory_megabytes,
    officers_of,
)
from tests.system.cases import REFERRAL, a_petition, an_application
from tests.system.invariants import Client, settle

SAMPLES = 300
LOOK_SECONDS = 0.002
PATIENCE_SECONDS = 30.0
BETWEEN_SAMPLES_SECONDS = 0.02
HEADINGS = ("bus", "from the 2xx of a command to", "samples", "median ms", "p99 ms", "max ms")
Measure = Callable[[Officers, Client], float]


def until(found: Callable[[], object]) -> float:
    """Return how many seconds pass until `found` returns something."""
    began = time.perf_counter()
    while not found():
        if time.perf_counter() - began > PATIENCE_SECONDS:
            raise TimeoutError("no effect")
        time.sleep(LOOK_SECONDS)
    return time.perf_counter() - began


def referral_to_mediation(officers: Officers, client: Client) -> float:
    """Time from a referral to the mediation that it opens."""
    petition = officers.open("petitions", a_petition())
    officers.act("petitions", petition["id"], "refer", REFERRAL)
    mediations = database_of(client, "mediation").mediations
    return until(lambda: mediations.find_one({"matter_id": petition["matter_id"]}, {"_id": 1}))


def command_to_docket(officers: Officers, client: Client) -> float:
    """Time from an application to the row of its first clock in the docket."""
    case = officers.open("reconsiderations", an_application(received_on=days_ago(1)))
    docket = database_of(client, "coordination").docket
    return until(lambda: docket.find_one({"_id": f"{case['id']}:FY-08.1"}, {"_id": 1}))


MEASURES: tuple[tuple[str, Measure], ...] = (
    ("the mediation of a referral", referral_to_mediation),
    ("the docket row of a clock", command_to_docket),
)


@contextmanager
def broker(name: str) -> Iterator[str | None]:
    """Lend the address of the bus: None is the embedded one."""
    if name == "embedded":
        yield None
    else:
        with RabbitNode() as node:
            yield node.url


def measured(name: str, samples: int) -> Iterator[list[str]]:
    """Yield a row for each effect on an installation that does nothing else."""
    with broker(name) as url, tempfile.TemporaryDirectory(prefix="concord-benchmark-") as folder:
        began = time.perf_counter()
        with Stack(Path(folder), broker_url=url) as stack:
            print(
                f"{name}: ready in {time.perf_counter() - began:.1f} s, "
                f"{memory_megabytes(stack):.0f} MB in {len(stack.pids())} processes"
            )
            with officers_of(stack) as officers, databases_of(stack) as client:
                for title, measure in MEASURES:
                    yield [name, title, *spread(list(taken(measure, officers, client, samples)))]


def taken(measure: Measure, officers: Officers, client: Client, samples: int) -> Iterator[float]:
    """Yield the samples of one measure, each from a quiet installation."""
    measure(officers, client)
    for _ in range(samples):
        yield measure(officers, client)
        time.sleep(BETWEEN_SAMPLES_SECONDS)
    settle(client)


def main(arguments: list[str]) -> None:
    """Measure on every bus that this machine has."""
    samples = int(arguments[0]) if arguments else SAMPLES
    missing = RabbitNode.missing()
    buses = ["embedded"] if missing else ["embedded", "RabbitMQ"]
    rows = [row for name in buses for row in measured(name, samples)]
    show("commit to effect", HEADINGS, rows)
    if missing:
        print(missing)


if __name__ == "__main__":
    main(sys.argv[1:])
