"""The rule of a clock that was recorded, by whichever release it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.language import Text
from shared.law.registry import Rules
from shared.law.rule import RuleVersion


def recorded_version(clock: Mapping[str, Any], rules: Rules) -> RuleVersion | None:
    """Return the version of its rule under which a clock was started; None: no such rule here."""
    if clock["rule"] not in rules:
        return None
    versions = rules[clock["rule"]].versions
    # A version that this release no longer carries: the latest is the nearest.
    return next((each for each in versions if each.version == clock["rule_version"]), versions[-1])


def obligor_of(clock: Mapping[str, Any], rules: Rules) -> str | None:
    """Return who has to act within a clock; None where its rule is not known here."""
    version = recorded_version(clock, rules)
    return str(version.obligor) if version else None


def answered_in(clock: Mapping[str, Any], rules: Rules) -> Text | None:
    """Return what somebody lodged that is answered within a clock; None of any other clock."""
    version = recorded_version(clock, rules)
    return version.answers if version else None


def rule_name(rule_id: str, rules: Rules) -> Text:
    """Return the name of a rule; one that this release does not know goes by its id."""
    return rules[rule_id].name if rule_id in rules else Text(rule_id, rule_id)
