"""The receivers of messages, each with its own secret, which is stored sealed."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pymongo import ASCENDING

from services.liaison.webhooks.messages import Message
from shared.casework.personal import Sealer
from shared.storage.database import Database, Document

COLLECTION = "webhook_endpoints"
ACTIVE, DISABLED = "active", "disabled"
KNOWN_AFTER_SECONDS = 0.25
"""So old may the receivers be for which a worker keeps messages."""
_FIELD = "webhook_secret"


@dataclass(frozen=True, slots=True)
class NewEndpoint:
    """
    A receiver as an administrator names it.

    With `court` it hears only of mediations that this court assigned, and their outcomes wait for
    it if they come first.
    """

    url: str
    events: Sequence[str]
    secret: str
    created_by: str
    court: str | None = None


class Endpoints:
    """
    Keeps the receivers.

    For every event the worker asks which there are. It asks anew only when it last did so some
    time ago, and whoever changes a receiver answers only when that time has passed: whatever
    happens after the answer is recorded for the receivers as they are then.
    """

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._endpoints = database[COLLECTION]
        self._sealer = sealer
        self._seen: list[Document] = []
        self._seen_at = float("-inf")

    def add(self, new: NewEndpoint) -> Document:
        """Keep a receiver and return it; its secret is sealed to its id."""
        endpoint_id = uuid.uuid4().hex
        document: Document = {
            "_id": endpoint_id,
            "url": new.url,
            "events": list(new.events),
            "court": new.court,
            "secret": self._sealer.seal(new.secret, document=endpoint_id, field=_FIELD),
            "state": ACTIVE,
            "reason": None,
            "created_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "created_by": new.created_by,
        }
        self._endpoints.insert_one(document)
        self._seen_at = float("-inf")
        return document

    def take_over(self, endpoints: Iterable[Document]) -> None:
        """Keep receivers as they stood elsewhere, secrets sealed; who is here already stays."""
        for each in endpoints:
            self._endpoints.update_one({"_id": each["_id"]}, {"$setOnInsert": each}, upsert=True)
        self._seen_at = float("-inf")

    def find(self, endpoint_id: str) -> Document | None:
        """Return the receiver, or None."""
        return self._endpoints.find_one({"_id": endpoint_id})

    def all(self) -> list[Document]:
        """Return every receiver, the oldest first."""
        return list(self._endpoints.find().sort("created_at", ASCENDING))

    def active(self) -> list[Document]:
        """Return the receivers to which messages are sent."""
        return list(self._endpoints.find({"state": ACTIVE}))

    def lately_active(self) -> list[Document]:
        """Return the receivers to which messages were sent a quarter of a second ago, or later."""
        asked_at = time.monotonic()
        if asked_at - self._seen_at >= KNOWN_AFTER_SECONDS:
            self._seen, self._seen_at = self.active(), asked_at
        return self._seen

    @staticmethod
    def await_known() -> None:
        """Return when every worker knows what was changed before."""
        time.sleep(KNOWN_AFTER_SECONDS)

    def predecessors(self, endpoint: Mapping[str, Any]) -> list[str]:
        """Return the ids of the disabled receivers of the same court."""
        found = self._endpoints.find({"state": DISABLED, "court": endpoint["court"]})
        return [each["_id"] for each in found]

    def set_state(self, endpoint_id: str, state: str, reason: str | None = None) -> Document | None:
        """Disable or enable a receiver, and return it."""
        change = {"$set": {"state": state, "reason": reason}}
        self._endpoints.update_one({"_id": endpoint_id}, change)
        self._seen_at = float("-inf")
        return self.find(endpoint_id)

    def secret_of(self, endpoint: Mapping[str, str]) -> str:
        """Return the secret in clear, to sign with."""
        return str(self._sealer.open(endpoint["secret"], document=endpoint["_id"], field=_FIELD))


def wants(endpoint: Document, message: Message) -> bool:
    """Say whether a receiver asked for messages of this type, and this court for this one."""
    track = message.type.partition(".")[0]
    if not {message.type, f"{track}.*", "*"} & set(endpoint["events"]):
        return False
    return endpoint["court"] is None or endpoint["court"] == message.court
