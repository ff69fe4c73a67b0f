"""The law between the tracks as values: conditions by name, rules by version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from shared.language import Text
from shared.law import Status
from shared.remedies.facts import Facts

Match = tuple[Any, ...]


class Path(StrEnum):
    """One way to contest an act or to settle the dispute about it."""

    RECONSIDERATION = "reconsideration"
    LITIGATION = "litigation"
    LITIGATION_AFTER_RECONSIDERATION = "litigation_after_reconsideration"
    LITIGATION_AFTER_NO_DECISION = "litigation_after_no_decision"
    PETITION = "petition"
    PETITION_REVIEW = "petition_review"
    MEDIATION = "mediation"
    JUDICIAL_CONFIRMATION = "judicial_confirmation"


class Effect(StrEnum):
    """What a rule does to the paths that it names; told at the head of the data file."""

    REQUIRES_RECONSIDERATION = "requires_reconsideration"
    EXCLUDES = "excludes"
    BARS = "bars"
    DEDUCTS = "deducts"
    COUNTS_ON = "counts_on"
    RELIES = "relies"
    INFORMS = "informs"


@dataclass(frozen=True, slots=True)
class WantedValues:
    """The values that a field may have; `known` alone: any value but none."""

    values: frozenset[Any] = frozenset()
    known: bool = False

    def accepts(self, value: Any) -> bool:
        """Say whether a value is one of those wanted."""
        return value is not None if self.known else value in self.values


Alternative = Mapping[str, Mapping[str, WantedValues]]


@dataclass(frozen=True, slots=True)
class Condition:
    """A state of affairs with a name: it holds when one of its alternatives does."""

    name: str
    alternatives: Sequence[Alternative]

    def matches(self, facts: Facts) -> Iterator[Match]:
        """Yield what fulfils the condition; for a step or obstacle, each one that does."""
        for alternative in self.alternatives:
            yield from _fulfilling(alternative, facts)


def _fulfilling(alternative: Alternative, facts: Facts) -> Iterator[Match]:
    found: list[Match] = [()]
    for part, fields in alternative.items():
        fitting = [item for item in _items(part, facts) if _fits(item, fields)]
        found = [(*match, item) for match in found for item in fitting]
    yield from found


def _items(part: str, facts: Facts) -> Sequence[Any]:
    if part == "act":
        return [facts.act]
    if part == "inaction":
        return [facts.inaction] if facts.inaction is not None else []
    return facts.prior if part == "earlier" else facts.obstacles


def _fits(item: Any, fields: Mapping[str, WantedValues]) -> bool:
    return all(wanted.accepts(getattr(item, name)) for name, wanted in fields.items())


@dataclass(frozen=True, slots=True)
class TrackRule:
    """
    One rule between tracks as it stood between two dates.

    `since`: the first day of the series of versions with this effect to which this one belongs.
    """

    id: str
    version: str
    law: str
    article: str
    in_force_from: date | None
    in_force_until: date | None
    status: Status
    condition: Condition
    effect: Effect
    paths: frozenset[Path]
    text: Text
    limits: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    since: date | None = None

    @property
    def citation(self) -> str:
        """Law and article in one, for example `行政复议法29¶1`."""
        return f"{self.law}{self.article}"

    def covers(self, on: date) -> bool:
        """Whether this version was in force on `on`."""
        started = self.in_force_from is None or self.in_force_from <= on
        return started and (self.in_force_until is None or on <= self.in_force_until)

    def span_of(self, match: Match) -> tuple[date | None, date | None]:
        """Return the days between which a deduction lies, as the matched step gives them."""
        return _first_known(match, self.begins), _first_known(match, self.ends)


def _first_known(match: Match, names: Sequence[str]) -> date | None:
    for item in match:
        for name in names:
            found: date | None = getattr(item, name, None)
            if found is not None:
                return found
    return None


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule that holds for the facts, and what fulfils its condition."""

    rule: TrackRule
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class TrackRules:
    """All rules between tracks, in the order of the data file."""

    rules: tuple[TrackRule, ...]

    def applied(self, facts: Facts) -> tuple[Applied, ...]:
        """Return every rule in force on the day of the facts whose condition holds."""
        found = (
            Applied(rule, tuple(rule.condition.matches(facts)))
            for rule in self.rules
            if rule.covers(facts.on)
        )
        return tuple(each for each in found if each.matches)
