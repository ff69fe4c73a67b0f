"""Services and appeals that come to light late, where the last day is one of rest or is worked."""

from __future__ import annotations

from typing import Any

import pytest

from shared.storage.database import Database
from tests.services.litigation.builders import notified, warned
from tests.services.litigation.offices import Office
from tests.support.offices import codes

# Served on; the fifteenth day, moved where it is one of rest; in force from the day after; the copy
# of the appeal received on; fifteen days to answer it (行政诉讼法85, 解释108).
WINDOWS = {
    "week of October": ("2026-09-16", "2026-10-08", "2026-10-09", "2026-10-16", "2026-11-02"),
    "worked Saturday": ("2026-09-25", "2026-10-10", "2026-10-11", "2026-10-23", "2026-11-09"),
    "Saturday": ("2026-10-09", "2026-10-26", "2026-10-27", "2026-11-02", "2026-11-17"),
    "worked Sunday": ("2026-09-05", "2026-09-20", "2026-09-21", "2026-09-25", "2026-10-10"),
    "week of May": ("2026-04-20", "2026-05-06", "2026-05-07", "2026-05-08", "2026-05-25"),
}


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def in_force(office: Office, served_on: str, last_day: str) -> str:
    """The slip of the plaintiff comes back on the last day; nobody seems to have appealed."""
    ruled = {"on": "2026-04-01", "served_on": "2026-04-02"}
    case_id = office.judged(**ruled, opponent_served_on=None)
    office.hears_of_expiry(case_id, "SS-16", "agency")
    assert office.case(case_id)["status"] == "judged"
    office.does(case_id, "serve_judgment", on=last_day, party="p1", served_on=served_on)
    assert office.clock(case_id, "SS-16", "p1")["due_on"] == last_day
    office.hears_of_expiry(case_id, "SS-16", "p1")
    return case_id


@pytest.mark.parametrize("window", WINDOWS)
def test_an_appeal_posted_on_the_last_day_takes_the_effect_back(
    office: Office, window: str
) -> None:
    served_on, last_day, in_force_on, copy, answer_by = WINDOWS[window]
    case_id = in_force(office, served_on, last_day)
    assert office.case(case_id)["milestones"]["final"] == in_force_on

    posted = {"posted_on": last_day, "posted_by": "registered_mail", "copy_served_on": copy}
    office.does(case_id, "appeal", on=copy, by="opponent", party="p1", **posted)

    case = office.case(case_id)
    assert (case["status"], "final" in case["milestones"]) == ("appealed", False)
    assert office.clock(case_id, "SS-16", "p1")["status"] == "met"
    assert office.clock(case_id, "SS-18", None)["due_on"] == answer_by
    assert "appeal-out-of-time" not in codes(office, case_id)


@pytest.mark.parametrize("window", WINDOWS)
def test_one_posted_on_the_day_after_is_called_late(office: Office, window: str) -> None:
    served_on, last_day, in_force_on, copy, answer_by = WINDOWS[window]
    case_id = in_force(office, served_on, last_day)

    posted = {"posted_on": in_force_on, "posted_by": "registered_mail", "copy_served_on": copy}
    office.does(case_id, "appeal", on=copy, by="opponent", party="p1", **posted)

    assert office.clock(case_id, "SS-16", "p1")["status"] == "missed"
    assert office.clock(case_id, "SS-18", None)["due_on"] == answer_by
    assert "appeal-out-of-time" in codes(office, case_id)


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("window", WINDOWS)
def test_an_appeal_is_judged_when_the_slip_comes_back_after_it(
    office: Office, window: str, *, late: bool
) -> None:
    served_on, last_day, day_after, copy, _ = WINDOWS[window]
    case_id = office.judged(on="2026-04-01", served_on="2026-04-02", opponent_served_on=None)
    posted = {"posted_on": day_after if late else last_day, "posted_by": "registered_mail"}
    office.does(case_id, "appeal", on=copy, by="opponent", copy_served_on=copy, **posted)

    office.does(case_id, "serve_judgment", on="2026-11-10", party="p1", served_on=served_on)

    assert office.clock(case_id, "SS-16", "p1")["status"] == ("missed" if late else "met")
    assert ("appeal-out-of-time" in codes(office, case_id)) is late


def test_the_appeal_of_one_is_none_of_another_whose_slip_comes_back_later() -> None:
    suit = notified(plaintiffs=[{"name": "王小明"}, {"name": "李小红"}])
    judgment: dict[str, Any] = {"kind": "judgment", "outcome": "claims_dismissed", "lost": False}
    suit.does("record_judgment", on="2026-09-14", served_on="2026-09-15", **judgment)
    suit.does("appeal", on="2026-10-08", by="opponent", party="p1")

    suit.does("serve_judgment", on="2026-10-30", party="p1", served_on="2026-09-16")
    suit.does("serve_judgment", on="2026-10-30", party="p2", served_on="2026-09-28")

    assert suit.clock("SS-16", "p1")["status"] == "met"
    assert suit.clock("SS-16", "p2")["status"] == "running"


def test_an_appeal_before_the_retrial_is_none_against_its_judgment() -> None:
    suit = notified()
    judgment: dict[str, Any] = {"kind": "judgment", "outcome": "claims_dismissed", "lost": False}
    suit.does("record_judgment", on="2026-02-02", served_on="2026-02-03", **judgment)
    suit.does("appeal", on="2026-02-11", by="opponent")
    suit.does("record_final_judgment", on="2026-04-01", outcome="upheld", lost=False)
    suit.does("order_retrial", on="2026-06-01", initiated_by="court", instance="first")
    suit.does("record_judgment", on="2026-10-12", served_on="2026-10-13", **judgment)
    suit.does("appeal", on="2026-10-19", by="agency")

    suit.does("serve_judgment", on="2026-10-30", party="p1", served_on="2026-10-14")

    assert suit.clock("SS-16", "p1")["status"] == "running"


@pytest.mark.parametrize(("on", "state"), [("2026-10-08", "met"), ("2026-10-09", "missed")])
def test_an_application_for_retrial_is_judged_when_the_slip_comes_back_after_it(
    on: str, state: str
) -> None:
    """解释110: six months from 2026-04-07 end in the week of October."""
    suit = notified()
    judgment: dict[str, Any] = {"kind": "judgment", "outcome": "claims_dismissed", "lost": False}
    suit.does("record_judgment", on="2026-02-02", served_on="2026-02-03", **judgment)
    suit.does("appeal", on="2026-02-11", by="opponent")
    suit.does("record_final_judgment", on="2026-04-01", outcome="upheld", lost=False)
    suit.does("record_retrial_application", on=on, by="opponent", party="p1")

    suit.does("serve_final_judgment", on="2026-10-30", party="p1", served_on="2026-04-07")

    assert suit.clock("SS-20", "p1")["status"] == state
    assert ("retrial-asked-late" in warned(suit)) is (state == "missed")


@pytest.mark.parametrize(
    ("served_on", "last_day"),
    [
        ("2026-09-28", "2026-10-08"),
        ("2026-09-30", "2026-10-10"),  # a worked Saturday
        ("2026-10-01", "2026-10-12"),  # 10-11 is a Sunday
        ("2026-09-10", "2026-09-20"),  # a worked Sunday
    ],
)
def test_ten_days_against_a_ruling(office: Office, served_on: str, last_day: str) -> None:
    ruling = {"kind": "ruling", "outcome": "suit_dismissed", "opponent_served_on": None}
    case_id = office.judged(on="2026-09-09", served_on="2026-09-09", **ruling)

    office.does(case_id, "serve_judgment", on="2026-10-30", party="p1", served_on=served_on)

    assert office.clock(case_id, "SS-17", "p1")["due_on"] == last_day


@pytest.mark.parametrize(
    ("served_on", "last_day"),
    [
        ("2026-09-16", "2026-10-08"),  # 10-01
        ("2026-09-22", "2026-10-08"),  # 10-07
        ("2026-09-23", "2026-10-08"),
        ("2026-09-25", "2026-10-10"),  # a worked Saturday
        ("2026-09-26", "2026-10-12"),  # 10-11 is a Sunday
        ("2026-10-09", "2026-10-26"),  # 10-24 is a Saturday
    ],
)
def test_a_notice_whose_day_of_service_comes_later_is_answered_by_it(
    served_on: str, last_day: str
) -> None:
    """行政诉讼法67¶1; the answer that was handed in on that day or posted on it is in time."""

    def answered(on: str) -> str:
        suit = notified(docketed_on="2026-09-15", served_on=None, on="2026-09-30")
        suit.does("submit_answer", on=on, evidence=["处罚决定书"], documents=["处罚法"])
        suit.does("record_notice_receipt", on="2026-10-30", served_on=served_on)
        assert suit.due("SS-09") == last_day
        return suit.state_of("SS-09")

    day_after = f"{last_day[:8]}{int(last_day[8:]) + 1:02}"
    assert (answered(last_day), answered(day_after)) == ("met", "missed")
