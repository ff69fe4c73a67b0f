"""The docket as a calendar: what is due and heard on which day, and the feed for other programs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import requests
from icalendar import Calendar

from shared.legal_day import today
from tests.pages.workbench import Workbench
from tests.support.events import eventually
from tests.support.stack import Case, Officers, days_ago

PARTY = "欧阳不应出现"
REVIEW = {
    "title": "不服停业整顿决定",
    "applicants": [{"name": PARTY}],
    "respondent": {"name": "某区市场监督管理局"},
    "act": {"name": "停业整顿", "kind": "penalty", "served_on": days_ago(30)},
    "requests": "撤销",
    "received_on": days_ago(6),
    "on": days_ago(6),
}


def hearing_day() -> date:
    found: date = today() + timedelta(days=10)
    return found


@pytest.fixture(scope="module")
def heard(officers: Officers) -> Case:
    """A reconsideration with a hearing at half past nine in ten days."""
    case = officers.open("reconsiderations", REVIEW)
    officers.act(
        "reconsiderations", case["id"], "accept", {"procedure": "ordinary", "on": days_ago(3)}
    )
    officers.act(
        "reconsiderations",
        case["id"],
        "schedule_hearing",
        {"hearing_on": hearing_day().isoformat(), "hearing_time": "09:30", "place": "第二听证室"},
    )
    return case


def shown(workbench: Workbench, address: str, words: str) -> None:
    """Open an address again and again until coordination has heard of what is to be there."""
    eventually(lambda: words in workbench.go(address).text)


def test_a_month_shows_free_days_hearings_with_their_hour_and_what_is_due(
    workbench: Workbench, heard: Case
) -> None:
    month = f"{hearing_day():%Y-%m}"
    workbench.as_officer("reconsideration_officer")
    shown(workbench, f"/docket?view=month&month={month}", heard["number"])

    cell = workbench.page.locator(".month td", has_text=heard["number"])
    assert "09:30 听证" in cell.inner_text()
    saturday = workbench.page.locator(".month tbody tr >> nth=1").locator("td >> nth=5")
    assert "休" in saturday.inner_text() or "班" in saturday.inner_text()
    assert PARTY not in workbench.text
    assert "欧某" in officers_list(workbench)


def officers_list(workbench: Workbench) -> str:
    """Return the list of all running clocks, where parties are masked."""
    return workbench.go("/docket?view=list").text


def test_the_list_of_a_day_says_state_and_officer_in_words(
    workbench: Workbench, officers: Officers, heard: Case
) -> None:
    clock = next(
        each
        for each in officers.case("reconsiderations", heard["id"])["clocks"]
        if each["rule"] == "FY-18"
    )
    workbench.as_officer("supervisor")
    shown(workbench, f"/docket?view=day&day={clock['due_on']}", heard["number"])

    row = workbench.page.locator("[data-row]", has_text="FY-18").first.inner_text()
    assert "已受理" in row
    assert "不服停业整顿决定" in row
    assert "reconsideration_officer" not in row


def test_narrow_screens_have_the_days_alone_on_which_something_is_and_paper_lies_on_its_side(
    workbench: Workbench,
) -> None:
    workbench.as_officer("reconsideration_officer").go("/docket")
    free = workbench.page.locator(".month td:not(.busy)")
    free.first.wait_for()
    workbench.page.set_viewport_size({"width": 360, "height": 740})
    assert free.filter(visible=True).count() == 0
    workbench.fits_the_window()
    paper = workbench.page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 841" in paper or b"/MediaBox [0 0 842" in paper


@pytest.mark.parametrize(
    "address", ["?day=yesterday", "?month=2026-13", "?view=year", "?day=0001-01-01"]
)
def test_an_address_that_names_no_day_shows_a_calendar(workbench: Workbench, address: str) -> None:
    workbench.as_officer("mediator").go(f"/docket{address}")

    assert workbench.page.locator(".month td").count() >= 28


def test_a_feed_holds_numbers_and_time_limits_alone_until_its_address_is_changed(
    workbench: Workbench, heard: Case
) -> None:
    workbench.as_officer("reconsideration_officer").go("/docket")
    workbench.click("#feed summary")
    workbench.click("#feed button")
    address = workbench.page.input_value("#feed-address")
    feed = requests.get(address, timeout=60)

    assert feed.headers["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(feed.text).walk("VEVENT")
    summaries = [str(event["SUMMARY"]) for event in events]
    assert f"{heard['number']} 复议决定期限（普通程序）届满" in summaries
    session = next(event for event in events if "开庭或者听证" in str(event["SUMMARY"]))
    assert "T013000Z" in session.to_ical().decode()
    for personal in (PARTY, "欧某", "停业整顿", "听证室"):
        assert personal not in feed.text

    workbench.click("#feed button")
    assert workbench.page.input_value("#feed-address") != address
    assert requests.get(address, timeout=60).status_code == 404
