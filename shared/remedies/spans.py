"""From when until when a remedy can be used: several time limits, the first to end decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from shared.language import Text
from shared.law import (
    Calendar,
    DueDate,
    Pause,
    RuleNotInForceError,
    Rules,
    RuleTextNotHeldError,
    RuleVersion,
    compute,
)
from shared.remedies.facts import Facts
from shared.remedies.track_rules import Applied, Effect, Path, TrackRule, TrackRules


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


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact without which no last day can be told; `fact` is its name in a request."""

    fact: str
    text: Text


@dataclass(frozen=True, slots=True)
class Limit:
    """
    One time limit, with the day from which it runs and the name of that fact.

    `decides`: without its fact no last day is told at all. Others are only upper bounds, or
    begin later than today when their fact has not come about.
    """

    rule: str
    day_zero: date | None
    fact: str
    variant: str | None = None
    decides: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """
    The time in which a remedy can be used.

    `last_on` counts what the law takes out; `safe_on` is the last day if a court or organ should
    take out nothing, as the person has to prove it. `last_on` is None while a fact is missing or
    time is being taken out at present: `days_left` then says what remains. `ended_on` is the last
    day of a span that is certainly over. `not_held` says which older texts governed on the day
    asked about that are not held: then nothing is computed by them.
    """

    last_on: date | None = None
    safe_on: date | None = None
    ended_on: date | None = None
    days_left: int | None = None
    provisional: bool = False
    rule: str | None = None
    version: RuleVersion | None = None
    citations: tuple[str, ...] = ()
    explanation: tuple[Text, ...] = ()
    missing: tuple[Missing, ...] = ()
    not_held: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class _Counted:
    limit: Limit
    version: RuleVersion
    due: DueDate
    last_on: date | None
    safe_on: date | None


def span_of(question: Question, path: Path, limits: Sequence[Limit]) -> Span:
    """Count every limit under the version in force on the day asked about, and join them."""
    counted: list[_Counted] = []
    missing = [*_unknown_beginnings(question, path, {limit.rule for limit in limits})]
    not_held: list[Text] = []
    undecided = False
    for limit in limits:
        version = question.law.in_force(limit.rule, question.facts.on)
        if version is None:
            if older := question.law.not_held(limit.rule, question.facts.on):
                not_held.append(older)
                undecided = undecided or limit.decides
            continue
        if limit.day_zero is None:
            terms = version.for_variant(limit.variant)
            missing.append(Missing(limit.fact, terms.day_zero.text))
            undecided = undecided or limit.decides
        else:
            counted.append(_count(question, path, limit, version, limit.day_zero))
    span = _joined(question.facts.on, counted, tuple(missing), undecided)
    return replace(span, not_held=tuple(not_held))


def _count(
    question: Question, path: Path, limit: Limit, version: RuleVersion, day_zero: date
) -> _Counted:
    calendar = question.law.calendar
    due = plain = compute(version, day_zero, calendar, variant=limit.variant)
    pauses: list[Pause] = []
    for each in _rules_on(question, path, limit.rule, Effect.DEDUCTS):
        if not _came_too_late(each.rule, due.due_on):
            pauses += _pauses(each)
            due = compute(version, day_zero, calendar, variant=limit.variant, pauses=pauses)
    last_on = due.due_on
    for each in _rules_on(question, path, limit.rule, Effect.RELIES):
        relied = max(_relied_on(each), default=None)
        if last_on is not None and relied is not None and not _came_too_late(each.rule, last_on):
            last_on = max(last_on, relied)
    return _Counted(limit, version.for_variant(limit.variant), due, last_on, plain.due_on)


def _rules_on(question: Question, path: Path, rule_id: str, effect: Effect) -> list[Applied]:
    """Return what applies to a limit with an effect, the oldest law first."""
    found = (each for each in question.rules_for(path, effect) if rule_id in each.rule.limits)
    return sorted(found, key=lambda each: each.rule.in_force_from or date.min)


def _came_too_late(rule: TrackRule, last_on: date | None) -> bool:
    """Say whether a time was over before the rule came: it is not opened again by it."""
    since = rule.in_force_from
    return last_on is not None and since is not None and last_on < since


def _pauses(applied: Applied) -> Iterator[Pause]:
    for match in applied.matches:
        start, end = applied.rule.span_of(match)
        if start is not None:
            yield Pause(start, end, applied.rule.citation)


def _unknown_beginnings(question: Question, path: Path, rule_ids: set[str]) -> Iterator[Missing]:
    """Yield the beginnings of times that would not count, were they known."""
    for each in question.rules_for(path, Effect.DEDUCTS):
        if rule_ids & set(each.rule.limits):
            for match in each.matches:
                if each.rule.span_of(match)[0] is None:
                    yield Missing(
                        f"prior.{each.rule.begins[0]}",
                        Text(
                            f"不计入期限的开始日（{each.rule.citation}）",
                            f"the day on which a time begins that does not count "
                            f"({each.rule.citation})",
                        ),
                    )


def _relied_on(applied: Applied) -> Iterator[date]:
    for match in applied.matches:
        if (until := applied.rule.span_of(match)[1]) is not None:
            yield until


def _joined(
    on: date, counted: Sequence[_Counted], missing: tuple[Missing, ...], undecided: bool
) -> Span:
    if not counted:
        return Span(missing=missing)
    ends = [each for each in counted if each.last_on is not None]
    first = min(ends, key=lambda each: each.last_on or date.max, default=counted[0])
    paused = next((each for each in counted if each.last_on is None), None)
    over = first.last_on is not None and first.last_on < on
    known = not undecided and paused is None
    shown = first if over or paused is None else paused
    return Span(
        last_on=first.last_on if known or over else None,
        safe_on=None if undecided else _earliest(each.safe_on for each in counted),
        ended_on=first.last_on if over else None,
        days_left=paused.due.days_left if paused is not None and not over else None,
        provisional=shown.due.provisional,
        rule=shown.limit.rule,
        version=shown.version,
        citations=tuple(f"{each.version.law}{each.version.article}" for each in counted),
        explanation=(*shown.due.explanation, *_others(counted, shown)),
        missing=missing,
    )


def _earliest(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _others(counted: Sequence[_Counted], shown: _Counted) -> Iterator[Text]:
    for each in counted:
        if each is not shown and each.last_on is not None:
            name = each.version.name
            yield Text(
                f"另有 {each.limit.rule} {name.zh}，至 {each.last_on}",
                f"besides {each.limit.rule}, {name.en}: until {each.last_on}",
            )
