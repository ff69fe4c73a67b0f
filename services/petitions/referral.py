"""The checks on leading a petition into another procedure, and on its coming back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from services.petitions.case_reading import came_to_nothing
from shared.casework.guarding import Attempt, Finding, Link, conflict, invalid, reason_required
from shared.language import Text

Found = Iterable[Finding]

ITEM_TARGETS: Mapping[int, frozenset[str]] = {
    1: frozenset({"litigation", "reconsideration", "other_procedure", "mediation"}),
    2: frozenset({"arbitration", "mediation"}),
    3: frozenset({"party_discipline"}),
    4: frozenset({"reconsideration", "adjudication", "other_procedure", "mediation"}),
    5: frozenset({"other_procedure"}),
    6: frozenset({"mediation"}),
}
"""Where article 31 leads each item; mediation (33, 37¶1) where both sides may agree."""

_REPORT_TARGETS = frozenset({"party_discipline", "other_procedure"})
_OPENED_HERE = frozenset({"mediation", "reconsideration"})
_LIMITED_TARGETS = frozenset({"reconsideration", "litigation", "arbitration", "mediation"})


def referral_fits_the_classification(attempt: Attempt) -> Found:
    """A referral follows what the petition was classified as (信访工作条例29, 30, 31)."""
    facts, payload = attempt.case["facts"], attempt.payload
    kind = facts.get("kind")
    if kind == "suggestion":
        raise conflict(
            Text(
                "建议意见类事项不导入争议解决程序，应研究论证并回复。",
                "A suggestion is studied and answered, not referred to a procedure.",
            ),
            basis="信访工作条例29",
        )
    if kind == "report":
        _require_report_target(payload["to"])
        return []
    known, stated = facts.get("article31_item"), payload.get("article31_item")
    if known is None and stated is None:
        raise invalid(
            "article31_item",
            Text("导入须写明第三十一条的项。", "A referral names the item of article 31."),
            basis="信访工作条例31",
        )
    if known is not None and stated is not None and known != stated:
        raise invalid(
            "article31_item",
            Text(
                f"本件已甄别为第 {known} 项。",
                f"The petition was classified under item {known}.",
            ),
            basis="信访工作条例31",
        )
    return []


def _require_report_target(target: str) -> None:
    if target not in _REPORT_TARGETS:
        raise invalid(
            "to",
            Text(
                "检举控告类事项转有关纪检监察机关或者有权处理的机关，不得导入有对方当事人的程序。",
                "A report goes to the discipline organ or competent body, not to an opponent.",
            ),
            basis="信访工作条例30",
        )


def target_fits_the_item(attempt: Attempt) -> Found:
    """Each item of article 31 leads to its own procedures (信访工作条例31)."""
    if attempt.case["facts"].get("kind") == "report":
        return []
    item = _item(attempt)
    allowed = ITEM_TARGETS[item]
    if attempt.payload["to"] not in allowed:
        names = ", ".join(sorted(allowed))
        raise invalid(
            "to",
            Text(
                f"第三十一条第 {item} 项可导入：{names}。",
                f"Item {item} of article 31 leads to: {names}.",
            ),
            basis=f"信访工作条例31({item})",
        )
    return []


def receiver_can_see_the_case(attempt: Attempt) -> Found:
    """A case that is opened for another agency is seen by its officers through its code."""
    receiver = attempt.payload.get("to_agency")
    if attempt.payload["to"] in _OPENED_HERE and receiver and not receiver.get("code"):
        raise invalid(
            "to_agency.code",
            Text(
                "须填写接收机关的统一社会信用代码，否则其人员看不到案件。",
                "Give the receiver's social credit code, or its officers cannot see the case.",
            ),
            basis="信访工作条例31",
        )
    return []


def limitation_runs_on(attempt: Attempt) -> Iterator[Finding]:
    """Petitioning does not stop the time to apply, sue or arbitrate (诉访分离, 28¶2)."""
    kind = attempt.case["facts"].get("kind")
    if kind == "report" or _item(attempt) == 6 or attempt.payload["to"] not in _LIMITED_TARGETS:
        return
    text = Text(
        "信访期间不停止计算申请复议、起诉或者申请仲裁的期限，请告知信访人最后日期。",
        "Petitioning does not stop the time to apply, sue or arbitrate: tell the last day.",
    )
    yield Finding("limitation-runs-on", "信访工作条例28¶2", text)


def referral_came_to_nothing(attempt: Attempt) -> Found:
    """Handling resumes when the other procedure ended without result, or for a stated reason."""
    if came_to_nothing(attempt) or attempt.payload.get("reason"):
        return []
    raise reason_required(
        Text(
            "所导入的程序尚未无果而终；恢复办理须说明理由。",
            "The procedure it was led into has not failed; give a reason to resume handling.",
        ),
        basis="信访工作条例31",
    )


def case_taken_up_is_linked(attempt: Attempt) -> Iterator[Link]:
    """Link the case that took the referral up."""
    told = attempt.payload
    yield Link(told["track"], told["case_id"], "referred_to", told.get("number"))


def _item(attempt: Attempt) -> int:
    item: int = attempt.payload.get("article31_item") or attempt.case["facts"]["article31_item"]
    return item
