"""
What a petition costs, from the gateway to the last effect; what reading and doing nothing cost.

Run: `make bench`, with `TREE=/other/checkout` to measure another one first in the same run, and
`ROUNDS=5` for how often each figure is taken; the median is shown. Processor time is read from
`/proc` before and after, less what the installation uses when idle: it holds on a machine that
does other things beside. Rates and times hold only as ratios to the bare ones of the same run.
"""

from __future__ import annotations

import argparse
import json
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeAlias

from pymongo import MongoClient

from benchmarks.bare import MATCHING, bare_path
from benchmarks.installation import Caller, Installation, running, signed_in
from benchmarks.latency import command_to_docket
from benchmarks.size_of_code import rooms, test_lines_per_line, whole
from benchmarks.table import show
from tests.support.stack import Officers
from tests.system.cases import a_petition

ROOT = Path(__file__).resolve().parents[1]
OFFICER = "petition_officer"
PETITIONS = "/api/v1/petitions"
CLIENTS = (1, 8, 32)
AT_ONCE_SECONDS = 2.0
IDLE_SECONDS = 60.0  # what comes seldom comes once a minute
STARTED_SECONDS = 90.0  # until feeds are asked as seldom as they are after a long silence
EFFECTS_SECONDS = 4.0
COUNTS_WRITTEN_SECONDS = 12.0  # counts of a process are written with one of its next operations
CREATED = 40
READ = 150
SAMPLES_PER_ROUND = 12
LOADING_CLIENTS = 4
Figures: TypeAlias = dict[str, str]
Work: TypeAlias = Callable[[Caller], object]


def create(caller: Caller) -> str:
    """Create a petition and return its id."""
    body = json.dumps(a_petition()).encode()
    return str(json.loads(caller.send("POST", PETITIONS, body))["id"])


def create_bare(caller: Caller) -> None:
    """Send the same to the bare proxy."""
    caller.send("POST", "/", json.dumps(a_petition()).encode())


def spent(installation: Installation, work: Callable[[], None], idle: Counter[str]) -> Counter[str]:
    """Return the processor time of each process for `work` and its effects, less the idle rate."""
    before, began = installation.processor_seconds(), time.monotonic()
    work()
    time.sleep(EFFECTS_SECONDS)
    installation.calm()
    after, passed = installation.processor_seconds(), time.monotonic() - began
    return Counter({name: after[name] - before[name] - passed * idle[name] for name in after})


def idle_rates(installation: Installation, seconds: float) -> Counter[str]:
    """Return the processor time of each process in a second in which nothing happens."""
    before = installation.processor_seconds()
    time.sleep(seconds)
    after = installation.processor_seconds()
    return Counter({name: (after[name] - before[name]) / seconds for name in after})


def repeated(work: Work, caller: Caller, times: int) -> None:
    """Do something so many times in a row."""
    for _ in range(times):
        work(caller)


def costs(installation: Installation, rounds: int) -> Figures:
    """Measure processor time: idle, per created petition, per read."""
    idle = idle_rates(installation, IDLE_SECONDS)
    with Caller(installation.host, signed_in(installation, OFFICER)) as caller:
        case_id = create(caller)
        creating = partial(repeated, create, caller, CREATED)
        made = [spent(installation, creating, idle) for _ in range(rounds)]

        def read(caller: Caller) -> None:
            caller.send("GET", f"{PETITIONS}/{case_id}")

        reading = partial(repeated, read, caller, READ)
        looked = [spent(installation, reading, idle) for _ in range(rounds)]
    split = {name: statistics.median(each[name] for each in made) for name in made[0]}
    told = sorted(split.items(), key=lambda each: -each[1])
    return {
        "idle, % of a core": f"{100 * idle.total():.1f}",
        "… of which": ", ".join(
            f"{name} {100 * share:.1f}" for name, share in idle.most_common() if share > 0.001
        ),
        "created petition, ms": _milliseconds(made, CREATED),
        "… by process": ", ".join(
            f"{name} {1000 * seconds / CREATED:.1f}" for name, seconds in told if seconds > 0.01
        ),
        "read petition, ms": _milliseconds(looked, READ),
    }


def _milliseconds(rounds: list[Counter[str]], times: int) -> str:
    return f"{1000 * statistics.median(each.total() for each in rounds) / times:.1f}"


def operations(tree: Path) -> Figures:
    """Count operations of the database, in an installation whose processes count them."""
    with running(tree, counting=True) as installation:
        headers = signed_in(installation, OFFICER)
        time.sleep(STARTED_SECONDS)
        first, began = installation.operations(), time.monotonic()
        time.sleep(IDLE_SECONDS)
        second, passed = installation.operations(), time.monotonic() - began
        with Caller(installation.host, headers) as caller:
            repeated(create, caller, CREATED)
        time.sleep(COUNTS_WRITTEN_SECONDS)
        third, busy = installation.operations(), time.monotonic() - began - passed
    idle = second - first
    sent = Counter(
        {each: times - idle[each] * busy / passed for each, times in (third - second).items()}
    )
    most = ", ".join(
        f"{what} {times / CREATED:.1f}"
        for what, times in sent.most_common()
        if times > CREATED / 10
    )
    return {
        "idle, operations a second": f"{idle.total() / passed:.1f}",
        "… most of them": ", ".join(f"{w} {n / passed:.2f}" for w, n in idle.most_common(12)),
        "created petition, operations": f"{sent.total() / CREATED:.1f}",
        "… which": most,
    }


def rate(work: Work, host: str, headers: dict[str, str], clients: int) -> float:
    """Return how often a second `work` is done by so many clients at once."""
    with repeating(work, host, headers, clients) as done:
        began = time.perf_counter()
        time.sleep(AT_ONCE_SECONDS)
        return done() / (time.perf_counter() - began)


@contextmanager
def repeating(
    work: Work, host: str, headers: dict[str, str], clients: int
) -> Iterator[Callable[[], int]]:
    """Let clients do something again and again; lend what tells how often it was done."""
    over, done = threading.Event(), [0] * clients

    def busy(place: int) -> None:
        with Caller(host, headers) as caller:
            while not over.is_set():
                work(caller)
                done[place] += 1

    with ThreadPoolExecutor(clients) as pool:
        workers = [pool.submit(busy, place) for place in range(clients)]
        try:
            yield lambda: sum(done)
        finally:
            over.set()
    for worker in workers:
        worker.result()


def through_the_gateway(installation: Installation, rounds: int) -> Figures:
    """Measure creates a second and the time of one, each against the bare path."""
    found: Figures = {}
    headers = signed_in(installation, OFFICER)
    url = installation.database_url
    with bare_path(url) as bare, bare_path(url, MATCHING) as matching:
        for clients in CLIENTS:
            turns = []
            for _ in range(rounds):
                floors = [rate(create_bare, host, {}, clients) for host in (bare, matching)]
                turns.append((rate(create, installation.host, headers, clients), *floors))
                installation.calm()
            ours, floor, _ = (statistics.median(each) for each in zip(*turns, strict=True))
            ratio = statistics.median(each[0] / each[1] for each in turns)
            matched = statistics.median(each[0] / each[2] for each in turns)
            found[f"creates a second, {clients} clients"] = f"{ours:.1f} of {floor:.1f}"
            found[f"… of the bare path, {clients} clients"] = f"{ratio:.2f}"
            found[f"… of a bare path that asks as much, {clients} clients"] = f"{matched:.2f}"
            if clients == 1:
                found["latency of one client, times the bare"] = f"{1 / ratio:.1f}"
                found["… times a bare path that asks as much"] = f"{1 / matched:.1f}"
    return found


def commit_to_effect(installation: Installation, rounds: int) -> Figures:
    """Measure from the answer to a row in the docket of coordination, idle and under load."""
    officers = Officers(installation.address, installation.passwords)
    samples = rounds * SAMPLES_PER_ROUND
    with MongoClient[dict[str, object]](installation.database_url) as client:
        idle = [command_to_docket(officers, client) for _ in range(samples)]
        headers = signed_in(installation, OFFICER)
        try:
            with repeating(create, installation.host, headers, LOADING_CLIENTS):
                loaded = [command_to_docket(officers, client) for _ in range(samples)]
            under_load = _spread(loaded)
        except TimeoutError:
            under_load = "more than 30 s"
    officers.close()
    return {
        "commit to effect idle, ms median · p99": _spread(idle),
        f"… while {LOADING_CLIENTS} clients create": under_load,
    }


def _spread(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    last = ordered[min(len(ordered) - 1, round(0.99 * len(ordered)))]
    return f"{1000 * statistics.median(ordered):.0f} · {1000 * last:.0f}"


def measured(tree: Path, rounds: int) -> Figures:
    """Return all figures of one checkout."""
    found: Figures = {}
    with running(tree) as installation:
        found["start to ready, s"] = f"{installation.ready_seconds:.1f}"
        time.sleep(STARTED_SECONDS)
        found["memory of all processes, MiB"] = f"{installation.memory_megabytes():.0f}"
        found["processes"] = str(len(installation.processes))
        found |= costs(installation, rounds)
        found |= through_the_gateway(installation, rounds)
        found |= commit_to_effect(installation, rounds)
    return found | operations(tree) | size(tree)


def size(tree: Path) -> Figures:
    """Return how large the code of a checkout is."""
    all_of_it = whole(tree)
    told = {
        f"lines of {room} · median module · function": (
            f"{each.lines} · {each.module:.0f} · {each.function:.0f}"
        )
        for room, each in {**rooms(tree), "all": all_of_it}.items()
    }
    return told | {"lines of tests per line": f"{test_lines_per_line(tree, all_of_it.lines):.2f}"}


def main() -> None:
    """Measure one checkout, or another before this one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tree", type=Path, help="measure another checkout first")
    parser.add_argument("--only-tree", action="store_true", help="and not this one")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    trees = {"before": options.tree.resolve()} if options.tree else {}
    trees |= {} if options.tree and options.only_tree else {"now": ROOT}
    found = {name: measured(tree, options.rounds) for name, tree in trees.items()}
    names = dict.fromkeys(what for each in found.values() for what in each)
    rows = [[what, *(each.get(what, "") for each in found.values())] for what in names]
    long = [row for row in rows if row[0].startswith("… ") and "," in row[1]]
    show(f"medians of {options.rounds}", ("what", *found), [r for r in rows if r not in long])
    for what, *cells in long:
        for name, cell in zip(found, cells, strict=True):
            print(f"\n{what} ({name}): {cell}")


if __name__ == "__main__":
    main()
