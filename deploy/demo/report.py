"""What a replay came to, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deploy.demo.comparison import Check, Document, Observation, kept_from
from deploy.demo.scenario import Scenario, ScenarioStep
from shared.language import Text

_COMPUTED = ("due_on", "extended_by", "days_left", "started_on")


@dataclass(frozen=True, slots=True)
class MovedClock:
    """A clock that a step started or changed; explained where its last day was computed anew."""

    clock: Document
    explanation: Sequence[Text]


@dataclass(frozen=True, slots=True)
class StepReport:
    """
    What the case shows after a step, what the step moved, and the checks on it.

    `opened` is the number of the case where it is seen for the first time, else empty. `seconds`
    is how long an act took; of a wait, how long after the last act its effect was seen.
    """

    step: ScenarioStep
    articles: str
    opened: str
    seen: Observation
    moved: Sequence[MovedClock]
    warnings: Sequence[Document]
    checks: Sequence[Check]
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether everything was as expected."""
        return all(check.ok for check in self.checks)

    @property
    def took_its_way(self) -> bool:
        """Whether the step was carried out, or refused, as it should: later ones stand on it."""
        seen, step = self.seen, self.step
        refused = seen.refusal is not None
        if refused != (step.expect.refused is not None):
            return False
        there = refused or seen.case is not None or (not step.case and seen.answer is not None)
        return there and step.keeps() <= set(kept_from(step.expect, seen))


@dataclass(frozen=True, slots=True)
class ScenarioReport:
    """What a scenario came to; `skipped` steps stood on one that went wrong."""

    scenario: Scenario
    steps: Sequence[StepReport]
    seconds: float

    @property
    def skipped(self) -> int:
        """How many steps were not replayed."""
        return len(self.scenario.steps) - len(self.steps)

    @property
    def ok(self) -> bool:
        """Whether every step was replayed and came out as expected."""
        return not self.skipped and all(report.ok for report in self.steps)

    @property
    def checks(self) -> int:
        """How many values were compared."""
        return sum(len(report.checks) for report in self.steps)

    def differences(self) -> Iterator[tuple[ScenarioStep, Check]]:
        """Yield every check that failed, with its step."""
        for report in self.steps:
            for check in report.checks:
                if not check.ok:
                    yield report.step, check


def moved_clocks(
    earlier: Sequence[Document], case: Document, english: Document | None
) -> Iterator[MovedClock]:
    """
    Yield the clocks of `case` that differ from `earlier`.

    `english` is the same case read in English, for the second language of the explanations.
    """
    known = {clock["id"]: clock for clock in earlier}
    told: Mapping[str, Sequence[str]] = {
        clock["id"]: clock["explanation"] for clock in (english or {}).get("clocks", [])
    }
    for clock in case["clocks"]:
        before = known.get(clock["id"], {})
        if _facts(clock) == _facts(before):
            continue
        steps: list[Text] = []
        if _result(clock) != _result(before):
            lines = clock["explanation"]
            pairs = zip(lines, told.get(clock["id"], lines), strict=True)
            steps = [Text(zh, en) for zh, en in pairs]
        yield MovedClock(clock, steps)


def new_warnings(earlier: Sequence[Document], case: Document) -> list[Document]:
    """Return the warnings of `case` that were not there before."""
    return [warning for warning in case["warnings"] if warning not in earlier]


def _facts(clock: Document) -> tuple[Any, ...]:
    return (clock.get("status"), clock.get("ended_on"), *_result(clock))


def _result(clock: Document) -> tuple[Any, ...]:
    return tuple(clock.get(name) for name in _COMPUTED)
