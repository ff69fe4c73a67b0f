"""From when until when a remedy can be used: several time limits, the first to end decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from shared.language import Text
from shared.law import RuleVersion
from shared.remedies.counted import Counted, count_through, earliest
from shared.remedies.question import Question
from shared.remedies.stages import Limit, stages
from shared.remedies.track_rules import Effect, Path


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


def span_of(question: Question, path: Path, limits: Sequence[Limit]) -> Span:
    """Count every limit through the versions under which it ran, and join them."""
    counted: list[Counted] = []
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
            found = count_through(question, path, limit, known, limit.day_zero)
            if found.older is None or _is_over(found, question.facts.on):
                counted.append(found)
            else:
                not_held.append(found.older)
                undecided = undecided or limit.decides
    span = _joined(question.facts.on, counted, tuple(missing), undecided)
    return replace(span, not_held=tuple(not_held))


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


def _is_over(found: Counted, on: date) -> bool:
    return found.last_on is not None and found.last_on < on


def _joined(
    on: date, counted: Sequence[Counted], missing: tuple[Missing, ...], undecided: bool
) -> Span:
    certain = [each for each in counted if each.counts]
    doubts = tuple(doubt for each in counted for doubt in each.doubts)
    in_doubt = [each.safe_on for each in counted if not each.counts]
    if not certain:
        return Span(missing=missing, doubts=doubts, safe_on=earliest(in_doubt))
    ends = [each for each in certain if each.last_on is not None]
    first = min(ends, key=lambda each: each.last_on or date.max, default=certain[0])
    paused = next((each for each in certain if each.last_on is None), None)
    over = first.last_on is not None and first.last_on < on
    known = not undecided and paused is None
    shown = first if over or paused is None else paused
    safe = in_doubt if undecided else [each.safe_on for each in counted]
    return Span(
        last_on=first.last_on if known or over else None,
        safe_on=earliest(safe),
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


def _others(counted: Sequence[Counted], shown: Counted) -> Iterator[Text]:
    for each in counted:
        if each is not shown and each.last_on is not None:
            name, rule = each.version.name, each.version.rule_id
            yield Text(
                f"另有 {rule} {name.zh}，至 {each.last_on}",
                f"besides {rule}, {name.en}: until {each.last_on}",
            )
