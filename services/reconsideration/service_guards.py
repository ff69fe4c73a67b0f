"""The checks after a reconsideration ended: service, performance, closing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from services.reconsideration.case_reading import (
    fact,
    happened,
    in_effect_since,
    is_final,
    last_decision_on,
    open_clocks,
    party,
)
from services.reconsideration.law_versions import ANNOUNCEMENT_DAYS
from shared.casework.guarding import (
    Attempt,
    Finding,
    conflict,
    invalid,
    missing_fact,
    reason_owed,
)
from shared.casework.vocabulary import PARTY_ROLES
from shared.language import Text

ADDRESSEES = frozenset({"applicant", "third_party"})
"""Who may sue on a decision (行诉法45), each within a window of their own."""


def the_role_is_that_of_the_party(attempt: Attempt) -> Iterable[Finding]:
    """The role that a service states is that which the addressee has in the case."""
    found, role = party(attempt, attempt.payload["party"]), attempt.payload.get("party_role")
    if found is not None and role is not None and found["role"] != role:
        words = PARTY_ROLES[found["role"]]
        raise invalid(
            "party_role",
            Text(f"该当事人在本案中是{words.zh}。", f"In this case this party is the {words.en}."),
            basis="复议法75",
        )
    return []


def nobody_steps_in_after_the_decision_is_final(attempt: Attempt) -> Iterable[Finding]:
    """Who steps in when no time to sue is left any more has none of their own (行诉法45)."""
    addressee = party(attempt, attempt.payload["party"])
    final_on = attempt.case["milestones"].get("final", "")
    if addressee and is_final(attempt) and addressee.get("joined_on", "") > final_on:
        text = Text(
            f"决定已于 {final_on} 终局，其后参加的当事人不再有起诉期限；不另行登记送达。",
            f"The decision has been final since {final_on}: who takes part since has no time to "
            "sue, and no service on them is recorded.",
        )
        raise conflict(text, basis="行诉法45")
    return []


def there_is_a_decision_to_serve(attempt: Attempt) -> Iterable[Finding]:
    """A case that was closed without a decision has none to serve (复议法75)."""
    if not (happened(attempt, "decided") or happened(attempt, "rejected")):
        raise missing_fact(
            "decided",
            Text("本案没有作出决定。", "No decision was made in this case."),
            basis="复议法75",
        )
    return []


def each_addressee_is_served_once(attempt: Attempt) -> Iterable[Finding]:
    """One service, one day 0 for each addressee (行诉法45)."""
    # A decision made again by order of a court is served again.
    made_on = last_decision_on(attempt)
    for service in fact(attempt, "services") or []:
        known = service.get("served_on") and service["served_on"] >= made_on
        if service["party"] == attempt.payload["party"] and known:
            raise conflict(
                Text(
                    f"已于 {service['served_on']} 向该当事人送达；日期有误的，请更正原记录。",
                    f"This party was served on {service['served_on']}; if that day is wrong, "
                    "correct the entry.",
                ),
                basis="复议法75¶2",
            )
    return []


def an_announcement_takes_thirty_days(attempt: Attempt) -> Iterable[Finding]:
    """Service by announcement is complete thirty days after publication (民诉法95)."""
    payload = attempt.payload
    if payload["method"] != "announcement":
        return []
    published = payload.get("published_on")
    if published is None:
        raise missing_fact(
            "published_on",
            Text(
                "公告送达应当有公告日期。", "Service by announcement needs the day of publication."
            ),
            basis="民诉法95",
        )
    complete = published + timedelta(days=ANNOUNCEMENT_DAYS)
    served = payload.get("served_on")
    if served is not None and served < complete:
        raise invalid(
            "served_on",
            Text(
                f"公告送达自公告之日起经过{ANNOUNCEMENT_DAYS}日视为送达，即 {complete}。",
                f"Service by announcement is complete {ANNOUNCEMENT_DAYS} days after "
                f"publication: {complete}.",
            ),
            basis="民诉法95",
        )
    return []


def unperformed_duties_are_enforced(attempt: Attempt) -> Iterator[Finding]:
    """Show what follows when a decision is not performed (复议法77, 78)."""
    if attempt.payload["outcome"] != "performed":
        yield Finding(
            "not-performed",
            "复议法77、78",
            Text(
                "未履行：被申请人不履行的，责令限期履行，可以约谈或者通报批评（77）；"
                "申请人、第三人不履行的，强制执行（78）。",
                "Not performed: order the respondent to, summon its head or criticise (77); "
                "against applicant or third party, enforcement (78).",
            ),
        )


def an_opinion_went_to_that_agency(attempt: Attempt) -> Iterable[Finding]:
    """What was received is an opinion on record (复议法76)."""
    opinions = fact(attempt, "opinions") or []
    issued = [
        each["on"] for each in opinions if each["to_agency"]["name"] == attempt.payload["to_agency"]
    ]
    if not issued:
        listed = "、".join(each["to_agency"]["name"] for each in opinions)
        raise invalid(
            "to_agency",
            Text(
                f"没有向该机关制发意见书（{listed}）。",
                f"No opinion was issued to this agency ({listed}).",
            ),
            basis="复议法76",
        )
    if attempt.payload["served_on"].isoformat() < min(issued):
        raise invalid(
            "served_on",
            Text(
                f"意见书于 {min(issued)} 制发，送达不能早于该日。",
                f"The opinion was issued on {min(issued)}; it is not received before.",
            ),
            basis="复议法76",
        )
    return []


def performance_is_still_owed(attempt: Attempt) -> Iterable[Finding]:
    """Performance is ordered only while it is owed (复议法77¶2)."""
    if fact(attempt, "performance") == "performed":
        raise conflict(
            Text("履行已登记完毕。", "Performance is on record as complete."), basis="复议法77¶2"
        )
    return []


def what_is_copied_is_in_effect(attempt: Attempt) -> Iterable[Finding]:
    """A decision is copied upwards once it is served and in effect, an opinion once issued."""
    fact_needed, since = "decision_served", in_effect_since(attempt)
    if attempt.payload["about"] == "opinion":
        fact_needed, since = "opinion_issued", attempt.case["milestones"].get("opinion_issued")
    if since is None or attempt.on.isoformat() < since:
        raise missing_fact(
            fact_needed,
            Text(
                "抄告的是发生法律效力的决定书（送达后）或者已制发的意见书。",
                "What is copied is a decision in effect, that is served, or an opinion issued.",
            ),
            basis="复议法79¶2",
        )
    return []


def running_clocks_are_closed_with_a_reason(attempt: Attempt) -> Iterable[Finding]:
    """Closing a case on which a time limit still runs needs a reason."""
    running = sorted({clock["rule"] for clock in open_clocks(attempt)})
    if running and not attempt.payload.get("reason"):
        listed = "、".join(running)
        raise reason_owed(
            Text(
                f"仍有期限在进行（{listed}），归档应当说明理由。",
                f"Time limits still run ({listed}); say why the case is closed.",
            ),
            basis="行诉法45",
        )
    return []


def a_decision_without_service_is_pointed_out(attempt: Attempt) -> Iterator[Finding]:
    """Show that a decision was never served: no suit window has begun (复议法75¶2)."""
    unserved = in_effect_since(attempt) is None
    if attempt.case.get("status") == "decided" and unserved:
        yield Finding(
            "decision-not-served",
            "复议法75¶2",
            Text(
                "决定书没有送达记录：决定未生效，起诉期限没有起算。",
                "No service of the decision is on record: it has no effect and no suit window has "
                "begun.",
            ),
        )
