"""
Each fact that may come to light later, in each state of a petition.

It is taken down with the day on which it happened and has the effect that it would have had then,
or it is refused with an article.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.services.petitions.builders import BUREAU
from tests.services.petitions.courses import COURSES
from tests.support.case_in_memory import said
from tests.support.late_facts import Given, Late, LedCases, each_of, warned

ORGAN = {"code": "11120101000000003P", "name": "示范区城市管理委员会"}


APPEAL = {"kind": "appeal", "article31_item": 6, "legal_path": "信访处理"}
FORWARDING: Given = ("transfer", {"on": "2026-07-08", "to_agency": BUREAU, "mode": "forward"})
ASSIGNED = {"mode": "assign", "feedback_due_on": "2026-08-20"}
ASSIGNMENT: Given = ("transfer", {"on": "2026-07-08", "to_agency": BUREAU, **ASSIGNED})
URGED = {"ground": "shirking_or_delay", "feedback_due_on": "2026-08-20"}
URGING: Given = ("urge", {"on": "2026-08-04", **URGED})
ONE, OTHER = {"party": "p1"}, {"party": "p2"}
LATE: Mapping[str, Late] = {
    "kind": Late("classify", {"on": "2026-07-03", **APPEAL}, ("kind", "acceptance")),
    "study": Late("take_up", {"on": "2026-07-10"}, ("study",)),
    "refusal": Late("decline", {"on": "2026-07-10", "ground": "accepted_elsewhere"}),
    "acceptance": Late("accept", {"on": "2026-07-06"}, ("acceptance",)),
    "forwarding": Late(*FORWARDING, lacks=("forwarding",)),
    "return": Late(
        "return_transfer",
        {"on": "2026-07-13", "reason": "不属职权", "sender_consent": True},
        ("forwarding",),
        (FORWARDING,),
    ),
    "handover": Late(
        "hand_over", {"on": "2026-07-24", "to_agency": ORGAN, "ground": "found_competent"}
    ),
    "extension": Late(
        "extend", {"on": "2026-07-24", "days": 30, "approved_by": "王处长", "reason": "复杂"}
    ),
    "slip": Late("serve_opinion", {"on": "2026-09-29", **OTHER, "served_on": "2026-09-29"}),
    "own slip": Late(
        "serve_opinion",
        {"on": "2026-11-20", **ONE, "document": "opinion", "served_on": "2026-09-28"},
        ("slip",),
    ),
    "request": Late("request_review", {"on": "2026-10-09", **OTHER}),
    "last request": Late("request_reexamination", {"on": "2026-10-15", **OTHER}),
    "request withdrawn": Late(
        "withdraw_request",
        {"on": "2026-10-09", **ONE, "reason": "接受"},
        after=(("request_review", {"on": "2026-10-09", **OTHER}),),
    ),
    "hearing": Late(
        "record_hearing",
        {"on": "2026-11-06", "hearing_from": "2026-11-02", "hearing_to": "2026-11-06"},
    ),
    "urging": Late(*URGING),
    "feedback on an urging": Late(
        "report_back",
        {"on": "2026-08-14", "about": "urging", "report": "已督促", "adopted": "adopted"},
        after=(URGING,),
    ),
    "feedback on an assignment": Late(
        "report_back",
        {"on": "2026-08-14", "about": "assignment", "report": "已办结"},
        ("forwarding",),
        (ASSIGNMENT,),
    ),
    "rating": Late("rate", {"on": "2026-08-05", "satisfaction": 4}),
    "one leaves": Late("one_petitioner_withdraws", {"on": "2026-07-24", **OTHER, "reason": "退出"}),
}

REVIEW = ["concluded", "in review", "closed"]
AFTER_REVIEW = ["reviewed", "in re-examination", "finalized", "closed at the end"]
GONE_ON = ["settled", *REVIEW, *AFTER_REVIEW]
HANDLED = ["accepted", "resumed", "referred", "withdrawn", *GONE_ON]
EVERYWHERE = list(COURSES)


SENT = ("XF-01 2026-07-16 met", "XF-03 2026-07-23 met")
EFFECT: Mapping[str, dict[str, set[str]]] = {
    "kind": each_of(["registered", "accepted", "resumed", "referred", "declined", "withdrawn"]),
    "study": each_of(["taken up", "answered"], "XF-01 2026-07-16 met"),
    # What was refused in time and accepted after all was answered in time.
    "refusal": each_of(["registered", *HANDLED], "XF-01 2026-07-16 met")
    | each_of(["transferred"], "XF-03 2026-07-23 met", "XF-04 2026-07-15 cancelled"),
    "acceptance": each_of(
        ["accepted", "resumed"], "XF-01 2026-07-16 met", "XF-05 2026-09-04 running"
    )
    | each_of(["referred", "withdrawn"], "XF-01 2026-07-16 met", "XF-05 2026-09-04 cancelled"),
    # Passed on in seven days it was routed in time, and the receiver answered in its own fifteen.
    "forwarding": each_of(["declined", *HANDLED], *SENT, "XF-04 2026-07-15 missed")
    | each_of(["taken up"], *SENT, "XF-04 2026-07-15 cancelled")
    | each_of(
        ["transferred"],
        "XF-01 2026-07-16 met",
        "XF-03 2026-07-23 running",
        "XF-04 2026-07-15 running",
    )
    # The answer to a suggestion came after them.
    | each_of(
        ["answered"],
        "XF-01 2026-07-16 met",
        "XF-03 2026-07-23 missed",
        "XF-04 2026-07-15 missed",
    ),
    "return": each_of(
        ["transferred", "declined", *HANDLED, "answered"],
        "XF-03 2026-07-23 cancelled",
        "XF-04 2026-07-15 met",
    ),
    "handover": each_of(EVERYWHERE),
    # Granted before the sixty days ended on 09-18: the opinion of 09-25 was in time.
    "extension": each_of(["accepted", "resumed"], "XF-05 2026-10-18 running")
    | each_of(["referred", "withdrawn"], "XF-05 2026-10-18 cancelled")
    | each_of(GONE_ON, "XF-05 2026-10-18 met"),
    # Nobody asked in the thirty days; the end of what was told before it is found with it.
    "slip": each_of(["concluded"], "XF-06 2026-10-29 running")
    | each_of(["in review", "closed"], "XF-06 2026-10-29 missed")
    | each_of(AFTER_REVIEW, "XF-06 2026-10-29 cancelled"),
    "own slip": each_of(["concluded", "closed"], "XF-06 2026-10-28 running")
    | each_of(["in review"], "XF-06 2026-10-28 met")
    | each_of(AFTER_REVIEW),
    "request": each_of(REVIEW, "XF-07 2026-11-08 running")
    | each_of(AFTER_REVIEW, "XF-07 2026-11-08 met"),
    "last request": each_of(["reviewed"], "XF-08 2026-11-12 met", "XF-09 2026-11-14 running")
    | each_of(["in re-examination"], "XF-09 2026-11-14 running")
    | each_of(["finalized", "closed at the end"], "XF-09 2026-11-14 missed"),
    "request withdrawn": each_of(["in review", *AFTER_REVIEW], "XF-07 2026-11-07 cancelled"),
    # Five days do not count: the opinion of 11-18 was in time (36¶2).
    "hearing": each_of(["in re-examination"], "XF-09 2026-11-18 running")
    | each_of(["finalized", "closed at the end"], "XF-09 2026-11-18 met"),
    "urging": each_of(EVERYWHERE, "POLICY-urge-feedback 2026-08-20 running"),
    "feedback on an urging": each_of(EVERYWHERE, "POLICY-urge-feedback 2026-08-20 met"),
    "feedback on an assignment": each_of(
        [each for each in EVERYWHERE if each != "registered"], "XF-10 2026-08-20 met"
    ),
    "rating": each_of(["accepted", "resumed", *GONE_ON]),
    "one leaves": each_of([each for each in EVERYWHERE if each != "declined"]),
}
# What is the last that has happened moves the petition on.
MOVES = {
    ("study", "taken up"): "taken_up",
    ("refusal", "registered"): "declined",
    ("refusal", "transferred"): "declined",
    ("acceptance", "accepted"): "accepted",
    ("acceptance", "resumed"): "accepted",
    ("forwarding", "transferred"): "transferred",
    ("return", "transferred"): "registered",
    ("request", "concluded"): "in_review",
    ("request", "closed"): "in_review",
    ("last request", "reviewed"): "in_reexamination",
}
# No petition comes there without it.
IMPOSSIBLE = {("kind", state) for state in ["transferred", *GONE_ON]}
IMPOSSIBLE |= {("acceptance", state) for state in GONE_ON}
EVERY = [(fact, state) for fact in LATE for state in COURSES if (fact, state) not in IMPOSSIBLE]
TAKEN = [(fact, state) for fact, state in EVERY if state in EFFECT[fact]]
REFUSED = [each for each in EVERY if each not in TAKEN]


@pytest.mark.parametrize(("fact", "state"), TAKEN)
def test_it_has_the_effect_that_it_had_then(petitions: LedCases, fact: str, state: str) -> None:
    clocks, stood, status = petitions.effect(state, LATE[fact])

    assert (clocks, status) == (EFFECT[fact][state], MOVES.get((fact, state), stood))


@pytest.mark.parametrize(("fact", "state"), REFUSED)
def test_it_is_refused_with_an_article(petitions: LedCases, fact: str, state: str) -> None:
    problem = petitions.refusal(state, LATE[fact])

    assert problem.basis
    assert problem.status in {409, 422}


@pytest.mark.parametrize("state", GONE_ON)
def test_an_opinion_looks_late_until_its_extension_is_known(
    petitions: LedCases, state: str
) -> None:
    petition = petitions.ready_for(state, LATE["extension"])
    assert "concluded-late" in warned(petition.case)

    told = petition.tried(LATE["extension"])

    assert "concluded-late" not in warned(told)


@pytest.mark.parametrize("state", ["finalized", "closed at the end"])
def test_the_last_opinion_looks_late_until_its_hearing_is_known(
    petitions: LedCases, state: str
) -> None:
    petition = petitions.ready_for(state, LATE["hearing"])
    assert "reexamined-late" in warned(petition.case)

    told = petition.tried(LATE["hearing"])

    assert "reexamined-late" not in warned(told)


@pytest.mark.parametrize("state", GONE_ON)
def test_it_is_granted_once_however_late_it_is_told(petitions: LedCases, state: str) -> None:
    extension = LATE["extension"]
    petition = petitions.led(state).does(extension.command, **extension.said)

    again = petition.refuses("extend", **{**extension.said, "on": "2026-08-03"})

    assert said(again) == (409, "conflict", "信访工作条例34")


@pytest.mark.parametrize("state", GONE_ON)
def test_no_extension_is_granted_after_the_period_has_ended(
    petitions: LedCases, state: str
) -> None:
    given = {**LATE["extension"].said, "on": "2026-09-21"}

    problem = petitions.led(state).refuses("extend", **given)

    assert said(problem) == (409, "conflict", "信访工作条例34")
    assert "2026-09-18" in problem.detail.zh


@pytest.mark.parametrize("state", GONE_ON)
def test_what_is_done_no_more_asks_for_the_day_on_which_it_was(
    petitions: LedCases, state: str
) -> None:
    given = {**LATE["extension"].said, "on": "2026-11-20"}

    problem = petitions.led(state).refuses("extend", **given)

    assert said(problem) == (409, "command-not-allowed", "信访工作条例34")
    assert "填写当时的日期" in problem.detail.zh


@pytest.mark.parametrize("state", AFTER_REVIEW)
def test_a_request_that_was_withdrawn_leaves_no_review_without_ground(
    petitions: LedCases, state: str
) -> None:
    problem = petitions.led(state).refuses("withdraw_requests", on="2026-10-09", reason="接受")

    assert said(problem) == (409, "conflict", "信访工作条例35")
    assert "作出复查意见" in problem.detail.zh
