"""What guards read off a petition: its open clocks, its referrals, whose agency it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.casework.guarding import Attempt
from shared.casework.personal_numbers import compact
from shared.casework.withdrawing import WITHDRAWN_ELSEWHERE

CAME_TO_NOTHING = frozenset({"failed", "terminated", "declined"})
_FINAL_OUTCOMES = CAME_TO_NOTHING | {"agreed", "confirmed", "performed", "breached"}
_RUNNING = frozenset({"running", "paused"})


def open_clock(attempt: Attempt, rule: str) -> Mapping[str, Any] | None:
    """Return a clock of `rule` that still runs, paused or not; the last of several."""
    running = open_clocks(attempt, rule)
    return running[-1] if running else None


def open_clocks(attempt: Attempt, rule: str) -> list[Mapping[str, Any]]:
    """Return all clocks of `rule` that still run, paused or not."""
    return [
        clock
        for clock in attempt.case["clocks"]
        if clock["rule"] == rule and clock["status"] in _RUNNING
    ]


def is_same_agency(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Compare two agencies by code where both have one, else by name, however it is written."""
    codes = [each.get("code") or each.get("organisation_code") for each in (one, other)]
    if all(codes):
        return codes[0] == codes[1]
    return compact(str(one.get("name"))) == compact(str(other.get("name")))


def awaits_mediation(attempt: Attempt) -> bool:
    """Say whether a mediation that the petition was led to has no final outcome, and is one."""
    facts = attempt.case["facts"]
    referred = [each for each in facts.get("referrals") or [] if each["to"] == "mediation"]
    ended = {
        each["case_id"]
        for each in facts.get("referral_outcomes") or []
        if each["track"] == "mediation" and each["outcome"] in _FINAL_OUTCOMES
    }
    return len(referred) > len(ended | _never_were(attempt))


def came_to_nothing(attempt: Attempt) -> bool:
    """Say whether what the petition was led into last ended without result, or never was."""
    if awaits_mediation(attempt):
        return False
    never = _never_were(attempt)
    outcomes = attempt.case["facts"].get("referral_outcomes") or []
    told = [each["outcome"] for each in outcomes if each["case_id"] not in never]
    return told[-1] in CAME_TO_NOTHING if told else bool(never)


def _never_were(attempt: Attempt) -> set[str]:
    """Return the mediations whose registration was withdrawn as a mistake."""
    withdrawn = attempt.case["facts"].get(WITHDRAWN_ELSEWHERE) or []
    return {each["case_id"] for each in withdrawn if each["track"] == "mediation"}
