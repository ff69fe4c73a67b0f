"""The checks on passing a petition to another agency, and on handing it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from services.petitions.case_reading import is_same_agency
from shared.casework.guarding import Attempt, Finding, invalid, irregular
from shared.casework.reading import due_date
from shared.language import Text

Found = Iterable[Finding]


def another_agency_receives(attempt: Attempt) -> Found:
    """A petition is passed on to another agency than the one that has it (22¶1, 23¶1)."""
    if is_same_agency(attempt.payload["to_agency"], attempt.case["agency"]):
        raise invalid(
            "to_agency",
            Text("不能转送给本机关。", "It cannot be passed on to your own agency."),
            basis="信访工作条例22¶1",
        )
    return []


def accused_does_not_receive_the_report(attempt: Attempt) -> Found:
    """A report never reaches whom it accuses (信访工作条例30¶3)."""
    receiver = attempt.payload.get("to_agency")
    kind = attempt.case["facts"].get("kind")
    if receiver is None or not any(
        is_same_agency(receiver, party)
        for party in attempt.case["parties"]
        if party["role"] == "respondent"
    ):
        return []
    if kind == "report":
        raise irregular(
            Text(
                "不得将检举、揭发材料转给被检举、揭发的单位。",
                "A report must not be passed to the body that it accuses.",
            ),
            basis="信访工作条例30¶3",
        )
    if kind is None:
        # A conflict, as above: whom it accuses may be learnt, and corrected, after it went there.
        raise irregular(
            Text(
                "转给被反映的单位之前，应先甄别是否属于检举控告。",
                "Before it goes to the body complained of, classify it: it may be a report.",
            ),
            basis="信访工作条例30¶3",
        )
    return []


def assignment_sets_a_feedback_date(attempt: Attempt) -> Found:
    """An assignment (交办) names the day by which the result is reported (22¶1(3))."""
    due = attempt.payload.get("feedback_due_on")
    if attempt.payload["mode"] == "assign" and due is None:
        raise invalid(
            "feedback_due_on",
            Text("交办须指定反馈期限。", "An assignment sets the day of its feedback."),
            basis="信访工作条例22¶1(3)",
        )
    _require_later(attempt, due, basis="信访工作条例22¶1(3)")
    return []


def feedback_is_due_later(attempt: Attempt) -> Found:
    """The feedback on an urging is asked for a later day (信访工作条例40¶4)."""
    _require_later(attempt, attempt.payload.get("feedback_due_on"), basis="信访工作条例40¶4")
    return []


def _require_later(attempt: Attempt, due: date | None, *, basis: str) -> None:
    if due is not None and due <= attempt.on:
        raise invalid(
            "feedback_due_on",
            Text("反馈期限应晚于本次办理日期。", "The feedback is due after the day of this act."),
            basis=basis,
        )


def sender_consents(attempt: Attempt) -> Found:
    """An item goes back only when the sender has verified and agreed (信访工作条例23¶3)."""
    if not attempt.payload["sender_consent"]:
        raise invalid(
            "sender_consent",
            Text(
                "退回须经转送、交办的信访部门或者上级机关核实同意。",
                "The sender must verify and agree before an item goes back.",
            ),
            basis="信访工作条例23¶3",
        )
    return []


def objection_in_time(attempt: Attempt) -> Found:
    """The receiver objects within 5 working days of receipt (信访工作条例23¶3)."""
    due = due_date(attempt.case, "XF-04")
    objected_on = attempt.payload.get("objected_on") or attempt.on
    if due is not None and objected_on > due:
        raise irregular(
            Text(
                f"异议应在收到之日起五个工作日内提出，已于 {due} 届满。",
                f"The 5 working days to object ended on {due}.",
            ),
            basis="信访工作条例23¶3",
        )
    return []
