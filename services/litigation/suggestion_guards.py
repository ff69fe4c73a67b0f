"""The checks on suggestions of courts and procuratorates, and on the replies to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from services.litigation.case_reading import recorded
from shared.casework.guarding import Attempt, Finding, conflict, invalid, where
from shared.language import Text

_REPLY_BASIS = "法释〔2023〕11号8、检察建议工作规定19"


def a_written_limit_fits_its_kind(attempt: Attempt) -> Iterable[Finding]:
    """Judicial and general procuratorial suggestions set a limit of their own; others do not."""
    payload = attempt.payload
    own_limit = payload["kind"] in {"judicial", "procuratorial"}
    if payload.get("reply_due_on") is not None and not own_limit:
        raise invalid(
            "reply_due_on",
            Text(
                "公益诉讼诉前检察建议的期限由司法解释规定（两个月，紧急的十五日），不另行指定。",
                "Before a public interest suit the limit is that of the interpretation: two "
                "months, fifteen days if urgent.",
            ),
            basis="检察公益诉讼解释21¶2",
        )
    return []


def a_suggestion_is_on_record(case: Mapping[str, Any], _today: date) -> None:
    """What is received later, or replied to, is a suggestion that was recorded."""
    if not case["facts"].get("suggestions"):
        raise conflict(Text("没有登记的建议。", "No suggestion is on record."), basis=_REPLY_BASIS)


@where(a_suggestion_is_on_record)
def a_reply_answers_a_suggestion(attempt: Attempt) -> Iterable[Finding]:
    """A reply answers a suggestion on record; with several it says which."""
    suggestions = recorded(attempt, "suggestions")
    number = attempt.payload.get("suggestion_number")
    numbers = {each.get("suggestion_number") for each in suggestions}
    if number is None and len(suggestions) > 1:
        raise invalid(
            "suggestion_number",
            Text("有多份建议，请写明文号。", "Several suggestions are on record: say which."),
            basis=_REPLY_BASIS,
        )
    if number is not None and number not in numbers:
        raise invalid(
            "suggestion_number",
            Text("没有此文号的建议。", "No suggestion of this number is on record."),
            basis=_REPLY_BASIS,
        )
    return []


@where(a_suggestion_is_on_record)
def a_receipt_is_of_a_suggestion(attempt: Attempt) -> Iterable[Finding]:
    """What was received is a suggestion on record, of this kind and number."""
    wanted = [attempt.payload.get(name) for name in ("kind", "suggestion_number")]
    known = (
        [each.get(name) for name in ("kind", "suggestion_number")]
        for each in recorded(attempt, "suggestions")
    )
    if wanted not in known:
        raise invalid(
            "suggestion_number",
            Text(
                "没有登记此种类、此文号的建议。",
                "No suggestion of this kind and number is on record.",
            ),
            basis=_REPLY_BASIS,
        )
    return []


def a_refusal_opens_the_way_to_court(attempt: Attempt) -> Iterator[Finding]:
    """An explicit refusal ends the waiting period: the suit may follow at once (case C19)."""
    if attempt.payload["outcome"] != "refused":
        return
    kinds = {each["kind"] for each in recorded(attempt, "suggestions")}
    if kinds <= {"judicial"}:
        yield Finding(
            "suggestion-refused",
            "法释〔2023〕11号9",
            Text(
                "未采纳司法建议：法院可以将建议抄送上级主管机关。",
                "The suggestion is refused: the court may send a copy to the superior agency.",
            ),
        )
        return
    yield Finding(
        "waiting-period-closed-by-refusal",
        "检察公益诉讼解释21、检察建议工作规定25",
        Text(
            "明确拒绝，等待期即告终结：检察院可以不待期限届满提起公益诉讼（指导性案例216号）。",
            "The explicit refusal ends the waiting period: the procuratorate may sue at once, "
            "without waiting for the limit (guiding case 216).",
        ),
    )


def every_suggestion_is_answered(attempt: Attempt) -> Iterable[Finding]:
    """No case is closed over a suggestion without reply (法释〔2023〕11号8; 检察建议工作规定19)."""
    unanswered = len(recorded(attempt, "suggestions")) - len(
        recorded(attempt, "suggestion_replies")
    )
    if unanswered > 0:
        raise conflict(
            Text(
                f"仍有 {unanswered} 份建议没有回复，应当先登记回复。",
                f"Suggestions without a reply: {unanswered}. Record the replies first.",
            ),
            basis=_REPLY_BASIS,
        )
    return []
