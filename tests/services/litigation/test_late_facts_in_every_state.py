"""
Each day that may come to light later, in each state of a suit.

It begins the clock that waits for it as if it had been known, or it is refused with an article.
Notices of the court are in tests/services/liaison/court/test_every_notice_in_every_state.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.services.litigation.builders import Response
from tests.services.litigation.courses import COURSES, led
from tests.support.late_facts import changed, each_of

ON = "2024-12-09"
Given = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Late:
    """A day that `lacks` in some steps and comes later; `after` are steps taken before it."""

    command: str
    days: Mapping[str, Any]
    lacks: Mapping[str, list[str]] = field(default_factory=dict)
    after: tuple[Given, ...] = ()

    def suit(self, state: str) -> Response:
        suit = led(state, without=self.lacks)
        for command, payload in self.after:
            suit.does(command, **payload)
        return suit


APPLICATION: Given = ("record_retrial_application", {"on": "2024-12-02", "by": "opponent"})
COMMENT: Given = ("submit_retrial_comment", {"on": "2024-12-06", "content": "不符合再审条件"})
REQUEST: Given = (
    "request_evidence_extension",
    {"on": "2024-12-02", "ground": "force_majeure", "reason": "洪水"},
)
SERVED, OTHERS = ["served_on"], ["opponent_served_on"]
LATE: Mapping[str, Late] = {
    "notice": Late("record_notice_receipt", {"served_on": "2024-05-10"}, {"notice": SERVED}),
    "docketing": Late(
        "record_notice_receipt", {"docketed_on": "2024-05-06"}, {"notice": ["docketed_on"]}
    ),
    "leave for evidence": Late(
        "grant_evidence_extension", {"until": "2025-01-20"}, after=(REQUEST,)
    ),
    "slip": Late(
        "serve_judgment", {"party": "p1", "served_on": "2024-08-07"}, {"judgment": OTHERS}
    ),
    "own slip": Late(
        "serve_judgment", {"party": "p2", "served_on": "2024-08-07"}, {"judgment": SERVED}
    ),
    "copy of the appeal": Late(
        "record_appeal_receipt", {"copy_served_on": "2024-08-22"}, {"appeal": ["copy_served_on"]}
    ),
    "appeal at the court": Late(
        "record_appeal_receipt",
        {"court_received_on": "2024-09-02"},
        {"appeal": ["court_received_on"]},
    ),
    "last slip": Late(
        "serve_final_judgment",
        {"party": "p1", "served_on": "2024-10-25"},
        {"last judgment": OTHERS},
    ),
    "own last slip": Late(
        "serve_final_judgment",
        {"party": "p2", "served_on": "2024-10-25"},
        {"last judgment": SERVED},
    ),
    "copy for retrial": Late(
        "record_retrial_receipt", {"copy_served_on": "2024-12-03"}, after=(APPLICATION,)
    ),
    "copy for retrial, commented": Late(
        "record_retrial_receipt", {"copy_served_on": "2024-12-03"}, after=(APPLICATION, COMMENT)
    ),
    "special ground": Late(
        "record_retrial_application",
        {"by": "opponent", "ground": "110(1)", "known_on": "2024-12-02"},
    ),
}

FIRST = ["notified", "answered", "suspended", "resumed"]
APPEAL = ["appealed", "appeal answered", "appeal suspended", "appeal resumed"]
AFTER_FIRST = ["retrial first", "retrial first suspended", "retrial ended", "closed"]
AFTER_SECOND = ["final on appeal", "retrial second", "retrial second suspended"]
AFTER_SECOND += ["second retrial ended", "closed on appeal"]
IN_FORCE = ["judged", "final", *AFTER_FIRST, *AFTER_SECOND]


BEGUN: Mapping[str, dict[str, set[str]]] = {
    # The fifteen days to answer had ended on 05-27; the answer came on 05-24.
    "notice": each_of(["notified"], "SS-09 2024-05-27 running")
    | each_of(["answered", "suspended", "resumed"], "SS-09 2024-05-27 met"),
    # What went on after a pause is counted anew by a correction.
    "docketing": each_of(["notified", "answered"], "SS-13 2024-11-06 running")
    | each_of(["suspended"], "SS-13 None paused"),
    "leave for evidence": each_of(["notified", "answered", "resumed"], "SS-10 2025-01-20 running"),
    # A slip after the second instance judged is a fact from which no time runs any more.
    "slip": each_of(["judged", *AFTER_FIRST], "SS-16 2024-08-22 running")
    | each_of(APPEAL, "SS-16 2024-08-22 met")
    | each_of(AFTER_SECOND),
    "own slip": each_of(["judged", *APPEAL, *AFTER_FIRST], "SS-16 2024-08-22 running")
    | each_of(AFTER_SECOND),
    "copy of the appeal": each_of(APPEAL, "SS-18 2024-09-06 running")
    | each_of(["appeal answered"], "SS-18 2024-09-06 met"),
    "appeal at the court": each_of(["appealed", "appeal answered"], "SS-19 2024-12-02 running")
    | each_of(["appeal suspended"], "SS-19 None paused"),
    # Nothing was ordered with a day: two years from service on who may ask for enforcement.
    "last slip": each_of(AFTER_SECOND, "SS-20 2025-04-25 running", "SS-24 2026-10-26 running"),
    "own last slip": each_of(AFTER_SECOND, "SS-20 2025-04-25 running"),
    "copy for retrial": each_of(IN_FORCE, "SS-21 2024-12-18 running"),
    "copy for retrial, commented": each_of(IN_FORCE, "SS-21 2024-12-18 met"),
    "special ground": each_of(IN_FORCE, "SS-20 2025-06-03 met"),
}
# All were served before it was final by itself; only who joins is served then.
IMPOSSIBLE = {("slip", "final"), ("own slip", "final")}
EVERY = [(fact, state) for fact in LATE for state in COURSES if (fact, state) not in IMPOSSIBLE]
TAKEN = [(fact, state) for fact, state in EVERY if state in BEGUN[fact]]
REFUSED = [each for each in EVERY if each not in TAKEN]


@pytest.mark.parametrize(("fact", "state"), TAKEN)
def test_it_begins_what_waited_for_it(fact: str, state: str) -> None:
    late = LATE[fact]
    suit = late.suit(state)
    before = suit.case

    suit.does(late.command, on=ON, **late.days)

    assert (changed(suit.case, before), suit.status) == (BEGUN[fact][state], before["status"])


@pytest.mark.parametrize(("fact", "state"), REFUSED)
def test_it_is_refused_with_an_article(fact: str, state: str) -> None:
    late = LATE[fact]
    suit = led(state, without=late.lacks)
    command, payload = late.after[0] if late.after else (late.command, {**late.days, "on": ON})

    problem = suit.refuses(command, **payload)

    assert problem.basis
    assert problem.code in {"command-not-allowed", "conflict", "missing-fact"}


@pytest.mark.parametrize("fact", ["notice", "docketing"])
@pytest.mark.parametrize("state", [each for each in COURSES if each not in FIRST])
def test_of_a_trial_that_is_over_the_notice_is_corrected(fact: str, state: str) -> None:
    late = LATE[fact]

    problem = late.suit(state).refuses(late.command, on=ON, **late.days)

    assert "更正" in problem.detail.zh
    assert problem.basis == "行诉法67¶1、81"


ONCE = [
    (fact, state) for fact, state in TAKEN if fact not in {"leave for evidence", "special ground"}
]


@pytest.mark.parametrize(("fact", "state"), ONCE)
def test_another_day_for_it_is_a_correction(fact: str, state: str) -> None:
    """Who was served once is not served again, nor is a day told twice."""
    late = LATE[fact]
    suit = late.suit(state).does(late.command, on=ON, **late.days)
    another: dict[str, Any] = {
        name: day if name == "party" else _next(day) for name, day in late.days.items()
    }

    problem = suit.refuses(late.command, on=ON, **another)

    assert problem.code == "conflict"
    assert problem.basis
    assert "更正" in problem.detail.zh


def _next(day: str) -> str:
    return f"{day[:-2]}{int(day[-2:]) + 1:02d}"
