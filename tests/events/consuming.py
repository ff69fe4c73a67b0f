"""A consumer with a feed, a buffer and a handler that tests can look into."""

from __future__ import annotations

from dataclasses import dataclass, field
from queue import Queue

from shared.events.consumer import Consumer, HearsOwn
from shared.events.envelope import Arrival, Event
from shared.events.subscribers import Subscriber
from shared.events.watermarks import Watermarks
from shared.storage.database import Database
from tests.support.events import LogFeed, an_arrival, an_event

PRODUCER = "reconsideration"


@dataclass
class Handled:
    """A handler that remembers, and fails for the event ids it is told to."""

    events: list[Event] = field(default_factory=list)
    failing: set[str] = field(default_factory=set)

    def __call__(self, event: Event) -> None:
        if event.id in self.failing:
            raise ValueError(f"cannot handle {event.id}")
        self.events.append(event)

    @property
    def sequences(self) -> list[int]:
        return [event.sequence for event in self.events]


@dataclass
class Setting:
    database: Database
    feed: LogFeed
    handled: Handled
    buffer: Queue[Arrival]
    consumer: Consumer
    deaf: list[bool]
    rung: list[bool]

    def again(self) -> Setting:
        """Return the setting as a new process of the service finds it."""
        return a_setting(self.database, self.feed, self.handled)

    def watermark(self) -> int:
        return Watermarks(self.database).load().get(PRODUCER, 0)


def a_setting(
    database: Database,
    feed: LogFeed | None = None,
    handled: Handled | None = None,
    types: tuple[str, ...] = ("reconsideration.accepted",),
    *,
    gather_seconds: float = 0.0,
    hears_own: HearsOwn | None = None,
) -> Setting:
    feed, handled, buffer = feed or LogFeed(), handled or Handled(), Queue[Arrival](100)
    effect = Subscriber("effect", handled, wants=lambda kind: kind in types or types == ("*",))
    services = ["mediation", PRODUCER, "petitions"]
    deaf: list[bool] = []
    rung: list[bool] = []
    consumer = Consumer(
        database,
        "mediation",
        services,
        subscribers=[effect],
        feeds=feed,
        buffer=buffer,
        on_deaf=lambda: deaf.append(True),
        on_effect=lambda: rung.append(True),
        connected=lambda: feed.connected,
        gather_seconds=gather_seconds,
        hears_own=hears_own,
    )
    consumer.load()
    return Setting(database, feed, handled, buffer, consumer, deaf, rung)


def deliver(setting: Setting, *sequences: int) -> None:
    for sequence in sequences:
        setting.buffer.put(an_arrival(sequence))
        setting.consumer.step(0.01)
    setting.consumer.step(0.01)


def announce(setting: Setting, *sequences: int) -> None:
    setting.feed.announce(*(an_event(sequence) for sequence in sequences))
