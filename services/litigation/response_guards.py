"""The checks on responding to a suit: notice, agents, evidence, mediation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from services.litigation.case_reading import happened
from shared.casework.appeals import FIRST, SECOND, instance_of
from shared.casework.guarding import Attempt, Finding, conflict, invalid, missing_fact, where
from shared.casework.official_numbers import same_number
from shared.http.problems import Problem
from shared.language import Text

# 行诉法 as amended in 2014: the head's duty to attend, and no lawyer alone (its article 3¶3).
OWN_STAFF_SINCE = date(2015, 5, 1)


def a_joint_reconsideration_names_its_number(attempt: Attempt) -> Iterable[Finding]:
    """Joint defendants after an upheld act point to the reconsideration (行诉法26¶2)."""
    payload = attempt.payload
    if payload["role"] == "joint_reconsideration" and not payload.get("reconsideration_number"):
        raise invalid(
            "reconsideration_number",
            Text(
                "复议机关作共同被告的，应当写明行政复议案号。",
                "A reconsideration organ sued jointly states the number of its case.",
            ),
            basis="行诉法26¶2",
        )
    return []


def a_day_is_supplied(attempt: Attempt) -> Iterable[Finding]:
    """What supplies days that were unknown names one of them at least."""
    if not attempt.payload.keys() - {"on", "party"}:
        raise missing_fact(
            "served_on" if attempt.command == "record_notice_receipt" else "copy_served_on",
            Text("请写明补登的日期。", "State the day that is supplied."),
            basis="行诉法67¶1" if attempt.command == "record_notice_receipt" else "解释108",
        )
    return []


def the_first_instance_goes_on(case: Mapping[str, Any], _today: date) -> None:
    """What was paused, met and ended since counts anew by a correction alone."""
    if instance_of(case) != FIRST:
        raise _notice_to_be_corrected()


@where(the_first_instance_goes_on)
def a_notice_of_what_is_past_is_corrected(attempt: Attempt) -> Iterable[Finding]:
    """A day of docketing that is told after a pause does not know of the pause (行诉法81)."""
    if "docketed_on" in attempt.payload and happened(attempt, "resumed"):
        raise _notice_to_be_corrected()
    return []


def an_appeal_goes_on(case: Mapping[str, Any], _today: date) -> None:
    """What was paused, met and ended since counts anew by a correction alone."""
    if not case["facts"].get("appeals"):
        raise conflict(Text("没有登记上诉。", "No appeal is on record."), basis="行诉法85")
    if instance_of(case) != SECOND:
        raise _appeal_to_be_corrected()


@where(an_appeal_goes_on)
def an_appeal_that_is_past_is_corrected(attempt: Attempt) -> Iterable[Finding]:
    """A day of receipt that is told after a pause of the appeal does not know of it (88)."""
    milestones = attempt.case["milestones"]
    if (
        "court_received_on" in attempt.payload
        and milestones.get("resumed", "") >= milestones["judged"]
    ):
        raise _appeal_to_be_corrected()
    return []


def _notice_to_be_corrected() -> Problem:
    return _to_be_corrected(
        Text("一审已经结束，或者中止后已恢复", "The first instance is over, or was resumed"),
        Text("收到应诉通知", "receive the court's notice"),
        basis="行诉法67¶1、81",
    )


def _appeal_to_be_corrected() -> Problem:
    return _to_be_corrected(
        Text("二审已经结束，或者中止后已恢复", "The appeal is over, or was resumed"),
        Text("登记上诉", "record an appeal"),
        basis="行诉法88、解释108",
    )


def _to_be_corrected(why: Text, entry: Text, *, basis: str) -> Problem:
    return conflict(
        Text(
            f"{why.zh}：请更正“{entry.zh}”的记录（correct_entry），补上日期，期限按当时的经过计算。",
            f"{why.en}: correct the entry “{entry.en}” (correct_entry) to add the day; the time "
            "limits then count as things went.",
        ),
        basis=basis,
    )


def a_pending_reconsideration_is_pointed_out(attempt: Attempt) -> Iterator[Finding]:
    """Show a reconsideration of the same act that has been accepted and goes on (复议法29¶1)."""
    number = (attempt.payload.get("act") or {}).get("number")
    for case in attempt.matter.get("cases", []):
        pending = case["track"] == "reconsideration" and case["status"] in {"accepted", "suspended"}
        if pending and same_number(number, case.get("act_number")) is not False:
            yield Finding(
                "reconsideration-pending",
                "复议法29¶1",
                Text(
                    f"同一争议的复议案件 {case['number']} 正在审理：复议期间不得起诉，"
                    "请向法院提出（行诉法44，解释56、57）。",
                    f"Reconsideration {case['number']} of the matter is pending: no suit during "
                    "reconsideration; raise it with the court (行诉法44, 解释56, 57).",
                ),
            )


def own_staff_is_among_the_agents(attempt: Attempt) -> Iterable[Finding]:
    """One or two agents, at least one of the agency's own staff: never a lawyer alone."""
    agents = attempt.payload["agents"]
    if len(agents) > 2:
        raise invalid(
            "agents",
            Text("诉讼代理人为一至二人。", "One or two agents."),
            basis="行诉法31¶1",
        )
    staffed = any(agent["kind"] == "staff" for agent in agents)
    if attempt.on >= OWN_STAFF_SINCE and not staffed:
        raise invalid(
            "agents",
            Text(
                "应当有本机关工作人员参加诉讼，不得仅委托律师。",
                "The agency's own staff takes part; a lawyer alone is refused.",
            ),
            basis="行诉法3¶3、解释128¶2",
        )
    return []


def leave_says_until_when(attempt: Attempt) -> Iterable[Finding]:
    """The court's leave names a day, or the end of the cause from which 15 days run (解释34¶1)."""
    payload = attempt.payload
    if (payload.get("until") is None) == (payload.get("cause_ended_on") is None):
        raise invalid(
            "until",
            Text(
                "应当写明法院指定的日期或者正当事由消除之日，二者择一。",
                "State the day the court set or the day the cause ended, one of the two.",
            ),
            basis="解释34¶1",
        )
    return []


def an_answer_brings_evidence(attempt: Attempt) -> Iterator[Finding]:
    """An agency that brings no evidence counts as having none (行诉法34¶2)."""
    first_instance = attempt.case.get("status") == "notified"
    if first_instance and not attempt.payload["evidence"]:
        yield Finding(
            "answer-without-evidence",
            "行诉法34",
            Text(
                "答辩未附证据和所依据的规范性文件；不提供证据的，视为没有相应证据。",
                "The answer came without evidence and the norms relied on; evidence not handed in "
                "counts as none.",
            ),
        )


def only_compensation_and_discretion_are_mediated(attempt: Attempt) -> Iterable[Finding]:
    """A court mediates compensation and discretionary acts only (行诉法60¶1)."""
    if attempt.payload["scope"] == "other":
        raise invalid(
            "scope",
            Text(
                "行政诉讼不适用调解，但是行政赔偿、补偿以及行使自由裁量权的案件可以调解。",
                "A suit is not mediated, except on compensation and on discretionary acts.",
            ),
            basis="行诉法60¶1",
        )
    return []


def what_follows_the_mediation(attempt: Attempt) -> Iterator[Finding]:
    """Say what the outcome of a mediation asks of the agency (行诉法60, 解释84–86)."""
    if attempt.payload["outcome"] == "agreed":
        yield Finding(
            "tell-the-court-of-the-agreement",
            "行诉法60",
            Text(
                "调解已达成协议：报法院确认并制作调解书，或者由原告撤诉（解释84–86）。",
                "The parties have agreed: have the court issue its mediation statement, or the "
                "plaintiff withdraws (解释84–86).",
            ),
        )
        return
    yield Finding(
        "mediation-without-agreement",
        "解释84",
        Text("调解未达成协议，诉讼继续进行。", "Mediation brought no agreement; the suit goes on."),
    )
