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
from shared.remedies.stages import (
    Limit,
    Stage,
    begun_in,
    came_later,
    changed,
    changes,
    shortened,
    stages,
)
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
class Span:
    """
    The time in which a remedy can be used.

    `last_on` counts what the law takes out; `safe_on` is the last day if a court or organ should
    take out nothing, as the person has to prove it, and should decide what the law leaves open
    (`doubts`) against the person. `last_on` is None while a fact is missing or time is being taken
    out at present: `days_left` then says what remains. `ended_on` is the last day of a span that is
    certainly over, `otherwise` what would keep it open. `not_held` says which older texts governed
    that are not held: then nothing is computed by them.
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
    doubts: tuple[Text, ...] = ()
    otherwise: Text | None = None

    def unless_untold(self, otherwise: Span, fact: str) -> Span:
        """Return a span that is over with what holds if the person was not told of the remedy."""
        if otherwise.ended_on is not None or otherwise.last_on is None:
            return self
        text = Text(
            f"如果当时没有告知救济权利或者期限，则至 {otherwise.last_on}，请先查明。",
            f"If the remedy or its time was not told, it runs until {otherwise.last_on}: find out.",
        )
        asked = Missing(fact, Text("当时是否告知了救济权利和期限", "whether the remedy was told"))
        return replace(self, otherwise=text, missing=(*self.missing, asked))


@dataclass(frozen=True, slots=True)
class _Counted:
    """
    A limit counted under the version that governs it.

    `counts`: it decides on the last day; one of which the law leaves open whether it counts is
    only for the safe day. `older`: an older text governed, so that this is an upper bound.
    """

    version: RuleVersion
    due: DueDate
    last_on: date | None
    safe_on: date | None
    changed: tuple[Text, ...] = ()
    doubts: tuple[Text, ...] = ()
    counts: bool = True
    older: Text | None = None


def span_of(question: Question, path: Path, limits: Sequence[Limit]) -> Span:
    """Count every limit through the versions under which it ran, and join them."""
    counted: list[_Counted] = []
    missing = [*_unknown_beginnings(question, path, {limit.rule for limit in limits})]
    not_held: list[Text] = []
    undecided = False
    for limit in limits:
        known = stages(question.law.rules, limit, question.facts.on)
        if not known:
            if older := question.law.not_held(limit.rule, question.facts.on):
                not_held.append(older)
                undecided = undecided or limit.decides
        elif limit.day_zero is None:
            missing.append(Missing(limit.fact, limit.asks or known[-1].terms.day_zero.text))
            undecided = undecided or limit.decides
        else:
            found = _through(question, path, limit, known, limit.day_zero)
            if found.older is None or _is_over(found, question.facts.on):
                counted.append(found)
            else:
                not_held.append(found.older)
                undecided = undecided or limit.decides
    span = _joined(question.facts.on, counted, tuple(missing), undecided)
    return replace(span, not_held=tuple(not_held))


def _through(
    question: Question, path: Path, limit: Limit, known: list[Stage], day_zero: date
) -> _Counted:
    """Count a limit under the version of its first day, and under each that found it running."""
    first = begun_in(known, day_zero)
    if first is None:
        return _doubted(limit, _from_before(question, path, known[0], day_zero))
    found = _count(question, path, known[first], day_zero)
    for _, later in changes(known, first):
        after = _count(question, path, later, day_zero)
        if found.last_on is not None and found.last_on < later.since:
            if limit.reopens is None or after.version.rule_id == found.version.rule_id:
                break
            safe_on = _earliest((found.safe_on, after.safe_on))
            found = replace(after, safe_on=safe_on, doubts=(*found.doubts, limit.reopens))
            continue
        if _is_earlier(after.last_on, found.last_on):
            doubt = shortened(later, after.last_on or later.since)
            safe_on = _earliest((after.safe_on, found.safe_on))
            found = replace(found, safe_on=safe_on, doubts=(*found.doubts, doubt))
        else:
            note = () if after.last_on == found.last_on else (changed(later),)
            found = replace(after, changed=(*found.changed, *note), doubts=found.doubts)
    return _doubted(limit, found)


def _doubted(limit: Limit, found: _Counted) -> _Counted:
    """Let a limit of which the law leaves open whether it counts move the safe day only."""
    if limit.doubt is None:
        return found
    return replace(found, counts=False, doubts=(*found.doubts, limit.doubt))


def _from_before(question: Question, path: Path, first: Stage, day_zero: date) -> _Counted:
    """Count a limit that began before its first version: by an older text, or by none."""
    found = _count(question, path, first, day_zero)
    older = question.law.not_held(first.version.rule_id, day_zero)
    if older is not None or found.last_on is None or found.last_on >= first.since:
        return replace(found, older=older)
    return replace(found, counts=False, doubts=(came_later(first, found.last_on),))


def _count(question: Question, path: Path, stage: Stage, day_zero: date) -> _Counted:
    calendar, version, variant = question.law.calendar, stage.version, stage.variant
    rule = version.rule_id
    due = plain = compute(version, day_zero, calendar, variant=variant)
    pauses: list[Pause] = []
    for each in _rules_on(question, path, rule, Effect.DEDUCTS):
        if not _came_too_late(each.rule, due.due_on):
            pauses += _pauses(each)
            due = compute(version, day_zero, calendar, variant=variant, pauses=pauses)
    last_on = due.due_on
    for each in _rules_on(question, path, rule, Effect.RELIES):
        relied = max(_relied_on(each), default=None)
        if last_on is not None and relied is not None and not _came_too_late(each.rule, last_on):
            last_on = max(last_on, relied)
    return _Counted(stage.terms, due, last_on, plain.due_on)


def _is_over(found: _Counted, on: date) -> bool:
    return found.last_on is not None and found.last_on < on


def _is_earlier(one: date | None, other: date | None) -> bool:
    return one is not None and (other is None or one < other)


def _rules_on(question: Question, path: Path, rule_id: str, effect: Effect) -> list[Applied]:
    """Return what applies to a limit with an effect, the oldest law first."""
    found = (each for each in question.rules_for(path, effect) if rule_id in each.rule.limits)
    return sorted(found, key=lambda each: each.rule.in_force_from or date.min)


def _came_too_late(rule: TrackRule, last_on: date | None) -> bool:
    """Say whether a time was over before the rule came: it is not opened again by it."""
    since = rule.since
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
    certain = [each for each in counted if each.counts]
    doubts = tuple(doubt for each in counted for doubt in each.doubts)
    in_doubt = [each.safe_on for each in counted if not each.counts]
    if not certain:
        return Span(missing=missing, doubts=doubts, safe_on=_earliest(in_doubt))
    ends = [each for each in certain if each.last_on is not None]
    first = min(ends, key=lambda each: each.last_on or date.max, default=certain[0])
    paused = next((each for each in certain if each.last_on is None), None)
    over = first.last_on is not None and first.last_on < on
    known = not undecided and paused is None
    shown = first if over or paused is None else paused
    safe = in_doubt if undecided else [each.safe_on for each in counted]
    return Span(
        last_on=first.last_on if known or over else None,
        safe_on=_earliest(safe),
        ended_on=first.last_on if over else None,
        days_left=paused.due.days_left if paused is not None and not over else None,
        provisional=shown.due.provisional,
        rule=shown.version.rule_id,
        version=shown.version,
        citations=tuple(f"{each.version.law}{each.version.article}" for each in counted),
        explanation=(
            *shown.due.explanation,
            *shown.changed,
            *_others(certain, shown),
            *(each.older for each in (shown,) if each.older is not None),
        ),
        missing=missing,
        doubts=doubts,
    )


def _earliest(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _others(counted: Sequence[_Counted], shown: _Counted) -> Iterator[Text]:
    for each in counted:
        if each is not shown and each.last_on is not None:
            name, rule = each.version.name, each.version.rule_id
            yield Text(
                f"另有 {rule} {name.zh}，至 {each.last_on}",
                f"besides {rule}, {name.en}: until {each.last_on}",
            )
