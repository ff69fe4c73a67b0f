"""
What took place during a review and is told when it has moved on, in each state that it may be in.

It is recorded with its own day, and the time for decision is counted as if it had been known then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from shared.casework.case import Case
from shared.http.problems import Problem
from shared.storage.database import Database
from tests.services.reconsideration.builders import APPLICANT, NEW_OFFICERS, act, application
from tests.services.reconsideration.offices import Office

Given = tuple[str, Mapping[str, Any]]
STEPS: Mapping[str, Given] = {
    # Sixty days from the acceptance end on 10-04, moved to 10-08.
    "acceptance": ("accept", {"on": "2026-08-05", "procedure": "ordinary"}),
    "copy": ("serve_respondent", {"on": "2026-08-07", "slip_pending": True}),
    "officers": ("assign_officers", {"on": "2026-08-10", "officers": NEW_OFFICERS}),
    "hearing of the parties": ("hear_parties", {"on": "2026-08-12", "method": "phone"}),
    "pause": ("suspend", {"on": "2026-09-01", "ground": "39(8)"}),
    "resumption": ("resume", {"on": "2026-09-02"}),
    "decision": ("decide", {"on": "2026-10-15", "kind": "revoke", "articles": ["64¶1(2)"]}),
    "statement": (
        "issue_mediation_statement",
        {"on": "2026-10-15", "terms": "减轻处罚", "signed_by_all": True},
    ),
    "end": ("terminate", {"on": "2026-10-15", "ground": "41(2)"}),
    "elevation": (
        "record_elevation",
        {
            "on": "2026-10-15",
            "notice_received_on": "2026-10-15",
            "superior": {"code": "111200000000000021", "name": "某省人民政府"},
        },
    ),
    "file": ("hand_file_up", {"on": "2026-10-16"}),
    "closing": ("close", {"on": "2026-10-19", "reason": "送达回证另存"}),
    "order of the court": (
        "decide_again",
        {"on": "2026-11-16", "in_effect_on": "2026-11-12", "court_case_no": "（2026）津01行终9号"},
    ),
}
_REVIEW = ["acceptance", "copy", "officers", "hearing of the parties"]
COURSES: Mapping[str, Sequence[str]] = {
    "suspended": [*_REVIEW, "pause"],
    "resumed": [*_REVIEW, "pause", "resumption"],
    "decided": [*_REVIEW, "decision"],
    "settled": [*_REVIEW, "statement"],
    "terminated": [*_REVIEW, "end"],
    "elevated": [*_REVIEW, "elevation"],
    "handed up": [*_REVIEW, "elevation", "file"],
    "closed": [*_REVIEW, "decision", "closing"],
    "decided again": [*_REVIEW, "decision", "order of the court"],
}
ENDED = [state for state in COURSES if state not in {"suspended", "resumed"}]


@dataclass(frozen=True)
class Late:
    """A fact of the review, and the rule whose clock it begins or moves to a last day."""

    command: str
    payload: Mapping[str, Any]
    moves: tuple[str, str] | None = None


LATE: Mapping[str, Late] = {
    "suspension that is over": Late(
        "suspend",
        {"on": "2026-08-17", "ground": "39(8)", "resumed_on": "2026-08-28"},
        ("FY-18", "2026-10-15"),
    ),
    "norm review that is over": Late(
        "request_norm_review",
        {
            "on": "2026-08-17",
            "document": "示范区某办法",
            "competent": True,
            "handled_on": "2026-08-27",
            "norm_result": "lawful",
            "resumed_on": "2026-08-28",
        },
        ("FY-18", "2026-10-15"),
    ),
    "extension": Late(
        "extend",
        {
            "on": "2026-08-18",
            "days": 30,
            "approved_by": "head_of_office",
            "approver": "主任",
            "reason": "案情复杂",
        },
        ("FY-18", "2026-11-03"),
    ),
    "inspection": Late(
        "exclude_time",
        {
            "on": "2026-08-28",
            "kind": "inspection",
            "from_on": "2026-08-18",
            "to_on": "2026-08-28",
        },
        ("FY-18", "2026-10-15"),
    ),
    "receipt of the copy": Late(
        "record_copy_receipt",
        {"on": "2026-08-11", "party": "p2", "received_on": "2026-08-11"},
        ("FY-14", "2026-08-25"),
    ),
    "reply": Late("reply", {"on": "2026-08-20", "evidence": ["处罚决定书"], "answer": "请求维持"}),
    "stay": Late("stay_enforcement", {"on": "2026-08-18", "ground": "42(1)"}),
    "refused stay": Late(
        "refuse_stay", {"on": "2026-08-18", "party": APPLICANT, "reason": "不存在应当停止的情形"}
    ),
    "hearing of the parties": Late("hear_parties", {"on": "2026-08-20", "method": "phone"}),
    "notice of a hearing": Late(
        "schedule_hearing",
        {"on": "2026-08-17", "hearing_on": "2026-08-26", "place": "第一会议室"},
        ("FY-17", "2026-08-19"),
    ),
    "consultation": Late(
        "consult_committee",
        {"on": "2026-08-20", "ground": "52(1)", "opinion": "建议撤销", "adopted": "adopted"},
    ),
    "officers": Late("assign_officers", {"on": "2026-08-20", "officers": NEW_OFFICERS[::-1]}),
}
GOES_ON = {"suspended", "resumed", "decided again"}
ENDED = [state for state in COURSES if state not in GOES_ON]
LATE_BEFORE = ["decided", "settled", "closed", "decided again"]
AFTER: Mapping[str, Mapping[str, Any]] = {
    "suspension that is over": {"resumed_on": "2026-10-22"},
    "norm review that is over": {"handled_on": "2026-10-21", "resumed_on": "2026-10-22"},
    "inspection": {"from_on": "2026-10-16", "to_on": "2026-10-20"},
    "receipt of the copy": {"received_on": "2026-10-20"},
    "notice of a hearing": {"hearing_on": "2026-10-28"},
}


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def led(office: Office, state: str) -> str:
    """Return an application received on 2026-08-03, led to the state."""
    served = act(made_on="2026-07-01", served_on="2026-07-02")
    received = application(act=served, received_on="2026-08-03", on="2026-08-03")
    case_id = office.opened("file", received)
    for step in COURSES[state]:
        command, payload = STEPS[step]
        office.does(case_id, command, **payload)
    return case_id


def tried(office: Office, case_id: str, late: Late) -> Case:
    """Return what the case would come to."""
    request = office.asked(late.command, dict(late.payload), dry_run=True)
    return office.casework.perform(case_id, request).case


def first_clock(case: Case, rule: str) -> dict[str, Any]:
    return next(dict(clock) for clock in case["clocks"] if clock["rule"] == rule)


def codes(case: Case) -> set[str]:
    return {warning["code"] for warning in case["warnings"]}


@pytest.mark.parametrize("state", COURSES)
def test_each_fact_counts_as_if_it_had_been_known_then(office: Office, state: str) -> None:
    case_id = led(office, state)
    before = office.case(case_id)

    for fact, late in LATE.items():
        case = tried(office, case_id, late)

        assert case["status"] == before["status"], fact
        assert case["entered_on"] == before["entered_on"], fact
        if late.moves is None:
            assert case["facts"] != before["facts"], fact
            continue
        rule, due_on = late.moves
        clock = first_clock(case, rule)
        if rule == "FY-18" and state in {"suspended", "resumed"}:
            assert clock != first_clock(before, rule), fact
        else:
            assert clock["due_on"] == due_on, fact


@pytest.mark.parametrize("state", LATE_BEFORE)
def test_what_was_decided_late_becomes_in_time(office: Office, state: str) -> None:
    case_id = led(office, state)
    before = office.case(case_id)
    assert first_clock(before, "FY-18")["status"] == "missed"
    assert "decided-late" in codes(before)

    for fact, late in LATE.items():
        case = tried(office, case_id, late)

        in_time = late.moves is not None and late.moves[0] == "FY-18"
        assert first_clock(case, "FY-18")["status"] == ("met" if in_time else "missed"), fact
        assert ("decided-late" in codes(case)) is not in_time, fact


@pytest.mark.parametrize("state", ENDED)
def test_what_took_place_after_it_is_refused_with_its_article(office: Office, state: str) -> None:
    case_id = led(office, state)

    for fact, late in LATE.items():
        after = {**late.payload, **AFTER.get(fact, {}), "on": "2026-10-20"}
        after["on"] = after.get("resumed_on", after["on"])
        with pytest.raises(Problem) as refused:
            office.does(case_id, late.command, **after)

        assert (refused.value.status, refused.value.code) == (409, "command-not-allowed"), fact
        assert refused.value.basis, fact
        assert "请填写当时的日期" in refused.value.detail.zh, fact
