"""A notice that coordination took in is counted by here as well."""

from __future__ import annotations

from typing import Any

from services.almanac.assembly import almanac_on
from services.almanac.subscribers import subscribers_of
from shared.events.envelope import SCHEMA_VERSION, Event
from shared.events.names import EDITION_ADDED
from shared.http.settings import Settings
from tests.services.coordination.asking import Desk
from tests.services.coordination.calendar_editions.test_admission import a_notice
from tests.services.coordination.telling import MORNING
from tests.support.events import eventually


def hears(settings: Settings, notice: dict[str, Any]) -> None:
    told = Event(
        id=f"{notice['notice']}.1.1",
        type=EDITION_ADDED,
        source="coordination",
        sequence=1,
        subject=notice["notice"],
        time=MORNING,
        matter_id=None,
        case_number=None,
        traceparent=None,
        schema_version=SCHEMA_VERSION,
        data={"edition": notice},
    )
    for each in subscribers_of(almanac_on(settings)):
        if each.wants(told.type):
            each.handle(told)
            each.handle(told)


def test_days_are_those_of_a_notice_once_it_was_heard_of(settings: Settings, desk: Desk) -> None:
    def working() -> bool:
        answer = desk.post("/api/v1/calendar/days", {"from": "2027-01-04", "to": "2027-01-04"})
        (day,) = answer.get_json()["items"]
        return bool(day["working"])

    assert working()

    hears(settings, a_notice())

    eventually(lambda: not working(), within=10)
