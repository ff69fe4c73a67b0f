"""The checks on whose appeal or application a copy is of, and an answer answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.litigation.case_reading import recorded
from shared.casework.appeals import standing_appeals, standing_applications
from shared.casework.guarding import Attempt, Finding, conflict, invalid
from shared.language import Text

Lodged = Sequence[Mapping[str, Any]]
_APPEAL, _RETRIAL = "解释108", "解释111"


def a_copy_comes_of_the_opponents_appeal(attempt: Attempt) -> Iterable[Finding]:
    """The agency receives and answers the copy of another's appeal (解释108)."""
    if not attempt.payload.get("copy_served_on"):
        return []
    appeals = _of_others(standing_appeals(attempt.case))
    if not appeals:
        raise invalid(
            "copy_served_on",
            Text("没有登记对方的上诉。", "No appeal of the other side is on record."),
            basis=_APPEAL,
        )
    _check_names_one(attempt, appeals, basis=_APPEAL)
    return []


def an_answer_is_to_an_appeal(attempt: Attempt) -> Iterable[Finding]:
    """An answer that names somebody answers their appeal, one that does not all of them (108)."""
    if attempt.payload.get("party") is None:
        return []
    on_appeal = attempt.case.get("status") == "appealed"
    appeals = _of_others(standing_appeals(attempt.case)) if on_appeal else []
    _check_names_one(attempt, appeals, basis=_APPEAL)
    return []


def a_copy_comes_of_the_opponents_retrial(attempt: Attempt) -> Iterable[Finding]:
    """Comments are due on another's application that is still examined (解释111)."""
    if not _of_others(recorded(attempt, "retrial_applications")):
        raise invalid(
            "copy_served_on",
            Text("没有登记对方的再审申请。", "No application of the other side is on record."),
            basis=_RETRIAL,
        )
    # One that led to the retrial is examined no more; others ask while it is tried (解释120¶2).
    ordered_on = attempt.case["milestones"].get("retrial_ordered", "")
    examined = [each for each in _applied(attempt) if each["on"] >= ordered_on]
    if not examined:
        raise conflict(
            Text(
                "对方的再审申请已有结果（裁定再审、驳回或者准许撤回），不再提交书面意见；"
                "收到日期请在再审申请的记录上更正。",
                "The other side's application is decided (retrial is ordered or refused, or it was "
                "withdrawn): no comments are due on it. Correct the entry of the application to "
                "add the day.",
            ),
            basis="解释111、115、116",
        )
    _check_names_one(attempt, examined, basis=_RETRIAL)
    return []


def a_comment_is_on_an_application(attempt: Attempt) -> Iterable[Finding]:
    """Comments that name somebody are on their application, others on all of them (111)."""
    if attempt.payload.get("party") is not None:
        _check_names_one(attempt, _applied(attempt), basis=_RETRIAL)
    return []


def _applied(attempt: Attempt) -> Lodged:
    return _of_others(standing_applications(attempt.case))


def _of_others(lodged: Lodged) -> Lodged:
    return [each for each in lodged if each["by"] == "opponent"]


def _check_names_one(attempt: Attempt, lodged: Lodged, *, basis: str) -> None:
    """Refuse (422) what names nobody of several, or another than those who lodged something."""
    names = [each.get("party") for each in lodged]
    if attempt.payload.get("party") in names:
        return
    listed = "、".join(sorted(name for name in names if name)) or "–"
    raise invalid(
        "party",
        Text(
            f"请写明是谁提出的，与上诉、再审申请的记录一致（登记为一方全体提出的，不填）。"
            f"有记录的：{listed}。",
            "Name whose it is as the appeal or application is recorded, nobody where it is that "
            f"of a whole side. On record: {listed}.",
        ),
        basis=basis,
    )
