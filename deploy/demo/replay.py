"""The replay of a scenario: every step sent to a running installation, and held to what follows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from deploy.demo.cases import Cases
from deploy.demo.client import HttpAnswer, Officers
from deploy.demo.comparison import Document, Observation, compare, kept_from
from deploy.demo.placeholders import Filling
from deploy.demo.report import ScenarioReport, StepReport, moved_clocks, new_warnings
from deploy.demo.scenario import Scenario, ScenarioStep, StepKind
from shared.legal_day import today

LOOK_SECONDS = 0.1
_MOST_PAGES = 50
_UNKNOWN: Mapping[str, Any] = {"clocks": [], "warnings": []}

Announce = Callable[[StepReport], None]


def replay(
    scenario: Scenario,
    officers: Officers,
    run: str,
    announce: Announce | None = None,
    *,
    look_seconds: float = LOOK_SECONDS,
) -> ScenarioReport:
    """
    Replay a scenario, telling each step as it is done, and return what it came to.

    `run` marks this replay: its idempotency keys, and whatever a scenario marks with `{run}`,
    differ from those of every other one. After a step that did not take its way the rest is left
    out, since it would only fail for that reason. While it waits it looks every `look_seconds`.
    Explanations are read in the second language only for somebody who is told.
    """
    return _Replay(scenario, officers, run, look_seconds, announce).run()


class _Replay:
    """One replay of one scenario."""

    def __init__(
        self,
        scenario: Scenario,
        officers: Officers,
        run: str,
        look_seconds: float,
        announce: Announce | None,
    ) -> None:
        self._scenario = scenario
        self._officers = officers
        self._run = run
        self._look_seconds = look_seconds
        self._announce = announce
        self._cases = Cases(officers)
        self._kept: dict[str, str] = {}
        self._filling = Filling(run, today(), self._cases.particular, self._kept)
        self._caused_at = time.monotonic()

    def run(self) -> ScenarioReport:
        begun, reports = time.monotonic(), []
        for written in self._scenario.steps:
            step = written.filled(self._filling)
            report = self._wait(step) if step.is_wait else self._act(step)
            reports.append(report)
            if self._announce is not None:
                self._announce(report)
            if not report.took_its_way:
                break
            self._kept.update(kept_from(step.expect, report.seen))
        return ScenarioReport(self._scenario, reports, time.monotonic() - begun)

    def _act(self, step: ScenarioStep) -> StepReport:
        begun, before = time.monotonic(), self._cases.last(step.case) or _UNKNOWN
        articles = ""
        if step.kind is StepKind.COMMAND:
            template = self._cases.path(step, template=True)
            articles = self._officers.articles().get(template, "")
        answer = self._officers.post(step.who, self._path(step), self._body(step), self._key(step))
        self._caused_at = time.monotonic()
        if answer.ok and step.case:
            self._cases.bind(step.case, answer.body["id"])
        seen = self._cases.observe(step, answer)
        return self._report(step, seen, before=before, articles=articles, since=begun)

    def _wait(self, step: ScenarioStep) -> StepReport:
        begun, before = time.monotonic(), self._cases.last(step.case) or _UNKNOWN
        while True:
            for seen in self._looks(step):
                if all(check.ok for check in compare(step.expect, seen)):
                    break
            else:
                if time.monotonic() - begun <= step.within_seconds:
                    time.sleep(self._look_seconds)
                    continue
            return self._report(step, seen, before=before, articles="", since=self._caused_at)

    def _looks(self, step: ScenarioStep) -> Iterator[Observation]:
        """Yield what is to be seen now: of a list in pages, with each page more of it."""
        if step.kind is StepKind.LOOK:
            for answer in self._pages(step):
                yield self._cases.observe(step, answer)
        elif step.dry_run:
            path = f"{self._path(step)}?dry_run=true"
            tried = self._officers.post(step.who, path, self._body(step), f"{self._key(step)}-dry")
            yield self._cases.observe(step, tried)
        else:
            self._cases.find(step)
            yield self._cases.observe(step)

    def _pages(self, step: ScenarioStep) -> Iterator[HttpAnswer]:
        path, items = step.path, list[Document]()
        for _ in range(_MOST_PAGES):
            answer = self._officers.get(step.who, path)
            more = answer.body.get("next_cursor") if isinstance(answer.body, Mapping) else None
            if answer.ok and (more or items):
                items += answer.body["items"]
                answer = HttpAnswer(answer.status, {**answer.body, "items": items})
            yield answer
            if not answer.ok or not more:
                return
            path = f"{step.path}{'&' if '?' in step.path else '?'}cursor={more}"

    def _report(
        self,
        step: ScenarioStep,
        seen: Observation,
        *,
        before: Mapping[str, Any],
        articles: str,
        since: float,
    ) -> StepReport:
        seconds = time.monotonic() - since
        case = seen.case or _UNKNOWN
        told = self._announce is not None and seen.case is not None
        changed = told and case["clocks"] != before["clocks"]
        english = self._cases.read(step, "en") if changed else None
        return StepReport(
            step=step,
            articles=articles,
            opened=case["number"] if seen.case and before is _UNKNOWN else "",
            seen=seen,
            moved=list(moved_clocks(before["clocks"], case, english)) if seen.case else [],
            warnings=new_warnings(before["warnings"], case),
            checks=compare(step.expect, seen),
            seconds=seconds,
        )

    def _path(self, step: ScenarioStep) -> str:
        return step.path or self._cases.path(step)

    def _key(self, step: ScenarioStep) -> str:
        return f"demo-{self._run}-{self._scenario.id}-{step.number}"

    def _body(self, step: ScenarioStep) -> dict[str, Any]:
        body = step.body()
        if step.beside and not self._cases.is_known(step.case):
            body["matter_id"] = self._cases.matter_of(step.beside)
        return body
