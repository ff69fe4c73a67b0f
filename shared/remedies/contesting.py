"""The ways to contest an act: reconsideration, direct suit, suit after reconsideration."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from shared.language import Text
from shared.law import compute
from shared.remedies.competence import court, reconsideration_organ
from shared.remedies.facts import Act, Earlier, Facts
from shared.remedies.remedy import Remedy, remedy
from shared.remedies.spans import Law, Limit, Question, Span, span_of
from shared.remedies.track_rules import Path

_ONE_DAY = timedelta(days=1)
_BEGUN = "act.served_on"
_ASKED = "inaction.requested_on"
_LEFT_BY_COURT = ("decided", "dismissed", "rejected")
_URGENT = Text(
    "紧急情况下请求保护人身权、财产权等，不受等待期限制，可以立即提出。",
    "An urgent request to protect person or property need not wait: it may be brought at once.",
)


def reconsideration(question: Question) -> Remedy:
    """Return reconsideration of the act or of the inaction (复议法20, 21; 实施条例24)."""
    facts = question.facts
    limits, opens_on = [*_limits_of_reconsideration(question)], _opens_on(question, "FY-05")
    span = span_of(question, Path.RECONSIDERATION, limits) if limits else _urgent_span()
    organ = reconsideration_organ(facts.act.agency, facts.on)
    return remedy(question, Path.RECONSIDERATION, span, competent=[organ], opens_on=opens_on)


def direct_suit(question: Question) -> Remedy:
    """Return the suit without reconsideration before it (行诉法46, 47)."""
    facts = question.facts
    limits, opens_on = [*_limits_of_suit(question)], _opens_on(question, "SS-05")
    span = span_of(question, Path.LITIGATION, limits) if limits else _urgent_span()
    competent = [*court(facts.act.agency)]
    return remedy(question, Path.LITIGATION, span, competent=competent, opens_on=opens_on)


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
    competent = [*court(question.facts.act.agency, reconsidered=True)]
    return remedy(
        question, path, span_of(question, path, limits_after(decision)), competent=competent
    )


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


def limits_after(decision: Earlier) -> list[Limit]:
    """Return the limits of the suit: from service, or where it was not told, within the year."""
    if decision.remedies_told is False:
        return [
            Limit("FY-29", decision.remedies_known_on, "prior.remedies_known_on", decides=False),
            Limit("SS-04", decision.served_on, "prior.served_on"),
        ]
    return [Limit("FY-29", decision.served_on, "prior.served_on")]


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
    competent = [*court(facts.act.agency, reconsidered=True)]
    opens_on = due_on + _ONE_DAY if due_on else None
    span = span_of(question, path, [limit])
    return remedy(question, path, span, competent=competent, opens_on=opens_on)


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
    act, inaction = facts.act, facts.inaction
    if inaction is not None and not inaction.was_refused:
        if not inaction.urgent:
            yield Limit("FY-05", _wait_ends(question, "FY-05"), _ASKED, "window")
        return
    known_on, fact = _begun(facts)
    told = act.remedies_told is not False or question.law.in_force("FY-02", facts.on) is None
    if told:
        yield Limit("FY-01", known_on, fact)
    else:
        known = "act.remedies_known_on"
        yield Limit("FY-02", act.remedies_known_on, known, "window", decides=False)
        yield Limit("FY-02", known_on, fact, "cap")
    yield from _longest(act, "FY-03a", "FY-03b")


def _limits_of_suit(question: Question) -> Iterator[Limit]:
    facts = question.facts
    act, inaction = facts.act, facts.inaction
    if inaction is not None and not inaction.was_refused:
        if not inaction.urgent:
            yield Limit("SS-06", _wait_ends(question, "SS-05"), _ASKED)
        return
    known_on, fact = _begun(facts)
    if act.remedies_told is not False:
        yield Limit("SS-02", known_on, fact)
    else:
        yield Limit("SS-02", act.remedies_known_on, "act.remedies_known_on", decides=False)
        yield Limit("SS-04", known_on, fact)
    yield from _longest(act, "SS-03a", "SS-03b")


def _begun(facts: Facts) -> tuple[date | None, str]:
    """Return the day that starts the limits, and its name: an explicit refusal is an act."""
    if facts.inaction is not None:
        return facts.inaction.answered_on, "inaction.answered_on"
    return facts.act.begun_on, _BEGUN


def _longest(act: Act, real_estate: str, other: str) -> Iterator[Limit]:
    """Yield the longest time, where the day of the act is known: it only ever shortens."""
    if act.made_on is not None:
        rule = real_estate if act.concerns_real_estate else other
        yield Limit(rule, act.made_on, "act.made_on", decides=False)


def _opens_on(question: Question, wait: str) -> date | None:
    inaction = question.facts.inaction
    if inaction is None or inaction.was_refused or inaction.urgent:
        return None
    ends = _wait_ends(question, wait)
    return ends + _ONE_DAY if ends else None


def _wait_ends(question: Question, wait: str) -> date | None:
    """Return the end of the time the agency has to perform, statutory or by the general rule."""
    inaction = question.facts.inaction
    if inaction is None or inaction.performance_due_on or inaction.requested_on is None:
        return inaction.performance_due_on if inaction else None
    version = question.law.in_force(wait, question.facts.on)
    if version is None:
        return None
    variant = "wait" if "wait" in version.variants else None
    return compute(version, inaction.requested_on, question.law.calendar, variant=variant).due_on


def _urgent_span() -> Span:
    return Span(explanation=(_URGENT,))
