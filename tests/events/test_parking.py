"""Events that fail: parked with their matter, tried again, set aside by a person."""

from __future__ import annotations

import pytest

from shared.events import lanes as lanes_module
from shared.events.envelope import Arrival, Event
from shared.events.lanes import Lanes
from shared.events.parked import SET_ASIDE, WAITING, ParkedEvents
from shared.events.subscribers import Subscriber
from shared.storage.database import Database
from tests.support.events import NOON, an_arrival, an_event

BAD = "bad"
BAD_EFFECT = "bad~effect"


class Handler:
    """Remembers what it handled; refuses ids in `failing`."""

    def __init__(self, *failing: str) -> None:
        self.failing = set(failing)
        self.handled: list[str] = []
        self.tried = 0

    def __call__(self, event: Event) -> None:
        self.tried += 1
        if event.id in self.failing:
            raise RuntimeError("the other service refused")
        self.handled.append(event.id)


@pytest.fixture(autouse=True)
def _impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes_module, "LOOK_SECONDS", 0.0)
    monkeypatch.setattr(lanes_module, "LOOK_WHEN_CLEAR_SECONDS", 0.0)
    monkeypatch.setattr(lanes_module, "FIRST_RETRY_SECONDS", 0.0)


def the_lanes(database: Database, handler: Handler) -> Lanes:
    return the_effects(database, Subscriber("effect", handler))


def the_effects(database: Database, *subscribers: Subscriber) -> Lanes:
    lanes = Lanes(database, subscribers)
    lanes.load()
    return lanes


def arrival(event_id: str, matter: str, sequence: int = 1) -> Arrival:
    return an_arrival(sequence, id=event_id, matter_id=matter)


def waiting(database: Database) -> list[str]:
    return [parked.arrival.event_id for parked in ParkedEvents(database).page(status=WAITING)]


def test_a_failing_event_holds_up_its_own_matter_only(database: Database) -> None:
    handler = Handler(BAD)
    lanes = the_lanes(database, handler)
    for event_id, matter in [(BAD, "m1"), ("behind", "m1"), ("other", "m2"), ("last", "m1")]:
        lanes.handle(arrival(event_id, matter))

    assert handler.handled == ["other"]
    assert waiting(database) == [BAD, "behind", "last"]


def test_once_it_succeeds_those_behind_follow_in_order(database: Database) -> None:
    handler = Handler(BAD)
    lanes = the_lanes(database, handler)
    for event_id in (BAD, "second", "third"):
        lanes.handle(arrival(event_id, "m1"))
    handler.failing.clear()
    lanes.retry_due()
    lanes.handle(arrival("fourth", "m1"))

    assert handler.handled == [BAD, "second", "third", "fourth"]
    assert waiting(database) == []


def test_a_second_failure_further_along_stops_the_lane_there(database: Database) -> None:
    handler = Handler(BAD, "third")
    lanes = the_lanes(database, handler)
    for event_id in (BAD, "second", "third", "fourth"):
        lanes.handle(arrival(event_id, "m1"))
    handler.failing.remove(BAD)
    lanes.retry_due()

    assert handler.handled == [BAD, "second"]
    assert waiting(database) == ["third", "fourth"]


def test_the_error_and_the_attempts_can_be_read(database: Database) -> None:
    lanes = the_lanes(database, Handler(BAD))
    lanes.handle(arrival(BAD, "m1"))
    lanes.retry_due()
    lanes.retry_due()
    parked = ParkedEvents(database).find(BAD_EFFECT)

    assert parked is not None
    assert (parked.attempts, parked.error) == (3, "RuntimeError: the other service refused")


def test_retries_are_spaced_out(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes_module, "FIRST_RETRY_SECONDS", 60.0)
    handler = Handler(BAD)
    lanes = the_lanes(database, handler)
    lanes.handle(arrival(BAD, "m1"))
    for _ in range(5):
        lanes.retry_due()

    assert handler.tried == 1


def test_a_first_failure_is_tried_again_after_its_own_pause(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes_module, "LOOK_WHEN_CLEAR_SECONDS", 3600.0)
    handler = Handler(BAD)
    lanes = the_lanes(database, handler)
    lanes.retry_due()  # nothing waits, so the next look is far away
    lanes.handle(arrival(BAD, "m1"))
    handler.failing.clear()
    lanes.retry_due()

    assert handler.handled == [BAD]


def test_a_person_can_have_it_tried_before_its_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes_module, "FIRST_RETRY_SECONDS", 60.0)
    handler = Handler(BAD)
    lanes = the_lanes(database, handler)
    lanes.handle(arrival(BAD, "m1"))
    handler.failing.clear()
    assert ParkedEvents(database).request_retry(BAD_EFFECT)
    lanes.retry_due()

    assert handler.handled == [BAD]


def test_setting_one_aside_lets_its_matter_go_on(database: Database) -> None:
    handler = Handler(BAD)
    lanes = the_lanes(database, handler)
    for event_id in (BAD, "behind"):
        lanes.handle(arrival(event_id, "m1"))
    assert ParkedEvents(database).put_aside(BAD_EFFECT, by="supervisor-1", reason="重复登记")
    lanes.retry_due()
    lanes.handle(arrival("new", "m1"))
    aside = ParkedEvents(database).find(BAD_EFFECT)

    assert handler.handled == ["behind", "new"]
    assert aside is not None
    assert aside.status == SET_ASIDE
    assert aside.set_aside is not None
    assert (aside.set_aside["by"], aside.set_aside["reason"]) == ("supervisor-1", "重复登记")


def test_what_was_set_aside_can_still_be_retried(database: Database) -> None:
    handler = Handler(BAD)
    lanes = the_lanes(database, handler)
    parked = ParkedEvents(database)
    lanes.handle(arrival(BAD, "m1"))
    parked.put_aside(BAD_EFFECT, by="supervisor-1", reason="先放一放")
    lanes.retry_due()
    handler.failing.clear()
    assert parked.request_retry(BAD_EFFECT)
    lanes.retry_due()

    assert handler.handled == [BAD]
    assert parked.page() == []


def test_what_a_person_asks_for_is_taken_in_when_it_is_rung_for(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = Handler(BAD)
    lanes = the_lanes(database, handler)
    parked = ParkedEvents(database)
    lanes.handle(arrival(BAD, "m1"))
    parked.put_aside(BAD_EFFECT, by="supervisor-1", reason="先放一放")
    monkeypatch.setattr(lanes_module, "LOOK_WHEN_CLEAR_SECONDS", 3600.0)
    lanes.retry_due()
    handler.failing.clear()
    assert parked.request_retry(BAD_EFFECT)
    lanes.retry_due()
    assert handler.handled == []

    lanes.look_soon()
    lanes.retry_due()

    assert handler.handled == [BAD]


def test_a_new_process_keeps_the_matter_waiting(database: Database) -> None:
    handler = Handler(BAD)
    the_lanes(database, handler).handle(arrival(BAD, "m1"))
    successor = the_lanes(database, handler)
    successor.handle(arrival("behind", "m1"))

    assert handler.handled == []
    assert waiting(database) == [BAD, "behind"]


def test_an_event_that_is_parked_already_is_parked_once(database: Database) -> None:
    lanes = the_lanes(database, Handler(BAD))
    lanes.handle(arrival(BAD, "m1"))
    lanes.handle(arrival(BAD, "m1"))

    assert waiting(database) == [BAD]


def test_an_event_of_an_unknown_version_waits_for_the_release_that_knows_it(
    database: Database,
) -> None:
    handler = Handler()
    lanes = the_lanes(database, handler)
    newer = Arrival.read(an_event(1, id="newer", schema_version=2).as_cloudevent())
    lanes.handle(newer)
    lanes.handle(arrival("behind", "m1"))
    lanes.handle(arrival("other", "m2"))
    parked = ParkedEvents(database).find("newer")

    assert handler.handled == ["other"]
    assert parked is not None
    assert parked.error is not None
    assert "UnknownVersionError" in parked.error
    assert parked.arrival.envelope == newer.envelope


def test_waiting_and_set_aside_are_counted(database: Database) -> None:
    parked = ParkedEvents(database)
    for n, event_id in enumerate(("a", "b", "c")):
        parked.park(arrival(event_id, "m1"), n)
    parked.put_aside("b", by="x", reason="y")

    assert parked.counts() == {WAITING: 2, SET_ASIDE: 1}


def test_a_failing_effect_holds_up_itself_and_no_other(database: Database) -> None:
    docket, matters = Handler(BAD), Handler()
    lanes = the_effects(database, Subscriber("docket", docket), Subscriber("matters", matters))
    for event_id, matter in [(BAD, "m1"), ("behind", "m1"), ("other", "m2")]:
        lanes.handle(arrival(event_id, matter))

    assert (docket.handled, matters.handled) == (["other"], [BAD, "behind", "other"])
    assert [(each.id, each.effect) for each in ParkedEvents(database).page()] == [
        ("bad~docket", "docket"),
        ("behind~docket", "docket"),
    ]
    docket.failing.clear()
    lanes.retry_due()

    assert (docket.handled, matters.handled) == (
        ["other", BAD, "behind"],
        [BAD, "behind", "other"],
    )


def test_an_effect_waits_for_the_one_that_it_depends_on(database: Database) -> None:
    order: list[str] = []
    matters, referrals = Handler(BAD), Handler()

    def noting(name: str, handler: Handler) -> Subscriber:
        def handle(event: Event) -> None:
            handler(event)
            order.append(f"{name} {event.id}")

        return Subscriber(name, handle, after=() if name == "matters" else ("matters",))

    lanes = the_effects(database, noting("matters", matters), noting("referrals", referrals))
    for event_id, matter in [(BAD, "m1"), ("behind", "m1"), ("other", "m2")]:
        lanes.handle(arrival(event_id, matter))
    assert order == ["matters other", "referrals other"]
    lanes.retry_due()
    assert referrals.handled == ["other"]
    matters.failing.clear()
    lanes.retry_due()

    assert order[2:] == ["matters bad", "matters behind", "referrals bad", "referrals behind"]
    assert waiting(database) == []


def test_what_depends_on_an_effect_set_aside_goes_on_without_it(database: Database) -> None:
    matters, referrals = Handler(BAD), Handler()
    lanes = the_effects(
        database,
        Subscriber("matters", matters),
        Subscriber("referrals", referrals, after=("matters",)),
    )
    lanes.handle(arrival(BAD, "m1"))
    assert ParkedEvents(database).put_aside("bad~matters", by="supervisor-1", reason="已登记")
    lanes.retry_due()

    assert referrals.handled == [BAD]
    assert [each.id for each in ParkedEvents(database).page()] == ["bad~matters"]


def test_an_event_parked_by_an_earlier_release_has_all_its_effects_in_its_turn(
    database: Database,
) -> None:
    """That release kept one row for a whole event, and no lists of them."""
    for position, event_id in enumerate((BAD, "behind"), start=1):
        of_before = {
            "_id": event_id,
            "status": WAITING,
            "lane": "m1",
            "position": position,
            "attempts": 1,
            "error": "KeyError: 'rule'",
            "parked_at": NOON,
            "last_attempt_at": NOON,
            "retry_requested": False,
            "set_aside": None,
            "envelope": an_event(position, id=event_id).as_cloudevent(),
        }
        database["parked"].insert_one(of_before)
    docket, matters = Handler(BAD), Handler()
    lanes = the_effects(database, Subscriber("docket", docket), Subscriber("matters", matters))
    lanes.handle(arrival("new", "m1"))
    assert waiting(database) == [BAD, "behind", "new"]
    lanes.retry_due()

    assert matters.handled == [BAD, "behind", "new"]
    docket.failing.clear()
    lanes.retry_due()

    assert docket.handled == [BAD, "behind", "new"]
    assert waiting(database) == []


def test_an_event_told_again_while_one_effect_waits_is_parked_once(database: Database) -> None:
    docket = Handler(BAD)
    subscribers = Subscriber("docket", docket), Subscriber("matters", Handler())
    the_effects(database, *subscribers).handle(arrival(BAD, "m1"))
    successor = the_effects(database, *subscribers)
    successor.handle(arrival(BAD, "m1"))
    docket.failing.clear()
    successor.retry_due()

    assert docket.handled == [BAD]
    assert waiting(database) == []


def test_effects_stand_behind_what_they_depend_on(database: Database) -> None:
    with pytest.raises(ValueError, match="referrals"):
        Lanes(
            database,
            [Subscriber("referrals", Handler(), after=("matters",)), Subscriber("matters", print)],
        )


def test_what_is_parked_is_listed_page_by_page(database: Database) -> None:
    parked = ParkedEvents(database)
    for n in range(250):
        parked.park(arrival(f"e{n:03d}", "m1"), n)
    for n in range(0, 250, 2):
        parked.put_aside(f"e{n:03d}", by="x", reason="y")
    found: list[str] = []
    after = None
    while page := parked.page(status=WAITING, after=after, size=40):
        found += [each.id for each in page]
        after = page[-1].listed_at

    assert found == [f"e{n:03d}" for n in range(1, 250, 2)]
    assert len(parked.page(status=SET_ASIDE, size=300)) == 125
    assert len(parked.page(size=300)) == 250
    assert parked.next_position() == 250
