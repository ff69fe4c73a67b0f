"""The checks on an application: who files it, how, in time, and what bars it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from services.reconsideration.case_reading import (
    act_of,
    fact,
    led_to_an_order,
    same_act,
    same_people,
)
from services.reconsideration.law_versions import LAW_OF_2023, REGULATION_OF_2026
from shared.casework.guarding import (
    Attempt,
    Finding,
    barred_elsewhere,
    conflict,
    invalid,
    missing_fact,
)
from shared.language import Text

PENALTIES_FILED_THROUGH_THE_RESPONDENT = frozenset(
    {"on_the_spot_penalty", "electronic_monitoring_penalty"}
)


def many_applicants_are_represented(attempt: Attempt) -> Iterable[Finding]:
    """Over ten applicants choose 2–5 representatives (2026条例17¶1); over five, 1–5 (2007条例8)."""
    applicants = attempt.payload["applicants"]
    representatives = attempt.payload.get("representatives") or []
    new = attempt.on >= REGULATION_OF_2026
    limit, least, basis = (10, 2, "2026条例17¶1") if new else (5, 1, "2007条例8")
    needed = len(applicants) > limit
    if (needed or representatives) and not least <= len(representatives) <= 5:
        raise invalid(
            "representatives",
            Text(
                f"申请人超过{limit}人的，应当推选{least}至5名代表人。",
                f"More than {limit} applicants act through {least} to 5 representatives.",
            ),
            basis=basis,
        )
    names = {applicant["name"] for applicant in applicants}
    for number, name in enumerate(representatives):
        if name not in names:
            raise invalid(
                f"representatives.{number}",
                Text("代表人应当从申请人中推选。", "A representative is one of the applicants."),
                basis=basis,
            )
    return []


def filing_through_the_respondent_is_for_penalties(attempt: Attempt) -> Iterable[Finding]:
    """Only on-the-spot and electronic-monitoring penalties may be filed via the agency (32¶1)."""
    if not attempt.payload.get("via_respondent"):
        if attempt.payload.get("forwarded_on"):
            raise invalid(
                "forwarded_on",
                Text(
                    "只有通过原处罚机关提交的申请才有转送日期。",
                    "Only an application handed in at the penalty agency is forwarded.",
                ),
                basis="复议法32",
            )
        return []
    if attempt.on < LAW_OF_2023:
        raise invalid(
            "via_respondent",
            Text(
                "2024年1月1日前没有通过原处罚机关提交申请的规定。",
                "Filing through the penalty agency exists only since 2024-01-01.",
            ),
            basis="复议法32¶1",
        )
    if act_of(attempt).get("kind") not in PENALTIES_FILED_THROUGH_THE_RESPONDENT:
        raise invalid(
            "via_respondent",
            Text(
                "只有当场处罚或者电子技术监控处罚可以通过原处罚机关提交申请。",
                "Only a penalty on the spot or by electronic monitoring may be contested "
                "through the agency that imposed it.",
            ),
            basis="复议法32¶1",
        )
    return []


def the_window_has_a_day_zero(attempt: Attempt) -> Iterable[Finding]:
    """Name the fact without which the window to apply cannot be judged (复议法20)."""
    act, new = act_of(attempt), attempt.on >= LAW_OF_2023
    known = [act.get(name) for name in ("served_on", "known_on")]
    known.append(attempt.payload.get("performance_ended_on"))
    if act.get("kind") == "on_the_spot_penalty":
        known.append(act.get("made_on"))
    if act.get("kind") == "tax_assessment":
        known = [act.get("tax_settled_on")]
    if any(known) or (new and act.get("remedies_told") is False):
        return
    yield Finding(
        "missing-fact",
        "复议法20¶1" if new else "2017法9¶1",
        Text(
            "申请期限尚不能起算：缺少行政行为的送达日期或者知道日期"
            "（不履行职责的，为履行期限届满日；纳税争议，为缴清税款或者担保得到确认之日）。",
            "The window to apply cannot be judged: the day the act was served or known is "
            "missing (for inaction: the day the time for performing ended; for a dispute over tax: "
            "the day it was paid or secured).",
        ),
    )


def a_day_of_knowing_is_supplied(attempt: Attempt) -> Iterable[Finding]:
    """What supplies the day zero of the window names one (复议法20)."""
    payload = attempt.payload
    if not payload.get("performance_ended_on") and not any((payload.get("act") or {}).values()):
        raise missing_fact(
            "act",
            Text(
                "请写明行政行为的送达日期、知道日期或者履行期限届满日。",
                "State when the act was served or known, or when the time for performing ended.",
            ),
            basis="复议法20¶1",
        )
    return []


def the_court_has_not_accepted_the_act(attempt: Attempt) -> Iterable[Finding]:
    """Refuse acceptance when the court has accepted a suit on the same act (复议法29¶2)."""
    for suit in _suits(attempt):
        if same_act(attempt, suit) and same_people(attempt, suit, "plaintiff") is not False:
            raise barred_elsewhere(
                Text(
                    f"人民法院已受理就同一行政行为提起的诉讼（{suit['number']}），不得受理复议申请。",
                    f"The court has accepted a suit on the same act ({suit['number']}); the "
                    "application cannot be accepted.",
                ),
                basis="复议法29¶2" if attempt.on >= LAW_OF_2023 else "2017法16¶2",
            )
    return a_court_case_on_the_act_is_pointed_out(attempt)


def a_court_case_on_the_act_is_pointed_out(attempt: Attempt) -> Iterator[Finding]:
    """Show a suit in the same matter, on the same act or possibly so."""
    for suit in _suits(attempt):
        yield Finding(
            "suit-on-the-same-act" if same_act(attempt, suit) else "suit-in-the-same-matter",
            "复议法29¶2、30¶1(7)",
            Text(
                f"同一争议有诉讼案件 {suit['number']}：法院已受理同一行政行为的，不得申请复议。",
                f"The matter has a court case {suit['number']}: once the court has accepted a suit "
                "on the same act, reconsideration is barred.",
            ),
        )


def only_an_application_through_the_respondent_is_forwarded(attempt: Attempt) -> Iterable[Finding]:
    """Forwarding is recorded once, and only where the application was handed in at the agency."""
    if not fact(attempt, "via_respondent") or fact(attempt, "forwarded_on"):
        raise conflict(
            Text(
                "申请不是通过原处罚机关提交，或者转送已登记。",
                "The application was not handed in at the penalty agency, or its forwarding is "
                "already on record.",
            ),
            basis="复议法32¶2",
        )
    return []


def _suits(attempt: Attempt) -> Iterator[Mapping[str, Any]]:
    """
    Yield the court cases of the matter; a case with a suggestion only is no suit.

    Nor does one bar acceptance by which the court ordered just that.
    """
    for case in attempt.matter.get("cases", []):
        suit = case["track"] == "litigation" and case["status"] != "suggested"
        if suit and not led_to_an_order(attempt, case):
            yield case
