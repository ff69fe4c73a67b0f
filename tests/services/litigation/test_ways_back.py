"""Every effect that comes by itself has a course that takes it back, and the case is as before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from shared.storage.database import Database
from tests.services.litigation.builders import PROCEDURE, notice
from tests.services.litigation.offices import Office

APPROVED: dict[str, Any] = {"reason": "送达日期录入有误", "approved_by": "法制科长"}
JUDGED_ON = "2026-09-20"

Effect = tuple[str, str]
"""The rule of a clock, and the command that its end calls for."""
EFFECTS: list[Effect] = [
    (rule, expiry.command) for rule, expiry in PROCEDURE.expiry.items() if expiry.command
]
RULINGS: Mapping[str, dict[str, Any]] = {
    "SS-16": {},
    "SS-17": {"kind": "ruling", "outcome": "suit_dismissed"},
}


def swept(office: Office, rule: str) -> str:
    """Both sides were served on 2026-09-22; the sweep came when their windows had ended."""
    served = {"served_on": "2026-09-22", "opponent_served_on": "2026-09-22"}
    case_id = office.judged(on=JUDGED_ON, **served, **RULINGS[rule])
    for party in ("agency", "opponent"):
        office.hears_of_expiry(case_id, rule, party)
    return case_id


def an_appeal_in_time_is_told(office: Office, case_id: str) -> None:
    kind = office.case(case_id)["facts"]["judgment_kind"]
    last_day = office.clock(case_id, "SS-16" if kind == "judgment" else "SS-17")["due_on"]
    posted = {"posted_on": last_day, "posted_by": "express_mail"}
    office.does(case_id, "appeal", on="2026-10-16", by="opponent", **posted)


def the_court_takes_a_late_appeal_up(office: Office, case_id: str) -> None:
    office.does(case_id, "appeal", on="2026-10-20", by="opponent", taken_up_by_court=True)


def the_slip_was_of_another_case(office: Office, case_id: str) -> None:
    entry = office.history_of(case_id).index("record_judgment") + 1
    corrected = [{"field": "opponent_served_on", "value": None}]
    office.does(case_id, "correct_entry", entry=entry, corrected=corrected, **APPROVED)


def the_judgment_never_was(office: Office, case_id: str) -> None:
    entry = office.history_of(case_id).index("record_judgment") + 1
    office.does(case_id, "correct_entry", entry=entry, withdrawn=True, **APPROVED)


Course = Callable[[Office, str], None]
TAKES_EFFECT: Mapping[Course, str] = {
    an_appeal_in_time_is_told: "appealed",
    the_court_takes_a_late_appeal_up: "appealed",
    the_slip_was_of_another_case: "judged",
    the_judgment_never_was: "answered",
}
WAYS_BACK: Mapping[Effect, Mapping[Course, str]] = {
    ("SS-16", "take_effect"): TAKES_EFFECT,
    ("SS-17", "take_effect"): TAKES_EFFECT,
}
"""For each effect the courses that take it back, and the state to which they lead."""


def test_every_effect_by_expiry_has_a_way_back() -> None:
    assert [each for each in EFFECTS if not WAYS_BACK.get(each)] == []
    assert all(PROCEDURE.commands[command].roles == {"system"} for _, command in EFFECTS)


@pytest.mark.parametrize(
    ("effect", "course", "status"),
    [(effect, *way) for effect, ways in WAYS_BACK.items() for way in ways.items()],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_the_effect_is_taken_back_and_stays_readable(
    database: Database, effect: Effect, course: Course, status: str
) -> None:
    office = Office(database)
    rule, command = effect
    case_id = swept(office, rule)
    assert office.case(case_id)["status"] == "final"
    assert command in office.history_of(case_id)

    course(office, case_id)

    case = office.case(case_id)
    assert (case["status"], "final" in case["milestones"]) == (status, False)
    assert command in office.history_of(case_id)  # nothing is erased
    running = {each["rule"] for each in case["clocks"] if each["status"] == "running"}
    assert not running & {"SS-20", "SS-24", "POLICY-performance"}


@pytest.mark.parametrize(("signed_on", "overdue"), [("2024-11-06", False), ("2024-11-07", True)])
def test_a_statement_that_was_signed_in_time_was_not_late(
    database: Database, signed_on: str, overdue: bool
) -> None:
    """Six months from docketing on 2024-05-06 end on 11-06 (行诉法81)."""
    office = Office(database)
    case_id = office.opens(notice(docketed_on="2024-05-06"))
    office.hears_of_expiry(case_id, "SS-13")
    statement = {"scope": "compensation", "signed_on": signed_on}

    office.does(case_id, "record_mediation_statement", on="2024-11-20", **statement)

    warnings = [each["code"] for each in office.case(case_id)["warnings"]]
    assert office.clock(case_id, "SS-13")["status"] == ("missed" if overdue else "met")
    assert ("first-instance-overdue" in warnings) == overdue
