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
_WITHDRAWN_APPLICATIONS = "withdrawn_retrial_applications"
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
    """Return the appeals against the judgment made last that were not withdrawn by all of them."""
    return [each for each in _appeals(case) if _who_stand(case, each, "withdrawn_appeals")]


def appellants(case: Mapping[str, Any]) -> frozenset[str]:
    """
    Return whose appeals stand: parties, heirs in the place of who appealed (行诉法85).

    Of a side that appealed and of which no party is known, its name.
    """
    return frozenset(
        name for each in _appeals(case) for name in _who_stand(case, each, "withdrawn_appeals")
    )


def standing_applications(case: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the applications for retrial that are neither decided nor withdrawn by all of them."""
    return [each for each in _applications(case) if _who_stand(case, each, _WITHDRAWN_APPLICATIONS)]


def applicants(case: Mapping[str, Any]) -> frozenset[str]:
    """Return whose applications for retrial stand, as `appellants` does (解释115, 120)."""
    return frozenset(
        name
        for each in _applications(case)
        for name in _who_stand(case, each, _WITHDRAWN_APPLICATIONS)
    )


def people_of(case: Mapping[str, Any], by: str, party: str | None) -> frozenset[str]:
    """Return whom a side means, or one of its parties: who takes part now."""
    if party is not None:
        return _in_the_place_of(case, party)
    return Addressees(_judgment(), case).stands_for(by) or frozenset({by})


def _appeals(case: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    judged_on = case["milestones"].get("judged", "")
    return [each for each in case["facts"].get("appeals", ()) if each["on"] >= judged_on]


def _applications(case: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return those since a court refused to try the case again, or ended the retrial."""
    decided = max(case["milestones"].get(name, "") for name in ("retrial_refused", "retrial_ended"))
    return [each for each in case["facts"].get("retrial_applications", ()) if each["on"] > decided]


def _who_stand(
    case: Mapping[str, Any], done: Mapping[str, Any], withdrawals: str
) -> frozenset[str]:
    """Return those who did not withdraw what they lodged; one of several leaves it to others."""
    by, on = done["by"], done["on"]
    later = {
        each["id"]
        for each in case.get("parties", ())
        if "succeeds" not in each and each.get("joined_on", "") > on
    }
    gone = {
        name
        for each in case["facts"].get(withdrawals, ())
        if each["by"] == by and each["on"] >= on
        for name in people_of(case, by, each.get("party"))
    }
    return people_of(case, by, done.get("party")) - later - gone


def _in_the_place_of(case: Mapping[str, Any], party: str) -> frozenset[str]:
    """Return a party, or those who stepped in for it; nobody where it left the suit."""
    known = [*case.get("parties", ()), *case.get("former_parties", ())]
    if any(each["id"] == party for each in case.get("parties", ())):
        return frozenset({party})
    heirs = [each["id"] for each in known if each.get("succeeds") == party]
    return frozenset(name for heir in heirs for name in _in_the_place_of(case, heir))


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
