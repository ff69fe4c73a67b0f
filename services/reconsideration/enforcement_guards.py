"""The checks on enforcing what nobody sued on (复议法78, 行诉法97, 行政强制法53–58)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services.reconsideration.case_reading import done_on, fact, happened, is_final, overdue_since
from services.reconsideration.service_guards import ADDRESSEES
from shared.casework.addressees import check_party
from shared.casework.guarding import Attempt, Finding, conflict, invalid, irregular, reason_owed
from shared.language import Text

_TO_PERFORM = frozenset({"uphold", "change"})
_WHO = Text("负有履行义务的当事人", "Who has to perform")


def something_is_to_be_enforced(attempt: Attempt) -> Iterable[Finding]:
    """A final decision or a mediation statement that applicant or third party does not perform."""
    settled = happened(attempt, "settled")
    ordered = settled or fact(attempt, "decision_kind") in _TO_PERFORM
    if not ordered:
        raise conflict(
            Text(
                "只有维持、变更原行政行为的决定和调解书由申请人、第三人履行。",
                "Only a decision that upholds or changes the act, and a mediation statement, are "
                "for applicant or third party to perform.",
            ),
            basis="复议法78",
        )
    if not settled and not is_final(attempt):
        raise irregular(
            Text(
                "起诉期限尚未届满，或者已提起诉讼：决定尚未终局，不能催告执行。",
                "The time to sue has not ended, or a suit was brought: the decision is not final.",
            ),
            basis="行诉法97；行政强制法53",
        )
    if fact(attempt, "performance") == "performed":
        raise conflict(
            Text("已登记履行完毕。", "It was performed, as is on record."), basis="行政强制法53"
        )
    return []


def applicant_or_third_party_has_to_perform(attempt: Attempt) -> Iterable[Finding]:
    """Against the respondent performance is ordered, not enforced (复议法77, 78)."""
    check_party(attempt.case, attempt.payload["party"], ADDRESSEES, who=_WHO, basis="复议法77、78")
    return []


def the_agency_of_article_78_applies(attempt: Attempt) -> Iterable[Finding]:
    """An upheld act is enforced by its agency, all else by the organ (复议法78)."""
    upheld = not happened(attempt, "settled") and fact(attempt, "decision_kind") == "uphold"
    wanted = "respondent" if upheld else "organ"
    if attempt.payload["by"] != wanted:
        raise invalid(
            "by",
            Text(
                "维持的由作出原行政行为的机关，变更的和调解书由复议机关申请强制执行。",
                "An upheld act is enforced by the agency that made it; a changed one and a "
                "mediation statement by the reconsideration organ.",
            ),
            basis="复议法78",
        )
    return []


def a_demand_went_before(attempt: Attempt) -> Iterable[Finding]:
    """Ten working days after the demand was served the court may be asked (行政强制法54, 69)."""
    party, on = attempt.payload["party"], done_on(attempt).isoformat()
    waits = [each for each in attempt.case["clocks"] if _is_demand(each, party)]
    if not waits:
        raise irregular(
            Text(
                "申请前应当催告：没有登记向该当事人送达催告书。",
                "A demand goes before the application: none is on record as served on this party.",
            ),
            basis="行政强制法54",
        )
    last = max(str(each["due_on"]) for each in waits)
    if on <= last:
        raise irregular(
            Text(
                f"催告书送达后的十日（工作日）至 {last} 届满，期满仍未履行的才可以申请。",
                f"The ten working days after the demand end on {last}; the court may be asked from "
                "the day after.",
            ),
            basis="行政强制法54、69",
        )
    return []


def a_late_application_has_its_reason(attempt: Attempt) -> Iterable[Finding]:
    """After the three months the court takes an application up for a just reason only (156)."""
    ended = overdue_since(attempt, "SS-25")
    if ended is not None and not attempt.payload.get("reason"):
        raise reason_owed(
            Text(
                f"申请强制执行的三个月已于 {ended} 届满：没有正当理由的，法院不予受理。",
                f"The three months to ask for enforcement ended on {ended}: without a just reason "
                "the court does not take it up.",
            ),
            basis="行政强制法53、解释156",
        )
    return []


def an_application_is_before_the_court(attempt: Attempt) -> Iterable[Finding]:
    """What the court rules on was applied for (解释155)."""
    if not fact(attempt, "enforcement_applications"):
        raise conflict(
            Text("没有登记强制执行的申请。", "No application for enforcement is on record."),
            basis="解释155",
        )
    return []


def an_objection_is_to_a_refusal(attempt: Attempt) -> Iterable[Finding]:
    """The agency objects to a refusal to take up or to enforce (行政强制法56¶2, 58¶3)."""
    rulings = [
        *(fact(attempt, "enforcement_docketings") or []),
        *(fact(attempt, "enforcement_rulings") or []),
    ]
    last: Mapping[str, Any] = rulings[-1] if rulings else {}
    if last.get("outcome") != "refused" or last.get("on_objection"):
        raise conflict(
            Text(
                "没有可以申请复议的不予受理、不予执行裁定。",
                "No refusal is on record to which the agency may object.",
            ),
            basis="行政强制法56¶2、58¶3",
        )
    return []


def _is_demand(clock: Mapping[str, Any], party: str) -> bool:
    alive = clock["rule"] == "SS-26" and clock["status"] != "cancelled"
    return bool(alive and clock["party"] == party)
