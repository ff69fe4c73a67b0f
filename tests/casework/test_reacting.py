"""What the system does on a case when events arrive: once, and only while it still applies."""

from __future__ import annotations

import itertools
import threading
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.casework.calendar_shelf import CalendarShelf
from shared.casework.casework import Casework
from shared.casework.reacting import Handler, SystemDesk, standing_reactions
from shared.casework.reading import latest_clock
from shared.casework.recounting import Recounting
from shared.events.envelope import Event
from shared.events.outlet import Outlet
from shared.law import official_calendar
from shared.storage.database import Database
from tests.support.casework import PROCEDURE, TODAY, asked, casework_on, opened, performed
from tests.support.events import eventually

_SEQUENCE = itertools.count(1)


def event(event_type: str, matter_id: str | None = None, **data: Any) -> Event:
    number = next(_SEQUENCE)
    return Event(
        id=f"event-{number}",
        type=event_type,
        source="coordination",
        sequence=number,
        subject="subject",
        time=datetime.now(UTC),
        matter_id=matter_id,
        case_number=None,
        traceparent=None,
        schema_version=1,
        data=data,
    )


class FirstOnly:
    """Lets one case pass and then asks for an end."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> bool:
        self.asked += 1
        return self.asked == 1


class Office:
    """Casework of the trial procedure with its standing reactions."""

    def __init__(self, database: Database, text: str = PROCEDURE) -> None:
        self.shelf = CalendarShelf(database, official_calendar())
        self.casework: Casework = casework_on(database, TODAY, text)
        self.casework._calendars = self.shelf.current
        desk = SystemDesk(self.casework)
        self.recounting = Recounting(desk, self.shelf)
        self.handlers: dict[str, Handler] = standing_reactions(desk, self.recounting)

    def hears(self, happened: Event) -> None:
        self.handlers[happened.type](happened)

    def expiry_of(self, case_id: str, rule: str) -> Event:
        clock = latest_clock(self.casework.get(case_id), rule)
        assert clock is not None
        return event(
            "clock.expired",
            track="reconsideration",
            case_id=case_id,
            clock_id=clock["id"],
            rule=rule,
            due_on=clock["due_on"],
        )


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def served(office: Office) -> str:
    case_id = opened(office.casework)
    performed(office.casework, case_id, "accept", on="2024-05-09")
    performed(office.casework, case_id, "decide", on="2024-06-01")
    performed(office.casework, case_id, "serve", party="p1", served_on="2024-06-03")
    return case_id


def test_acceptance_is_deemed_on_the_day_the_review_period_ends_and_only_once(
    office: Office,
) -> None:
    case_id = opened(office.casework)
    expired = office.expiry_of(case_id, "FY-08")

    office.hears(expired)
    office.hears(expired)

    case = office.casework.get(case_id)
    assert (case["status"], case["entered_on"], case["version"]) == ("accepted", "2024-05-14", 2)
    assert case["history"][1]["actor"]["id"] == "system"


def test_an_expiry_comes_to_nothing_when_an_officer_was_faster(office: Office) -> None:
    case_id = opened(office.casework)
    expired = office.expiry_of(case_id, "FY-08")
    performed(office.casework, case_id, "accept", on="2024-05-09")

    office.hears(expired)

    assert office.casework.get(case_id)["version"] == 2


def test_an_expiry_of_a_date_that_has_moved_since_comes_to_nothing(office: Office) -> None:
    case_id = served(office)
    expired = office.expiry_of(case_id, "FY-29")
    stale = event("clock.expired", **{**expired.data, "due_on": "2024-06-10"})

    office.hears(stale)

    assert office.casework.get(case_id)["version"] == 4


def test_a_right_that_lapses_is_missed_with_its_warning(office: Office) -> None:
    case_id = served(office)

    office.hears(office.expiry_of(case_id, "FY-29"))

    case = office.casework.get(case_id)
    clock = latest_clock(case, "FY-29")
    assert clock is not None
    assert clock["status"] == "missed"
    assert case["warnings"][-1]["code"] == "suit-window-over"


def test_an_expiry_whose_command_is_not_possible_any_more_ends_the_clock(
    database: Database,
) -> None:
    text = PROCEDURE.replace(
        "from: [filed]\n    to: accepted\n    roles: [system]",
        "from: [suspended]\n    to: accepted\n    roles: [system]",
    )
    office = Office(database, text)
    case_id = opened(office.casework)

    office.hears(office.expiry_of(case_id, "FY-08"))

    clock = latest_clock(office.casework.get(case_id), "FY-08")
    assert clock is not None
    assert clock["status"] == "missed"


def test_a_command_that_waits_for_other_windows_comes_with_the_last_one(
    database: Database,
) -> None:
    text = PROCEDURE.replace(
        "roles: [reconsideration_officer]\n    payload: Plain\n    articles: "
        "[行政复议法75]\n    event: closed",
        "roles: [reconsideration_officer, system]\n    payload: Plain\n"
        "    articles: [行政复议法75]\n    event: closed",
    )
    text = text[: text.index("  FY-29:\n")] + "  FY-29: {command: close, after: [FY-29]}\n"
    office = Office(database, text)
    case_id = served(office)
    performed(office.casework, case_id, "serve", party="p2", served_on="2024-06-20")
    first, second = (
        event(
            "clock.expired",
            track="reconsideration",
            case_id=case_id,
            clock_id=clock["id"],
            rule="FY-29",
            due_on=clock["due_on"],
        )
        for clock in office.casework.get(case_id)["clocks"]
        if clock["rule"] == "FY-29"
    )

    office.hears(first)
    assert office.casework.get(case_id)["status"] == "decided"
    office.hears(second)

    assert office.casework.get(case_id)["status"] == "closed"


def test_the_view_of_the_matter_is_kept(office: Office) -> None:
    cases = [{"track": "litigation", "case_id": "x", "status": "notified"}]

    office.hears(event("matter.changed", matter_id="m1", cases=cases))

    assert office.casework.store.matter_view("m1")["cases"] == cases


def test_a_case_joins_another_matter_and_its_event_says_so(office: Office) -> None:
    case_id = opened(office.casework)
    payload = {"matter_id": "matter-of-the-act", "reason": "同一行政行为"}

    office.hears(
        event(
            "matter.case_joined",
            track="reconsideration",
            subject_case_id=case_id,
            payload=payload,
        )
    )

    case = office.casework.get(case_id)
    assert case["matter_id"] == "matter-of-the-act"
    assert case["history"][1]["events"][0]["matter_id"] == "matter-of-the-act"


def test_a_finding_of_coordination_stands_until_it_is_withdrawn(office: Office) -> None:
    case_id = opened(office.casework)
    finding = {
        "code": "parallel-suit",
        "basis": "行政复议法29",
        "text": {"zh": "同一行为已有诉讼", "en": "a suit on the same act"},
        "track": "litigation",
        "case_id": "suit-1",
        "kind": "conflict",
    }
    common = {"track": "reconsideration", "subject_case_id": case_id}

    office.hears(event("matter.finding_announced", **common, payload=finding))
    case = office.casework.get(case_id)
    assert [warning["code"] for warning in case["warnings"]] == ["parallel-suit"]
    assert case["relations"] == [{"track": "litigation", "id": "suit-1", "kind": "conflict"}]

    lift = {"code": "parallel-suit", "reason": "原告撤诉"}
    office.hears(event("matter.finding_withdrawn", **common, payload=lift))
    assert office.casework.get(case_id)["warnings"] == []


def test_events_of_another_track_are_left_alone(office: Office) -> None:
    case_id = opened(office.casework)
    expired = office.expiry_of(case_id, "FY-08")

    office.hears(event("clock.expired", **{**expired.data, "track": "petition"}))

    assert office.casework.get(case_id)["version"] == 1


def test_a_new_calendar_edition_moves_open_provisional_clocks(office: Office) -> None:
    case_id = opened(office.casework, received_on="2026-11-02", act={"made_on": "2026-10-10"})
    performed(office.casework, case_id, "accept", on="2026-11-03")
    before = latest_clock(office.casework.get(case_id), "FY-18")
    assert before is not None
    assert (before["due_on"], before["provisional"]) == ("2027-01-04", True)

    # A made-up notice, for this test alone: the first Monday of 2027 is a rest day.
    edition = {
        "year": 2027,
        "notice": "测试用虚构通知（2027）",
        "rest_days": ["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04"],
        "make_up_days": [],
        "published_on": "2026-11-20",
    }
    office.hears(event("calendar.edition_added", edition=edition))
    office.recounting.work()

    after = latest_clock(office.casework.get(case_id), "FY-18")
    assert after is not None
    assert (after["due_on"], after["provisional"]) == ("2027-01-05", False)
    assert office.casework.get(case_id)["history"][-1]["command"] == "recompute_clocks"


MADE_UP: dict[str, Any] = {
    "year": 2027,
    "notice": "测试用虚构通知（2027）",
    "rest_days": ["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04"],
    "make_up_days": [],
    "published_on": "2026-11-20",
}


def accepted_at_the_end_of_the_year(office: Office) -> str:
    case_id = opened(office.casework, received_on="2026-11-02", act={"made_on": "2026-10-10"})
    performed(office.casework, case_id, "accept", on="2026-11-03")
    return case_id


def recounts_of(office: Office, case_id: str) -> int:
    history = office.casework.get(case_id)["history"]
    return sum(entry["command"] == "recompute_clocks" for entry in history)


def answers(database: Database) -> list[dict[str, Any]]:
    found = Outlet(database, "calendar_recounts", "reconsideration").pending(10)
    return [dict(told.data) for item in found for told in item.events]


def test_a_recount_that_was_stopped_goes_on_where_it_stood_and_answers_once(
    office: Office, database: Database
) -> None:
    cases = [accepted_at_the_end_of_the_year(office) for _ in range(3)]
    added = event("calendar.edition_added", edition=MADE_UP)
    office.hears(added)

    office.recounting.work(FirstOnly())

    assert sum(recounts_of(office, case_id) for case_id in cases) == 1
    assert answers(database) == []

    office.hears(added)
    office.recounting.work()
    office.recounting.work()

    assert [recounts_of(office, case_id) for case_id in cases] == [1, 1, 1]
    (answer,) = answers(database)
    assert (answer["edition"], answer["track"]) == (MADE_UP["notice"], "reconsideration")


def test_an_edition_is_counted_by_as_soon_as_it_is_heard_of(
    office: Office, database: Database
) -> None:
    errand, stop = office.recounting.errand, threading.Event()
    errand._look_seconds = 3600.0  # by itself it would not look again
    working = threading.Thread(target=errand.run, args=(stop,))
    working.start()
    try:
        office.hears(event("calendar.edition_added", edition=MADE_UP))
        assert eventually(lambda: answers(database))[0]["edition"] == MADE_UP["notice"]
    finally:
        stop.set()
        errand.call()
        working.join()


def test_a_correction_moves_clocks_that_were_no_longer_provisional(
    office: Office, database: Database
) -> None:
    case_id = accepted_at_the_end_of_the_year(office)
    short_lived = opened(office.casework)
    correction = {
        **MADE_UP,
        "notice": "测试用虚构更正（2027）",
        "corrects": MADE_UP["notice"],
        "published_on": "2026-11-21",
        "rest_days": [*MADE_UP["rest_days"], "2027-01-05"],
    }

    for edition in (MADE_UP, correction):
        office.hears(event("calendar.edition_added", edition=edition))
        office.recounting.work()

    after = latest_clock(office.casework.get(case_id), "FY-18")
    assert after is not None
    assert (after["due_on"], after["provisional"]) == ("2027-01-06", False)
    assert recounts_of(office, short_lived) == 0
    assert [each["cases"] for each in answers(database)] == [1, 1]


def test_an_officer_s_command_and_the_system_s_do_not_share_keys(office: Office) -> None:
    case_id = opened(office.casework)
    expired = office.expiry_of(case_id, "FY-08")
    request = asked(office.casework, "note", {"on": "2024-05-09", "text": "一"}, key=expired.id)
    office.casework.perform(case_id, request)

    office.hears(expired)

    assert office.casework.get(case_id)["status"] == "accepted"
