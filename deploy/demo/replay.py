"""The replay of a scenario: every step sent to a running installation, and held to what follows."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from deploy.demo.cases import Cases
from deploy.demo.client import Officers
from deploy.demo.comparison import Observation, compare
from deploy.demo.report import ScenarioReport, StepReport, moved_clocks, new_warnings
from deploy.demo.scenario import Scenario, Step

RUN = "{run}"
_LOOK_SECONDS = 0.1
_UNKNOWN: Mapping[str, Any] = {"clocks": [], "warnings": []}

Announce = Callable[[StepReport], None]


def replay(
    scenario: Scenario, officers: Officers, run: str, announce: Announce = lambda _: None
) -> ScenarioReport:
    """
    Replay a scenario, telling each step as it is done, and return what it came to.

    `run` marks this replay: its idempotency keys, and whatever a scenario marks with `{run}`,
    differ from those of every other one. After a step that did not take its way the rest is left
    out, since it would only fail for that reason.
    """
    return _Replay(scenario, officers, run).run(announce)


class _Replay:
    """One replay of one scenario."""

    def __init__(self, scenario: Scenario, officers: Officers, run: str) -> None:
        self._scenario = scenario
        self._officers = officers
        self._run = run
        self._cases = Cases(officers)

    def run(self, announce: Announce) -> ScenarioReport:
        begun, reports = time.monotonic(), []
        for step in self._scenario.steps:
            report = self._wait(step) if step.is_wait else self._act(step)
            reports.append(report)
            announce(report)
            if not report.took_its_way:
                break
        return ScenarioReport(self._scenario, reports, time.monotonic() - begun)

    def _act(self, step: Step) -> StepReport:
        begun, before = time.monotonic(), self._cases.last(step.case) or _UNKNOWN
        articles = self._officers.articles().get(self._cases.path(step, template=True), "")
        key = f"demo-{self._run}-{self._scenario.id}-{step.number}"
        answer = self._officers.post(step.who, self._cases.path(step), self._body(step), key)
        if answer.ok:
            self._cases.bind(step.case, answer.body["id"])
        seen = self._cases.observe(step, None if answer.ok else answer.body)
        return self._report(step, seen, before=before, articles=articles, begun=begun)

    def _wait(self, step: Step) -> StepReport:
        begun, before = time.monotonic(), self._cases.last(step.case) or _UNKNOWN
        while True:
            self._cases.find(step)
            seen = self._cases.observe(step, None)
            came = all(check.ok for check in compare(step.expect, seen))
            if came or time.monotonic() - begun > step.within_seconds:
                return self._report(step, seen, before=before, articles="", begun=begun)
            time.sleep(_LOOK_SECONDS)

    def _report(
        self,
        step: Step,
        seen: Observation,
        *,
        before: Mapping[str, Any],
        articles: str,
        begun: float,
    ) -> StepReport:
        case = seen.case or _UNKNOWN
        changed = case["clocks"] != before["clocks"]
        english = self._cases.read(step, "en") if changed else None
        return StepReport(
            step=step,
            articles=articles,
            opened=case["number"] if seen.case and before is _UNKNOWN else "",
            seen=seen,
            moved=list(moved_clocks(before["clocks"], case, english)),
            warnings=new_warnings(before["warnings"], case),
            checks=compare(step.expect, seen),
            seconds=time.monotonic() - begun,
        )

    def _body(self, step: Step) -> dict[str, Any]:
        body: dict[str, Any] = _marked(step.body(), self._run)
        if step.beside and not self._cases.is_known(step.case):
            body["matter_id"] = self._cases.matter_of(step.beside)
        return body


def _marked(value: Any, run: str) -> Any:
    """Return `value` with the mark of the run wherever a text asks for it."""
    if isinstance(value, Mapping):
        return {key: _marked(inner, run) for key, inner in value.items()}
    if isinstance(value, list):
        return [_marked(inner, run) for inner in value]
    return value.replace(RUN, run) if isinstance(value, str) else value
