"""What is before which instance of a suit, whose appeals stand, and who may still appeal. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from shared.casework.addressees import Addressees
from shared.casework.procedure import Served

FIRST, SECOND = "first", "second"
_FIRST = frozenset({"notified", "answered"})
RETRIALS = frozenset({"retrial_first", "retrial_second"})
_OPEN = frozenset({"running", "paused"})
_JUDGMENT = Served(
    roles=frozenset({"plaintiff", "third_party", "defendant"}),
    rules=frozenset({"SS-16", "SS-17"}),
    basis="行诉法85",
    made=("milestones.judged",),
    sides=MappingProxyType(
        {
            "agency": frozenset({"defendant"}),
            "opponent": frozenset({"plaintiff", "third_party"}),
        }
    ),
    own_side="agency",
)


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
    addressees = Addressees(_JUDGMENT, case)
    open_for = set(addressees.unserved(case["clocks"]))
    for clock in case["clocks"]:
        if addressees.counts(clock) and clock["status"] in _OPEN and clock["due_on"] >= day:
            open_for |= {
                name for name in addressees.stands_for(None) if addressees.concerns(clock, name)
            }
    return sorted(open_for - set(_appealed(case, addressees)))


def appeals_in_time(case: Mapping[str, Any], appellant: str, day: str) -> bool:
    """Say whether an appeal of `day` (ISO) is within the appellant's own window."""
    addressees = Addressees(_JUDGMENT, case)
    return any(
        clock["rule"] in _JUDGMENT.rules
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
