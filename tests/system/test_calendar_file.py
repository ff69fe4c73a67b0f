"""The docket as a file for calendar programs, over the API."""

from __future__ import annotations

from typing import Any

import requests
from icalendar import Calendar

from tests.support.events import eventually
from tests.support.stack import API, OFFICER, Officers
from tests.system.cases import a_petition

PATH = "/clocks/calendar.ics"


def summaries(officers: Officers, query: str = "", role: str = "petition_officer") -> list[str]:
    answer = requests.get(
        f"{officers.address}{API}{PATH}{query}",
        headers={"Authorization": f"Bearer {officers.token(role)}"},
        timeout=60,
    )
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    events: list[Any] = Calendar.from_ical(answer.content).walk("VEVENT")
    return [str(event["summary"]) for event in events]


def test_the_file_has_the_clocks_of_the_own_agency_by_the_filters_of_the_docket(
    officers: Officers, strangers: Officers
) -> None:
    number = officers.open("petitions", a_petition())["number"]

    def among(found: list[str]) -> bool:
        return any(summary.startswith(number) for summary in found)

    eventually(lambda: among(summaries(officers, "?track=petition")))
    assert among(summaries(officers, f"?assignee={OFFICER['petitions']}"))
    assert among(summaries(officers, role="supervisor"))
    assert not among(summaries(officers, "?track=litigation"))
    assert not among(summaries(officers, "?due_before=2020-01-01"))
    assert not among(summaries(strangers))


def test_a_filter_that_cannot_be_meant_is_named(officers: Officers) -> None:
    for query in ("level=purple", "track=petitions", "due_from=tomorrow", "limit=5"):
        reply = officers.get("supervisor", f"{PATH}?{query}")
        assert (reply.status, list(reply.body["errors"])) == (422, [query.partition("=")[0]])


def test_the_file_is_for_who_signed_in(officers: Officers) -> None:
    assert officers.send(None, "GET", PATH).status == 401
