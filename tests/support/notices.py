"""A made-up holiday notice for 2027, for tests alone, and the event that tells of it."""

from __future__ import annotations

from typing import Any

from shared.events.envelope import Event
from shared.events.names import EDITION_ADDED
from tests.support.events import an_event

NEW_YEAR = ["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04"]
LATER_HOLIDAYS = [
    *("2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08"),
    "2027-04-05",
    *("2027-05-01", "2027-05-02"),
    "2027-06-09",
    "2027-09-15",
    *("2027-10-01", "2027-10-02", "2027-10-03"),
]


def a_notice(**changes: Any) -> dict[str, Any]:
    """Return the notice, which makes Monday 2027-01-04 a day of rest."""
    return {
        "year": 2027,
        "notice": "测试用虚构通知（2027）",
        "published_on": "2026-11-19",
        "rest_days": [*NEW_YEAR, *LATER_HOLIDAYS],
        "make_up_days": ["2027-01-09"],
        **changes,
    }


def a_correction(**changes: Any) -> dict[str, Any]:
    """Return a notice that takes back the make-up day of `a_notice`."""
    number = "测试用虚构更正（2027）"
    corrected = {"published_on": "2026-11-20", "make_up_days": [], "corrects": a_notice()["notice"]}
    return a_notice(notice=number, **corrected, **changes)


def told_of(notice: dict[str, Any]) -> Event:
    """Return the event by which the almanac tells that a notice was added."""
    return an_event(
        1,
        id=f"{notice['notice']}.1.1",
        type=EDITION_ADDED,
        source="almanac",
        subject=notice["notice"],
        matter_id=None,
        case_number=None,
        data={"edition": notice},
    )
