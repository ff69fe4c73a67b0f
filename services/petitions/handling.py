"""The checks on handling a petition: extension, opinion, review, urging, closing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from services.petitions.case_reading import awaits_mediation, open_clock, open_clocks
from shared.casework.guarding import (
    Attempt,
    Finding,
    conflict,
    invalid,
    reason_owed,
    reason_required,
)
from shared.casework.reading import due_date
from shared.http.problems import Problem
from shared.language import Text

Found = Iterable[Finding]
_LONGEST_EXTENSION_DAYS = 30
_OPEN_ENDS = (
    ("XF-06", "信访工作条例35", Text("信访人仍可申请复查", "Review may still be requested")),
    (
        "XF-08",
        "信访工作条例36¶1",
        Text("信访人仍可申请复核", "Re-examination may still be requested"),
    ),
    ("XF-10", "信访工作条例22¶1(3)", Text("交办尚未反馈", "The assignment awaits its feedback")),
    (
        "POLICY-urge-feedback",
        "信访工作条例40¶4",
        Text("督办尚未反馈", "The urging awaits its feedback"),
    ),
)


def extension_is_allowed(attempt: Attempt) -> Found:
    """The 60 days are extended once, by 30 at most, before they end (信访工作条例34)."""
    basis = "信访工作条例34"
    clock = open_clock(attempt, "XF-05")
    if clock is None:
        raise conflict(
            Text(
                "只有第三十一条第六项事项有六十日办结期限可以延长。",
                "Only item 6 of article 31 has the 60-day period that can be extended.",
            ),
            basis=basis,
        )
    if clock["extended_by"]:
        raise conflict(Text("办理期限只能延长一次。", "It is extended once only."), basis=basis)
    due = due_date(attempt.case, "XF-05")
    if due is not None and attempt.on > due:
        raise conflict(
            Text(
                f"办理期限已于 {due} 届满，不能再延长。",
                f"The period ended on {due}; it can no longer be extended.",
            ),
            basis=basis,
        )
    if attempt.payload["days"] > _LONGEST_EXTENSION_DAYS:
        raise invalid(
            "days",
            Text("延长不得超过三十日。", "The extension must not exceed 30 days."),
            basis=basis,
        )
    return []


def a_settlement_is_read_as_the_conclusion(attempt: Attempt) -> Iterator[Finding]:
    """Say that the law is open where an agreement takes the place of the opinion (33, 34)."""
    if open_clock(attempt, "XF-05") is not None:
        yield Finding(
            "settlement-concludes",
            "信访工作条例33",
            Text(
                "条例未写明达成协议即为办结，此处按办结对待（解释性）。",
                "The law does not say that an agreement concludes the matter; it is read so here.",
            ),
        )


def only_item_six_is_concluded(attempt: Attempt) -> Found:
    """Only item 6 ends with a handling opinion; the others go their own way (31, 34)."""
    if attempt.case["facts"].get("article31_item") != 6:
        raise conflict(
            Text(
                "只有第三十一条第六项事项出具信访处理意见书；其他各项应导入相应程序。",
                "Only item 6 ends with a handling opinion; refer the others to their procedures.",
            ),
            basis="信访工作条例31(6)",
        )
    return []


def opinion_is_complete(attempt: Attempt) -> Found:
    """The opinion states claims, facts and reasons, conclusion and legal basis (32¶1)."""
    names = {
        "claims": Text("信访人投诉请求", "the petitioner's claims"),
        "facts_and_reasons": Text("事实和理由", "facts and reasons"),
        "conclusion": Text("处理意见", "the conclusion"),
        "legal_basis": Text("法律法规依据", "the legal basis"),
    }
    opinion = attempt.payload["opinion"]
    for field, name in names.items():
        if not opinion.get(field):
            raise invalid(
                f"opinion.{field}",
                Text(f"信访处理意见书应当载明{name.zh}。", f"The opinion must state {name.en}."),
                basis="信访工作条例32¶1",
            )
    return []


def hearing_days_are_a_period(attempt: Attempt) -> Found:
    """The days of a hearing are left out from its first to its last (信访工作条例36¶2)."""
    first, last = attempt.payload.get("hearing_from"), attempt.payload.get("hearing_to")
    for field, here, other in (("hearing_to", last, first), ("hearing_from", first, last)):
        if here is None and other is not None:
            raise invalid(
                field,
                Text("听证须写明起止日期。", "A hearing has a first and a last day."),
                basis="信访工作条例36¶2",
            )
    if first is not None and last is not None and last < first:
        raise invalid(
            "hearing_to",
            Text("听证结束不能早于开始。", "A hearing cannot end before it begins."),
            basis="信访工作条例36¶2",
        )
    return []


def a_hearing_follows_the_first_request(attempt: Attempt) -> Found:
    """A hearing is held after somebody asked for re-examination; others may join since (36¶2)."""
    first = attempt.payload.get("hearing_from")
    requests = attempt.case["facts"].get("reexamination_requests") or []
    asked_on = min((str(each["on"]) for each in requests), default="")
    if first is not None and first.isoformat() < asked_on:
        text = Text(
            f"{asked_on} 才请求复核，听证不能更早。",
            f"Re-examination was asked for on {asked_on}; no hearing was held before.",
        )
        basis = "信访工作条例36¶2"
        raise Problem(422, "date-out-of-order", text, errors={"hearing_from": [text]}, basis=basis)
    return []


def urging_fits_the_state(attempt: Attempt) -> Found:
    """An opinion can be left unperformed only once there is one (信访工作条例40¶1)."""
    concluded = attempt.case["milestones"].get("concluded")
    if attempt.payload["ground"] == "opinion_not_performed" and concluded is None:
        raise invalid(
            "ground",
            Text("尚未作出信访处理意见。", "There is no handling opinion yet."),
            basis="信访工作条例40¶1",
        )
    return []


def feedback_was_asked_for(attempt: Attempt) -> Found:
    """Feedback answers an assignment (22¶1(3)), a report (30¶1) or an urging (40¶4)."""
    if attempt.payload["about"] == "report":
        _refuse_feedback_on_no_report(attempt)
        return []
    urged = attempt.payload["about"] == "urging"
    basis = "信访工作条例40¶4" if urged else "信访工作条例22¶1(3)"
    if open_clock(attempt, "POLICY-urge-feedback" if urged else "XF-10") is None:
        raise conflict(
            Text("没有待反馈的交办或者督办。", "No feedback on this is outstanding."),
            basis=basis,
        )
    if not urged:
        _one_assignment_is_answered(attempt)
    if urged and not attempt.payload.get("adopted"):
        raise invalid(
            "adopted",
            Text("应当书面反馈采纳情况。", "Say whether the suggestion was adopted."),
            basis=basis,
        )
    return []


def _one_assignment_is_answered(attempt: Attempt) -> None:
    """Of those to whom it was assigned in turn, each answers whoever assigned it to them."""
    owed = [str(clock["party"]) for clock in open_clocks(attempt, "XF-10") if clock["party"]]
    named = attempt.payload.get("assigned_to")
    if named not in owed if named else len(owed) > 1:
        listed = "、".join(owed)
        raise invalid(
            "assigned_to",
            Text(f"尚未反馈的承办单位：{listed}。", f"Feedback is owed by: {listed}."),
            basis="信访工作条例22¶1(3)",
        )


def _refuse_feedback_on_no_report(attempt: Attempt) -> None:
    basis = "信访工作条例30¶1"
    if attempt.case["facts"].get("kind") != "report":
        raise conflict(
            Text("本件不是检举控告。", "This petition is no report or accusation."), basis=basis
        )
    if attempt.case["status"] == "answered":
        raise conflict(Text("已经反馈。", "The feedback was given already."), basis=basis)


def nothing_is_left_open(attempt: Attempt) -> Found:
    """A file is closed over an open right, feedback or referral only for a stated reason."""
    if attempt.payload.get("reason"):
        return []
    for rule, basis, text in _OPEN_ENDS:
        clock = open_clock(attempt, rule)
        if clock is not None:
            raise reason_owed(
                Text(
                    f"{text.zh}（至 {clock['due_on']}）。", f"{text.en} (until {clock['due_on']})."
                ),
                basis=basis,
            )
    if awaits_mediation(attempt):
        raise reason_required(
            Text("所导入的调解尚无结果。", "The mediation it was referred to is still pending."),
            basis="信访工作条例37¶1",
        )
    return []
