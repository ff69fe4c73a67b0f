"""
Each fact that may come to light later, in each state of a mediation that a court assigned.

It is taken down with the day on which it happened and has the effect that it would have had then,
or it is refused with an article.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.services.mediation.builders import BOTH, SIGNED, accepted, agreed, agreement, consent
from tests.services.mediation.courses import COURSES, STEPS
from tests.support.case_in_memory import said
from tests.support.late_facts import Given, Late, LedCases, each_of, warned

MEDIATORS: Given = ("assign_mediators", {"on": "2026-07-07", "mediators": [{"name": "赵调解"}]})
APPRAISAL: Given = ("begin_appraisal", {"on": "2026-07-15", "subject": "渗漏原因"})
AGAIN = {"on": "2026-09-10", "court_received_on": "2026-09-10"}
CHANGED = {"effective_on": "2026-09-15", "performance_due_on": "2026-10-09"}
LATE: Mapping[str, Late] = {
    "mediators": Late(*MEDIATORS),
    "another mediator": Late(
        "replace_mediator",
        {"on": "2026-07-09", "mediators": [{"name": "钱调解"}], "reason": "回避"},
        after=(MEDIATORS,),
    ),
    "invitation": Late(
        "schedule_session",
        {"on": "2026-07-10", "session_on": "2026-07-15", "time": "09:00", "place": "一室"},
    ),
    "session": Late(
        "record_session", {"on": "2026-07-15", "attendance": BOTH, "record": "双方到场"}
    ),
    "extension": Late(
        "extend", {"on": "2026-08-03", "until": "2026-08-31", "consents": consent(*BOTH)}
    ),
    "appraisal": Late("end_appraisal", {"on": "2026-08-04"}, after=(APPRAISAL,)),
    "last signature": Late(
        "record_effect",
        {"on": "2026-08-24", "effective_on": "2026-08-24", **SIGNED},
        ("effect", "application", "docketing", "ruling", "refused"),
    ),
    "change": Late("agree_anew", agreement(on="2026-09-15", **CHANGED)),
    "application": Late(
        *STEPS["application"], lacks=("application", "docketing", "ruling", "refused")
    ),
    "application withdrawn": Late(
        "withdraw_application", {"on": "2026-09-01", "reason": "自行履行"}, ("ruling", "refused")
    ),
    "docketing": Late(*STEPS["docketing"], lacks=("docketing",)),
    "ruling": Late(*STEPS["ruling"], lacks=("ruling", "refused")),
    "refusal": Late(*STEPS["refused"], lacks=("ruling", "refused")),
    "performance": Late("record_performance", {"on": "2026-09-28"}, ("performance",)),
    "breach": Late("record_breach", {"on": "2026-10-08", "reason": "未修复"}, ("breach",)),
}
ENDED = ["failed", "terminated", "closed when failed"]
APPLIED = ["applied", "docketed"]
RULED = ["confirmed", "confirmed and performed", "closed when performed"]
PERFORMED = ["performed", "confirmed and performed", "closed when performed"]
AGREED = ["agreed", *APPLIED, "refused", *RULED, "performed", "breached", "closed"]
OVER = [*ENDED, *AGREED]
UNDECIDED = [*APPLIED, "refused", *RULED]
"""The states of a course in which the court had the application before it, once."""


WITHOUT_RULING = "TJ-02 2026-09-20 missed"
BEFORE, AFTER = "POLICY-performance 2026-09-30", "POLICY-performance 2026-10-09"
REPLACED = ("TJ-02 2026-09-20 cancelled", f"{BEFORE} cancelled")
EFFECT: Mapping[str, dict[str, set[str]]] = {
    "mediators": each_of(["accepted", *OVER]),
    "another mediator": each_of(["accepted", *OVER]),
    "invitation": each_of(["accepted", *OVER]),
    "session": each_of(["accepted", *OVER]),
    # Agreed on before the thirty days ended on 08-05: what came of it on 08-20 was in time.
    "extension": each_of(["accepted"], "TJ-05 2026-08-31 running")
    | each_of(OVER, "TJ-05 2026-08-31 met"),
    # Twenty days do not count (在线调解规则26).
    "appraisal": each_of(["accepted"], "TJ-05 2026-08-25 running")
    | each_of(OVER, "TJ-05 2026-08-25 met"),
    "last signature": each_of([*UNDECIDED[:3], "agreed", "confirmed"], "TJ-02 2026-09-23 running")
    | each_of(["breached", "closed"], "TJ-02 2026-09-23 missed")
    | each_of(PERFORMED, "TJ-02 2026-09-23 missed"),
    # The agreement as it was changed has days of its own; nobody applied in its thirty.
    "change": each_of(["agreed"], *REPLACED, "TJ-02 2026-10-15 running", f"{AFTER} running")
    | each_of(["refused"], REPLACED[1], "TJ-02 2026-10-15 running", f"{AFTER} running")
    | each_of(["performed"], *REPLACED, "TJ-02 2026-10-15 cancelled", f"{AFTER} missed")
    | each_of(["breached", "closed"], *REPLACED, "TJ-02 2026-10-15 missed", f"{AFTER} missed"),
    "application": each_of(
        ["agreed", *APPLIED, "refused", "confirmed"],
        "TJ-02 2026-09-20 met",
        "TJ-03 2026-08-28 running",
    )
    | each_of(
        ["breached", "closed", *PERFORMED], "TJ-02 2026-09-20 met", "TJ-03 2026-08-28 running"
    ),
    "application withdrawn": each_of(
        ["applied"], "TJ-02 2026-09-20 running", "TJ-03 2026-08-28 missed"
    )
    | each_of(
        ["docketed", "refused", "confirmed"],
        "TJ-02 2026-09-20 running",
        "TJ-04 2026-09-28 cancelled",
    )
    | each_of(RULED[1:], "TJ-02 2026-09-20 missed", "TJ-04 2026-09-28 cancelled"),
    "docketing": each_of(
        ["applied", "docketed"], "TJ-03 2026-08-28 met", "TJ-04 2026-09-28 running"
    )
    | each_of(["refused", *RULED], "TJ-03 2026-08-28 met", "TJ-04 2026-09-28 met"),
    "ruling": each_of(["applied"], "TJ-03 2026-08-28 missed")
    | each_of(["docketed", "refused", *RULED], "TJ-04 2026-09-28 met"),
    "refusal": each_of(["applied"], "TJ-03 2026-08-28 missed")
    | each_of(["docketed", "refused", *RULED], "TJ-04 2026-09-28 met"),
    # Who has performed asks for no confirmation; what the court has before it goes on.
    "performance": each_of(["agreed", "performed", "closed"], f"{BEFORE} met", WITHOUT_RULING)
    | each_of([*UNDECIDED], f"{BEFORE} met"),
    "breach": each_of(AGREED, f"{BEFORE} missed"),
}
EVERY = [(fact, state) for fact in LATE for state in COURSES]
TAKEN = [(fact, state) for fact, state in EVERY if state in EFFECT[fact]]
REFUSED = [each for each in EVERY if each not in TAKEN]


MOVES = {
    **{("ruling", state): "confirmed" for state in ["applied", "docketed", "refused", "confirmed"]},
    **{("performance", state): "performed" for state in ["agreed", *UNDECIDED, "performed"]},
    **{("breach", state): "breached" for state in ["agreed", *UNDECIDED[:4], "breached"]},
    ("performance", "closed when performed"): "closed",
}


@pytest.mark.parametrize(("fact", "state"), TAKEN)
def test_it_has_the_effect_that_it_had_then(mediations: LedCases, fact: str, state: str) -> None:
    clocks, stood, status = mediations.effect(state, LATE[fact])

    assert (clocks, status) == (EFFECT[fact][state], MOVES.get((fact, state), stood))


@pytest.mark.parametrize(("fact", "state"), REFUSED)
def test_it_is_refused_with_an_article(mediations: LedCases, fact: str, state: str) -> None:
    problem = mediations.refusal(state, LATE[fact])

    assert problem.basis
    assert problem.status in {409, 422}


@pytest.mark.parametrize("state", AGREED)
@pytest.mark.parametrize("fact", ["extension", "appraisal"])
def test_an_agreement_looks_late_until_more_time_is_known(
    mediations: LedCases, fact: str, state: str
) -> None:
    assert "mediated-late" in warned(mediations.led(state).case)

    told = mediations.ready_for(state, LATE[fact]).tried(LATE[fact])

    assert "mediated-late" not in warned(told)


@pytest.mark.parametrize("state", OVER)
def test_nothing_is_extended_after_its_end(mediations: LedCases, state: str) -> None:
    given = {**LATE["extension"].said, "on": "2026-08-10"}

    problem = mediations.led(state).refuses("extend", **given)

    assert said(problem) == (409, "conflict", "特邀调解规定27")
    assert "2026-08-05" in problem.detail.zh


def test_no_breach_stands_after_a_performance_that_is_told_later(mediations: LedCases) -> None:
    problem = mediations.led("breached").refuses("record_performance", on="2026-09-28")

    assert problem.status == 409
    assert "记录未履行" in problem.detail.zh


def test_who_withdrew_an_application_is_told_that_the_law_is_open() -> None:
    first = agreed("court_assigned").does("apply_confirmation", **applied_on("2026-08-03"))
    assert "asked-again" not in first.codes()

    first.does("withdraw_application", on="2026-08-05", reason="自行履行")
    again = first.does("apply_confirmation", **applied_on("2026-08-10"))

    assert again.basis_of("asked-again") == "人民调解法33¶1"


def test_that_an_appraisal_is_left_out_is_by_analogy_where_nothing_is_online() -> None:
    command, payload = APPRAISAL

    found = accepted("court_assigned").does(command, **payload)
    online = accepted("court_assigned", online=True).does(command, **payload)

    assert found.basis_of("appraisal-by-analogy") == "在线调解规则26"
    assert "appraisal-by-analogy" not in online.codes()


def applied_on(day: str) -> dict[str, Any]:
    return {**STEPS["application"][1], "on": day, "court_received_on": day}
