"""The checks on whether a decision is final: the time to sue, and the suits brought on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from services.reconsideration.case_reading import (
    court_number,
    fact,
    happened,
    led_to_an_order,
    open_clocks,
)
from services.reconsideration.service_guards import ADDRESSEES
from shared.casework.addressees import check_party
from shared.casework.guarding import Attempt, Finding, conflict, missing_fact, moot
from shared.language import Text

_NO_SUIT = frozenset({"suggested", "withdrawn"})


def only_a_decision_becomes_final(attempt: Attempt) -> Iterable[Finding]:
    """No suit on a refusal of acceptance leaves nothing to perform (行诉法45)."""
    if not happened(attempt, "decided"):
        raise moot(Text("本案没有作出复议决定。", "There was no decision."), basis="行诉法45")
    return []


def nobody_has_sued(attempt: Attempt) -> Iterable[Finding]:
    """A decision on which a suit was brought becomes final by the judgment, not by itself."""
    suits = [
        each
        for each in attempt.matter.get("cases", [])
        if each["track"] == "litigation" and not led_to_an_order(attempt, each)
    ]
    pending = [each["number"] for each in suits if each["status"] not in _NO_SUIT]
    over = {court_number(each) for each in suits if each["status"] == "withdrawn"}
    recorded = [
        each
        for each in fact(attempt, "suits") or []
        if court_number(each) not in over and not led_to_an_order(attempt, each)
    ]
    known = [*pending, *(each.get("court_case_no") or "—" for each in recorded)]
    if known:
        text = Text(f"已提起行政诉讼：{known[0]}。", f"A suit was brought: {known[0]}.")
        raise moot(text, basis="行诉法45")
    return []


def a_suit_is_recorded_once(attempt: Attempt) -> Iterable[Finding]:
    """The same suit may be announced again, and an officer may have recorded it before."""
    number, party = court_number(attempt.payload), attempt.payload.get("party")
    for known in fact(attempt, "suits") or []:
        if number is not None and (number, party) == (court_number(known), known.get("party")):
            raise moot(
                Text("该起诉已登记。", "This suit has been recorded."),
                basis="行诉法45",
            )
    return []


def who_sues_may_sue(attempt: Attempt) -> Iterable[Finding]:
    """Who sues is an applicant or a third party of that day, also one who left since (行诉法45)."""
    payload, case = attempt.payload, attempt.case
    sued_on = (payload.get("sued_on") or payload["docketed_on"]).isoformat()
    left = [each for each in case.get("former_parties", []) if each["left_on"] >= sued_on]
    parties = {"parties": [*case["parties"], *left]}
    who = Text("起诉的当事人", "The party that sues")
    check_party(parties, payload.get("party"), ADDRESSEES, who=who, basis="行诉法45")
    return []


def the_time_to_sue_was_not_told(attempt: Attempt) -> Iterable[Finding]:
    """What is told afterwards is what the decision itself did not say (解释64¶2)."""
    if fact(attempt, "suit_window_told") is not False:
        raise conflict(
            Text(
                "决定书已告知起诉期限，期限自送达之日起计算。",
                "The decision told the time to sue, which runs from service.",
            ),
            basis="解释64¶2",
        )
    if not any(open_clocks(attempt, "SS-04")):
        raise missing_fact(
            "told_on",
            Text(
                "请先登记决定书送达的日期（知道决定内容之日）。",
                "First record the service of the decision, by which its content became known.",
            ),
            basis="解释64¶2",
        )
    return []


def performance_is_watched_from_now(attempt: Attempt) -> Iterator[Finding]:
    """Tell that the decision is final, and what is followed up from now on (复议法77, 78)."""
    del attempt
    yield Finding(
        "decision-final",
        "行诉法45；复议法77、78",
        Text(
            "起诉期限届满，无人起诉，决定终局；自此跟踪履行，履行后请登记：被申请人不履行的责令履行（77），"
            "申请人、第三人不履行的强制执行（78）。",
            "The time to sue has ended without a suit: the decision is final. Performance is "
            "followed from now on, record it when it is done: the respondent is ordered to (77), "
            "against applicant or third party it is enforced (78).",
        ),
    )
