"""News that comes late, where the last day falls into a week of rest or on a Saturday."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from shared.storage.database import Database
from tests.services.reconsideration.builders import NEW_OFFICERS, act, application
from tests.services.reconsideration.offices import Office
from tests.support.offices import codes

# Served on; the fifteenth day, moved where it is one of rest; three months from it (行政强制法53).
WINDOWS = [
    pytest.param("2026-09-16", "2026-10-08", "2027-01-08", id="10-01-begins-the-week-of-October"),
    pytest.param("2026-09-22", "2026-10-08", "2027-01-08", id="10-07-ends-it"),
    pytest.param("2026-09-23", "2026-10-08", "2027-01-08", id="10-08-is-worked"),
    pytest.param("2026-09-25", "2026-10-10", "2027-01-11", id="10-10-is-a-worked-Saturday"),
    pytest.param("2026-10-09", "2026-10-26", "2027-01-26", id="10-24-is-a-Saturday"),
    pytest.param("2026-09-05", "2026-09-20", "2026-12-21", id="09-20-is-a-worked-Sunday"),
    pytest.param("2026-01-30", "2026-02-14", "2026-05-14", id="02-14-is-a-worked-Saturday"),
    pytest.param("2026-02-01", "2026-02-24", "2026-05-25", id="02-16-is-in-the-Spring-Festival"),
    pytest.param("2026-04-20", "2026-05-06", "2026-08-06", id="05-05-ends-the-week-of-May"),
]
# Received on; the fifth working day; sixty days from it (复议法62).
REVIEWS = [
    pytest.param("2026-09-28", "2026-10-10", "2026-12-09", id="10-10-is-a-worked-Saturday"),
    pytest.param("2026-09-30", "2026-10-13", "2026-12-14", id="the-week-of-October-does-not-count"),
    pytest.param("2026-09-18", "2026-09-24", "2026-11-23", id="09-20-is-a-worked-Sunday"),
]


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def upheld(office: Office) -> str:
    """Return a case whose act was upheld on 2025-11-03; nobody was served yet."""
    filed = application(act=act(made_on="2025-09-01", served_on="2025-09-02"))
    case_id = office.opened("file", {**filed, "received_on": "2025-09-08"})
    office.does(case_id, "accept", on="2025-09-10", procedure="ordinary")
    office.does(case_id, "assign_officers", on="2025-09-11", officers=NEW_OFFICERS)
    office.does(case_id, "hear_parties", on="2025-09-24", method="phone")
    decision: dict[str, Any] = {"kind": "uphold", "articles": ["复议法68"]}
    office.does(case_id, "decide", on="2025-11-03", approved_by="head_of_organ", **decision)
    return case_id


def final(office: Office, served_on: str, last_day: str) -> str:
    """Return such a case that became final, as nobody seemed to have sued."""
    case_id = upheld(office)
    service: dict[str, Any] = {"party": "p1", "method": "direct", "served_on": served_on}
    office.does(case_id, "serve_decision", on=served_on, **service)
    assert office.clock(case_id, "FY-29")["due_on"] == last_day
    office.hears_of_expiry(case_id, "FY-29")
    assert "decision-final" in codes(office, case_id)
    return case_id


@pytest.mark.parametrize(("served_on", "last_day", "enforced_by"), WINDOWS)
def test_a_suit_docketed_on_the_last_day_takes_finality_back_whenever_it_is_heard_of(
    office: Office, served_on: str, last_day: str, enforced_by: str
) -> None:
    case_id = final(office, served_on, last_day)
    assert office.clock(case_id, "SS-25")["due_on"] == enforced_by

    office.does(case_id, "record_suit", on="2026-11-20", docketed_on=last_day)

    assert "final" not in office.case(case_id)["milestones"]
    assert "decision-final" not in codes(office, case_id)
    assert office.clock(case_id, "FY-29")["status"] == "met"
    assert office.clock(case_id, "SS-25")["status"] == "cancelled"


@pytest.mark.parametrize(("sued_on", "state"), [("2026-10-10", "met"), ("2026-10-11", "missed")])
def test_a_suit_goes_by_the_day_of_the_complaint_and_not_by_that_of_docketing(
    office: Office, sued_on: str, state: str
) -> None:
    """The court has seven days to docket (行诉法51¶2); 10-10 is a worked Saturday."""
    case_id = final(office, "2026-09-25", "2026-10-10")

    office.does(case_id, "record_suit", on="2026-11-02", sued_on=sued_on, docketed_on="2026-10-16")

    assert office.clock(case_id, "FY-29")["status"] == state
    assert ("suit-docketed-late" in codes(office, case_id)) is (state == "missed")
    assert "final" not in office.case(case_id)["milestones"]


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize(("served_on", "last_day", "_"), WINDOWS)
def test_a_suit_is_judged_when_the_slip_comes_back_after_it(
    office: Office, served_on: str, last_day: str, _: str, *, late: bool
) -> None:
    case_id = upheld(office)
    sued = {"sued_on": day_after(last_day) if late else last_day, "docketed_on": "2026-10-30"}
    office.does(case_id, "record_suit", on="2026-11-02", party="p1", **sued)

    service: dict[str, Any] = {"party": "p1", "method": "post", "served_on": served_on}
    office.does(case_id, "serve_decision", on="2026-11-03", **service)

    window = office.clock(case_id, "FY-29")
    assert (window["due_on"], window["status"]) == (last_day, "missed" if late else "met")
    assert ("suit-docketed-late" in codes(office, case_id)) is late


@pytest.mark.parametrize(("received_on", "last_day", "decided_by"), REVIEWS)
def test_an_acceptance_on_the_last_day_itself_replaces_the_deemed_one(
    office: Office, received_on: str, last_day: str, decided_by: str
) -> None:
    filed = application(act=act(made_on="2026-08-03", served_on="2026-08-05"))
    case_id = office.opened("file", {**filed, "received_on": received_on})
    office.hears_of_expiry(case_id, "FY-08")
    assert office.case(case_id)["milestones"]["accepted"] == last_day

    office.does(case_id, "accept", on=last_day, procedure="ordinary")

    case = office.case(case_id)
    assert (case["milestones"]["accepted"], "deemed_accepted" in case["facts"]) == (last_day, False)
    assert office.clock(case_id, "FY-18")["due_on"] == decided_by


@pytest.mark.parametrize(
    ("served_on", "last_day"),
    [
        ("2026-08-03", "2026-10-08"),  # 10-02
        ("2026-08-08", "2026-10-08"),  # 10-07
        ("2026-08-09", "2026-10-08"),
        ("2026-08-10", "2026-10-09"),
        ("2026-08-11", "2026-10-10"),  # a worked Saturday
        ("2026-08-12", "2026-10-12"),  # a Sunday
        ("2026-07-22", "2026-09-20"),  # a worked Sunday
    ],
)
def test_a_day_of_service_that_comes_to_light_judges_the_application_by_its_posting(
    office: Office, served_on: str, last_day: str
) -> None:
    def told_of(posted_on: str) -> str:
        filed = application(act=act(made_on="2026-07-20", served_on=None))
        posting = {"received_on": "2026-10-21", "posted_on": posted_on, "posted_by": "express_mail"}
        case_id = office.opened("file", {**filed, **posting})
        office.does(case_id, "record_knowledge", on="2026-10-22", act={"served_on": served_on})
        assert office.clock(case_id, "FY-01")["due_on"] == last_day
        return str(office.clock(case_id, "FY-01")["status"])

    assert (told_of(last_day), told_of(day_after(last_day))) == ("met", "missed")
