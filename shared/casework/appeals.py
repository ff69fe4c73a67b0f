"""What is before which instance of a suit, whose appeals stand, and who may still appeal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from shared.casework.addressees import Addressees
from shared.casework.loading import read_served
from shared.casework.procedure import Served
from shared.house import tracks

FIRST, SECOND = "first", "second"
_FIRST = frozenset({"notified", "answered"})
RETRIALS = frozenset({"retrial_first", "retrial_second"})
_OPEN = frozenset({"running", "paused"})
_LITIGATION, _JUDGMENT = "litigation", "judgment"


@cache
def _judgment() -> Served:
    """Return who is served with a first judgment, and their windows, as litigation has it."""
    (served,) = (each.served for each in tracks() if each.track == _LITIGATION)
    return read_served(_JUDGMENT, served[_JUDGMENT])


def instance_of(case: Mapping[str, Any]) -> str | None:
    """
    Return what a suit is before: `first`, `second`, or the state of its retrial.

    None while it is before no court: judged and not appealed, in force, withdrawn or closed.
    """
    status = str(case["status"])
    if status in RETRIALS:
        return status
    if status == "retrial_suspended":
        return str(case["facts"]["suspended_in"])
    if status == "appealed":
        return SECOND
    if status == "suspended":
        return SECOND if "appealed" in case["milestones"] else FIRST
    return FIRST if status in _FIRST else None


def standing_appeals(case: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the appeals against the judgment made last that were not withdrawn."""
    judged_on = case["milestones"].get("judged", "")
    gone = [
        (each["by"], each.get("party"))
        for each in case["facts"].get("withdrawn_appeals", ())
        if each["on"] >= judged_on
    ]
    return [
        appeal
        for appeal in case["facts"].get("appeals", ())
        if appeal["on"] >= judged_on and not any(is_by(appeal, by, party) for by, party in gone)
    ]


def is_by(appeal: Mapping[str, Any], by: str, party: str | None) -> bool:
    """Say whether an appeal is that of a side, and of one of its parties where one is named."""
    return bool(appeal["by"] == by and (party is None or appeal.get("party") in {None, party}))


def may_still_appeal(case: Mapping[str, Any], day: str) -> list[str]:
    """
    Return the parties whose time to appeal ends on `day` (ISO) or later, or has not begun.

    Who appealed has used theirs, withdrawn or not (行诉法85). Of a side of which no party is
    known its name is returned.
    """
    addressees = Addressees(_judgment(), case)
    open_for = set(addressees.unserved(case["clocks"]))
    for clock in case["clocks"]:
        if addressees.counts(clock) and clock["status"] in _OPEN and clock["due_on"] >= day:
            open_for |= {
                name for name in addressees.stands_for(None) if addressees.concerns(clock, name)
            }
    return sorted(open_for - set(_appealed(case, addressees)))


def appeals_in_time(case: Mapping[str, Any], appellant: str, day: str) -> bool:
    """Say whether an appeal of `day` (ISO) is within the appellant's own window."""
    addressees = Addressees(_judgment(), case)
    return any(
        clock["rule"] in addressees.served.rules
        and clock["started_on"] >= case["milestones"].get("judged", "")
        and addressees.concerns(clock, appellant)
        and day <= clock["due_on"]
        for clock in case["clocks"]
    )


def _appealed(case: Mapping[str, Any], addressees: Addressees) -> Iterator[str]:
    judged_on = case["milestones"].get("judged", "")
    for appeal in case["facts"].get("appeals", ()):
        if appeal["on"] >= judged_on:
            yield appeal["by"]
            yield from addressees.stands_for(appeal.get("party") or appeal["by"])
