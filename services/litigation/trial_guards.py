"""The checks on the course of a trial: evidence after the answer, leave, conversion, statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from services.litigation.case_reading import fact, happened, open_clocks
from shared.casework.guarding import Attempt, Finding, StandingGuard, conflict, invalid
from shared.language import Text


def evidence_comes_within_its_time(attempt: Attempt) -> Iterator[Finding]:
    """Evidence after the answer counts within the fifteen days or by leave (行诉法34, 36¶2)."""
    extended = fact(attempt, "evidence_extended")
    days = [
        clock["due_on"]
        for clock in attempt.case["clocks"]
        if (clock["rule"], clock["variant"])
        in {("SS-09", None), *([("SS-10", "file")] if extended else [])}
        and clock["status"] != "cancelled"
    ]
    handed_in = (attempt.payload.get("posted_on") or attempt.on).isoformat()
    if days and handed_in > max(days) and not attempt.payload["allowed_by_court"]:
        yield Finding(
            "evidence-deemed-absent",
            "行诉法34¶2、36¶2",
            Text(
                f"举证期限已于 {max(days)} 届满：逾期提供的证据视为没有；"
                "原告、第三人提出新的理由或者证据的，经法院准许可以补充。",
                f"The time for evidence ended on {max(days)}: what comes later counts as none, "
                "unless the court allows it because plaintiff or third party brought something "
                "new.",
            ),
        )


def leave_lengthens_the_trial(attempt: Attempt) -> Iterable[Finding]:
    """Leave makes a trial longer; the simplified one is converted instead (行诉法81, 83, 88)."""
    rule, basis = (
        ("SS-19", "行诉法88")
        if attempt.case["status"] == "appealed"
        else (
            "SS-13",
            "行诉法81",
        )
    )
    due = max((clock["due_on"] or "" for clock in open_clocks(attempt, rule)), default=None)
    unknown = "appeal_received" if rule == "SS-19" else "docketed"
    if due is None and not happened(attempt, unknown):
        raise conflict(
            Text(
                "审理期限的起算日期（立案、二审法院收到上诉材料的日期）未登记，请先补登。",
                "The day from which the trial counts (docketing, or receipt by the court of "
                "appeal) is not on record; record it first.",
            ),
            basis=basis,
        )
    if due is None:
        raise conflict(
            Text(
                "没有在进行的、可以延长的审理期限（简易程序不延长，转为普通程序）。",
                "No time for the trial runs that could be extended (the simplified procedure is "
                "converted instead).",
            ),
            basis=basis,
        )
    if attempt.payload["until"].isoformat() <= due:
        raise invalid(
            "until",
            Text(f"延长的日期应当晚于 {due}。", f"The new last day is after {due}."),
            basis=basis,
        )
    return []


@StandingGuard
def only_a_simplified_suit_is_converted(case: Mapping[str, Any], _today: date) -> None:
    """Only what is tried in the simplified procedure is converted (行诉法84)."""
    if case["facts"].get("procedure") != "simplified":
        raise conflict(
            Text("本案适用普通程序。", "The case is tried in the ordinary procedure."),
            basis="行诉法84",
        )
