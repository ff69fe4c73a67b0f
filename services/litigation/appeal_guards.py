"""The checks on appeals that a court took up after the effect, and on those withdrawn again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from services.litigation.case_reading import fact, happened
from shared.casework.appeals import (
    RETRIALS,
    appeals_in_time,
    appellants,
    instance_of,
    may_still_appeal,
    people_of,
    standing_appeals,
)
from shared.casework.guarding import Attempt, Finding, conflict, invalid
from shared.language import Text

_OVER = frozenset({"final", "closed"})
_COURT = "court"
_WITHDRAWN = "行诉法62、85"


def an_appeal_after_the_effect_was_taken_up(attempt: Attempt) -> Iterator[Finding]:
    """
    Take an appeal in on a case that is over only where the court says that it took it up.

    Whether a missed window is prolonged is the court's to say (民诉法86 through 行诉法101).
    """
    if attempt.case["status"] == "suspended" and not happened(attempt, "judged"):
        raise conflict(
            Text("尚无一审裁判，不能上诉。", "No judgment of first instance is on record."),
            basis="行诉法85",
        )
    if attempt.case["status"] not in _OVER:
        return
    if not _first_judgment_took_effect(attempt):
        raise conflict(
            Text(
                "本案没有因上诉期限届满而生效的一审裁判，不能上诉；可以申请再审。",
                "No judgment of first instance took effect here because nobody appealed; what is "
                "left is to apply for retrial.",
            ),
            basis="行诉法85、90",
        )
    if _in_time_beside_another(attempt):
        yield Finding(
            "appeal-in-time-after-withdrawal",
            "行诉法85",
            Text(
                "他人撤回上诉后，该方在自己的上诉期限内上诉：一审裁判尚未生效，请核对已办理的事项。",
                "Another withdrew their appeal, and this one came within its own window: the first "
                "judgment is not in force; check what was done on the strength of it.",
            ),
        )
        return
    if attempt.actor.role != _COURT and not attempt.payload["taken_up_by_court"]:
        raise conflict(
            Text(
                "本案已按生效裁判处理（已登记履行或者已归档）：法院受理上诉的，请注明"
                "（taken_up_by_court）。",
                "The judgment was acted on as final here (its performance is on record, or the "
                "case is closed): say so (taken_up_by_court) where the court took the appeal up.",
            ),
            basis="行诉法85、101，民诉法86",
        )
    yield Finding(
        "appeal-taken-up-after-effect",
        "行诉法85、101，民诉法86",
        Text(
            "法院受理了上诉：一审裁判不再作为生效裁判，已按其办理的事项请核对。",
            "The court took the appeal up: the first judgment is not in force; check what was done "
            "on the strength of it.",
        ),
    )


def an_appeal_that_stands_is_withdrawn(attempt: Attempt) -> Iterable[Finding]:
    """One of several appeals is withdrawn; with the last one the second instance ends."""
    _check_stands(attempt)
    if not _others_stand(attempt):
        raise conflict(
            Text(
                "没有其他上诉：其他当事人的上诉期限均已届满的，登记准许撤回上诉的二审裁定"
                "（appeal_withdrawn）；尚未届满的，登记撤回最后一件上诉（withdraw_last_appeal）。",
                "No other appeal is left: record the final ruling with the outcome "
                "appeal_withdrawn where every other window has ended, else withdraw_last_appeal.",
            ),
            basis=_WITHDRAWN,
        )
    return []


def the_last_appeal_is_withdrawn_while_others_may_appeal(attempt: Attempt) -> Iterable[Finding]:
    """The second instance ends without an effect while another's window is open (行诉法85)."""
    _check_stands(attempt)
    if _others_stand(attempt):
        raise conflict(
            Text(
                "尚有其他上诉：请登记部分上诉人撤回上诉（withdraw_appeal），二审继续。",
                "Another appeal stands: record withdraw_appeal; the second instance goes on.",
            ),
            basis=_WITHDRAWN,
        )
    if not may_still_appeal(attempt.case, _told_on(attempt)):
        raise conflict(
            Text(
                "全部当事人的上诉期限均已届满：请登记准许撤回上诉的二审裁定（appeal_withdrawn），"
                "一审裁判生效。",
                "Every window has ended: record the final ruling with the outcome "
                "appeal_withdrawn, by which the first judgment takes effect.",
            ),
            basis=_WITHDRAWN,
        )
    return []


def a_withdrawn_appeal_leaves_nobody_to_appeal(attempt: Attempt) -> Iterable[Finding]:
    """By the last withdrawal a judgment takes effect only when every window has ended (85)."""
    if attempt.payload["outcome"] != "appeal_withdrawn":
        return []
    if len({(each["by"], each.get("party")) for each in standing_appeals(attempt.case)}) > 1:
        raise conflict(
            Text(
                "尚有数件上诉：请先逐一登记部分上诉人撤回上诉（withdraw_appeal），"
                "最后一件撤回时登记本裁定。",
                "Several appeals stand: record the withdrawal of each (withdraw_appeal), and this "
                "ruling for the last of them.",
            ),
            basis=_WITHDRAWN,
        )
    if waiting := may_still_appeal(attempt.case, _told_on(attempt)):
        listed = "、".join(waiting)
        raise conflict(
            Text(
                f"尚有当事人的上诉期限未届满或者未起算（{listed}），一审裁判尚不生效："
                "请登记撤回最后一件上诉（withdraw_last_appeal）。",
                f"The time to appeal of some still runs or has not begun ({listed}), so the first "
                "judgment does not take effect yet: record withdraw_last_appeal.",
            ),
            basis=_WITHDRAWN,
        )
    return []


def a_suit_withdrawn_later_undoes_the_judgment(attempt: Attempt) -> Iterator[Finding]:
    """Leave to withdraw the suit itself sets aside what was judged (民诉解释336, 408)."""
    if instance_of(attempt.case) in RETRIALS:
        yield Finding(
            "judgment-set-aside-in-retrial",
            "行诉法62、101，民诉解释408",
            Text(
                "再审中准许撤回起诉的，须经其他当事人同意，并应当一并撤销原判决；请核对裁定书，"
                "撤回的是再审请求的，登记终结再审程序。",
                "Leave to withdraw the suit in retrial needs the consent of the other parties and "
                "sets the judgment aside with it; check the ruling, and record the end of the "
                "retrial where the application was withdrawn.",
            ),
        )
    elif happened(attempt, "judged"):
        yield Finding(
            "first-judgment-set-aside",
            "行诉法62、101，民诉解释336",
            Text(
                "二审中准许撤回起诉的，应当一并裁定撤销一审裁判；请核对裁定书，"
                "撤回的是上诉的，另行登记。",
                "Leave to withdraw the suit at second instance sets the first judgment aside with "
                "it; check the ruling, and record a withdrawn appeal as such.",
            ),
        )


def _first_judgment_took_effect(attempt: Attempt) -> bool:
    ended_otherwise = (
        happened(attempt, "mediated")
        or happened(attempt, "withdrawn")
        # An appeal that was withdrawn leaves the first judgment as it is.
        or fact(attempt, "final_outcome") not in {None, "appeal_withdrawn"}
        # Ending a suit is not open to appeal (解释101).
        or fact(attempt, "outcome") == "terminated"
    )
    return happened(attempt, "final") and not ended_otherwise


def _in_time_beside_another(attempt: Attempt) -> bool:
    """Say whether a window was open when another's withdrawal was recorded as the end."""
    payload, milestones = attempt.payload, attempt.case["milestones"]
    day = (payload.get("posted_on") or attempt.on).isoformat()
    return (
        attempt.case["status"] == "final"
        and fact(attempt, "final_outcome") == "appeal_withdrawn"
        # What was performed since stands on the effect: the court has to say that it took it up.
        and milestones.get("performance_recorded", "") < milestones["final"]
        and appeals_in_time(attempt.case, payload.get("party") or payload["by"], day)
    )


def _told_on(attempt: Attempt) -> str:
    """Return the day of the ruling's service, or of the ruling where that is not known."""
    day: date = attempt.payload.get("served_on") or attempt.on
    return day.isoformat()


def _check_stands(attempt: Attempt) -> None:
    if not _who_withdraws(attempt) & appellants(attempt.case):
        raise invalid(
            "party" if attempt.payload.get("party") else "by",
            Text("没有该方的上诉。", "No appeal of this side is on record."),
            basis="行诉法85",
        )


def _others_stand(attempt: Attempt) -> bool:
    return not appellants(attempt.case) <= _who_withdraws(attempt)


def _who_withdraws(attempt: Attempt) -> frozenset[str]:
    return people_of(attempt.case, attempt.payload["by"], attempt.payload.get("party"))
