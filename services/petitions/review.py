"""The checks on the service of opinions, and on requests for review and re-examination."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from shared.casework.addressees import check_party
from shared.casework.guarding import Attempt, Finding, conflict, reason_required
from shared.http.problems import Problem
from shared.language import Text

Found = Iterable[Finding]


def a_final_opinion_ends_it(attempt: Attempt) -> Found:
    """The service of a re-examination opinion starts no period: it is the last one (36¶3)."""
    if attempt.case["milestones"].get("finalized"):
        raise conflict(
            Text("复核意见已经作出，没有再起算的期限。", "The re-examination opinion is the last."),
            basis="信访工作条例36¶1",
        )
    return []


def a_petitioner_asks(attempt: Attempt) -> Found:
    """Who asks for review is a petitioner, and has received the opinion by then (35, 36¶1)."""
    basis = "信访工作条例35" if attempt.command == "request_review" else "信访工作条例36¶1"
    who = Text("请求人", "Who asks")
    check_party(attempt.case, attempt.payload.get("party"), {"petitioner"}, who=who, basis=basis)
    rule = "XF-06" if attempt.command == "request_review" else "XF-08"
    received = [clock["started_on"] for clock in _windows(attempt, rule)]
    if received and attempt.on.isoformat() < min(received):
        text = Text(
            f"意见书 {min(received)} 才送达，请求不能更早。",
            f"The opinion was received on {min(received)}; it is not contested before.",
        )
        raise Problem(422, "date-out-of-order", text, errors={"on": [text]}, basis=basis)
    return []


def _windows(attempt: Attempt, rule: str) -> list[Mapping[str, Any]]:
    """Return the windows of who asks: their own, or where nobody is named those of all."""
    party = attempt.payload.get("party")
    return [
        clock
        for clock in attempt.case["clocks"]
        if clock["rule"] == rule
        and clock["status"] != "cancelled"
        and (party is None or clock["party"] in {None, party})
    ]


def review_is_requested_once(attempt: Attempt) -> Found:
    """An opinion is reviewed once; what a closed petition went through is not asked anew (35)."""
    if attempt.case["milestones"].get("review_requested"):
        raise conflict(
            Text("已经申请过复查。", "Review was requested already."), basis="信访工作条例35"
        )
    return []


def reexamination_is_requested_once(attempt: Attempt) -> Found:
    """After re-examination the procedure is at its end (信访工作条例36¶3)."""
    if attempt.case["milestones"].get("reexamination_requested"):
        raise conflict(
            Text("已经申请过复核。", "Re-examination was requested already."),
            basis="信访工作条例36¶3",
        )
    return []


def review_is_requested_in_time(attempt: Attempt) -> Iterator[Finding]:
    """Review is requested within 30 days of receiving the opinion (信访工作条例35)."""
    yield from _late_request(attempt, "XF-06", basis="信访工作条例35")


def reexamination_is_requested_in_time(attempt: Attempt) -> Iterator[Finding]:
    """Re-examination is requested within 30 days of the review opinion (信访工作条例36¶1)."""
    yield from _late_request(attempt, "XF-08", basis="信访工作条例36¶1")


def _late_request(attempt: Attempt, rule: str, *, basis: str) -> Iterator[Finding]:
    # Of several petitioners who ask together one that is in time is enough.
    days = [clock["due_on"] for clock in _windows(attempt, rule) if clock["due_on"]]
    due = date.fromisoformat(max(days)) if days else None
    asked_on = attempt.payload.get("posted_on") or attempt.on
    if due is None or asked_on <= due:
        return
    if not attempt.payload.get("reason"):
        raise reason_required(
            Text(
                f"三十日的申请期限已于 {due} 届满；仍予受理须说明理由。",
                f"The 30 days ended on {due}; give a reason to admit the late request.",
            ),
            basis=basis,
        )
    text = Text(
        f"申请期限已于 {due} 届满，经说明理由后仍予受理。",
        f"The 30 days ended on {due}; the late request was admitted for a stated reason.",
    )
    yield Finding("requested-late", basis, text)
