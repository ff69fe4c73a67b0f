"""What is said of a clock that cannot start, has started already, or is over before it waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.casework.guarding import Finding, conflict
from shared.http.problems import Problem
from shared.language import Text
from shared.law import HELD_FROM, RuleVersion

MISSING_FACT = "missing-fact"
"""The code of the warning that a clock waits for a date."""
SET_DAY = Text("写明的最后一日", "the last day that was set")


def fact_is_missing(version: RuleVersion, fact: Text) -> Finding:
    """Return the warning that a time limit waits for a fact."""
    text = Text(
        f"期限“{version.name.zh}”尚不能起算：缺少{fact.zh}。",
        f"The time limit “{version.name.en}” cannot start. Missing: {fact.en}.",
    )
    return Finding(MISSING_FACT, citation(version), text)


def begun_already(version: RuleVersion, clock: Mapping[str, Any]) -> Problem:
    """Return the refusal (409) of a second beginning."""
    text = Text(
        f"期限“{version.name.zh}”已自 {clock['started_on']} 起算；"
        "日期有误的，请更正原记录，不另行登记。",
        f"The time limit “{version.name.en}” runs from {clock['started_on']} already. If that day "
        "is wrong, correct the entry instead of recording another.",
    )
    return conflict(text, basis=citation(version))


def law_gives_no_length(version: RuleVersion) -> Finding:
    """Return the warning that the rule in force has no number."""
    text = Text(
        f"“{version.name.zh}”：当时有效的规定没有具体期限，不计期。",
        f"“{version.name.en}”: the rule in force gives no number, so no clock runs.",
    )
    return Finding("no-statutory-length", citation(version), text)


def calendar_is_not_held(version: RuleVersion) -> Finding:
    """Return the warning that the last day may be a holiday that is not held."""
    text = Text(
        f"“{version.name.zh}”：未收录 {HELD_FROM} 年之前的放假安排，最后一日请核对。",
        f"“{version.name.en}”: no holiday notices from before {HELD_FROM} are held; "
        "check the last day.",
    )
    return Finding("calendar-not-held", citation(version), text)


def citation(version: RuleVersion) -> str:
    """Return law and article in one word, as lawyers cite."""
    return f"{version.law}{version.article}"


def pause_comes_late(version: RuleVersion, due_on: str) -> Finding:
    """Tell that a period had ended before it was to be paused, so that it stays overdue."""
    text = Text(
        f"期限“{version.name.zh}”已于 {due_on} 届满，不因其后中止而停止计算。",
        f"The time limit “{version.name.en}” had ended on {due_on}; what is suspended since does "
        "not stop it.",
    )
    return Finding("suspended-after-the-end", citation(version), text)
