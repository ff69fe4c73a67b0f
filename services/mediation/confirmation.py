"""The checks on judicial confirmation (司法确认) of an agreement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from services.mediation.case_reading import application_of, is_effective, kind_of
from shared.casework.guarding import Attempt, Finding, conflict, invalid, irregular, missing_fact
from shared.casework.reading import due_date
from shared.language import Text
from shared.law import compute

Found = Iterable[Finding]


def confirmation_is_open(attempt: Attempt) -> Iterator[Finding]:
    """An effective agreement is confirmed once, and not where a suit is pending (33¶1)."""
    case = attempt.case
    if kind_of(attempt) == "court_entrusted":
        raise conflict(
            Text(
                "立案后委托调解达成的协议由人民法院制作调解书，不申请司法确认。",
                "With a suit pending the court issues its own statement; nothing to confirm.",
            ),
            basis="特邀调解规定20",
        )
    if application_of(case) in {"made", "ruled"}:
        raise conflict(
            Text("已经申请过司法确认。", "Confirmation was applied for already."),
            basis="人民调解法33",
        )
    if not is_effective(case):
        raise missing_fact(
            "effective_on",
            Text("协议尚未生效，不能申请司法确认。", "The agreement has not taken effect yet."),
            basis="人民调解法29¶2",
        )
    if application_of(case) == "withdrawn":
        yield Finding(
            "asked-again",
            "人民调解法33¶1",
            Text(
                "申请曾经撤回；撤回后能否再次申请，法律没有规定，三十日内的予以登记。",
                "The application was withdrawn before. Whether it may be made again the law does "
                "not say; within the 30 days it is recorded.",
            ),
        )


def parties_apply_jointly(attempt: Attempt) -> Found:
    """Both sides apply together (人民调解法33¶1)."""
    if not attempt.payload["jointly"]:
        raise invalid(
            "jointly",
            Text("须由双方当事人共同申请。", "Both sides must apply together."),
            basis="人民调解法33¶1",
        )
    return []


def confirmation_is_applied_in_time(attempt: Attempt) -> Found:
    """The application comes within 30 days of the agreement's effect (人民调解法33¶1)."""
    due, applied_on = due_date(attempt.case, "TJ-02"), attempt.payload.get("posted_on")
    if due is not None and (applied_on or attempt.on) > due:
        raise irregular(
            Text(
                f"申请期限已于 {due} 届满；协议仍有约束力，可就协议起诉。",
                f"The 30 days ended on {due}; the agreement still binds and can be sued on.",
            ),
            basis="人民调解法33¶1",
        )
    return []


def application_is_undecided(attempt: Attempt) -> Found:
    """The court decides on an application once (民事诉讼法206)."""
    milestones, application = attempt.case["milestones"], application_of(attempt.case)
    if application == "made":
        return []
    if application != "ruled":
        raise conflict(
            Text("没有待裁定的申请。", "No application waits for a ruling."),
            basis="民事诉讼法206",
        )
    if milestones.get("confirmation_refused"):
        raise conflict(
            Text("人民法院已经裁定驳回申请。", "The court has refused the application already."),
            basis="民事诉讼法206",
        )
    raise conflict(
        Text("人民法院已经裁定确认有效。", "The court has confirmed the agreement already."),
        basis="民事诉讼法206",
    )


def older_limit_is_told(attempt: Attempt) -> Iterator[Finding]:
    """Tell the older limit of 15 days beside the 30 of the special procedure (TJ-04)."""
    version = attempt.rules.version_on("TJ-04", attempt.on)
    if version is None:
        return
    due = compute(version, attempt.on, attempt.calendar, variant="court-order").due_on
    text = Text(
        f"司法解释另定十五日（可延长十日），至 {due}；以特别程序三十日为准（解释性）。",
        f"An older text gives 15 days (+10), until {due}; the 30 days decide (interpretive).",
    )
    yield Finding("advisory-limit", "法释〔2011〕5号5", text)


def way_on_after_refusal_is_told(attempt: Attempt) -> Iterator[Finding]:
    """After a refusal the parties change the agreement, make a new one, or go on (33¶3)."""
    zh, en = ("申请仲裁", "go to arbitration") if kind_of(attempt) == "labour" else ("起诉", "sue")
    text = Text(
        f"可以通过调解变更原协议或者达成新的协议，也可以依法{zh}。",
        f"The parties may change the agreement, reach a new one, or {en}.",
    )
    yield Finding("ways-after-refusal", "人民调解法33¶3", text)
