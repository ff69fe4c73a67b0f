"""The checks on appeals that a court took up after the effect, and on those withdrawn again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from services.litigation.case_reading import fact, happened, recorded
from shared.casework.guarding import Attempt, Finding, conflict, invalid
from shared.language import Text

_OVER = frozenset({"final", "closed"})
_COURT = "court"


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
    by, party = attempt.payload["by"], attempt.payload.get("party")
    standing = _standing(attempt)
    if not any(_same(appeal, by, party) for appeal in standing):
        raise invalid(
            "party" if party else "by",
            Text("没有该方的上诉。", "No appeal of this side is on record."),
            basis="行诉法85",
        )
    if all(_same(appeal, by, party) for appeal in standing):
        raise conflict(
            Text(
                "没有其他上诉：请登记准许撤回上诉的二审裁定（appeal_withdrawn），一审裁判生效。",
                "No other appeal is left: record the final ruling with the outcome "
                "appeal_withdrawn, by which the first judgment takes effect.",
            ),
            basis="行诉法62、85",
        )
    return []


def a_suit_withdrawn_on_appeal_undoes_the_judgment(attempt: Attempt) -> Iterator[Finding]:
    """Leave to withdraw the suit itself sets the first judgment aside (民诉解释336, 行诉法101)."""
    if happened(attempt, "judged"):
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
        or fact(attempt, "final_outcome") is not None
        # Ending a suit is not open to appeal (解释101).
        or fact(attempt, "outcome") == "terminated"
    )
    return happened(attempt, "final") and not ended_otherwise


def _standing(attempt: Attempt) -> list[Mapping[str, Any]]:
    judged_on = attempt.case["milestones"].get("judged", "")
    gone = [
        (each["by"], each.get("party"))
        for each in recorded(attempt, "withdrawn_appeals")
        if each["on"] >= judged_on
    ]
    return [
        appeal
        for appeal in recorded(attempt, "appeals")
        if appeal["on"] >= judged_on and not any(_same(appeal, by, party) for by, party in gone)
    ]


def _same(appeal: Mapping[str, Any], by: str, party: str | None) -> bool:
    return appeal["by"] == by and (party is None or appeal.get("party") in {None, party})
