"""What others are told of a referral: events of its own, findings on the cases at both ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from services.coordination.referrals.referral import (
    CONCLUDED,
    DECLINED,
    LATE,
    OFFERED,
    OVERDUE,
    TAKEN,
    WITHDRAWN,
    target_name,
)
from shared.events.announcements import Announcement
from shared.events.names import FINDING_ANNOUNCED, FINDING_WITHDRAWN, of_referral
from shared.language import Text
from shared.storage.database import Document

Referral = Mapping[str, Any]
POLICY_BASIS = "内部管理规定"
REFERRAL_BASIS = "信访工作条例31"
LATE_CODE = "referral-overdue"
BODY_CODE = "referral-needs-a-body"
# Into these tracks the receiving side tells the sender by itself, by a command on its case.
_TELLS_BY_ITSELF = frozenset({"mediation"})
_OUTCOMES: Mapping[str, Text] = {
    "decided": Text("已作出复议决定", "decided"),
    "settled": Text("已出具调解书", "settled by mediation"),
    "rejected": Text("不予受理", "not accepted"),
    "lapsed": Text("视为放弃申请", "application deemed given up"),
    "self_corrected": Text("原机关已自行纠正", "corrected by the agency itself"),
    "terminated": Text("已终止", "terminated"),
    "final": Text("裁判已生效", "judgment final"),
    "withdrawn": Text("已撤回", "withdrawn"),
    "closed": Text("已归档", "closed"),
    "resolved": Text("已化解", "resolved"),
    "partly_resolved": Text("部分化解", "partly resolved"),
    "not_resolved": Text("未能化解", "not resolved"),
}


def on_opening(referral: Referral) -> tuple[Announcement, ...]:
    """Return what is told of a referral that was just offered."""
    return (_event(OFFERED, referral), *_call_for_a_body(referral))


def concerning(before: Referral, after: Referral) -> tuple[Announcement, ...]:
    """Return what is told when a referral went from `before` to `after`; often nothing."""
    return tuple(_announcements(before, after))


def _announcements(before: Referral, after: Referral) -> Iterator[Announcement]:
    old, new = before["state"], after["state"]
    arrived = before["to"]["case"] is None and after["to"]["case"] is not None
    if arrived and old == new:
        yield _event("arrived", after)
    if old != new or before["outcome"] != after["outcome"]:
        yield _event(new, after)
    if arrived:
        yield from _on_the_sender(after, "referred-case-opened", REFERRAL_BASIS, _opened(after))
    if new in LATE and old not in LATE:
        yield from _on_both(after, LATE_CODE, _late(after))
    if old in LATE and new not in LATE:
        yield from _lifted(after, LATE_CODE, STATE_REASONS[new])
    if needs_a_body(before) and not needs_a_body(after):
        yield from _lifted(after, BODY_CODE, "已确定接收机构 the body was named", sender_only=True)
    if new != old and new in {TAKEN, DECLINED} and after["outside"]:
        yield from _on_the_sender(after, f"referral-{new}", REFERRAL_BASIS, _answered(after))
    if new == CONCLUDED and before["outcome"] != after["outcome"]:
        text = _concluded(after)
        yield from _on_the_sender(after, "referral-concluded", REFERRAL_BASIS, text)


STATE_REASONS: Mapping[str, str] = {
    TAKEN: "已接收 taken up",
    DECLINED: "不予接收 declined",
    CONCLUDED: "已有结果 concluded",
    WITHDRAWN: "已撤回 withdrawn",
    OFFERED: "重新移送 offered anew",
}


def needs_a_body(referral: Referral) -> bool:
    """Say whether a referral to the outside does not say yet to whom."""
    to = referral["to"]
    unnamed = to["body"] is None and not to["agency"]
    return bool(referral["outside"] and unnamed)


def told_of(referral: Referral) -> Document:
    """Return what an event tells of a referral: places, dates and states, nothing personal."""
    origin, to = referral["from"], referral["to"]
    case = to["case"]
    return {
        "referral_id": referral["_id"],
        "state": referral["state"],
        "from": {name: origin.get(name) for name in ("track", "case_id", "number", "name")},
        "to": {
            "target": to["target"],
            "agency": to["agency"],
            "body": to["body"],
            "case": case
            and {name: case[name] for name in ("track", "case_id", "number", "status")},
        },
        "offered_on": referral["offered_on"],
        "take_up_due_on": referral["take_up_due_on"],
        "feedback_due_on": referral["feedback_due_on"],
        "outcome": referral["outcome"]
        and {name: referral["outcome"].get(name) for name in ("outcome", "on")},
        "agency": origin["agency"],
        "assignee": origin.get("assignee"),
    }


def _event(name: str, referral: Referral) -> Announcement:
    return Announcement(
        of_referral(name),
        referral["_id"],
        referral["matter_id"],
        told_of(referral),
        referral["from"].get("number"),
    )


def _call_for_a_body(referral: Referral) -> Iterator[Announcement]:
    if needs_a_body(referral):
        name = target_name(referral)
        text = Text(
            f"已导入{name.zh}，但未写明接收机构，请指定。",
            f"Referred to {name.en} without naming the body: name it.",
        )
        yield from _on_the_sender(referral, BODY_CODE, REFERRAL_BASIS, text)


def _opened(referral: Referral) -> Text | None:
    if referral["to"]["target"] in _TELLS_BY_ITSELF:
        return None
    name, case = target_name(referral), referral["to"]["case"]
    return Text(
        f"已在{name.zh}程序中立案：{case['number']}。",
        f"A case was opened in {name.en}: {case['number']}.",
    )


def _answered(referral: Referral) -> Text:
    name = target_name(referral)
    if referral["state"] == TAKEN:
        return Text(f"{name.zh}已接收移送事项。", f"{name.en} has taken up the referral.")
    return Text(
        f"{name.zh}不予接收移送事项，理由见移送记录，请改用其他途径。",
        f"{name.en} declined the referral for the reason on record: use another way.",
    )


def _concluded(referral: Referral) -> Text | None:
    if referral["to"]["target"] in _TELLS_BY_ITSELF:
        return None
    name, outcome = target_name(referral), referral["outcome"]["outcome"]
    words = _OUTCOMES.get(outcome, Text(outcome, outcome))
    return Text(f"{name.zh}已有结果：{words.zh}。", f"{name.en} has come to an end: {words.en}.")


def _late(referral: Referral) -> Text:
    name = target_name(referral)
    if referral["state"] == OVERDUE:
        return Text(
            f"{referral['offered_on']}移送{name.zh}，至{referral['take_up_due_on']}未接收"
            f"（{referral['policy_days']}日，内部管理期限，非法定）。",
            f"Referred to {name.en} on {referral['offered_on']} and not taken up by "
            f"{referral['take_up_due_on']} ({referral['policy_days']} days: policy, no statute).",
        )
    return Text(
        f"移送{name.zh}的事项至{referral['feedback_due_on']}未反馈结果。",
        f"No feedback from {name.en} by {referral['feedback_due_on']}.",
    )


def _on_both(referral: Referral, code: str, text: Text) -> Iterator[Announcement]:
    yield from _on_the_sender(referral, code, POLICY_BASIS, text)
    case, origin = referral["to"]["case"], referral["from"]
    if case is not None:
        link = {"track": origin["track"], "case_id": origin["case_id"], "kind": "referred_from"}
        known = link if origin["case_id"] else {}
        yield _finding(referral, case, {**_said(code, POLICY_BASIS, text), **known})


def _on_the_sender(
    referral: Referral, code: str, basis: str, text: Text | None
) -> Iterator[Announcement]:
    origin, case = referral["from"], referral["to"]["case"]
    # A court has no case here that could show it.
    if text is None or origin["case_id"] is None:
        return
    link = (
        {"track": case["track"], "case_id": case["case_id"], "kind": "referred_to"} if case else {}
    )
    yield _finding(referral, origin, {**_said(code, basis, text), **link})


def _said(code: str, basis: str, text: Text) -> Document:
    return {"code": code, "basis": basis, "text": text.as_dict()}


def _finding(referral: Referral, case: Mapping[str, Any], payload: Document) -> Announcement:
    return _about(FINDING_ANNOUNCED, referral, case, payload)


def _lifted(
    referral: Referral, code: str, reason: str, *, sender_only: bool = False
) -> Iterator[Announcement]:
    ends = [referral["from"]] if sender_only else [referral["from"], referral["to"]["case"]]
    for case in ends:
        if case is not None and case["case_id"] is not None:
            payload = {"code": code, "reason": reason}
            yield _about(FINDING_WITHDRAWN, referral, case, payload)


def _about(
    event: str, referral: Referral, case: Mapping[str, Any], payload: Document
) -> Announcement:
    data = {"track": case["track"], "subject_case_id": case["case_id"], "payload": payload}
    return Announcement(event, case["case_id"], referral["matter_id"], data, case["number"])
