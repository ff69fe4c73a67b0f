"""Reported cases made anew from the feeds: whole, in order, once, while events keep coming."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from services.reporting import case_facts
from services.reporting.assembly import Reporting
from services.reporting.case_facts import SHAPE
from services.reporting.cases import ReportedCases
from services.reporting.rebuild import Rebuild, RebuildDisturbedError
from shared.casework.case_events import CaseEvent
from shared.events.envelope import Arrival, Event
from shared.events.feed_client import FeedError, FeedPage
from shared.law import load_rules, official_calendar
from shared.legal_day import today
from shared.storage.database import Database, Document
from tests.services.coordination.asking import Desk, refused
from tests.services.coordination.telling import AGENCY
from tests.services.reporting.world import a_petition, a_suit, met, running

PAGE = 3


class Feeds:
    """The feeds of two services, page by page; one may be down."""

    def __init__(self, **events: list[Event]) -> None:
        self.logs = events
        self.down = False

    def after(self, producer: str, sequence: int) -> FeedPage:
        if self.down:
            raise FeedError(producer)
        log = self.logs[producer]
        page = log[sequence : sequence + PAGE]
        return FeedPage(tuple(Arrival.read(each.as_cloudevent()) for each in page), len(log))


STEPS: tuple[dict[str, Any], ...] = (
    {"command": "accept", "told": {}},
    {"command": "urge", "told": {"ground": "x", "feedback_due_on": "2024-06-01"}},
    {"command": "report_back", "told": {"about": "urging", "adopted": "adopted"}},
    {"command": "rate", "told": {"satisfaction": 4}},
)


def history() -> dict[str, list[Event]]:
    """Return what two services told of five cases, numbered through for each service."""
    petitions = [a_petition(f"pet-{n}") for n in (1, 2, 3)]
    suits = [a_suit(f"sui-{n}") for n in (1, 2)]
    told = {
        "petitions": [
            event
            for number, day in enumerate(range(10, 30), start=1)
            for case in petitions
            for each in [STEPS[number % len(STEPS)]]
            for event in [
                case.step(
                    each["command"],
                    on=f"2024-05-{day}",
                    clocks=[met("XF-02", "2024-05-16", "2024-05-10", id=f"XF-02.{number}")],
                    **each["told"],
                )
            ]
        ][:25],
        "litigation": [
            event
            for number in range(1, 8)
            for case in suits
            for event in [
                case.step(
                    "receive_suggestion",
                    on=f"2024-05-0{number}",
                    clocks=[running("SS-28", "2024-07-01", id=f"SS-28.{number}")],
                    kind="judicial",
                    suggestion_number=str(number),
                )
            ]
        ],
    }
    return {
        name: [replace(each, source=name, sequence=n) for n, each in enumerate(events, start=1)]
        for name, events in told.items()
    }


class World:
    """Reporting with a consumer that has followed up to some point, and rebuilds beside it."""

    def __init__(self, database: Database, reporting: Reporting) -> None:
        self.database = database
        self.reported = reporting.cases
        self.feeds = Feeds(**history())
        self.consumed = dict.fromkeys(self.feeds.logs, 0)

    def rebuild(self) -> Rebuild:
        return Rebuild(self.database, self.reported, self.feeds, list(self.feeds.logs))

    def consume(self, producer: str) -> bool:
        position = self.consumed[producer]
        if position == len(self.feeds.logs[producer]):
            return False
        self.reported.record(CaseEvent.read(self.feeds.logs[producer][position]))
        self.consumed[producer] += 1
        return True

    def consume_all(self) -> None:
        for producer in self.feeds.logs:
            while self.consume(producer):
                pass

    def kept(self) -> dict[str, Document]:
        return {
            case["_id"]: {name: value for name, value in case.items() if name != "run"}
            for case in self.database["reported_cases"].find()
        }


@pytest.fixture
def world(database: Database, reporting: Reporting) -> World:
    return World(database, reporting)


@pytest.fixture
def straight(reporting: Reporting) -> dict[str, Document]:
    """What a straight reading of both histories keeps of every case."""
    own = reporting.database
    other = own.client[f"{own.name[:40]}_straight"]
    reported = ReportedCases(other, load_rules(), official_calendar)
    for events in history().values():
        for event in events:
            reported.record(CaseEvent.read(event))
    return {case["_id"]: case for case in other["reported_cases"].find()}


def run_to_its_end(*rebuilds: Rebuild) -> None:
    working = list(rebuilds)
    while working:
        working = [rebuild for rebuild in working if step(rebuild)]


def step(rebuild: Rebuild) -> bool:
    with suppress(RebuildDisturbedError):
        return rebuild.step()
    return True


def test_what_happened_before_the_projection_existed_is_counted(
    world: World, straight: Mapping[str, Document]
) -> None:
    world.consumed = {"petitions": 20, "litigation": 14}
    world.consume_all()
    assert world.kept() != straight

    run_to_its_end(world.rebuild())

    assert world.kept() == straight
    state = world.reported.state()
    assert state is not None
    assert (state["phase"], state["positions"]) == ("complete", {"litigation": 14, "petitions": 25})
    assert world.database["reported_cases_rebuilt"].count_documents({}) == 0


def interleaved(world: World, chance: random.Random) -> Iterator[Callable[[], object]]:
    """Yield pieces of work at random: of the consumer, of two rebuilds, and being killed."""
    rebuilds = [world.rebuild(), world.rebuild()]
    states = world.database["projections"]

    def killed_before_it_was_noted() -> None:
        before = states.find_one({})
        step(chance.choice(rebuilds))
        if before is not None:
            states.replace_one({"_id": before["_id"]}, before)

    def consume() -> None:
        world.consume(chance.choice(list(world.feeds.logs)))

    for _ in range(60):
        yield chance.choice(
            [consume, consume, lambda: step(chance.choice(rebuilds)), killed_before_it_was_noted]
        )


@pytest.mark.parametrize("seed", range(12))
def test_in_whatever_order_consumer_and_rebuilds_work_every_step_counts_once(
    world: World, straight: Mapping[str, Document], seed: int
) -> None:
    chance = random.Random(seed)
    world.consumed = {"petitions": chance.randrange(25), "litigation": chance.randrange(14)}
    whole = {name: list(events) for name, events in world.feeds.logs.items()}
    world.feeds.logs = {
        name: events[: world.consumed[name] + chance.randrange(5)] for name, events in whole.items()
    }
    for work in interleaved(world, chance):
        work()
        grown = chance.choice(list(whole))
        world.feeds.logs[grown] = whole[grown][: len(world.feeds.logs[grown]) + chance.randrange(2)]
    world.feeds.logs = whole
    world.consume_all()
    run_to_its_end(world.rebuild(), world.rebuild())

    assert world.kept() == straight


def test_a_case_that_moves_on_meanwhile_takes_its_place_when_the_feed_was_read_on(
    world: World, straight: Mapping[str, Document]
) -> None:
    world.consumed = {"petitions": 3, "litigation": 14}
    whole, rebuild = world.feeds.logs["petitions"], world.rebuild()
    world.feeds.logs["petitions"] = whole[:6]
    while (world.reported.state() or {}).get("phase") != "taking_over":
        rebuild.step()
    world.feeds.logs["petitions"] = whole
    world.consume_all()

    rebuild.step()
    assert world.kept()["pet-1"] != straight["pet-1"]
    run_to_its_end(rebuild)

    assert world.kept() == straight


def test_a_count_begun_on_the_old_document_does_not_overwrite_the_new_one(
    world: World, straight: Mapping[str, Document]
) -> None:
    class Slow(ReportedCases):
        def _write(self, before: Document | None, after: Document) -> bool | None:
            if before is not None and before.get("run") is None:
                run_to_its_end(world.rebuild())
            return super()._write(before, after)

    log = world.feeds.logs["petitions"]
    world.feeds.logs = {"petitions": log[:24], "litigation": world.feeds.logs["litigation"]}
    world.reported.record(CaseEvent.read(log[21]))  # pet-1, of which the first steps are not known
    world.feeds.logs["petitions"] = log[:22]

    Slow(world.database, load_rules(), official_calendar).record(CaseEvent.read(log[24]))

    assert log[24].subject == log[21].subject == "pet-1"
    assert world.kept()["pet-1"] == straight["pet-1"]


def test_a_feed_that_is_down_holds_the_rebuild_up_and_loses_nothing(
    world: World, straight: Mapping[str, Document]
) -> None:
    rebuild = world.rebuild()
    for _ in range(3):
        rebuild.step()
    world.feeds.down = True
    for _ in range(3):
        with pytest.raises(FeedError):
            rebuild.step()
    world.feeds.down = False

    run_to_its_end(world.rebuild())

    assert world.kept() == straight


def test_it_runs_once_and_again_when_it_is_ordered(world: World) -> None:
    rebuild = world.rebuild()
    run_to_its_end(rebuild)
    assert not rebuild.step()

    world.database["reported_cases"].delete_one({"_id": "pet-1"})
    world.reported.ask_for_rebuild()
    run_to_its_end(rebuild)

    assert "pet-1" in world.kept()
    state = world.reported.state()
    assert state is not None
    assert state["run"] == 2


@pytest.mark.parametrize("changed", [{"projections": 0}, {"reported_cases": 0}])
def test_it_runs_by_itself_when_the_shape_is_another(
    world: World, straight: Mapping[str, Document], changed: Mapping[str, int]
) -> None:
    run_to_its_end(world.rebuild())
    for name, shape in changed.items():
        world.database[name].update_many({}, {"$set": {"shape": shape}})

    rebuild = world.rebuild()
    rebuild.check_shapes()
    run_to_its_end(rebuild)

    assert world.kept() == straight
    state = world.reported.state()
    assert state is not None
    assert (state["run"], state["shape"]) == (2, SHAPE)


def test_a_case_of_another_shape_is_not_reported_and_only_the_step_is_noted(
    world: World,
) -> None:
    log = world.feeds.logs["petitions"]
    world.reported.record(CaseEvent.read(log[0]))
    world.database["reported_cases"].update_one({}, {"$set": {"shape": SHAPE + 1}})
    before = world.kept()["pet-1"]

    world.reported.record(CaseEvent.read(log[3]))
    world.reported.record(CaseEvent.read(log[3]))

    assert world.kept()["pet-1"] == {**before, "sequence": 4}
    assert world.reported.of_agency(AGENCY["code"], "2024-01-01") == []


def test_what_is_kept_of_a_case_changes_together_with_its_shape(
    straight: Mapping[str, Document],
) -> None:
    case = straight["pet-1"]
    parts = (case["clocks"][0], case["steps"][0], case["course"][0])
    said = [case_facts.KEPT, sorted(case), *(sorted(part) for part in parts)]
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:12]

    assert (SHAPE, digest) == (6, "e0ca2fc644ee"), (
        "what is kept of a case has changed: count SHAPE up, and write the new digest here"
    )


# ---------------------------------------------------------------------------------------- HTTP


def test_reports_say_whether_they_are_being_made_anew(world: World, desk: Desk) -> None:
    paths = ("indicators", "daily", "warnings", "supervision")
    asked = [f"/api/v1/reports/{path}" for path in paths]
    assert {desk.get(path, role="admin").get_json()["rebuilding"] for path in asked} == {True}

    run_to_its_end(world.rebuild())

    assert {desk.get(path, role="admin").get_json()["rebuilding"] for path in asked} == {False}


def test_an_administrator_orders_it_and_sees_how_far_it_is(world: World, desk: Desk) -> None:
    before = desk.get("/api/v1/reports/rebuild", role="supervisor").get_json()
    assert (before["phase"], before["complete"]) == ("waiting", False)
    run_to_its_end(world.rebuild())
    done = desk.get("/api/v1/reports/rebuild", role="supervisor").get_json()
    assert (done["phase"], done["complete"], done["run"]) == ("complete", True, 1)
    assert {"service": "petitions", "read": 25, "last": 25} in done["feeds"]

    answer = desk.post("/api/v1/reports/rebuild", {}, role="admin")

    assert (answer.status_code, answer.get_json()["phase"]) == (202, "waiting")
    world.rebuild().step()
    assert desk.get("/api/v1/reports/rebuild", role="admin").get_json()["phase"] == "reading"
    assert today().isoformat() >= done["ended_at"][:10]


@pytest.mark.parametrize("role", ["supervisor", "petition_officer"])
def test_nobody_else_orders_it(world: World, desk: Desk, role: str) -> None:
    run_to_its_end(world.rebuild())

    assert refused(desk.post("/api/v1/reports/rebuild", {}, role=role))[0] == 403
    assert not world.rebuild().step()
