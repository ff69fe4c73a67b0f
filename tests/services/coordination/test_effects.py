"""An effect that fails holds up itself; whatever else an event has to bring about is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from services.coordination.assembly import Coordination
from services.coordination.subscribers import SUBSCRIBERS, Parts, subscribers_of
from shared.events import lanes as lanes_module
from shared.events.envelope import Arrival, Event
from shared.events.lanes import Lanes
from shared.events.parked import ParkedEvents
from shared.events.subscribers import Subscriber
from shared.storage.database import Database
from tests.services.coordination.following import (
    Office,
    a_body,
    a_petition,
    a_target,
    office_on,
    referred,
    step_of,
)
from tests.services.coordination.telling import Case, a_clock
from tests.support.notices import a_notice, told_of

EDITION = a_notice()["notice"]
NAMES = [each.name for each in SUBSCRIBERS]
# What each effect leaves behind, in which collection.
KEPT = {
    "docket": "docket",
    "hearings": "hearings",
    "matters": "matters",
    "limitation": "limitation_watch",
    "calendar-moves": "calendar_moves",
    "referrals": "referrals",
    "calendar-editions": "calendar_progress",
    "bodies": "outside_bodies",
}


@dataclass
class Breakable:
    """The effects of coordination, of which some fail for now."""

    office: Office
    failing: set[str] = field(default_factory=set)

    def lanes(self) -> Lanes:
        parts = Parts(self.office.coordination, self.office.follow_up)
        lanes = Lanes(
            self.office.coordination.database,
            [replace(each, handle=self._breaking(each)) for each in subscribers_of(parts)],
        )
        lanes.load()
        return lanes

    def _breaking(self, subscriber: Subscriber) -> Callable[[Event], None]:
        def handle(event: Event) -> None:
            if subscriber.name in self.failing:
                raise RuntimeError(f"no {subscriber.name} today")
            subscriber.handle(event)

        return handle


@pytest.fixture
def breakable(coordination: Coordination, monkeypatch: pytest.MonkeyPatch) -> Breakable:
    for name in ("LOOK_SECONDS", "LOOK_WHEN_CLEAR_SECONDS", "FIRST_RETRY_SECONDS"):
        monkeypatch.setattr(lanes_module, name, 0.0)
    return Breakable(office_on(coordination))


def a_day_of_events() -> list[Event]:
    """Return events of one matter and of another, that have every effect there is."""
    petition = a_petition()
    mediation = a_target("mediation", matter_id=petition.matter_id)
    case = Case(case_id="018f0000dd", matter_id=petition.matter_id)
    act = {"number": "示城管罚〔2024〕3号", "kind": "penalty", "made_on": "2024-03-01"}
    stranger = Case(
        case_id="018f0000ee",
        matter_id="matter-0002",
        number="行复〔2024〕8号",
        parties=[],
        act=act,
    )
    recounted = (
        case.step("file", clocks=[a_clock(due_on="2024-05-15")]),
        case.step("recompute_clocks", clocks=[a_clock(due_on="2024-05-16")], edition=EDITION),
    )
    applied = replace(
        a_petition().step(),
        id="applied.1",
        type="calendar.edition_applied",
        subject=EDITION,
        matter_id=petition.matter_id,
        source="reconsideration",
        data={"edition": EDITION, "track": "reconsideration", "cases": 1},
    )
    return [
        petition.step("register"),
        recounted[0],
        recounted[1],
        referred(petition, "mediation"),
        step_of(mediation, petition, "accepted"),
        stranger.step("file", clocks=[a_clock()]),
        stranger.step("schedule_hearing", hearing_on="2024-06-12", place="第三法庭"),
        applied,
        told_of(a_notice()),
        a_body("某仲裁委员会"),
    ]


def handled(lanes: Lanes, events: list[Event]) -> None:
    for event in events:
        lanes.handle(Arrival.read(event.as_cloudevent()))


def kept(database: Database, name: str) -> list[dict[str, Any]]:
    """Return what an effect has left, without what differs from one run to the next."""
    hidden = {
        "history",
        "recorded_at",
        "born_at",
        "created_at",
        "listed",
        "queue",
        "endpoint",
        "keys",
    }
    rows = [
        {key: value for key, value in row.items() if key not in hidden and key != "_id"}
        for row in database[KEPT[name]].find()
    ]
    return sorted(rows, key=lambda row: repr(sorted(row.items(), key=lambda item: item[0])))


def expected(breakable: Breakable) -> dict[str, list[dict[str, Any]]]:
    """Return what all effects leave when nothing fails, and wipe it."""
    database = breakable.office.coordination.database
    handled(breakable.lanes(), a_day_of_events())
    found = {name: kept(database, name) for name in NAMES}
    assert all(found.values())
    assert ParkedEvents(database).page() == []
    for name in {*KEPT.values(), "calendar_editions"}:
        database[name].delete_many({})
    return found


@pytest.mark.parametrize("failing", NAMES)
def test_an_effect_that_fails_holds_up_only_itself_until_it_is_retried(
    breakable: Breakable, failing: str
) -> None:
    database = breakable.office.coordination.database
    whole = expected(breakable)
    breakable.failing.add(failing)
    lanes = breakable.lanes()
    handled(lanes, a_day_of_events())

    waits = {failing, *(each.name for each in SUBSCRIBERS if failing in each.after)}
    parked = ParkedEvents(database).page()
    assert {each.effect for each in parked} == waits
    assert all(each.error for each in parked if each.effect == failing and each.attempts)
    for name in set(NAMES) - waits:
        assert kept(database, name) == whole[name], name
    assert kept(database, failing) != whole[failing]

    breakable.failing.clear()
    lanes.retry_due()
    assert ParkedEvents(database).page() == []
    for name in NAMES:
        assert kept(database, name) == whole[name], name


def test_events_told_again_after_a_failure_change_nothing(breakable: Breakable) -> None:
    database = breakable.office.coordination.database
    whole = expected(breakable)
    breakable.failing.add("docket")
    handled(breakable.lanes(), a_day_of_events())
    breakable.failing.clear()
    successor = breakable.lanes()
    handled(successor, a_day_of_events())
    successor.retry_due()
    handled(successor, a_day_of_events())

    for name in NAMES:
        assert kept(database, name) == whole[name], name


@pytest.mark.parametrize("at_once", [1, 3, 8])
def test_events_that_arrive_together_have_the_effects_of_events_that_come_alone(
    breakable: Breakable, at_once: int
) -> None:
    database = breakable.office.coordination.database
    whole = expected(breakable)
    lanes, events = breakable.lanes(), a_day_of_events()
    for _ in range(2):
        for start in range(0, len(events), at_once):
            arrivals = [Arrival.read(each.as_cloudevent()) for each in events[start:][:at_once]]
            lanes.handle(*arrivals)

    assert ParkedEvents(database).page() == []
    for name in NAMES:
        assert kept(database, name) == whole[name], name


def test_a_case_that_joins_a_matter_which_nobody_remembers_is_taken_in(
    breakable: Breakable,
) -> None:
    coordination = breakable.office.coordination
    lanes, petition = breakable.lanes(), a_petition()
    case = Case(case_id="018f0000dd", matter_id=petition.matter_id)
    handled(lanes, [petition.step("register")])
    for desk in coordination.matters.desks:
        desk.forget()

    # It came from no other, so it is taken to open its matter, until its writing is refused.
    handled(lanes, [case.step("file", clocks=[a_clock()])])

    (matter,) = coordination.database["matters"].find()
    assert matter["cases"].keys() == {petition.case_id, case.case_id}
    assert ParkedEvents(coordination.database).page() == []


@pytest.mark.parametrize("failing", NAMES)
def test_of_events_that_arrive_together_one_that_fails_holds_up_only_its_effect(
    breakable: Breakable, failing: str
) -> None:
    database = breakable.office.coordination.database
    whole = expected(breakable)
    breakable.failing.add(failing)
    lanes = breakable.lanes()
    lanes.handle(*(Arrival.read(each.as_cloudevent()) for each in a_day_of_events()))
    waits = {failing, *(each.name for each in SUBSCRIBERS if failing in each.after)}
    for name in set(NAMES) - waits:
        assert kept(database, name) == whole[name], name
    breakable.failing.clear()
    lanes.retry_due()

    assert ParkedEvents(database).page() == []
    for name in NAMES:
        assert kept(database, name) == whole[name], name


def test_every_effect_has_a_name_of_its_own_and_stands_behind_what_it_needs() -> None:
    assert len(set(NAMES)) == len(NAMES)
    for place, each in enumerate(SUBSCRIBERS):
        assert set(each.after) <= set(NAMES[:place])
