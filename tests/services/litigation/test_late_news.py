"""An appeal whose copy arrives after the judgment took effect by itself."""

from __future__ import annotations

import pytest

from shared.storage.database import Database
from tests.services.litigation.builders import notice
from tests.services.litigation.offices import Office


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def final(office: Office) -> str:
    """Both sides served on 2026-09-22: the windows end on 10-08, and the sweep came on 10-09."""
    case_id = office.judged(
        on="2026-09-20", served_on="2026-09-22", opponent_served_on="2026-09-22"
    )
    for party in ("agency", "opponent"):
        assert office.clock(case_id, "SS-16", party)["due_on"] == "2026-10-08"
        office.hears_of_expiry(case_id, "SS-16", party)
    assert office.case(case_id)["status"] == "final"
    return case_id


@pytest.mark.parametrize(
    "lodged",
    [
        {"on": "2026-10-16", "posted_on": "2026-10-08", "posted_by": "express_mail"},
        {"on": "2026-10-08"},
    ],
)
def test_an_appeal_in_time_takes_back_that_the_judgment_became_final(
    office: Office, lodged: dict[str, str]
) -> None:
    case_id = final(office)

    office.does(case_id, "appeal", by="opponent", copy_served_on="2026-10-16", **lodged)

    case = office.case(case_id)
    assert (case["status"], "final" in case["milestones"]) == ("appealed", False)
    window = office.clock(case_id, "SS-16", "opponent")
    assert (window["status"], window["ended_on"]) == ("met", "2026-10-08")
    answer = next(clock for clock in case["clocks"] if clock["rule"] == "SS-18")
    assert answer["due_on"] == "2026-11-02"  # 10-31 is a Saturday


def test_an_appeal_that_the_court_forwards_after_the_window_is_taken_in_and_called_late(
    office: Office,
) -> None:
    case_id = final(office)

    office.does(case_id, "appeal", on="2026-10-20", by="opponent", copy_served_on="2026-10-26")

    case = office.case(case_id)
    assert (case["status"], "final" in case["milestones"]) == ("appealed", False)
    assert office.clock(case_id, "SS-16", "opponent")["status"] == "missed"
    assert "appeal-out-of-time" in [warning["code"] for warning in case["warnings"]]


def test_an_appeal_is_called_late_whether_or_not_the_window_was_swept(office: Office) -> None:
    case_id = office.judged(
        on="2026-09-20", served_on="2026-09-22", opponent_served_on="2026-09-30"
    )
    office.hears_of_expiry(case_id, "SS-16", "agency")

    office.does(case_id, "appeal", on="2026-10-12", by="agency")

    codes = [warning["code"] for warning in office.case(case_id)["warnings"]]
    assert "appeal-out-of-time" in codes


def test_the_window_of_the_other_side_stays_over(office: Office) -> None:
    case_id = final(office)

    office.does(case_id, "appeal", on="2026-10-08", by="opponent", copy_served_on="2026-10-16")

    assert office.clock(case_id, "SS-16", "agency")["status"] == "missed"


def test_evidence_posted_in_time_is_not_deemed_absent(office: Office) -> None:
    case_id = office.opens(notice())
    last_day = office.clock(case_id, "SS-09", None)["due_on"]
    office.hears_of_expiry(case_id, "SS-09", None)

    office.does(
        case_id,
        "submit_answer",
        on="2024-06-03",
        posted_on=last_day,
        posted_by="express_mail",
        evidence=["处罚决定书"],
    )

    case = office.case(case_id)
    assert office.clock(case_id, "SS-09", None)["status"] == "met"
    assert "evidence-deemed-absent" not in [warning["code"] for warning in case["warnings"]]


def test_a_correction_past_an_effect_brings_it_with_its_own_day(database: Database) -> None:
    office = Office(database)
    case_id = office.judged(
        served_on="2026-11-12", on="2026-11-10", opponent_served_on="2026-11-12"
    )
    corrected = [
        {"field": name, "value": "2026-10-12"} for name in ("served_on", "opponent_served_on")
    ]
    corrected.append({"field": "on", "value": "2026-10-10"})
    slip = {"reason": "送达日期录入有误", "approved_by": "法制科长"}

    office.does(case_id, "correct_entry", entry=3, corrected=corrected, **slip)

    case = office.case(case_id)
    assert (case["status"], case["milestones"]["final"]) == ("final", "2026-10-28")


def test_an_appeal_in_time_by_the_corrected_day_takes_the_effect_back(database: Database) -> None:
    office = Office(database)
    case_id = office.judged(
        on="2026-09-01", served_on="2026-09-02", opponent_served_on="2026-09-03"
    )
    for side in ("agency", "opponent"):
        office.hears_of_expiry(case_id, "SS-16", side)
    slip = {"reason": "送达日期录入有误", "approved_by": "法制科长"}
    corrected = [{"field": "opponent_served_on", "value": "2026-09-25"}]
    office.does(case_id, "correct_entry", entry=3, corrected=corrected, **slip)
    case = office.case(case_id)
    # 10-10 is a Saturday that is worked.
    assert (case["status"], case["milestones"]["final"]) == ("final", "2026-10-11")

    office.does(case_id, "appeal", on="2026-10-09", by="opponent", copy_served_on="2026-10-16")

    case = office.case(case_id)
    assert (case["status"], "final" in case["milestones"]) == ("appealed", False)
    assert office.clock(case_id, "SS-16", "opponent")["status"] == "met"
    assert office.clock(case_id, "SS-18", None)["due_on"] == "2026-11-02"
