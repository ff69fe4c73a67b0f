"""What each indicator counts, as a function of one case and of the day it is asked on."""

from __future__ import annotations

from collections.abc import Iterator

from services.reporting.appearances import SHALL, hearings
from services.reporting.counted_case import (
    Case,
    Item,
    answered,
    clocks,
    first_step,
    has_passed,
    kept_in_time,
    obligation,
    steps,
)

ACCEPTANCE_RULES = frozenset({"XF-01", "XF-02", "XF-03", "FY-08", "FY-11", "TJ-07"})
CONCLUSION_RULES = frozenset(
    {
        *("XF-05", "XF-07", "XF-09", "FY-18", "FY-19", "TJ-01", "TJ-05", "TJ-06", "TJ-11"),
        *("POLICY-administrative-mediation", "POLICY-industry-mediation"),
    }
)
OPINION_RULES = frozenset({"FY-28"})
JUDICIAL_RULES = frozenset({"SS-28"})
PROCURATORIAL_RULES = frozenset({"SS-29", "SS-30", "SS-31"})
PERFORMANCE_RULES = frozenset({"POLICY-performance"})
REVIEW_WINDOW = frozenset({"XF-06"})
CORRECTIONS = frozenset(
    {
        *("change", "revoke", "partly_revoke", "confirm_unlawful"),
        *("order_performance", "confirm_invalid"),
    }
)
# A policy of the house: of the five grades, the upper two are satisfied.
SATISFIED_FROM = 4


def acceptances(case: Case, today: str) -> Iterator[Item]:
    """Yield the duties to accept, decline or route in time."""
    return kept_in_time(case, ACCEPTANCE_RULES, today)


def conclusions(case: Case, today: str) -> Iterator[Item]:
    """Yield the duties to conclude in time."""
    return kept_in_time(case, CONCLUSION_RULES, today)


def led_into_mediation(case: Case, _today: str) -> Iterator[Item]:
    """Yield a dispute on its acceptance; achieved when it was led into mediation."""
    mediated = next(_ways_into_mediation(case), None)
    begun = first_step(case, "accept", "deem_accepted", "receive_notice") or mediated
    if case["track"] != "mediation" and begun is not None:
        yield Item(begun["on"], begun["agency_code"], mediated is not None)


def _ways_into_mediation(case: Case) -> Iterator[Case]:
    for step in steps(case, "refer", "start_mediation"):
        if step["command"] == "start_mediation" or step["to"] == "mediation":
            yield step


def mediations(case: Case, _today: str) -> Iterator[Item]:
    """Yield a mediation that ended; achieved by agreement."""
    if case["track"] == "mediation":
        for step in steps(case, "agree", "fail", "terminate"):
            yield Item(step["on"], step["agency_code"], step["command"] == "agree")


def agreements(case: Case, today: str) -> Iterator[Item]:
    """Yield an agreement whose performance is settled."""
    agreed = first_step(case, "agree")
    if agreed is None:
        return
    done = first_step(case, "record_performance")
    breach = first_step(case, "record_breach")
    settled = obligation(
        due_on=_performance_due_on(case),
        done_on=done["on"] if done else None,
        refused_on=breach["on"] if breach else None,
        today=today,
    )
    if settled:
        yield Item(settled[0], agreed["agency_code"], settled[1])


def judgments_performed(case: Case, today: str) -> Iterator[Item]:
    """Yield an effective judgment whose performance is settled."""
    final = _effective(case) if case["track"] == "litigation" else None
    if final is None:
        return
    records = list(steps(case, "record_performance"))
    done = next((each["on"] for each in records if each["outcome"] == "performed"), None)
    refused = next((each["on"] for each in records if each["outcome"] == "not_performed"), None)
    settled = obligation(
        due_on=_performance_due_on(case), done_on=done, refused_on=refused, today=today
    )
    if settled:
        yield Item(settled[0], final["agency_code"], settled[1])


def _performance_due_on(case: Case) -> str | None:
    due = [clock["due_on"] for clock in clocks(case, PERFORMANCE_RULES)]
    return due[-1] if due else None


def decisions(case: Case, _today: str) -> Iterator[Item]:
    """Yield the decision of a reconsideration; achieved when it corrects the act."""
    for step in steps(case, "decide"):
        yield Item(step["on"], step["agency_code"], step["kind"] in CORRECTIONS)


def publications(case: Case, _today: str) -> Iterator[Item]:
    """Yield the decision of a reconsideration unless it is withheld; achieved when public."""
    decided = first_step(case, "decide")
    told = steps(case, "publish", "withdraw_publication", "withhold_publication")
    last = [step["command"] for step in told][-1:]
    if decided is not None and last != ["withhold_publication"]:
        yield Item(decided["on"], decided["agency_code"], last == ["publish"])


def appearances(case: Case, _today: str) -> Iterator[Item]:
    """Yield the hearings that count; achieved when the head attended."""
    for hearing in hearings(case):
        if hearing.counts:
            yield Item(hearing.on, hearing.agency_code, hearing.attended)


def required_appearances(
    case: Case, _today: str, grounds: frozenset[str] | None = None
) -> Iterator[Item]:
    """Yield the hearings to which the head had to be summoned, on some grounds or on any."""
    for hearing in hearings(case):
        if hearing.notice == SHALL and (grounds is None or hearing.ground in grounds):
            yield Item(hearing.on, hearing.agency_code, hearing.attended)


def losses(case: Case, _today: str) -> Iterator[Item]:
    """Yield a suit whose judgment took effect; “achieved” means lost."""
    final = _effective(case)
    if final is not None:
        yield Item(final["on"], final["agency_code"], bool(lost(case)))


def _effective(case: Case) -> Case | None:
    """Return the step with which a judgment took effect."""
    judging = ("record_judgment", "record_final_judgment", "take_effect")
    return next((step for step in steps(case, *judging) if step["status"] == "final"), None)


def lost(case: Case) -> bool | None:
    """Say whether the last judgment went against the agency; None when there is none."""
    judgments = list(steps(case, "record_judgment", "record_final_judgment"))
    return judgments[-1]["lost"] if judgments else None


def judicial_suggestions(case: Case, today: str) -> Iterator[Item]:
    """Yield the suggestions of courts; achieved when replied to."""
    return answered(case, JUDICIAL_RULES, "reply_suggestion", today)


def procuratorial_suggestions(case: Case, today: str) -> Iterator[Item]:
    """Yield the suggestions of procuratorates; achieved when replied to."""
    return answered(case, PROCURATORIAL_RULES, "reply_suggestion", today)


def opinions(case: Case, today: str) -> Iterator[Item]:
    """Yield the reconsideration opinions; achieved when reported back on."""
    return answered(case, OPINION_RULES, "report_rectification", today)


def ratings(case: Case, _today: str) -> Iterator[Item]:
    """Yield the last rating of a petition; achieved when satisfied."""
    ratings = list(steps(case, "rate"))
    if ratings:
        last = ratings[-1]
        yield Item(last["on"], last["agency_code"], last["satisfaction"] >= SATISFIED_FROM)


def resolutions(case: Case, today: str) -> Iterator[Item]:
    """Yield a concluded petition once it is settled whether it came back."""
    concluded = first_step(case, "conclude")
    if concluded is None:
        return
    # A repeat while the petition was still in hand says nothing about the opinion.
    came_back = [day for day in case["repeats"] if day > concluded["on"]]
    came_back += [step["on"] for step in steps(case, "request_review")]
    window = next((each for each in clocks(case, REVIEW_WINDOW) if has_passed(each, today)), None)
    if came_back:
        yield Item(min(came_back), concluded["agency_code"], achieved=False)
    elif window is not None:
        yield Item(window["due_on"], concluded["agency_code"], achieved=True)
