"""What is looked up on a case that is counted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Case = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """
    One thing that counts: on which day, for which agency, and whether it was achieved.

    `on` is the day on which it was settled, so that everything counts once, in one period.
    """

    on: str
    agency_code: str | None
    achieved: bool


def steps(case: Case, *commands: str) -> Iterator[Mapping[str, Any]]:
    """Yield the steps of these kinds in the order in which they were recorded."""
    return (step for step in case["steps"] if step["command"] in commands)


def first_step(case: Case, *commands: str) -> Mapping[str, Any] | None:
    """Return the first step of these kinds, or None."""
    return next(steps(case, *commands), None)


def clocks(case: Case, rules: Collection[str]) -> Iterator[Mapping[str, Any]]:
    """Yield the clocks of these rules."""
    return (clock for clock in case["clocks"] if clock["rule"] in rules)


def has_passed(clock: Mapping[str, Any], today: str) -> bool:
    """Say whether a clock was missed, or runs although its last day is over."""
    if clock["status"] == "running":
        return clock["due_on"] is not None and bool(clock["due_on"] < today)
    return bool(clock["status"] == "missed")


def kept_in_time(case: Case, rules: Collection[str], today: str) -> Iterator[Item]:
    """
    Yield the clocks of these rules that are settled: on the day they were met, or their last.

    Cancelled and paused clocks, and those whose last day is still to come, are no item.
    """
    for clock in clocks(case, rules):
        if clock["status"] == "met":
            yield Item(clock["ended_on"], clock["agency_code"], achieved=True)
        elif has_passed(clock, today):
            yield Item(clock["due_on"], clock["agency_code"], achieved=False)


def answered(case: Case, rules: Collection[str], by: str, today: str) -> Iterator[Item]:
    """
    Yield the clocks of these rules that were answered by the command `by`, or ran out.

    A late answer is an answer; it counts on the last day of the clock, as its absence would.
    """
    for clock in clocks(case, rules):
        was_answered = clock["ended_by"] == by
        if was_answered or has_passed(clock, today):
            days = (clock["due_on"], clock["ended_on"] if was_answered else None)
            on = min(day for day in days if day is not None)
            yield Item(on, clock["agency_code"], was_answered)


def obligation(
    *, due_on: str | None, done_on: str | None, refused_on: str | None, today: str
) -> tuple[str, bool] | None:
    """
    Return the day on which an obligation was settled and whether it was met, or None.

    Met, late or not; or refused on record; or still open after its last day.
    """
    over = due_on if due_on is not None and due_on < today else None
    if done_on is not None:
        return min(done_on, due_on or done_on), True
    settled = [day for day in (refused_on, over) if day is not None]
    return (min(settled), False) if settled else None
