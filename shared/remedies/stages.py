"""
The versions of a time limit through which a period runs, and which of them end it.

A period goes by the law in force when it begins. A new version takes hold of it only while it still
runs: what had ended stays ended (法释〔2015〕9号26¶1 says so for the time to sue).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from shared.language import Text
from shared.law import Rules, RuleVersion


@dataclass(frozen=True, slots=True)
class Limit:
    """
    One time limit, with the day from which it runs and the name of that fact.

    `decides`: without its fact no last day is told at all. Others are only upper bounds, or
    begin later than today when their fact has not come about. `before` is the rule that governed
    the same period until this one came. `doubt` says that the law leaves open whether this limit
    counts: it then moves the safe day only. `asks` are the words of the fact where the rule's own
    do not fit. `reopens` says that the law leaves open whether the rule helps also where the time
    under the rule `before` was over when it came: the day by that one is then the safe day.
    """

    rule: str
    day_zero: date | None
    fact: str
    variant: str | None = None
    decides: bool = True
    before: str | None = None
    doubt: Text | None = None
    asks: Text | None = None
    reopens: Text | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One version of a limit, or of the rule before it, with the variant that is counted."""

    version: RuleVersion
    variant: str | None

    @property
    def terms(self) -> RuleVersion:
        """What the version says of the variant."""
        return self.version.for_variant(self.variant)

    @property
    def since(self) -> date:
        """The first day of the version."""
        return self.version.in_force_from or date.min

    @property
    def citation(self) -> str:
        """Law and article in one."""
        return f"{self.version.law}{self.version.article}"


def stages(rules: Rules, limit: Limit, on: date) -> list[Stage]:
    """Return the versions that were in force up to a day, the oldest first."""
    return [stage for stage in _all(rules, limit) if stage.since <= on]


def _all(rules: Rules, limit: Limit) -> Iterator[Stage]:
    own = [Stage(each, limit.variant) for each in rules[limit.rule].versions]
    if limit.before is not None:
        for each in rules[limit.before].versions:
            if (stage := Stage(each, None)).since < own[0].since:
                yield stage
    yield from own


def begun_in(known: list[Stage], day_zero: date) -> int | None:
    """Return which version governed on the first day; None where an older text did, or none."""
    begun = [n for n, stage in enumerate(known) if stage.since <= day_zero]
    return begun[-1] if begun else None


def changes(known: list[Stage], first: int) -> Iterator[tuple[Stage, Stage]]:
    """Yield each change of the law after the version in which a period began."""
    yield from pairwise(known[first:])


def changed(later: Stage) -> Text:
    """Say that a period went over to a new version."""
    return Text(
        f"{later.since} 时期限尚未届满，此后适用{later.citation}",
        f"on {later.since} the time still ran: from then on {later.citation} governs",
    )


def shortened(later: Stage, last_on: date) -> Text:
    """Say that a new version is shorter than what ran when it came, which the law leaves open."""
    return Text(
        f"{later.citation} 自 {later.since} 起缩短了期限；对此前已经开始的期限是否适用，"
        f"法律没有规定：适用时最后一日为 {last_on}",
        f"{later.citation} shortened the time from {later.since} on; whether that holds for a time "
        f"that had begun is not said. If it does, the last day is {last_on}",
    )


def came_later(stage: Stage, last_on: date) -> Text:
    """Say that a limit would have ended before it came, which the law leaves open."""
    return Text(
        f"{stage.citation} 自 {stage.since} 起施行，按其计算 {last_on} 已经届满；"
        "对此前的行为是否适用，法律没有规定",
        f"{stage.citation} is in force from {stage.since}; counted by it the time ended on "
        f"{last_on}. Whether it holds for what was done before is not said",
    )
