"""An objection in the docket of its host, and what the end of its clock brings about."""

from __future__ import annotations

from datetime import date

import pytest

from services.coordination.preparation import OUTLETS
from shared.casework.casework import Casework
from shared.casework.serving import guest_of, reactions_of
from shared.casework.worker import Duties, duties_of
from shared.events.envelope import Envelope, Event
from shared.events.event_log import EventLog
from shared.events.relay import Relay
from shared.http.settings import Settings
from shared.storage.database import connect
from tests.services.coordination.asking import Desk
from tests.services.coordination.following import Office, office_on
from tests.services.coordination.telling import NoBus, checked, prepared
from tests.services.norms.test_objections_over_http import OFFICER, PATH, answered, received


@pytest.fixture
def office(settings: Settings) -> Office:
    return office_on(prepared(connect(settings)))


@pytest.fixture
def duties(casework: Casework) -> Duties:
    return duties_of(casework, reactions_of(guest_of("coordination")))


def goes_round(office: Office, duties: Duties, after: int = 0) -> list[Envelope]:
    """Let host and guest hear what both told after a number; return it."""
    database = office.coordination.database
    relay = Relay(database, "coordination", [*OUTLETS, *duties.outlets], NoBus())
    EventLog(database).prepare()
    while relay.number():
        pass
    relay.lease.release()
    told = checked(EventLog(database).after(after, 1_000))
    for event in map(Event.from_cloudevent, told):
        office.hears(event)
        for each in duties.subscribers:
            if each.wants(event.type):
                each.handle(event)
    return told


def test_an_objection_has_its_clock_in_the_docket(
    desk: Desk, office: Office, duties: Duties
) -> None:
    shown = received(desk)

    goes_round(office, duties)

    (row,) = desk.get("/api/v1/clocks").get_json()["items"]
    assert (row["track"], row["case_id"]) == ("norm_objection", shown["id"])
    assert (row["rule"], row["due_on"]) == ("POLICY-norm-objection", "2024-06-07")


def test_an_objection_without_answer_says_once_that_it_is_overdue(
    desk: Desk, office: Office, duties: Duties
) -> None:
    late, in_time = received(desk), received(desk, received_on="2024-05-07")
    answered(desk, in_time["id"], on="2024-06-01")
    told = len(goes_round(office, duties))

    assert office.coordination.sweep.run(date(2024, 6, 7)).expired == 0
    assert office.coordination.sweep.run(date(2024, 6, 8)).expired == 1
    goes_round(office, duties, after=told)
    assert office.coordination.sweep.run(date(2024, 6, 9)).expired == 0

    def warned(case_id: str) -> list[str]:
        case = desk.get(f"{PATH}/{case_id}", role=OFFICER).get_json()
        return [each["code"] for each in case["warnings"]]

    assert warned(late["id"]) == ["answer-overdue"]
    assert warned(in_time["id"]) == []
