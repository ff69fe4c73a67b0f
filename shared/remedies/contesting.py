"""The ways to contest an act: reconsideration, direct suit, suit after reconsideration."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from shared.language import Text
from shared.law import compute
from shared.remedies.competence import court, reconsideration_organ
from shared.remedies.facts import Act, Earlier, Facts
from shared.remedies.inaction import (
    YEAR_AFTER_2023,
    against_silence,
    is_silent,
    opens_on,
    suing_over_silence,
)
from shared.remedies.question import Law, Question
from shared.remedies.remedy import Remedy, remedy
from shared.remedies.spans import Missing, Span, span_of
from shared.remedies.stages import Limit
from shared.remedies.track_rules import Path

_ONE_DAY = timedelta(days=1)
_BEGUN = "act.served_on"
_BREACH, _TAX = "agreement_breach", "tax_assessment"
_LEFT_BY_COURT = ("decided", "dismissed", "rejected")
_DECIDED_LATE = Text(
    "复议决定逾期作出：行政诉讼法45给了复议期满之日起十五日，也给了收到决定之日起十五日；"
    "前者已过时后者是否仍可用，条文没有明说。",
    "The decision came late: 行政诉讼法45 gives fifteen days from the end of the review and "
    "fifteen from receipt of the decision; whether the second stays open once the first is over "
    "is not said.",
)
_FROM_KNOWING_THE_TAX = Text(
    "行政复议法20¶1自知道行为之日起算，税务行政复议规则33¶2自缴清税款或者担保确认之日起算；"
    "稳妥的是先到的一日。",
    "行政复议法20¶1 counts from knowing of the act, 税务行政复议规则33¶2 from payment or confirmed "
    "security: the earlier day is safe.",
)
_WHETHER_TAX = Text(
    "是否为纳税争议（税款、滞纳金）：是的，应当先缴纳或者担保并申请复议（税收征收管理法88¶1）",
    "whether it is a dispute over tax or late fees: if so, it is paid or secured first, and "
    "reconsideration comes first (税收征收管理法88¶1)",
)
_URGENT = Text(
    "紧急情况下请求保护人身权、财产权等，不受等待期限制，可以立即提出。",
    "An urgent request to protect person or property need not wait: it may be brought at once.",
)


def reconsideration(question: Question) -> Remedy:
    """Return reconsideration of the act or of the inaction (复议法20, 21; 实施条例24)."""
    facts = question.facts
    span = _span(question, Path.RECONSIDERATION, _limits_of_reconsideration)
    organ, begins = reconsideration_organ(facts.act.agency, facts.on), opens_on(question, "FY-05")
    return remedy(question, Path.RECONSIDERATION, span, competent=[organ], opens_on=begins)


def direct_suit(question: Question) -> Remedy:
    """Return the suit without reconsideration before it (行诉法46, 47)."""
    span = _span(question, Path.LITIGATION, _limits_of_suit)
    competent = [*court(question.facts.act.agency, question.facts.on)]
    begins = opens_on(question, "SS-05")
    return remedy(question, Path.LITIGATION, span, competent=competent, opens_on=begins)


def suit_after_reconsideration(question: Question) -> Remedy:
    """Return the suit within fifteen days of the reconsideration decision (行诉法45)."""
    path = Path.LITIGATION_AFTER_RECONSIDERATION
    decision = decision_to_contest(question.facts)
    if decision is None:
        text = Text(
            "没有复议机关的决定（或者不予受理、驳回申请决定）。",
            "There is no decision, refusal or dismissal of a reconsideration organ.",
        )
        return remedy(question, path, reasons=[text])
    facts = question.facts
    competent = [*court(facts.act.agency, facts.on, reconsidered=True)]
    span = span_of(question, path, limits_after(decision, question.law))
    if span.ended_on is not None and decision.remedies_told is None:
        untold = limits_after(replace(decision, remedies_told=False), question.law)
        span = span.unless_untold(span_of(question, path, untold), "prior.remedies_told")
    return remedy(question, path, span, competent=competent)


def is_of_interest(path: Path, facts: Facts) -> bool:
    """Say whether there is such a right at all: no decision, no suit against one."""
    if path is Path.LITIGATION_AFTER_RECONSIDERATION:
        return decision_to_contest(facts) is not None
    if path is Path.LITIGATION_AFTER_NO_DECISION:
        return facts.latest("reconsideration", "accepted") is not None
    return True


def decision_to_contest(facts: Facts) -> Earlier | None:
    """Return the decision of a reconsideration organ: one made before, or the act itself."""
    act = facts.act
    if act.kind == "reconsideration_decision":
        return Earlier(
            track="reconsideration",
            status="decided",
            served_on=act.served_on or act.known_on,
            remedies_told=act.remedies_told,
            remedies_known_on=act.remedies_known_on,
        )
    return facts.latest("reconsideration", *_LEFT_BY_COURT)


def limits_after(decision: Earlier, law: Law) -> list[Limit]:
    """
    Return the limits of the suit: from service, or where it was not told, within the year.

    A decision that came after its last day can be sued on like any other; whether the fifteen days
    from the end of the review, which had run by then, shut that out is not said (行诉法45).
    """
    late = [
        Limit("FY-30", due_on, "prior.decision_due_on", decides=False, doubt=_DECIDED_LATE)
        for due_on in _missed(decision, law)
    ]
    if decision.remedies_told is False:
        known = Limit("FY-29", decision.remedies_known_on, "prior.remedies_known_on", decides=False)
        return [known, Limit("SS-04", decision.served_on, "prior.served_on", before="FY-29"), *late]
    return [Limit("FY-29", decision.served_on, "prior.served_on"), *late]


def _missed(decision: Earlier, law: Law) -> Iterator[date]:
    """Yield the last day of a review that was decided after it."""
    decided_on, due_on = decision.decided_on, decision_due_on(decision, law)
    if decision.status == "decided" and decided_on and due_on and due_on < decided_on:
        yield due_on


def suit_after_no_decision(question: Question) -> Remedy:
    """Return the suit after the review period ended without decision (行诉法45, 复议法34)."""
    path, facts = Path.LITIGATION_AFTER_NO_DECISION, question.facts
    pending = facts.latest("reconsideration", "accepted", "suspended")
    if pending is None:
        text = Text(
            "没有已受理而未作决定的行政复议。",
            "There is no reconsideration that was accepted and not decided.",
        )
        return remedy(question, path, reasons=[text])
    if pending.status == "suspended" and pending.decision_due_on is None:
        text = Text(
            "复议已中止，审理期限停止计算。", "The review is suspended and its time does not run."
        )
        return remedy(question, path, reasons=[text])
    due_on = decision_due_on(pending, question.law)
    limit = Limit("FY-30", due_on, "prior.accepted_on")
    competent = [*court(facts.act.agency, facts.on, reconsidered=True)]
    begins = due_on + _ONE_DAY if due_on else None
    span = span_of(question, path, [limit])
    return remedy(question, path, span, competent=competent, opens_on=begins)


def decision_due_on(pending: Earlier, law: Law) -> date | None:
    """Return the last day for the decision, as told or by FY-18 or FY-19; None: not known."""
    if pending.decision_due_on is not None or pending.accepted_on is None:
        return pending.decision_due_on
    rule = "FY-19" if pending.kind == "simplified" else "FY-18"
    version = law.in_force(rule, pending.accepted_on)
    if version is None:
        return None
    extended_by = pending.extended_by if version.extension is not None else 0
    return compute(version, pending.accepted_on, law.calendar, extended_by=extended_by).due_on


def _limits_of_reconsideration(question: Question) -> Iterator[Limit]:
    facts = question.facts
    if is_silent(facts.inaction):
        yield from against_silence(question)
        return
    act, (known_on, fact) = facts.act, _begun(facts)
    if act.kind == _TAX:
        yield Limit("FY-31", act.tax_settled_on, "act.tax_settled_on")
        yield Limit("FY-01", known_on, fact, decides=False, doubt=_FROM_KNOWING_THE_TAX)
    elif act.remedies_told is not False:
        yield Limit("FY-01", known_on, fact)
    else:
        known = "act.remedies_known_on"
        yield Limit("FY-02", act.remedies_known_on, known, "window", decides=False)
        yield Limit(
            "FY-02", _content_known(facts), fact, "cap", before="FY-01", reopens=YEAR_AFTER_2023
        )
    yield from _longest(act, "FY-03a", "FY-03b")


def _limits_of_suit(question: Question) -> Iterator[Limit]:
    facts = question.facts
    if is_silent(facts.inaction):
        yield from suing_over_silence(question)
        return
    act, (known_on, fact) = facts.act, _begun(facts)
    if act.kind == _BREACH:
        yield Limit("SS-33", known_on, fact, "window")
        yield Limit("SS-33", act.made_on, "act.made_on", "longest", decides=False)
        return
    if act.remedies_told is not False:
        yield Limit("SS-02", known_on, fact)
    else:
        yield Limit("SS-02", act.remedies_known_on, "act.remedies_known_on", decides=False)
        yield Limit("SS-04", _content_known(facts), fact, before="SS-02")
    yield from _longest(act, "SS-03a", "SS-03b")


def _begun(facts: Facts) -> tuple[date | None, str]:
    """Return the day that starts the limits, and its name: an explicit refusal is an act."""
    if facts.inaction is not None:
        return facts.inaction.answered_on, "inaction.answered_on"
    return facts.act.begun_on, _BEGUN


def _content_known(facts: Facts) -> date | None:
    return facts.inaction.answered_on if facts.inaction else facts.act.content_known_on


def _longest(act: Act, real_estate: str, other: str) -> Iterator[Limit]:
    """Yield the longest time, where the day of the act is known: it only ever shortens."""
    if act.made_on is not None:
        rule = real_estate if act.concerns_real_estate else other
        yield Limit(rule, act.made_on, "act.made_on", decides=False)


def _span(question: Question, path: Path, limits_of: Callable[[Question], Iterator[Limit]]) -> Span:
    """Count the limits; of a time that is over say until when it ran if nothing was told of it."""
    limits, facts = [*limits_of(question)], question.facts
    if not limits:
        return Span(explanation=(_URGENT,))
    span = span_of(question, path, limits)
    if facts.act.agency.system == "tax" and facts.act.kind in {None, "other"}:
        span = replace(span, missing=(*span.missing, Missing("act.kind", _WHETHER_TAX)))
    if span.ended_on is None or facts.act.remedies_told is not None:
        return span
    untold = replace(facts, act=replace(facts.act, remedies_told=False))
    otherwise = span_of(question, path, [*limits_of(replace(question, facts=untold))])
    return span.unless_untold(otherwise, "act.remedies_told")
