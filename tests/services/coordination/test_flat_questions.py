"""Whatever coordination asks its database, one index covers the whole question."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.monitoring import CommandListener, CommandStartedEvent, CommandSucceededEvent

from services.coordination.assembly import Coordination
from services.coordination.docket.counts import CountFilter, DocketCounts
from services.coordination.docket.days import days_of
from services.coordination.docket.docket import ClockFilter
from services.coordination.referrals.saga import ReferralFilter
from shared.casework.case_events import CaseEvent
from shared.storage.database import Database
from tests.services.coordination.following import a_body, a_petition, office_on, referred
from tests.services.coordination.telling import AGENCY, Case, a_clock, a_suit, prepared

# Read whole on purpose: a handful of rows each, none for a case.
SMALL = {"calendar_editions", "calendar_progress", "sweeps", "leases", "event_counters"}


class Questions(CommandListener):
    """Writes down by which fields a collection is asked first, and how many rows are found."""

    def __init__(self) -> None:
        self.asked: set[tuple[str, tuple[str, ...]]] = set()
        self.found = 0

    def started(self, event: CommandStartedEvent) -> None:
        """Note the first condition of a question or of each write."""
        command = dict(event.command)
        collection = str(command.get(event.command_name, ""))
        conditions: list[Any] = []
        if event.command_name == "find":
            conditions = [command.get("filter", {})]
        elif event.command_name == "aggregate" and command["pipeline"]:
            conditions = [command["pipeline"][0].get("$match", {})]
        elif event.command_name == "update":
            conditions = [each["q"] for each in command["updates"]]
        elif event.command_name == "delete":
            conditions = [each["q"] for each in command["deletes"]]
        self.asked |= {(collection, tuple(condition)) for condition in conditions}

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """Count what was found."""
        if event.command_name == "find":
            self.found += len(event.reply["cursor"]["firstBatch"])

    def failed(self, event: Any) -> None:
        """Nothing to note."""


@pytest.fixture
def questions() -> Questions:
    return Questions()


@pytest.fixture
def watched(database: Database, questions: Questions) -> Iterator[Coordination]:
    host, port = database.client.address or ("127.0.0.1", 0)
    url = f"mongodb://{host}:{port}/?directConnection=true&retryWrites=false"
    client: MongoClient[dict[str, Any]] = MongoClient(
        url, event_listeners=[questions], tz_aware=True
    )
    with client:
        yield prepared(client[database.name])


def test_no_question_needs_more_than_one_index_has(
    watched: Coordination, questions: Questions
) -> None:
    office = office_on(watched)
    questions.asked.clear()
    review, suit, petition = Case(), a_suit(), a_petition()
    for step in (
        review.step("file", clocks=[a_clock()]),
        suit.step("schedule_hearing", hearing_on="2024-05-20"),
        referred(petition, "mediation"),
        review.step("accept", clocks=[a_clock(status="met", ended_on="2024-05-10")]),
        petition.step("join_matter", from_matter_id="matter-0000"),
    ):
        office.hears(step)
        watched.watch.record(CaseEvent.read(step))
        watched.hearings.record(CaseEvent.read(step))
    watched.watch.warn(date(2024, 5, 20))
    watched.sweep.run(date(2024, 5, 20))
    office.follow_up.run(date(2025, 5, 20))
    code = AGENCY["code"]
    for level in (None, "red", "amber", "green"):
        watched.docket.page(ClockFilter(code, level=level), today="2024-05-08", after=None, size=9)
    wanted = CountFilter(code)
    DocketCounts(watched.docket.rows, wanted, date(2024, 5, 8), watched.docket.calendars()).shown()
    days_of(watched.docket.rows, wanted, date(2024, 5, 1), date(2024, 5, 31), date(2024, 5, 8))
    watched.hearings.between(code, "2024-05-01", "2024-05-31", {"track": "litigation"})
    office.follow_up.referrals.page(ReferralFilter(code, state="offered"), after=None, size=9)
    office.hears(a_body("某仲裁委员会"))
    office.follow_up.bodies.named("arbitration", {"name": "某仲裁委员会"})
    office.follow_up.moves.page("notice", agency_code=code, after=None, size=9)
    watched.docket.open_clocks(review.case_id)
    office.follow_up.referrals.not_ended_before(code, date(2024, 1, 1))

    uncovered = {
        (collection, fields)
        for collection, fields in questions.asked
        if collection not in SMALL and not covered(watched.database, collection, fields)
    }
    assert uncovered == set()


def covered(database: Database, collection: str, fields: tuple[str, ...]) -> bool:
    """Say whether one index begins with exactly the fields that a question names."""
    indexes = [list(each["key"]) for each in database[collection].list_indexes()]
    return any(sorted(index[: len(fields)]) == sorted(fields) for index in indexes if fields)


def test_a_step_of_a_case_that_lives_long_looks_at_the_clocks_that_still_run(
    watched: Coordination, questions: Questions
) -> None:
    case = Case()
    ended = [
        a_clock(id=f"FY-17.{number}", status="met", ended_on="2024-05-10") for number in range(60)
    ]
    watched.docket.record(CaseEvent.read(case.step("file", clocks=[a_clock(), *ended])))
    questions.found = 0

    watched.docket.record(CaseEvent.read(case.step("accept", clocks=[ended[7]])))

    # The open one, and the one that is told of.
    assert questions.found == 2
    assert len(watched.docket.all_clocks(case.case_id)) == 61
    assert len(watched.docket.open_clocks(case.case_id)) == 1
