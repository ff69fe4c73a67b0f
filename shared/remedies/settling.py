"""The ways beside contesting: petition and its review, mediation, confirmation of an agreement."""

from __future__ import annotations

from shared.language import Text
from shared.remedies.question import Question
from shared.remedies.remedy import Remedy, remedy
from shared.remedies.spans import span_of
from shared.remedies.stages import Limit
from shared.remedies.track_rules import Path

_PETITION_OFFICE = Text(
    "本级或者上一级有权处理的机关、信访部门（信访工作条例20）。",
    "The competent body or petition office of the same or the next higher level (信访工作条例20).",
)
_MEDIATORS = Text(
    "社会治安综合治理中心、行政争议协调化解中心、人民调解委员会；复议、诉讼中可以向办案机关提出。",
    "The governance or dispute-resolution centre, a people's mediation committee; during "
    "reconsideration or suit, the body that has the case.",
)
_COURT = Text(
    "邀请调解的法院，或者当事人住所地、标的物所在地、调解组织所在地的基层法院（民事诉讼法205）。",
    "The court that invited the mediation, or the basic court at a party's domicile, the subject "
    "matter or the mediation body (民事诉讼法205).",
)


def petition(question: Question) -> Remedy:
    """Return the petition and where it would be led (信访工作条例19¶3, 31, 36¶3)."""
    return remedy(question, Path.PETITION, competent=[_PETITION_OFFICE])


def petition_review(question: Question) -> Remedy:
    """Return the review (复查) or re-examination (复核) of a petition (信访工作条例35, 36)."""
    path = Path.PETITION_REVIEW
    last = question.facts.latest("petition", "concluded", "reviewed", "finalized")
    if last is None or last.status == "finalized":
        text = Text(
            "没有可以申请复查、复核的信访意见。",
            "There is no petition opinion that may be reviewed or re-examined.",
        )
        return remedy(question, path, reasons=[text])
    rule = "XF-06" if last.status == "concluded" else "XF-08"
    span = span_of(question, path, [Limit(rule, last.served_on, "prior.served_on")])
    above = Text(
        "原办理机关的上一级机关（信访工作条例35、36）。",
        "The body above the one that gave the opinion (信访工作条例35, 36).",
    )
    return remedy(question, path, span, competent=[above])


def mediation(question: Question) -> Remedy:
    """Return mediation, which the law always allows and never prescribes."""
    return remedy(question, Path.MEDIATION, competent=[_MEDIATORS])


def judicial_confirmation(question: Question) -> Remedy:
    """Return the joint application to have an agreement confirmed (人民调解法33; 民诉法205)."""
    path = Path.JUDICIAL_CONFIRMATION
    agreed = question.facts.latest("mediation", "agreed", "confirmed", "performed", "breached")
    if agreed is None or agreed.status in {"confirmed", "performed"}:
        text = Text(
            "没有尚待确认的调解协议。",
            "There is no mediation agreement that waits to be confirmed.",
        )
        return remedy(question, path, reasons=[text])
    if agreed.kind == "court_entrusted":
        text = Text(
            "委托调解成功的，由法院制作调解书，不申请司法确认（特邀调解规定20）。",
            "After a suit was filed the court itself issues the mediation document "
            "(特邀调解规定20).",
        )
        return remedy(question, path, reasons=[text])
    limit = Limit("TJ-02", agreed.effective_on, "prior.effective_on")
    span = span_of(question, path, [limit])
    return remedy(question, path, span, competent=[_COURT])
