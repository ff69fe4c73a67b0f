"""What is asked of the law: the facts, the law as this release knows it, and what applies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shared.language import Text
from shared.law import Calendar, RuleNotInForceError, Rules, RuleTextNotHeldError, RuleVersion
from shared.remedies.facts import Facts
from shared.remedies.track_rules import Applied, Effect, Path, TrackRules


@dataclass(frozen=True, slots=True)
class Law:
    """The law as this release knows it: time limits, calendar, rules between tracks."""

    rules: Rules
    calendar: Calendar
    between: TrackRules

    def in_force(self, rule_id: str, on: date) -> RuleVersion | None:
        """Return the version of a time limit on a day, or None where there was none yet."""
        try:
            return self.rules.in_force(rule_id, on)
        except RuleNotInForceError:
            return None

    def not_held(self, rule_id: str, on: date) -> Text | None:
        """Say which older text governed a time limit on a day, where one did that is not held."""
        try:
            self.rules.in_force(rule_id, on)
        except RuleTextNotHeldError as error:
            return error.text
        except RuleNotInForceError:
            return None
        return None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the facts, and the rules between tracks that hold for them."""

    facts: Facts
    law: Law
    applied: tuple[Applied, ...]

    @classmethod
    def about(cls, facts: Facts, law: Law) -> Question:
        """Return the question that these facts pose."""
        return cls(facts, law, law.between.applied(facts))

    def rules_for(self, path: Path, *effects: Effect) -> Iterator[Applied]:
        """Yield what applies to a path with one of these effects, in the order of the law."""
        for each in self.applied:
            if path in each.rule.paths and each.rule.effect in effects:
                yield each
