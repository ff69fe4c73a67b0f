"""Notices of an installation in which coordination kept them are the almanac's; none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from services.almanac.assembly import Almanac, almanac_on
from services.almanac.notices.taking_over import TakingOver
from services.almanac.preparation import prepare
from shared.http.settings import Settings
from shared.storage.database import Database, Document, connect
from tests.services.almanac.notices.telling import told
from tests.services.coordination.behind import coordination_behind
from tests.services.coordination.following import office_on
from tests.services.coordination.telling import prepared
from tests.support.notices import a_correction, a_notice

ADDED_AT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
ANSWERED = {"track": "reconsideration", "cases": 0, "at": "2026-11-20T01:31:00+00:00"}


def as_kept_before(notice: dict[str, Any], **state: Any) -> Document:
    """Return a notice as coordination kept it in the release before, its event already told."""
    number = notice["notice"]
    event = {
        "id": f"{number}.1.1",
        "type": "calendar.edition_added",
        "subject": number,
        "matter_id": None,
        "case_number": None,
        "time": ADDED_AT.isoformat(timespec="milliseconds"),
        "traceparent": None,
        "data": {"edition": notice},
    }
    actor = {"id": "admin-1", "role": "admin", "agency": "11120101MB1234567X"}
    step = {"step": "added", "on": "2026-11-20", "actor": actor, "details": notice}
    return {
        "_id": number,
        **notice,
        "listed_index": f"{notice['year']}|{number}",
        "settled": True,
        "version": 1,
        "published": 1,
        "recorded_at": ADDED_AT,
        "history": [{"version": 1, "at": ADDED_AT, "events": [event], **step}],
        **state,
    }


@pytest.fixture(autouse=True)
def before(coordination_settings: Settings) -> Database:
    """The database of coordination, with a notice that was told and one that was not yet."""
    database = connect(coordination_settings)
    shelf = database["calendar_editions"]
    shelf.insert_one(as_kept_before(a_notice(), applied={"reconsideration": ANSWERED}))
    waiting = {"published": 0, "pending": True, "settled": False}
    shelf.insert_one(as_kept_before(a_correction(), **waiting))
    return database


@pytest.fixture
def almanac(settings: Settings) -> Iterator[Almanac]:
    """The almanac of this release beside coordination of this release, at their first start."""
    made = almanac_on(settings)
    prepare(made)
    yield made
    made.client.close()


def take_over(almanac: Almanac) -> None:
    """Let a process that has just started look once."""
    taking_over = TakingOver(almanac.database, almanac.notices, almanac.client)
    if taking_over.is_due():
        taking_over.work(lambda: True)


def shelf_of(database: Database) -> dict[str, Document]:
    return {each["_id"]: each for each in database["calendar_editions"].find()}


def test_a_notice_is_taken_with_who_added_it_and_when(almanac: Almanac) -> None:
    take_over(almanac)

    kept = shelf_of(almanac.database)
    assert kept.keys() == {a_notice()["notice"], a_correction()["notice"]}
    one = kept[a_notice()["notice"]]
    assert {name: one[name] for name in a_notice()} == a_notice()
    assert one["history"][0]["actor"]["id"] == "admin-1"
    assert one["recorded_at"] == ADDED_AT
    assert almanac.shelf.current().announced_until == 2027


def test_what_was_not_told_yet_is_told_by_the_almanac_and_nothing_else(almanac: Almanac) -> None:
    take_over(almanac)

    (event,) = told(almanac.database)
    assert (event["id"], event["source"]) == (f"{a_correction()['notice']}.1.1", "almanac")
    assert event["data"] == {"edition": a_correction()}


def test_a_notice_that_was_only_heard_of_gets_its_history(almanac: Almanac) -> None:
    almanac.shelf.add(a_notice())

    take_over(almanac)

    assert shelf_of(almanac.database)[a_notice()["notice"]]["version"] == 1
    assert len(told(almanac.database)) == 1


def test_coordination_keeps_its_calendar_and_how_far_everybody_is(
    almanac: Almanac, before: Database
) -> None:
    take_over(almanac)

    for number, left in shelf_of(before).items():
        terms = a_notice() if number == a_notice()["notice"] else a_correction()
        assert left == {"_id": number, **terms}
    office = office_on(prepared(before))
    recounts = office.follow_up.recounts
    recount = recounts.get(a_notice()["notice"])
    assert recount is not None
    assert recounts.progress(recount, {"reconsideration"})["complete"]
    assert office.coordination.calendars().announced_until == 2027


def test_coordination_goes_on_counting_anew_where_it_had_not_come_to_its_end(
    before: Database,
) -> None:
    counted: list[bool] = []
    recounts = office_on(prepared(before)).follow_up.recounts

    for _ in range(2):
        recounts.settle(lambda go_on: counted.append(go_on()), lambda: True)

    assert counted == [True]


def test_it_is_asked_again_while_coordination_is_of_the_release_before(
    alone: Settings, coordination_settings: Settings
) -> None:
    almanac = almanac_on(alone)
    prepare(almanac)
    take_over(almanac)
    assert shelf_of(almanac.database) == {}

    with coordination_behind(alone, coordination_settings) as settings:
        take_over(almanac_on(settings))

    assert len(shelf_of(almanac.database)) == 2


def test_what_was_taken_is_not_asked_for_again(almanac: Almanac, before: Database) -> None:
    take_over(almanac)
    before["calendar_editions"].update_one(
        {"_id": a_notice()["notice"]}, {"$set": {"history": [], "published_on": "2026-11-01"}}
    )

    take_over(almanac)

    assert shelf_of(almanac.database)[a_notice()["notice"]]["published_on"] == "2026-11-19"
