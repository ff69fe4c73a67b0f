"""The one computation: from a rule, its day 0, pauses, extension and calendar to the last day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from shared.language import Text
from shared.law.calendar import Calendar
from shared.law.computation import Computation
from shared.law.counting import Count, count_backward, count_forward
from shared.law.errors import DueDateError, ExtensionError, LengthError, MissingFactError
from shared.law.explanation import explain
from shared.law.pauses import Pause, merge
from shared.law.receipt import ReceiptInputs, receipt
from shared.law.rule import CENTURY, EffectOn, Length, Override, RuleVersion, quantity


@dataclass(frozen=True)
class DueDate:
    """The last day of a period, and how it came about.

    `due_on` is None while a pause is open; `days_left` then says what remains, in working days
    for a period of working days, else in calendar days. `raw_due_on` is the last day before it
    was moved off a rest day. `length` is without extension, None where the day was set.
    `provisional`: a day was consulted for whose year no holiday notice is held. Explanation
    and receipt are written when first asked for, so that a sweep over many clocks stays cheap.
    """

    due_on: date | None
    raw_due_on: date | None
    provisional: bool
    length: Length | None
    days_left: int | None
    _done: Computation = field(repr=False, compare=False)

    @property
    def takes_effect_on(self) -> date | None:
        """The day from which expiry counts: the last day, the next, or day 0, by the rule."""
        effect_on = self._done.terms.effect_on
        if effect_on is EffectOn.DAY_ZERO:
            return self._done.day_zero
        if effect_on is EffectOn.NEXT_DAY and self.due_on is not None:
            return self.due_on + timedelta(days=1)
        return self.due_on

    @cached_property
    def explanation(self) -> tuple[Text, ...]:
        """Every step of the computation, one text each."""
        return explain(self._done)

    @cached_property
    def inputs(self) -> ReceiptInputs:
        """What the receipt is made from, for `verify`."""
        return _receipt_inputs(self._done)

    @cached_property
    def receipt(self) -> str:
        """`sha256:<64 hex>;…`, see `shared.law.receipt`."""
        return receipt(self.inputs)


def compute(
    version: RuleVersion,
    day_zero: date | None,
    calendar: Calendar,
    *,
    variant: str | None = None,
    pauses: Sequence[Pause] = (),
    extended_by: int = 0,
    length: Length | None = None,
    due_on: date | None = None,
) -> DueDate:
    """Compute the last day of a period anew from its facts.

    Day 0 is not counted (QJ-1). A pause takes out the days after its start up to and including
    its end, and the days left run on from the day after resumption; that the rest continues
    rather than starts anew is interpretive, as the statutes only say that the procedure resumes.
    A pause that starts on or after the last day has no effect. `extended_by` is added to the
    length (in the unit of the rule's extension) before the last day is moved, once (QJ-13). Only
    a rest day moves it, and a make-up working Saturday is none (QJ-9). A backward period
    excludes the day of the event and is not moved (QJ-12).

    `length` is for rules without a number of their own, or where the rule lets another statute
    or the document itself say otherwise; `due_on` is a last day set by a decision, taken as is.

    Raises MissingFactError, UnknownVariantError, LengthError, ExtensionError, DueDateError,
    CalendarRangeError.
    """
    terms = version.for_variant(variant)
    merged = merge(pauses) if pauses else ()
    if due_on is not None:
        return _set_day(
            terms, day_zero, calendar, pauses=merged, extended_by=extended_by, due_on=due_on
        )
    if day_zero is None:
        raise MissingFactError(terms.rule_id, terms.day_zero.fact, terms.day_zero.text)
    chosen = _length(terms, length, day_zero, calendar)
    extension = _extension(terms, extended_by) if extended_by else None
    if chosen.direction == "backward":
        count = count_backward(day_zero, chosen, calendar)
    else:
        count = count_forward(
            day_zero, chosen, calendar, pauses=merged, extension=extension, rolls=terms.rolls
        )
    return _due_date(
        Computation(terms, day_zero, calendar, merged, extended_by, chosen, extension, None, count)
    )


def _set_day(
    terms: RuleVersion,
    day_zero: date | None,
    calendar: Calendar,
    *,
    pauses: tuple[Pause, ...],
    extended_by: int,
    due_on: date,
) -> DueDate:
    if extended_by:
        raise ExtensionError(
            Text(
                "已指定最后一日，延长时应指定新的日期",
                "the last day was set; to extend it, set another day",
            )
        )
    if day_zero is not None and due_on < day_zero:
        raise DueDateError(
            Text(
                f"指定的最后一日 {due_on} 早于起算日 {day_zero}",
                f"the last day {due_on} lies before {day_zero}, the day it starts from",
            )
        )
    count = Count(due_on, due_on, None, (), None)
    return _due_date(Computation(terms, day_zero, calendar, pauses, 0, None, None, due_on, count))


def _due_date(done: Computation) -> DueDate:
    count = done.count
    provisional = (
        count.due is not None
        and count.consulted is not None
        and done.calendar.is_provisional(*count.consulted)
    )
    return DueDate(count.due, count.raw, provisional, done.length, count.days_left, done)


def _length(terms: RuleVersion, given: Length | None, day_zero: date, calendar: Calendar) -> Length:
    """Choose between the rule's own length and the one given, as the rule allows."""
    own = terms.length
    if given is None or given == own:
        if own is None:
            raise LengthError(
                Text(
                    f"{terms.rule_id} {terms.name.zh}：规则没有规定天数，须给出期限或最后一日",
                    f"{terms.rule_id} {terms.name.en}: the rule has no number; "
                    "a length or a last day must be given",
                )
            )
        return own
    if not _is_allowed(terms, given, day_zero, calendar):
        raise LengthError(
            Text(
                f"{terms.rule_id} 不允许以{given.text.zh}代替规定的期限",
                f"{terms.rule_id} does not allow {given.text.en} in place of its own length",
            )
        )
    return given


def _is_allowed(terms: RuleVersion, given: Length, day_zero: date, calendar: Calendar) -> bool:
    if terms.longest is not None and terms.longest_is_binding:
        return _plain_end(day_zero, given, calendar) <= _plain_end(
            day_zero, terms.longest, calendar
        )
    if terms.length is None or terms.override is Override.ANY:
        return True
    if terms.override is Override.NONE:
        return False
    other = _plain_end(day_zero, given, calendar)
    own = _plain_end(day_zero, terms.length, calendar)
    return other <= own if terms.override is Override.SHORTER else other >= own


def _plain_end(day_zero: date, length: Length, calendar: Calendar) -> date:
    count = count_forward(day_zero, length, calendar, pauses=(), extension=None, rolls=False)
    return count.raw or day_zero


def _extension(terms: RuleVersion, extended_by: int) -> Length:
    allowed = terms.extension
    if allowed is None:
        raise ExtensionError(
            Text(
                f"{terms.rule_id} {terms.name.zh}：没有延长的规定",
                f"{terms.rule_id} {terms.name.en} may not be extended",
            )
        )
    most = CENTURY[allowed.unit] if allowed.max_days is None else allowed.max_days
    if not 1 <= extended_by <= most:
        limit = quantity(most, allowed.unit)
        raise ExtensionError(
            Text(
                f"{terms.rule_id}：不能延长 {extended_by}，最多{limit.zh}",
                f"{terms.rule_id} may not be extended by {extended_by}; at most {limit.en}",
            )
        )
    return Length(extended_by, allowed.unit)


def _receipt_inputs(done: Computation) -> ReceiptInputs:
    span = done.count.consulted
    return ReceiptInputs(
        rule=done.terms.rule_id,
        version=done.terms.version,
        variant=done.terms.variant,
        started_on=done.day_zero,
        pauses=done.pauses,
        extended_by=done.extended_by,
        length=done.length,
        specified=done.specified,
        calendar=done.calendar.edition_between(*span) if span else "",
        due_on=done.count.due,
    )
