"""Referrals as a supervisor follows them: taken up and answered in time, late, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from services.reporting.follow_up import FollowUpRequest
from services.reporting.standing import Referral
from shared.language import Text

NAME = Text("移送、导入的接收与反馈", "referrals: taken up and answered")
BASIS = "内部管理规定·移送接收期限"
TAKE_UP, FEEDBACK = "take_up", "feedback"


def requests(referral: Referral) -> Iterator[FollowUpRequest]:
    """Yield what a referral asks for: to be taken up, then feedback where a day is set for it."""
    taken_on, ended_on = referral["taken_on"], referral["ended_on"]
    details = {
        "referral_id": referral["id"],
        "target": referral["target"],
        "target_name": referral["target_name"],
        "to": _receiver(referral),
        "received_as": referral["received_as"],
    }
    yield FollowUpRequest(
        referral["offered_on"],
        referral["take_up_due_on"],
        taken_on or ended_on,
        {"asked_for": TAKE_UP, **details},
    )
    if taken_on is not None and referral["feedback_due_on"] is not None:
        asked = {"asked_for": FEEDBACK, **details}
        yield FollowUpRequest(taken_on, referral["feedback_due_on"], ended_on, asked)


def reference(referral: Referral) -> dict[str, Any]:
    """Return the sending case, named; a court that sends has no case here."""
    origin = referral["from"]
    return {name: origin.get(name) for name in ("track", "case_id", "number", "agency")}


def standing(referrals: Iterable[Referral], day: date) -> dict[str, Any]:
    """Return the referrals that waited at the end of a day, and those of them past their day."""
    on = day.isoformat()
    waiting = [each for each in referrals if _waited(each, on)]
    late = [each for each in waiting if each["take_up_due_on"] < on]
    return {"waiting": _counted(waiting), "overdue": _counted(late)}


def _waited(referral: Referral, on: str) -> bool:
    taken_up = referral["taken_on"] or referral["ended_on"]
    return referral["offered_on"] <= on and (taken_up is None or taken_up > on)


def _counted(referrals: list[Referral]) -> dict[str, Any]:
    """Return a number, with the referrals and the cases at either end that stand behind it."""
    return {
        "count": len(referrals),
        "referral_ids": [each["id"] for each in referrals],
        "case_ids": [each["case_ids"][0] for each in referrals if each["case_ids"]],
    }


def _receiver(referral: Referral) -> str | None:
    receiver = referral["receiver"]
    return receiver["name"] if receiver else None
