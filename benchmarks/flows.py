"""How long the flows between the tracks take from cause to effect, row by row, on each bus.

Run: `.venv/bin/python -m benchmarks.flows [rounds]`. It starts a whole installation in a folder of
its own, once on the embedded bus and once on RabbitMQ where that is installed, and replays every
flow (`tests/cases/X*.yaml`) so many times, as `make demo` does. A time is that from the answer to
an act until an officer sees the effect through the gateway. Of several effects of one act the
later ones are looked for when the earlier were seen.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.latency import broker
from benchmarks.table import show
from deploy.demo.client import Officers
from deploy.demo.placeholders import kept_name
from deploy.demo.replay import replay
from deploy.demo.report import ScenarioReport
from deploy.demo.scenario import FOLDER, Scenario, load
from deploy.embedded.stack import Stack
from tests.support.servers import RabbitNode

ROUNDS = 5
LOOK_SECONDS = 0.01
HEADINGS = ("bus", "flow", "effects", "samples", "median ms", "max ms", "slowest effect")
Effect = tuple[str, float]


def main(arguments: list[str]) -> None:
    """Measure on every bus that this machine has."""
    rounds = int(arguments[0]) if arguments else ROUNDS
    missing = RabbitNode.missing()
    buses = ["embedded"] if missing else ["embedded", "RabbitMQ"]
    rows = [row for name in buses for row in measured(name, rounds)]
    show("cause to effect, by flow", HEADINGS, rows)
    if missing:
        print(missing)


def measured(name: str, rounds: int) -> Iterator[list[str]]:
    """Yield a row for each flow on an installation that does nothing else."""
    flows = sorted((load(path) for path in FOLDER.glob("X*.yaml")), key=_row)
    with (
        broker(name) as url,
        tempfile.TemporaryDirectory(prefix="concord-benchmark-") as folder,
        Stack(Path(folder), broker_url=url) as stack,
        Officers(stack.address, stack.credentials) as officers,
    ):
        taken = replayed(flows, officers, rounds)
    for flow in flows:
        yield [name, flow.id, *_figures(taken[flow.id], rounds)]


def replayed(flows: list[Scenario], officers: Officers, rounds: int) -> Mapping[str, list[Effect]]:
    """Return what every effect took in each round; a first round, which warms up, is left out."""
    taken: dict[str, list[Effect]] = {flow.id: [] for flow in flows}
    for number in range(rounds + 1):
        for flow in flows:
            run = uuid.uuid4().hex[:12]
            report = replay(flow, officers, run, look_seconds=LOOK_SECONDS)
            if not report.ok:
                raise RuntimeError(f"{flow.id} did not come out as expected: {_wrong(report)}")
            if number:
                taken[flow.id] += effects(report)
    return taken


def effects(report: ScenarioReport) -> Iterator[Effect]:
    """Yield every effect of an act, in the words of its step, with the seconds that it took."""
    caused = False
    for each in report.steps:
        caused = caused or not each.step.is_wait
        # A look that only learns something, such as a code, shows no effect.
        shows = each.step.expect.answer is None or not _is_only_kept(each.step.expect.answer)
        if caused and each.step.is_wait and shows:
            yield each.step.act.en, each.seconds


def _is_only_kept(expected: Any) -> bool:
    if isinstance(expected, Mapping):
        return all(_is_only_kept(inner) for inner in expected.values())
    if isinstance(expected, list):
        return bool(expected) and all(_is_only_kept(inner) for inner in expected)
    return kept_name(expected) is not None


def _figures(taken: list[Effect], rounds: int) -> list[str]:
    seconds = [each for _, each in taken]
    slowest, longest = max(taken, key=lambda each: each[1])
    return [
        str(len(taken) // rounds),
        str(len(taken)),
        f"{1000 * statistics.median(seconds):.0f}",
        f"{1000 * longest:.0f}",
        slowest,
    ]


def _row(flow: Scenario) -> int:
    return int(flow.id.removeprefix("X"))


def _wrong(report: ScenarioReport) -> str:
    return "; ".join(
        f"{step.number}. {check.name.en}: {check.expected} / {check.actual}"
        for step, check in report.differences()
    )


if __name__ == "__main__":
    main(sys.argv[1:])
