"""One time limit counted through the versions of the law under which it ran."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from shared.language import Text
from shared.law import DueDate, Pause, RuleVersion, compute
from shared.remedies.question import Question
from shared.remedies.stages import (
    Limit,
    Stage,
    begun_in,
    came_later,
    changed,
    changes,
    shortened,
)
from shared.remedies.track_rules import Applied, Effect, Path, TrackRule


@dataclass(frozen=True, slots=True)
class Counted:
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


def count_through(
    question: Question, path: Path, limit: Limit, known: list[Stage], day_zero: date
) -> Counted:
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
            safe_on = earliest((found.safe_on, after.safe_on))
            found = replace(after, safe_on=safe_on, doubts=(*found.doubts, limit.reopens))
            continue
        if _is_earlier(after.last_on, found.last_on):
            doubt = shortened(later, after.last_on or later.since)
            safe_on = earliest((after.safe_on, found.safe_on))
            found = replace(found, safe_on=safe_on, doubts=(*found.doubts, doubt))
        else:
            note = () if after.last_on == found.last_on else (changed(later),)
            found = replace(after, changed=(*found.changed, *note), doubts=found.doubts)
    return _doubted(limit, found)


def _doubted(limit: Limit, found: Counted) -> Counted:
    """Let a limit of which the law leaves open whether it counts move the safe day only."""
    if limit.doubt is None:
        return found
    return replace(found, counts=False, doubts=(*found.doubts, limit.doubt))


def _from_before(question: Question, path: Path, first: Stage, day_zero: date) -> Counted:
    """Count a limit that began before its first version: by an older text, or by none."""
    found = _count(question, path, first, day_zero)
    older = question.law.not_held(first.version.rule_id, day_zero)
    if older is not None or found.last_on is None or found.last_on >= first.since:
        return replace(found, older=older)
    return replace(found, counts=False, doubts=(came_later(first, found.last_on),))


def _count(question: Question, path: Path, stage: Stage, day_zero: date) -> Counted:
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
    return Counted(stage.terms, due, last_on, plain.due_on)


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


def _relied_on(applied: Applied) -> Iterator[date]:
    for match in applied.matches:
        if (until := applied.rule.span_of(match)[1]) is not None:
            yield until


def earliest(days: Iterable[date | None]) -> date | None:
    """Return the first of some days, None where none is known."""
    return min((day for day in days if day is not None), default=None)
