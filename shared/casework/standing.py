"""How a case stands for those who look after many: what its card says beside what lists ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.casework.clock_dates import recorded_version
from shared.casework.clock_findings import MISSING_FACT, citation
from shared.casework.procedure import Procedure
from shared.law import Calendar, Length, Rules
from shared.law.attention import Attention, lead_of


@dataclass(frozen=True, slots=True)
class Standing:
    """
    What calls for attention in a case.

    `lead` is the class of the running clock that ends first, `amber_on` and `red_on` the days on
    which it turns amber and red, None where none runs; `paused`: none runs because one is paused.
    `missing_fact`: a clock could not start for want of a date, and has not since.
    """

    closed: bool = False
    lead: int | None = None
    amber_on: str | None = None
    red_on: str | None = None
    paused: bool = False
    missing_fact: bool = False


StandingOf = Callable[[Mapping[str, Any]], Standing]


def unknown_standing(_case: Mapping[str, Any]) -> Standing:
    """Return the standing of a case of which no procedure is known."""
    return Standing()


def standing_by(
    procedure: Procedure, rules: Rules, calendars: Callable[[], Calendar]
) -> StandingOf:
    """Return how the cases of a procedure stand, by their stored documents."""
    closed = procedure.closed_states()

    def standing(case: Mapping[str, Any]) -> Standing:
        is_closed = case.get("status") in closed
        clock = _next_clock(case["clocks"])
        if clock is None:
            lead = amber_on = red_on = None
        else:
            due = date.fromisoformat(clock["due_on"])
            length = Length.from_dict(clock["length"]) if clock.get("length") else None
            attention = Attention.before(due, length, calendars())
            amber_on, red_on = attention.amber_on.isoformat(), attention.red_on.isoformat()
            lead = lead_of(clock["due_on"], amber_on)
        return Standing(
            closed=is_closed,
            lead=lead,
            amber_on=amber_on,
            red_on=red_on,
            paused=clock is None and any(each["status"] == "paused" for each in case["clocks"]),
            missing_fact=not is_closed and _lacks_a_fact(case, rules),
        )

    return standing


def _next_clock(clocks: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the running clock that ends first: the one by which lists order a case."""
    running = [each for each in clocks if each["status"] == "running" and each["due_on"]]
    return min(running, key=lambda each: str(each["due_on"]), default=None)


def _lacks_a_fact(case: Mapping[str, Any], rules: Rules) -> bool:
    """Say whether a clock still waits; the warning of it stays on the case when it has started."""
    waiting = {each["basis"] for each in case["warnings"] if each["code"] == MISSING_FACT}
    if not waiting:
        return False
    started = {
        citation(recorded_version(rules, clock).for_variant(clock["variant"]))
        for clock in case["clocks"]
    }
    return not waiting <= started
