"""Effects that failed, kept with their events until they are there or set aside by a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from shared.events.envelope import Arrival
from shared.storage.database import Database, Document
from shared.storage.keys import keyed, place, scope
from shared.storage.pages import Pages, prepare_pages

COLLECTION = "parked"
"""Also the name by which the worker is rung for when a person asked for something."""
WAITING = "waiting"
SET_ASIDE = "set_aside"
# The lists of all, and of those of one status, in the order in which they were parked.
_LISTED, _BY_STATUS = "listed", "listed_by_status"
_ALL = "all"
# Present only from a person's request until the worker took it in.
_ASKED = "asked"
_ERROR_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Parked:
    """
    One effect of one event. Of an effect in a matter the lowest `position` goes first.

    `effect` is empty where no effect of the event could be tried, as when it cannot be read.
    `attempts` is 0 for one that only waits behind another. `set_aside` is `{by, reason, at}`.
    """

    id: str
    arrival: Arrival
    effect: str
    position: int
    status: str
    attempts: int
    error: str | None
    parked_at: datetime
    last_attempt_at: datetime | None
    retry_requested: bool
    set_aside: dict[str, Any] | None

    @property
    def listed_at(self) -> str:
        """Its place in the lists."""
        return _place(self.position, self.id)


class ParkedEvents:
    """The collection `parked` (`_id` = event id and effect)."""

    def __init__(self, database: Database) -> None:
        self._rows = database[COLLECTION]
        self._all = Pages(self._rows, _LISTED)
        self._by_status = Pages(self._rows, _BY_STATUS)

    def prepare(self) -> None:
        """Create the indexes: for lists, for what waits, and for what persons ask for."""
        prepare_pages(self._rows, (_LISTED, _BY_STATUS))
        self._rows.create_index("status")
        self._rows.create_index(_ASKED, sparse=True)

    def park(
        self,
        arrival: Arrival,
        position: int,
        error: Exception | None = None,
        *,
        effect: str = "",
    ) -> Parked | None:
        """Keep what failed with `error` or waits behind another; None when it is kept already."""
        parked_id = f"{arrival.event_id}~{effect}" if effect else arrival.event_id
        at = _now()
        row = {
            "effect": effect,
            "lane": arrival.lane,
            "position": position,
            "attempts": 0 if error is None else 1,
            "error": None if error is None else _described(error),
            "parked_at": at,
            "last_attempt_at": None if error is None else at,
            "retry_requested": False,
            "set_aside": None,
            "envelope": arrival.envelope,
            **_listed(parked_id, position, WAITING),
        }
        added = self._rows.update_one({"_id": parked_id}, {"$setOnInsert": row}, upsert=True)
        return None if added.matched_count else _parked({"_id": parked_id, **row})

    def waiting(self) -> Iterator[Parked]:
        """Yield all that wait, in no order: for a worker that starts."""
        return map(_parked, self._rows.find({"status": WAITING}))

    def page(
        self, *, status: str | None = None, after: str | None = None, size: int = 100
    ) -> list[Parked]:
        """Return up to `size` of a status or of all, as they were parked, after a `listed_at`."""
        if status is None:
            found = self._all.page(_ALL, size=size, after=after)
        else:
            found = self._by_status.page(scope(status), size=size, after=after)
        return [_parked(row) for row in found]

    def find(self, parked_id: str) -> Parked | None:
        """Return what is parked under an id, or None."""
        row = self._rows.find_one({"_id": parked_id})
        return None if row is None else _parked(row)

    def next_position(self) -> int:
        """Return a position behind all that are parked."""
        last = self._all.page(_ALL, size=1, descending=True, shown={"position": 1})
        return 1 + max((row["position"] for row in last), default=0)

    def complete_older(self) -> None:
        """Put rows of an earlier release, which knew no effects and no lists, into the lists."""
        wanted = {"position": 1, "status": 1}
        for row in list(self._rows.find({_LISTED: {"$exists": False}}, wanted)):
            listed = _listed(row["_id"], row["position"], row["status"])
            self._rows.update_one({"_id": row["_id"]}, {"$set": listed})

    def note_failure(self, parked_id: str, error: Exception) -> None:
        """Count one more failed attempt."""
        tried = {"error": _described(error), "last_attempt_at": _now(), "retry_requested": False}
        self._rows.update_one({"_id": parked_id}, {"$set": tried, "$inc": {"attempts": 1}})

    def remove_handled(self, parked_id: str) -> None:
        """Forget what has had its effect."""
        self._rows.delete_one({"_id": parked_id})

    def request_retry(self, parked_id: str) -> bool:
        """Ask the worker to try again now; also brings back what was set aside."""
        return self._ask(parked_id, WAITING, {"retry_requested": True, "set_aside": None})

    def put_aside(self, parked_id: str, *, by: str, reason: str) -> bool:
        """Let the matter go on without this effect, which stays, with who decided so and why."""
        found = self.find(parked_id)
        if found is None or found.status != WAITING:
            return False
        decision = {"by": by, "reason": reason, "at": _now()}
        return self._ask(parked_id, SET_ASIDE, {"retry_requested": False, "set_aside": decision})

    def take_requests(self) -> list[Parked]:
        """Return what persons asked for since the last time, as it stands now."""
        asked = [row["_id"] for row in self._rows.find({_ASKED: True}, {"_id": 1})]
        for parked_id in asked:
            # Before it is read: what is asked for after that is found the next time.
            self._rows.update_one({"_id": parked_id}, {"$unset": {_ASKED: ""}})
        return [found for parked_id in asked if (found := self.find(parked_id)) is not None]

    def counts(self) -> dict[str, int]:
        """Return how many wait and how many were set aside."""
        by_status = {"$group": {"_id": "$status", "count": {"$sum": 1}}}
        found = {row["_id"]: row["count"] for row in self._rows.aggregate([by_status])}
        return {status: found.get(status, 0) for status in (WAITING, SET_ASIDE)}

    def _ask(self, parked_id: str, status: str, change: Document) -> bool:
        found = self._rows.find_one({"_id": parked_id}, {"position": 1})
        if found is None:
            return False
        state = {**change, _ASKED: True, **_listed(parked_id, found["position"], status)}
        return bool(self._rows.update_one({"_id": parked_id}, {"$set": state}).matched_count)


def _listed(parked_id: str, position: int, status: str) -> Document:
    at = _place(position, parked_id)
    lists = keyed(_LISTED, _ALL, at) | keyed(_BY_STATUS, scope(status), at)
    return {"status": status, **lists}


def _place(position: int, parked_id: str) -> str:
    return place(f"{position:012d}", quote(parked_id, safe=""))


def _parked(row: Document) -> Parked:
    return Parked(
        id=row["_id"],
        arrival=Arrival.read(row["envelope"]),
        effect=row.get("effect", ""),
        position=row["position"],
        status=row["status"],
        attempts=row["attempts"],
        error=row["error"],
        parked_at=row["parked_at"],
        last_attempt_at=row["last_attempt_at"],
        retry_requested=row["retry_requested"],
        set_aside=row["set_aside"],
    )


def _described(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:_ERROR_LENGTH]


def _now() -> datetime:
    return datetime.now(UTC)
