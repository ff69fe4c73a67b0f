"""What the end of a clock calls for: which command of the system, and from which day it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shared.casework.clock_dates import recorded_version
from shared.casework.procedure import Expiry
from shared.casework.system_commands import NOTE_EXPIRY
from shared.law import EffectOn, Rules


@dataclass(frozen=True, slots=True)
class Expired:
    """The clock whose end called for a command of the system, and its last day then."""

    clock_id: str
    rule: str
    due_on: str

    @classmethod
    def of(cls, clock: Mapping[str, Any]) -> Expired:
        """Return the end of a clock that has a last day."""
        return cls(clock["id"], clock["rule"], clock["due_on"])

    def as_dict(self) -> dict[str, str]:
        """Return the end as an entry of a history keeps it."""
        return {"clock_id": self.clock_id, "rule": self.rule, "due_on": self.due_on}


def expired_clock(case: Mapping[str, Any], clock_id: str) -> Mapping[str, Any] | None:
    """Return a clock of a case if it still runs, so that its end can have an effect."""
    return next(
        (
            clock
            for clock in case["clocks"]
            if clock["id"] == clock_id and clock["status"] == "running" and clock["due_on"]
        ),
        None,
    )


def has_its_effect(effect: Expiry, case: Mapping[str, Any], clock: Mapping[str, Any]) -> bool:
    """Say whether the effect has a command that waits for no other clock of the case."""
    return effect.command is not None and not any(
        each["rule"] in effect.after and each["status"] == "running" and each["id"] != clock["id"]
        for each in case["clocks"]
    )


def effect_on(rules: Rules, case: Mapping[str, Any], clock: Mapping[str, Any]) -> date:
    """
    Return the day from which the end of a clock counts, by its rule's version.

    The case may have moved on since: then the effect is recorded on the later day.
    """
    version = recorded_version(rules, clock)
    if version.effect_on is EffectOn.NEXT_DAY:
        # On the last day itself the right can still be used.
        next_day = date.fromisoformat(clock["due_on"]) + timedelta(days=1)
        return _not_before_entry(case, next_day.isoformat())
    counted = clock["started_on" if version.effect_on is EffectOn.DAY_ZERO else "due_on"]
    return _not_before_entry(case, counted)


def noted_on(case: Mapping[str, Any], clock: Mapping[str, Any]) -> date:
    """Return the day on which the bare end of a clock is noted."""
    return _not_before_entry(case, clock["due_on"])


def called_for(
    rules: Rules, effect: Expiry, case: Mapping[str, Any], clock: Mapping[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """
    Yield what the end of a clock calls for, each command with its payload.

    Where the case is not open to the effect any more, the next is to be taken: the bare end.
    """
    if effect.command is not None and has_its_effect(effect, case, clock):
        on = effect_on(rules, case, clock)
        yield effect.command, expiry_payload(effect.command, on, clock)
    yield NOTE_EXPIRY, expiry_payload(NOTE_EXPIRY, noted_on(case, clock), clock)


def expiry_payload(command: str, on: date, clock: Mapping[str, Any]) -> dict[str, Any]:
    """Return the payload of the command that an end calls for."""
    if command != NOTE_EXPIRY:
        return {"on": on.isoformat()}
    return {"on": on.isoformat(), "clock_id": clock["id"], "rule": clock["rule"]}


def _not_before_entry(case: Mapping[str, Any], day: str) -> date:
    return date.fromisoformat(max(day, case["entered_on"]))
