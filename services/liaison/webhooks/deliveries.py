"""Messages on their way to receivers, each kept with every attempt."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from pymongo import ASCENDING, UpdateOne
from pymongo.errors import DuplicateKeyError

from services.liaison.webhooks import endpoints
from services.liaison.webhooks.messages import Message
from shared.storage.database import Database, Document, create_collections
from shared.storage.lists import Lists

COLLECTION = "deliveries"
WAITING, DELIVERED, DEAD = STATES = ("waiting", "delivered", "dead")
# Present only while an attempt is to come: receiver and moment in one, so finding is one range.
QUEUE = "queue"
# So many are sent before it is asked again what is due.
MOST_DUE = 200
_ALL = "all"
_MOVING = ("state", "tries")
LISTS = Lists("listed", ((), ("endpoint",), ("state",), ("endpoint", "state")), descending=True)
_FACETS = {"endpoint": 1, "state": 1, "tries": 1, "listed": 1}


class Deliveries:
    """
    One document a message and receiver, whose id follows from both: an event told twice is one.

    A message owed to a court of which no receiver is known yet waits without one.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._deliveries = database[COLLECTION]

    def prepare(self) -> None:
        """Create collections and indexes; every process calls this before it writes."""
        create_collections(self._database, (COLLECTION, endpoints.COLLECTION))
        self._deliveries.create_index(QUEUE, sparse=True)
        LISTS.prepare(self._deliveries)
        for guard in (("_id", *_MOVING), ("court", "endpoint", "state")):
            self._deliveries.create_index([(name, ASCENDING) for name in guard])

    def add(self, message: Message, endpoint: Mapping[str, Any] | None) -> None:
        """Keep a message for a receiver, or for the court's that is not there yet; once."""
        now = _now()
        receiver = endpoint["_id"] if endpoint else f"court {message.court}"
        delivery_id = _id(receiver, message.event_id)
        document: Document = {
            "_id": delivery_id,
            "webhook_id": f"msg_{delivery_id}",
            "event_id": message.event_id,
            "type": message.type,
            "case_id": message.case_id,
            "court": message.court,
            "body": message.body,
            "state": WAITING,
            "tries": 0,
            "attempts": [],
            "created_at": now,
            "listed": f"{now} {delivery_id}",
            **_addressed(endpoint, now),
        }
        document |= listed_keys(document)
        with suppress(DuplicateKeyError):  # the event was told again
            self._deliveries.insert_one(document)

    def take_over(self, deliveries: Sequence[Document]) -> None:
        """Keep deliveries as they stood elsewhere; those that are here already stay."""
        writes = [
            UpdateOne({"_id": each["_id"]}, {"$setOnInsert": each | listed_keys(each)}, upsert=True)
            for each in deliveries
        ]
        if writes:
            self._deliveries.bulk_write(writes, ordered=False)

    def adopt(self, endpoint: Mapping[str, Any], predecessors: Sequence[str] = ()) -> None:
        """Let a court's receiver have what waited for it, or for those that it takes over from."""
        address = _addressed(endpoint, _now())
        for former in (None, *predecessors):
            waiting = {"endpoint": former, "court": endpoint["court"], "state": WAITING}
            found = list(self._deliveries.find(waiting, _FACETS))
            if found:
                writes = [
                    UpdateOne(
                        _unchanged(each), {"$set": {**address, **listed_keys(each | address)}}
                    )
                    for each in found
                ]
                self._deliveries.bulk_write(writes, ordered=False)

    def find(self, delivery_id: str) -> Document | None:
        """Return the delivery, or None."""
        return self._deliveries.find_one({"_id": delivery_id})

    def due(self, endpoint_id: str, now: datetime) -> list[str]:
        """Return the ids of what a receiver is owed by now, what has waited longest first."""
        due = {"$gt": f"{endpoint_id} ", "$lte": f"{endpoint_id} {_moment(now)}"}
        found = self._deliveries.find({QUEUE: due}, {QUEUE: 1}).sort(QUEUE, ASCENDING)
        return [each["_id"] for each in found.limit(MOST_DUE)]

    def first_due(self, endpoint_id: str) -> datetime | None:
        """Return when a receiver is to be sent something next, None when nothing waits for it."""
        waiting = {"$gt": f"{endpoint_id} ", "$lt": f"{endpoint_id}!"}
        found = self._deliveries.find({QUEUE: waiting}, {QUEUE: 1}).sort(QUEUE, ASCENDING).limit(1)
        return next((datetime.fromisoformat(each[QUEUE].partition(" ")[2]) for each in found), None)

    def still_due(self, delivery_id: str, now: datetime) -> Document | None:
        """Return a delivery if it is to be sent by now, or None."""
        found = self.find(delivery_id)
        if found is None or QUEUE not in found:
            return None
        return found if found[QUEUE] <= f"{found['endpoint']} {_moment(now)}" else None

    def settle(
        self,
        delivery: Mapping[str, Any],
        attempt: Mapping[str, Any],
        state: str,
        next_at: datetime | None = None,
    ) -> None:
        """Note an attempt and what follows; nothing when another process was faster."""
        tries = delivery["tries"]
        kept: Document = {"state": state, "tries": tries + 1}
        change: Document = {"$push": {"attempts": dict(attempt)}, "$set": kept}
        if next_at is None:
            change["$unset"] = {QUEUE: ""}
        else:
            kept[QUEUE] = f"{delivery['endpoint']} {_moment(next_at)}"
        kept |= listed_keys({**delivery, **kept})
        unchanged = {"_id": delivery["_id"], "state": WAITING, "tries": tries}
        self._deliveries.update_one(unchanged, change)

    def send_again(self, delivery: Mapping[str, Any]) -> None:
        """Begin anew with all attempts, under the same message id; what was tried stays."""
        queue = f"{delivery['endpoint']} {_now()}"
        anew: Document = {"state": WAITING, "tries": 0, QUEUE: queue}
        anew |= listed_keys({**delivery, **anew})
        self._deliveries.update_one({"_id": delivery["_id"]}, {"$set": anew})

    def page(
        self,
        *,
        endpoint: str | None = None,
        state: str | None = None,
        after: str | None,
        size: int,
    ) -> list[Document]:
        """Return up to `size` deliveries, the latest first, after the key of the page before."""
        narrowed = {"endpoint": endpoint, "state": state}
        asked = {name: value for name, value in narrowed.items() if value is not None}
        return LISTS.page(self._deliveries, _ALL, asked, after=after, size=size, rest=asked)


def listed_keys(delivery: Mapping[str, Any]) -> Document:
    """Return the keys by which a delivery is listed."""
    facets = {"endpoint": delivery["endpoint"], "state": delivery["state"]}
    return LISTS.keys([_ALL], facets, delivery["listed"])


def _unchanged(delivery: Mapping[str, Any]) -> Document:
    return {name: delivery[name] for name in ("_id", *_MOVING)}


def _addressed(endpoint: Mapping[str, Any] | None, now: str) -> Document:
    if endpoint is None:
        return {"endpoint": None, "url": None}
    queue = f"{endpoint['_id']} {now}"
    return {"endpoint": endpoint["_id"], "url": endpoint["url"], QUEUE: queue}


def _id(receiver: str, event_id: str) -> str:
    return hashlib.sha256(f"{receiver}\0{event_id}".encode()).hexdigest()[:32]


def _now() -> str:
    return _moment(datetime.now(UTC))


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
