"""The time limits against silence: how long the agency may take, and what runs when it has not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from shared.language import Text
from shared.law import compute
from shared.law.duties import load_duties
from shared.remedies.facts import Inaction
from shared.remedies.question import Question
from shared.remedies.stages import Limit

_ASKED = "inaction.requested_on"
_DUTY = "inaction.duty"
_ONE_DAY = timedelta(days=1)
_INFORMATION = "11(14)"
_WHICH_DUTY = Text(
    "要求履行的是哪一项法定职责（行政复议法11¶1）",
    "which duty was asked for (行政复议法11¶1)",
)
_SHORTEST = Text(
    "履行期限因职责而异；未查明之前，以其中最短的法定期限推算稳妥的一日。",
    "The time to perform differs by duty: until it is known, the safe day goes by the shortest "
    "that a statute sets.",
)
YEAR_AFTER_2023 = Text(
    "2024年以前没有未告知者的一年（行政复议法20¶3），六十日在此前已满的，法律没有过渡规定；"
    "稳妥的是自知道之日起六十日。",
    "Before 2024 there was no year for those who were not told (行政复议法20¶3); whether it helps "
    "where sixty days had passed by then is not said: sixty days from knowing are safe.",
)
_UNTOLD = Text(
    "行政复议法20¶3说的是“作出行政行为时”未告知；不答复时未告知的，是否也有一年，条文没有明说，"
    "稳妥的是自履行期限届满起六十日。",
    "行政复议法20¶3 speaks of not telling “when an act is made”; whether the year holds for "
    "silence too is not said: sixty days from the end of the time to perform are safe.",
)


def is_silent(inaction: Inaction | None) -> bool:
    """Say whether a duty was met with no answer that could be contested like an act."""
    return inaction is not None and not inaction.was_refused


def opens_on(question: Question, general: str) -> date | None:
    """Return the first day on which the silence may be contested."""
    inaction = question.facts.inaction
    if inaction is None or inaction.was_refused or inaction.urgent:
        return None
    ends = _wait_ends(question, inaction, general)
    return ends + _ONE_DAY if ends else None


def against_silence(question: Question) -> Iterator[Limit]:
    """Yield the limits of reconsideration (复议法20; 实施条例24); none for an urgent request."""
    inaction = question.facts.inaction
    if inaction is None or inaction.urgent:
        return
    ends = _wait_ends(question, inaction, "FY-05")
    # 实施条例24 names items 3, 11 and 12: on information the general sixty days run.
    own = ("FY-01", None) if inaction.duty == _INFORMATION else ("FY-05", "window")
    if _duty_decides(inaction):
        yield from _of_an_unknown_duty(question, inaction, *own)
    elif question.facts.act.remedies_told is False:
        known_on = question.facts.act.remedies_known_on
        window = max(known_on, ends) if known_on and ends else None
        yield Limit("FY-02", window, "act.remedies_known_on", "window", decides=False)
        yield Limit("FY-02", ends, _ASKED, "cap", before="FY-01", reopens=YEAR_AFTER_2023)
        if question.law.in_force("FY-02", question.facts.on) is not None:
            yield Limit(own[0], ends, _ASKED, own[1], decides=False, doubt=_UNTOLD)
    else:
        yield Limit(own[0], ends, _ASKED, own[1])


def suing_over_silence(question: Question) -> Iterator[Limit]:
    """Yield the limits of the suit (行诉法47; 解释66); none for an urgent request."""
    inaction = question.facts.inaction
    if inaction is None or inaction.urgent:
        return
    if _duty_decides(inaction):
        yield from _of_an_unknown_duty(question, inaction, "SS-06", None)
    else:
        yield Limit("SS-06", _wait_ends(question, inaction, "SS-05"), _ASKED)


def _of_an_unknown_duty(
    question: Question, inaction: Inaction, rule: str, variant: str | None
) -> Iterator[Limit]:
    yield Limit(rule, None, _DUTY, variant, asks=_WHICH_DUTY)
    if inaction.requested_on is None:
        yield Limit(rule, None, _ASKED, variant)
    else:
        ends = min(_performance_ends(question, inaction.requested_on), default=None)
        yield Limit(rule, ends, _DUTY, variant, decides=False, doubt=_SHORTEST)


def _duty_decides(inaction: Inaction) -> bool:
    """Say whether the last day hangs on which duty it is, and that is not known."""
    return inaction.duty is None and inaction.performance_due_on is None


def _wait_ends(question: Question, inaction: Inaction, general: str) -> date | None:
    """Return the end of the time the agency has to perform, statutory or by the general rule."""
    asked = inaction.requested_on
    if inaction.performance_due_on or asked is None:
        return inaction.performance_due_on
    duty = load_duties().get(inaction.duty or "")
    if duty is not None and duty.performance is not None:
        return _end_of(question, duty.performance, asked) or _end_of(question, general, asked)
    return _end_of(question, general, asked)


def _performance_ends(question: Question, asked: date) -> Iterator[date]:
    """Yield when the time to perform ends by each statute that sets one."""
    for duty in load_duties().values():
        if duty.performance and (ends := _end_of(question, duty.performance, asked)):
            yield ends


def _end_of(question: Question, rule: str, asked: date) -> date | None:
    law = question.law
    # Where an older text governed that is not held, the one in force now is the nearest.
    version = law.in_force(rule, asked) or law.in_force(rule, question.facts.on)
    if version is None:
        return None
    variant = "wait" if "wait" in version.variants else None
    return compute(version, asked, law.calendar, variant=variant).due_on
