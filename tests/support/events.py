"""Builders and stand-ins for what meets at the bus: documents, events, feeds, waiting."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from shared.events.envelope import SCHEMA_VERSION, Arrival, Event
from shared.events.feed_client import PAGE, FeedError, FeedPage
from shared.http.settings import Settings
from shared.storage.database import Database

NOON = datetime(2024, 1, 18, 4, 0, tzinfo=UTC)


LOOK_SECONDS = 0.02
PATIENCE_SECONDS = 90


def eventually(condition: Callable[[], Any]) -> Any:
    """
    Return the first true value of `condition`; fail when it was patient long enough.

    What a look itself takes does not count, so a busy machine has longer.
    """
    for _ in range(math.ceil(PATIENCE_SECONDS / LOOK_SECONDS)):
        found = condition()
        if found:
            return found
        time.sleep(LOOK_SECONDS)
    raise AssertionError(f"not within {PATIENCE_SECONDS} s: {condition}")


def an_event(sequence: int = 0, **changes: Any) -> Event:
    """Return an event of the reconsideration service about matter `m1`."""
    facts: dict[str, Any] = {
        "id": f"c1.{sequence}.1",
        "type": "reconsideration.accepted",
        "source": "reconsideration",
        "sequence": sequence,
        "subject": "c1",
        "time": NOON,
        "matter_id": "m1",
        "case_number": "津政复〔2024〕1号",
        "traceparent": None,
        "schema_version": SCHEMA_VERSION,
        "data": {"accepted_on": "2024-01-18"},
    }
    return Event(**(facts | changes))


def an_arrival(sequence: int, **changes: Any) -> Arrival:
    """Return `an_event` as the bus delivers it."""
    return Arrival.read(an_event(sequence, **changes).as_cloudevent())


def write_entry(
    database: Database,
    document_id: str,
    *,
    outlet: str = "reconsiderations",
    matter_id: str = "m1",
    events: int = 1,
    **changes: Any,
) -> None:
    """Append one history entry with `events` events to a document, as a command does."""
    found = database[outlet].find_one({"_id": document_id}, {"version": 1})
    version = 1 + (found["version"] if found else 0)
    announced = [
        {
            "id": f"{document_id}.{version}.{n}",
            "type": "reconsideration.accepted",
            "subject": document_id,
            "matter_id": matter_id,
            "case_number": None,
            "time": NOON,
            "traceparent": None,
            "data": {"version": version},
        }
        | changes
        for n in range(1, events + 1)
    ]
    database[outlet].update_one(
        {"_id": document_id},
        {
            "$push": {"history": {"version": version, "events": announced}},
            "$set": {"version": version, "pending": True},
            "$setOnInsert": {"published": 0},
        },
        upsert=True,
    )


def write_secrets(folder: Path, services: Iterable[str]) -> None:
    """Create the identity keys of `services`."""
    (folder / "identity").mkdir(parents=True)
    for service in services:
        key = Ed25519PrivateKey.generate()
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        (folder / "identity" / f"{service}.key").write_bytes(private)
        (folder / "identity" / f"{service}.pub").write_bytes(public)


def settings_of(
    service: str, *, database_url: str, broker_url: str, folder: Path, services: Mapping[str, str]
) -> Settings:
    """Return the settings of one service of a test."""
    return Settings(
        service=service,
        database_url=database_url,
        database_name=f"{service}_{folder.name}".replace("-", "_")[-60:],
        broker_url=broker_url,
        secrets_dir=folder / "secrets",
        services=services,
    )


@dataclass
class LogFeed:
    """A producer's feed read straight from envelopes, with faults to order."""

    envelopes: list[dict[str, Any]] = field(default_factory=list)
    producer: str = "reconsideration"
    unavailable: bool = False
    connected: bool = True
    tells: bool = True
    asked: int = 0

    def announce(self, *events: Event) -> None:
        """Add events to the log behind the feed."""
        self.envelopes += [event.as_cloudevent() for event in events]

    def after(self, producer: str, sequence: int, limit: int = PAGE) -> FeedPage:
        """Return the page as `FeedClient` would."""
        self.asked += 1
        if self.unavailable:
            raise FeedError("down")
        if producer != self.producer:
            return FeedPage((), 0, tells=self.tells)
        page = self.envelopes[sequence : sequence + limit]
        return FeedPage(tuple(Arrival.read(envelope) for envelope in page), len(self.envelopes))
