"""What a supervisor has to follow: what is asked for and not done, and who has to appear."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from services.reporting import follow_up, referred
from services.reporting.appearances import REQUIRED_KINDS, SHALL, hearings
from services.reporting.counted_case import Case
from services.reporting.follow_up import STATES, FollowUpRequest
from services.reporting.standing import Referral
from shared.language import Text

# What was done stays on the list for a month, so that a supervisor sees that it was.
SETTLED_DAYS_BACK = timedelta(days=30)

SECTIONS: Mapping[str, tuple[Text, str, Callable[[Case], Iterable[FollowUpRequest]]]] = {
    "urgings": (
        Text("督办及反馈", "urgings and feedback"),
        "信访工作条例40",
        follow_up.urgings,
    ),
    "opinions": (
        Text("复议意见书及整改反馈", "reconsideration opinions and reports on them"),
        "复议法76",
        follow_up.opinions,
    ),
    "superior_notices": (
        Text(
            "抄告被申请人的上一级主管部门（本级政府审理其工作部门的案件）",
            "copies to the department above the respondent (a government on its own department)",
        ),
        "复议法79¶2",
        follow_up.copies_to_superiors,
    ),
    "suggestions": (
        Text("司法建议、检察建议及回复", "judicial and procuratorial suggestions and replies"),
        "法释〔2023〕11号8；检察建议工作规定19；检察公益诉讼解释21¶2",
        follow_up.suggestions,
    ),
    "performance_orders": (
        Text("责令履行、约谈、通报批评", "orders to perform, summons, criticism"),
        "复议法77",
        follow_up.performance_orders,
    ),
    "loss_analyses": (
        Text("败诉分析", "analyses of lost cases"),
        "内部管理规定·败诉分析",
        follow_up.loss_analyses,
    ),
}


def followed(cases: Sequence[Case], on: date, referrals: Sequence[Referral] = ()) -> dict[str, Any]:
    """Return each section with what is open, overdue, or was settled of late; overdue first."""
    sent = ((referred.reference(each), referred.requests(each)) for each in referrals)
    return {
        **{name: _section_of_cases(name, cases, on) for name in SECTIONS},
        "referrals": _section(referred.NAME, referred.BASIS, sent, on),
        "head_attendance": _appearances(cases, on),
    }


def _section_of_cases(name: str, cases: Sequence[Case], on: date) -> dict[str, Any]:
    title, basis, requests = SECTIONS[name]
    asked = ((reference(case), requests(case)) for case in cases)
    return _section(title, basis, asked, on)


def _section(
    title: Text,
    basis: str,
    asked: Iterable[tuple[Mapping[str, Any], Iterable[FollowUpRequest]]],
    on: date,
) -> dict[str, Any]:
    found = [
        _shown(case, request, on.isoformat())
        for case, requests in asked
        for request in requests
        if request.done_on is None or request.done_on >= _settled_since(on)
    ]
    order = list(STATES)
    # Within a state by last day; an unknown one comes last.
    found.sort(key=lambda each: (order.index(each["state"]), each["due_on"] or "~"))
    return {
        "name": title.as_dict(),
        "basis": basis,
        "overdue": sum(each["state"] == "overdue" for each in found),
        "items": found,
    }


def _settled_since(on: date) -> str:
    return (on - SETTLED_DAYS_BACK).isoformat()


def _shown(case: Mapping[str, Any], request: FollowUpRequest, today: str) -> dict[str, Any]:
    state = request.state(today)
    return {
        **case,
        "asked_on": request.asked_on,
        "due_on": request.due_on,
        "done_on": request.done_on,
        "state": state,
        "state_name": STATES[state].as_dict(),
        "details": dict(request.details),
    }


def reference(case: Case) -> dict[str, Any]:
    """Return the case, named, with the agency that has it."""
    return {
        "track": case["track"],
        "case_id": case["_id"],
        "number": case["number"],
        "agency": case["agency"],
    }


def _appearances(cases: Sequence[Case], on: date) -> dict[str, Any]:
    suits = [case for case in cases if case["track"] == "litigation"]
    return {
        "name": Text("负责人出庭应诉", "attendance of heads in court").as_dict(),
        "basis": "行诉法3¶3；法释〔2020〕3号4、12",
        "ahead": [each for case in suits for each in _hearings_ahead(case)],
        "absences": [each for case in suits for each in _absences(case, _settled_since(on))],
    }


def _hearings_ahead(case: Case) -> Iterator[dict[str, Any]]:
    """Yield the hearing that was announced and not held yet, with who is to appear."""
    notice: Mapping[str, Any] | None = None
    planned = "nobody"
    for step in case["steps"]:
        if step["command"] == "schedule_hearing":
            notice, planned = step, "nobody"
        elif step["command"] == "plan_appearance":
            planned = "staff" if step["excuse"] else "head"
        elif step["command"] == "record_hearing":
            notice = None
    if notice is not None and case["phase"] == "open":
        yield {
            **reference(case),
            "hearing_on": notice["hearing_on"],
            **_duty(notice["head_notice"], notice["head_notice_ground"]),
            "planned": planned,
        }


def _absences(case: Case, since: str) -> Iterator[dict[str, Any]]:
    """Yield the hearings of late without the head, with what 法释〔2020〕3号12¶1 makes of it."""
    for hearing in hearings(case):
        if hearing.on >= since and hearing.counts and not hearing.attended:
            yield {
                **reference(case),
                "hearing_on": hearing.on,
                **_duty(hearing.notice, hearing.ground),
                "excused": hearing.excused,
                "consequences": list(hearing.consequences),
            }


def _duty(notice: str | None, ground: str | None) -> dict[str, Any]:
    """Return whether attendance is demanded in every case, and in which of the kinds."""
    kind = next((kind for kind, (_, grounds) in REQUIRED_KINDS.items() if ground in grounds), None)
    return {
        "required": notice == SHALL,
        "notice": notice,
        "ground": ground,
        "kind": kind,
        "kind_name": REQUIRED_KINDS[kind][0].as_dict() if kind else None,
    }
