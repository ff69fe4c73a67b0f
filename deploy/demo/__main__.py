"""`python -m deploy.demo`: fill an office with living cases, replay the published ones."""

from __future__ import annotations

import argparse
import signal
import sys
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from deploy.demo.client import Officers
from deploy.demo.installation import an_installation
from deploy.demo.living_cases import enter_living_cases
from deploy.demo.memory import FILE as MEMORY_FILE
from deploy.demo.memory import Memory
from deploy.demo.named_officers import tell_names
from deploy.demo.replay import replay
from deploy.demo.report import ScenarioReport
from deploy.demo.scenario import FOLDER, Scenario, load_all
from deploy.demo.scenario_fields import ScenarioError
from deploy.demo.timeline import Timeline
from deploy.refusal import RefusalError
from shared.language import Text


def main(arguments: Sequence[str] | None = None) -> int:
    """Replay; 0 when everything came out as expected, 1 when not, 2 when it could not be tried."""
    options = _options(arguments)
    timeline = Timeline(sys.stdout)
    begun = time.monotonic()
    try:
        scenarios = _chosen(load_all(options.cases), options.ids)
        with (
            an_installation(options.data, options.address, timeline.say) as installation,
            Officers(
                installation.address, installation.credentials, installation.certificate
            ) as officers,
        ):
            memory = Memory.read(installation.credentials.with_name(MEMORY_FILE))
            if installation.lasting and not options.ids:
                enter_living_cases(officers, memory, timeline.say)
                scenarios = _not_yet_there(scenarios, memory, timeline)
            reports = _replayed([] if options.living else scenarios, officers, timeline, memory)
    except RefusalError as error:
        return _fail(error)
    except ScenarioError as error:
        return _fail(RefusalError(Text(f"案例文件有误：{error}", "a scenario file is wrong")))
    except KeyboardInterrupt:
        return _fail(RefusalError(Text("已中断", "interrupted")))
    if reports:
        timeline.summary(reports, time.monotonic() - begun)
    if memory.officers:
        tell_names(memory, installation.address, timeline.say)
    return 0 if all(report.ok for report in reports) else 1


def _not_yet_there(
    scenarios: Sequence[Scenario], memory: Memory, timeline: Timeline
) -> list[Scenario]:
    """Return the scenarios that were not replayed on this installation before."""
    left = [scenario for scenario in scenarios if scenario.id not in memory.done]
    if len(left) < len(scenarios):
        count = len(scenarios) - len(left)
        timeline.say(
            Text(
                f"{count} 个案例已在系统中，不再重放；再放一次请指明，例如 make demo ARGS=C13",
                f"{count} cases are there already; to replay one again, name it: "
                "make demo ARGS=C13",
            )
        )
    return left


def _replayed(
    scenarios: Sequence[Scenario], officers: Officers, timeline: Timeline, memory: Memory
) -> list[ScenarioReport]:
    run, reports = uuid.uuid4().hex[:12], []
    for scenario in scenarios:
        timeline.begin(scenario)
        report = replay(scenario, officers, run, timeline.step)
        timeline.end(report)
        if report.ok:
            memory.finish(scenario.id)
        reports.append(report)
    return reports


def _chosen(scenarios: Sequence[Scenario], ids: Sequence[str]) -> list[Scenario]:
    known = {scenario.id.casefold(): scenario for scenario in scenarios}
    unknown = [each for each in ids if each.casefold() not in known]
    if unknown or not scenarios:
        listed = ", ".join(scenario.id for scenario in scenarios) or "—"
        raise RefusalError(
            Text(
                f"没有案例 {'、'.join(unknown)}。可选：{listed}",
                f"no case {', '.join(unknown)}. There are: {listed}",
            )
        )
    return [known[each.casefold()] for each in ids] or list(scenarios)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.demo", description=__doc__)
    parser.add_argument("ids", nargs="*", metavar="case", help="cases to replay (default: all)")
    parser.add_argument(
        "--living", action="store_true", help="only the living cases, no published ones"
    )
    parser.add_argument(
        "--data", type=Path, default=Path("var"), help="folder of the installation (default: var)"
    )
    parser.add_argument("--address", help="address of a gateway, where it is not on that folder")
    parser.add_argument(
        "--cases", type=Path, default=FOLDER, help="folder of the scenarios (default: tests/cases)"
    )
    return parser.parse_args(arguments)


def _end(number: int, frame: FrameType | None) -> None:
    """Leave by way of every context, so that a private installation is stopped."""
    del number, frame
    raise KeyboardInterrupt


def _fail(refusal: RefusalError) -> int:
    refusal.tell()
    return 2


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)
    raise SystemExit(main())
