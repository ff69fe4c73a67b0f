"""Whether a suit has what a notice says already, or what is newer by the court's own days. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.liaison.court.party_meant import side_of
from services.liaison.court.registry import Case

# What a court decided, each with its own day: an effect that comes by itself is none of these.
_DECISIONS = (
    "judged",
    "judged_on_appeal",
    "retrial_ordered",
    "retrial_ended",
    "withdrawn",
    "mediated",
)
_HEARING = ("hearing_on", "hearing_time", "place", "head_notice", "head_notice_ground")
_SERVICES = {
    "judged": {"served_on": "judgment_served", "opponent_served_on": "opponent_served"},
    "judged_on_appeal": {
        "served_on": "final_served",
        "opponent_served_on": "final_opponent_served",
    },
}
_SERVED: Mapping[str, tuple[Mapping[str, str], str, frozenset[str]]] = {
    "first": (
        {"agency": "judgment_served", "opponent": "opponent_served"},
        "judgment_services",
        frozenset({"SS-16", "SS-17"}),
    ),
    "final": (
        {"agency": "final_served", "opponent": "final_opponent_served"},
        "final_services",
        frozenset({"SS-20"}),
    ),
}


def is_older(said: Mapping[str, Any], case: Case) -> bool:
    """Say whether the court decided something on a later day than that of the notice."""
    return any(_day(case, each) > said["on"] for each in _DECISIONS)


def says_a_known_judgment(said: Mapping[str, Any], case: Case) -> bool:
    """Say whether a notice tells a judgment of a day on which one is on record, or an older one."""
    day = said.get("on")
    return day is not None and any(_day(case, each) >= day for each in _DECISIONS)


def brings_a_service(said: Mapping[str, Any], case: Case) -> bool:
    """Say whether a judgment that is on record is told with a day of service that is not."""
    return any(
        said.get(field) not in {None, case["milestones"].get(milestone)}
        for judgment, fields in _SERVICES.items()
        if _day(case, judgment) == said["on"]
        for field, milestone in fields.items()
    )


def contradicts_the_judgment(said: Mapping[str, Any], case: Case) -> bool:
    """Say whether every judgment of that day on the case has another outcome."""
    outcomes = {
        case["facts"].get(fact)
        for judgment, fact in (("judged", "outcome"), ("judged_on_appeal", "final_outcome"))
        if _day(case, judgment) == said["on"]
    }
    return bool(outcomes) and not outcomes & {None, said["outcome"]}


def is_served(judgment: str, party: Mapping[str, Any], day: str, case: Case) -> bool:
    """Say whether the service of a judgment (`first`, `final`) on a party is known, of that day."""
    milestones, services, rules = _SERVED[judgment]
    of_the_side = case["milestones"].get(milestones[side_of(party)])
    return (
        day == of_the_side
        or any(
            each.get("party") in {None, party["id"]} and each["served_on"] == day
            for each in case["facts"].get(services, ())
        )
        or any(
            each["party"] == party["id"] and each["rule"] in rules and each["started_on"] == day
            for each in case["clocks"]
        )
    )


def says_the_hearing_that_is_set(said: Mapping[str, Any], case: Case) -> bool:
    """Say whether a notice sets the hearing as it is set: what was planned for it stays."""
    facts = case["facts"]
    return facts.get("hearing_on") is not None and all(
        said.get(each) == facts.get(each) for each in _HEARING
    )


def has_happened(said: Mapping[str, Any], case: Case, *milestones: str) -> bool:
    """Say whether one of the milestones has the day of the notice."""
    return any(_day(case, each) == said["on"] for each in milestones)


def is_listed(said: Mapping[str, Any], case: Case, name: str) -> bool:
    """
    Say whether a list of the case has an item of the same day, by whom the notice names, if any.

    What all of a side did is known of each of them.
    """
    return any(
        each["on"] == said["on"]
        and each.get("by") == said.get("by", each.get("by"))
        and each.get("party") in {None, said.get("party", each.get("party"))}
        for each in case["facts"].get(name, [])
    )


def appeal_told(said: Mapping[str, Any], case: Case) -> Mapping[str, Any] | None:
    """
    Return the appeal of the same day that is on record, by the whole side or the party named.

    One of a party may be another's than the court tells of that names none.
    """
    told = (
        each
        for each in case["facts"].get("appeals", [])
        if each["on"] == said["on"]
        and each["by"] == said["by"]
        and each.get("party") in {None, said.get("party")}
    )
    return next(told, None)


def whose(lodged: Mapping[str, Any]) -> dict[str, Any]:
    """Return the party by which an appeal or application is on record, where it names one."""
    return {"party": lodged["party"]} if lodged.get("party") else {}


def has_begun(case: Case, rule: str, lodged: Mapping[str, Any]) -> bool:
    """Say whether a period of the rule began since something was lodged: theirs, or all's."""
    return any(
        each["rule"] == rule
        and each["started_on"] >= lodged["on"]
        and each["party"] in {None, lodged.get("party")}
        for each in case["clocks"]
    )


def _day(case: Case, milestone: str) -> str:
    return str(case["milestones"].get(milestone, ""))
