"""A judgment is served on each party, and each has their own window of appeal (行诉法85)."""

from __future__ import annotations

from typing import Any

import pytest

from shared.storage.database import Database
from tests.services.litigation.builders import BUREAU, notice
from tests.services.litigation.offices import Office
from tests.support.offices import codes, refused

TWO_PLAINTIFFS = {"plaintiffs": [{"name": "王小明"}, {"name": "李小红"}]}  # p1 and p2; p3 defends
CO_DEFENDANT = {"code": "11120101000000000E", "name": "示范区人民政府"}


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def judged(office: Office, opened: dict[str, Any] | None = None, **judgment: Any) -> str:
    """Return a suit of two plaintiffs, judged on 2026-09-14, the agency served on the 15th."""
    case_id = office.opens(notice(**(opened or TWO_PLAINTIFFS)))
    office.does(case_id, "submit_answer", on="2024-05-24", evidence=["处罚决定书"])
    said = {"kind": "judgment", "outcome": "claims_dismissed", "lost": False} | judgment
    served = {"served_on": "2026-09-15"} | said
    known = {name: value for name, value in served.items() if value is not None}
    office.does(case_id, "record_judgment", on="2026-09-14", **known)
    return case_id


def served_on_both(office: Office) -> str:
    case_id = judged(office)
    office.does(case_id, "serve_judgment", on="2026-09-30", party="p1", served_on="2026-09-16")
    office.does(case_id, "serve_judgment", on="2026-09-30", party="p2", served_on="2026-09-28")
    return case_id


def test_each_plaintiff_has_their_own_window(office: Office) -> None:
    case_id = served_on_both(office)

    assert office.clock(case_id, "SS-16", "p1")["due_on"] == "2026-10-08"  # 10-01 to 10-07 rest
    assert office.clock(case_id, "SS-16", "p2")["due_on"] == "2026-10-13"


def test_the_judgment_takes_effect_on_the_day_after_the_last_window(office: Office) -> None:
    case_id = served_on_both(office)
    for party in ("agency", "p1"):
        office.hears_of_expiry(case_id, "SS-16", party)
        assert office.case(case_id)["status"] == "judged"

    office.hears_of_expiry(case_id, "SS-16", "p2")

    case = office.case(case_id)
    assert (case["status"], case["milestones"]["final"]) == ("final", "2026-10-14")


def test_nothing_takes_effect_while_one_service_is_unknown(office: Office) -> None:
    case_id = judged(office)
    office.does(case_id, "serve_judgment", on="2026-09-30", party="p1", served_on="2026-09-16")

    for party in ("agency", "p1"):
        office.hears_of_expiry(case_id, "SS-16", party)

    assert office.case(case_id)["status"] == "judged"
    assert office.clock(case_id, "SS-16", "p1")["status"] == "missed"
    assert "opponent-service-unknown" in codes(office, case_id)


def test_the_service_that_comes_to_light_starts_its_own_window(office: Office) -> None:
    case_id = judged(office)
    office.does(case_id, "serve_judgment", on="2026-09-30", party="p1", served_on="2026-09-16")
    for party in ("agency", "p1"):
        office.hears_of_expiry(case_id, "SS-16", party)

    office.does(case_id, "serve_judgment", on="2026-10-20", party="p2", served_on="2026-10-19")

    assert office.clock(case_id, "SS-16", "p2")["due_on"] == "2026-11-03"
    assert "opponent-service-unknown" not in codes(office, case_id)
    office.hears_of_expiry(case_id, "SS-16", "p2")
    assert office.case(case_id)["milestones"]["final"] == "2026-11-04"


def test_a_service_without_addressee_stands_for_all(office: Office) -> None:
    case_id = judged(office, served_on=None)
    office.does(case_id, "serve_judgment", on="2026-09-30", served_on="2026-09-16")

    office.hears_of_expiry(case_id, "SS-16", None)

    assert office.case(case_id)["status"] == "final"


def test_the_day_of_the_other_side_stands_for_all_of_it(office: Office) -> None:
    case_id = judged(office, opponent_served_on="2026-09-16")

    for party in ("agency", "opponent"):
        office.hears_of_expiry(case_id, "SS-16", party)

    assert office.case(case_id)["status"] == "final"


def test_another_defendant_has_a_window_too(office: Office) -> None:
    """p1 sues; p2 is the agency whose case this is, p3 the organ that upheld its act."""
    both = {"co_defendants": [CO_DEFENDANT], "defendant": BUREAU}
    case_id = judged(office, both, opponent_served_on="2026-09-16")
    for party in ("agency", "opponent"):
        office.hears_of_expiry(case_id, "SS-16", party)
    assert office.case(case_id)["status"] == "judged"

    office.does(case_id, "serve_judgment", on="2026-10-20", party="p3", served_on="2026-09-18")
    office.hears_of_expiry(case_id, "SS-16", "p3")

    assert office.case(case_id)["status"] == "final"


def test_who_joins_after_the_service_on_all_is_served_too(office: Office) -> None:
    case_id = judged(office, opponent_served_on="2026-09-16")
    office.does(
        case_id, "join_party", on="2026-09-21", party={"name": "赵大年"}, role="third_party"
    )
    for party in ("agency", "opponent"):
        office.hears_of_expiry(case_id, "SS-16", party)
    assert office.case(case_id)["status"] == "judged"

    office.does(case_id, "serve_judgment", on="2026-10-20", party="p4", served_on="2026-09-22")
    office.hears_of_expiry(case_id, "SS-16", "p4")

    assert office.case(case_id)["milestones"]["final"] == "2026-10-09"


def test_a_ruling_has_ten_days_for_each(office: Office) -> None:
    ruling: dict[str, Any] = {"kind": "ruling", "outcome": "suit_dismissed"}
    case_id = judged(office, **ruling)

    office.does(case_id, "serve_judgment", on="2026-09-30", party="p2", served_on="2026-09-28")

    assert office.clock(case_id, "SS-17", "p2")["due_on"] == "2026-10-08"


def test_the_appeal_of_one_leaves_the_others_window(office: Office) -> None:
    case_id = served_on_both(office)

    office.does(case_id, "appeal", on="2026-10-08", by="opponent", party="p1")

    assert office.clock(case_id, "SS-16", "p1")["status"] == "met"
    assert office.clock(case_id, "SS-16", "p2")["status"] == "running"
    office.does(case_id, "appeal", on="2026-10-13", by="opponent", party="p2")
    assert office.clock(case_id, "SS-16", "p2")["status"] == "met"


def test_an_appeal_of_the_last_addressee_takes_the_effect_back(office: Office) -> None:
    case_id = served_on_both(office)
    for party in ("agency", "p1", "p2"):
        office.hears_of_expiry(case_id, "SS-16", party)

    office.does(
        case_id,
        "appeal",
        on="2026-10-20",
        by="opponent",
        party="p2",
        posted_on="2026-10-13",
        posted_by="express_mail",
    )

    case = office.case(case_id)
    assert (case["status"], "final" in case["milestones"]) == ("appealed", False)
    states = {party: office.clock(case_id, "SS-16", party)["status"] for party in ("p1", "p2")}
    assert states == {"p1": "missed", "p2": "met"}


def test_a_corrected_service_moves_that_window_and_the_effect(office: Office) -> None:
    case_id = served_on_both(office)
    for party in ("agency", "p1", "p2"):
        office.hears_of_expiry(case_id, "SS-16", party)
    entry = next(
        each["version"]
        for each in reversed(office.case(case_id)["history"])
        if each["command"] == "serve_judgment"
    )

    office.does(
        case_id,
        "correct_entry",
        entry=entry,
        corrected=[
            {"field": "served_on", "value": "2026-10-29"},
            {"field": "on", "value": "2026-10-30"},
        ],
        reason="回证日期看错",
        approved_by="王处长",
    )

    assert office.clock(case_id, "SS-16", "p2")["due_on"] == "2026-11-13"
    assert office.clock(case_id, "SS-16", "p1")["due_on"] == "2026-10-08"
    assert office.case(case_id)["milestones"]["final"] == "2026-11-14"


def test_a_corrected_service_moves_the_two_years_of_that_party_alone(office: Office) -> None:
    case_id = judged(office, outcome="ordered_to_pay", lost=True)
    office.does(case_id, "serve_judgment", on="2026-09-30", party="p1", served_on="2026-09-16")
    office.does(case_id, "serve_judgment", on="2026-09-30", party="p2", served_on="2026-09-28")
    for party in ("agency", "p1", "p2"):
        office.hears_of_expiry(case_id, "SS-16", party)
    assert office.clock(case_id, "SS-24", "p2")["due_on"] == "2028-09-28"

    corrected = [{"field": "served_on", "value": "2026-09-21"}]
    slip = {"reason": "回证日期看错", "approved_by": "王处长"}
    office.does(case_id, "correct_entry", entry=5, corrected=corrected, **slip)

    running = {
        each["party"]: each["due_on"]
        for each in office.case(case_id)["clocks"]
        if (each["rule"], each["status"]) == ("SS-24", "running")
    }
    assert running == {"p1": "2028-09-18", "p2": "2028-09-21"}  # 2028-09-16 is a Saturday
    assert office.case(case_id)["milestones"]["final"] == "2026-10-09"


@pytest.mark.parametrize("party", ["p4", "p9"])
def test_nobody_else_is_served(office: Office, party: str) -> None:
    case_id = judged(office)

    problem = refused(
        office, case_id, "serve_judgment", on="2026-09-30", party=party, served_on="2026-09-16"
    )

    assert (list(problem.errors or {}), problem.basis) == (["party"], "行诉法85")


@pytest.mark.parametrize("party", ["p2", None])
def test_who_was_served_is_not_served_on_another_day(office: Office, party: str | None) -> None:
    case_id = served_on_both(office)
    named = {"party": party} if party else {}

    problem = refused(
        office, case_id, "serve_judgment", on="2026-10-08", served_on="2026-09-29", **named
    )

    assert (problem.code, problem.basis) == ("conflict", "行政诉讼法85")
    assert "更正" in problem.detail.zh


def test_nothing_is_served_before_it_was_made(office: Office) -> None:
    case_id = judged(office)

    problem = refused(
        office, case_id, "serve_judgment", on="2026-09-30", party="p1", served_on="2026-09-11"
    )

    assert (problem.code, list(problem.errors or {})) == ("date-out-of-order", ["served_on"])
    assert "行诉法85" in (problem.basis or "")


@pytest.mark.parametrize(("by", "party"), [("opponent", "p3"), ("agency", "p1")])
def test_an_appeal_is_that_of_a_party_of_the_side(office: Office, by: str, party: str) -> None:
    case_id = served_on_both(office)

    problem = refused(office, case_id, "appeal", on="2026-10-08", by=by, party=party)

    assert (list(problem.errors or {}), problem.basis) == (["party"], "行诉法85")


def test_a_party_appeals_once(office: Office) -> None:
    case_id = served_on_both(office)
    office.does(case_id, "appeal", on="2026-10-08", by="opponent", party="p1")

    problem = refused(office, case_id, "appeal", on="2026-10-09", by="opponent", party="p1")

    assert (problem.code, problem.basis) == ("conflict", "行诉法85")
