"""What others asked of an agency, or it of others, and whether it was answered in time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from services.reporting import measures
from services.reporting.counted_case import Case, clocks, steps
from shared.language import Text

# In the order in which they call for attention.
STATES: Mapping[str, Text] = {
    "overdue": Text("已逾期", "overdue"),
    "open": Text("待办", "open"),
    "done": Text("按期完成", "done in time"),
    "done_late": Text("逾期完成", "done late"),
}
Step = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FollowUpRequest:
    """One thing asked for on `asked_on`; `due_on` None where no last day is known."""

    asked_on: str
    due_on: str | None
    done_on: str | None
    details: Mapping[str, Any] = field(default_factory=dict)

    def state(self, today: str) -> str:
        """Return the key of its state on a day."""
        if self.done_on is not None:
            return "done_late" if self.due_on and self.done_on > self.due_on else "done"
        return "overdue" if self.due_on is not None and self.due_on < today else "open"


def urgings(case: Case) -> Iterator[FollowUpRequest]:
    """Yield the urgings (督办, 信访工作条例40) with the feedback on them."""
    for step, later in _with_later(case, "urge"):
        answer = _first(later, "report_back", lambda each: each["about"] == "urging")
        details = {"ground": step["ground"], "adopted": answer["adopted"] if answer else None}
        yield FollowUpRequest(step["on"], step["feedback_due_on"], _on(answer), details)


def opinions(case: Case) -> Iterator[FollowUpRequest]:
    """Yield the reconsideration opinions (意见书, 复议法76) with the report on them."""
    used: set[str] = set()
    for step, later in _with_later(case, "issue_opinion"):
        name = step["to_agency"]["name"]
        clock = _clock(case, measures.OPINION_RULES, name, used)
        if clock is not None and step["served_on"] is not None:
            used.add(clock["id"])
            reported = clock["ended_by"] == "report_rectification"
            done_on, due_on = clock["ended_on"] if reported else None, clock["due_on"]
        else:
            done_on, due_on = _on(_first(later, "report_rectification")), None
        ordered = _first(later, "order_performance")
        details = {
            "to_agency": name,
            "ordered_on": _on(ordered),
            "measures": (ordered["measures"] or []) if ordered else [],
        }
        yield FollowUpRequest(step["on"], due_on, done_on, details)


def copies_to_superiors(case: Case) -> Iterator[FollowUpRequest]:
    """
    Yield what is to be copied to the department above the respondent (抄告, 复议法79¶2).

    A decision once it is served, and each opinion; the law gives no number of days, and asks it
    only of a government that reviewed an act of its own department.
    """
    for about, command in (("decision", "serve_decision"), ("opinion", "issue_opinion")):
        asked = [each for each in steps(case, command) if each["status"] != "rejected"]
        sent = [each for each in steps(case, "copy_to_superior") if each["about"] == about]
        for number, step in enumerate(asked[:1] if about == "decision" else asked):
            copy = sent[number] if number < len(sent) else None
            details = {"about": about, "to_agency": copy["to_agency"]["name"] if copy else None}
            yield FollowUpRequest(step["on"], None, _on(copy), details)


def suggestions(case: Case) -> Iterator[FollowUpRequest]:
    """Yield the suggestions of courts and procuratorates (SS-28 to SS-31) with the replies."""
    rules = measures.JUDICIAL_RULES | measures.PROCURATORIAL_RULES
    used: set[str] = set()
    for step, later in _with_later(case, "receive_suggestion"):
        number = step["suggestion_number"]
        clock = _clock(case, rules, number, used) if step["served_on"] else None
        if clock is not None:
            used.add(clock["id"])
        answer = _first(later, "reply_suggestion", partial(_is_about, number))
        details = {
            "kind": step["kind"],
            "suggestion_number": number,
            "outcome": answer["outcome"] if answer else None,
        }
        yield FollowUpRequest(step["on"], clock["due_on"] if clock else None, _on(answer), details)


def performance_orders(case: Case) -> Iterator[FollowUpRequest]:
    """Yield the orders to perform, with summons and criticism (约谈、通报批评, 复议法77)."""
    for step, later in _with_later(case, "order_performance"):
        done = _first(later, "record_performance", lambda each: each["outcome"] == "performed")
        details = {"measures": step["measures"] or []}
        yield FollowUpRequest(step["on"], step["due_on"], _on(done), details)


def loss_analyses(case: Case) -> Iterator[FollowUpRequest]:
    """Yield the analysis that a lost case calls for (内部管理规定·败诉分析)."""
    if not measures.lost(case):
        return
    judged = list(steps(case, "record_judgment", "record_final_judgment"))
    analysed = list(steps(case, "analyse_loss"))
    due = [clock["due_on"] for clock in clocks(case, {"POLICY-loss-analysis"})]
    last = analysed[-1] if analysed else None
    details = {"causes": last["causes"] if last else []}
    yield FollowUpRequest(judged[-1]["on"], due[-1] if due else None, _on(last), details)


def _with_later(case: Case, command: str) -> Iterator[tuple[Step, list[Step]]]:
    for position, step in enumerate(case["steps"]):
        if step["command"] == command:
            yield step, case["steps"][position + 1 :]


def _first(
    later: Collection[Step], command: str, fits: Callable[[Step], bool] = lambda _step: True
) -> Step | None:
    return next((each for each in later if each["command"] == command and fits(each)), None)


def _is_about(number: str | None, reply: Step) -> bool:
    # A reply without a number answers the only suggestion there is.
    return reply["suggestion_number"] in {None, number}


def _clock(
    case: Case, rules: Collection[str], party: str | None, used: Collection[str]
) -> Mapping[str, Any] | None:
    fitting = (clock for clock in clocks(case, rules) if clock["party"] == party)
    return next((clock for clock in fitting if clock["id"] not in used), None)


def _on(step: Step | None) -> str | None:
    return step["on"] if step else None
