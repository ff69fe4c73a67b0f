"""Events that a handler failed on, kept until they are handled or set aside by a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from shared.events.database import Database, Document
from shared.events.envelope import Arrival

WAITING = "waiting"
SET_ASIDE = "set_aside"
_ERROR_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Parked:
    """
    One parked event. In each `lane` the lowest `position` goes first and the others wait.

    `attempts` is 0 for an event that only waits behind another. `set_aside` is
    `{by, reason, at}`.
    """

    arrival: Arrival
    position: int
    status: str
    attempts: int
    error: str | None
    parked_at: datetime
    last_attempt_at: datetime | None
    retry_requested: bool
    set_aside: dict[str, Any] | None


class ParkedEvents:
    """The collection `parked` (`_id` = event id)."""

    def __init__(self, database: Database) -> None:
        self._rows = database["parked"]

    def park(self, arrival: Arrival, position: int, error: Exception | None = None) -> None:
        """Keep `arrival`, failed with `error` or waiting behind another; a repeat changes none."""
        row = {
            "status": WAITING,
            "lane": arrival.lane,
            "position": position,
            "attempts": 0 if error is None else 1,
            "error": None if error is None else _described(error),
            "parked_at": _now(),
            "last_attempt_at": None if error is None else _now(),
            "retry_requested": False,
            "set_aside": None,
            "envelope": arrival.envelope,
        }
        self._rows.update_one({"_id": arrival.event_id}, {"$setOnInsert": row}, upsert=True)

    def heads(self) -> dict[str, Parked]:
        """Return the first waiting event of each lane."""
        first: dict[str, Parked] = {}
        for parked in self.all(WAITING):
            first.setdefault(parked.arrival.lane, parked)
        return first

    def in_lane(self, lane: str) -> list[Parked]:
        """Return the waiting events of a lane in the order in which they are to be handled."""
        return [parked for parked in self.all(WAITING) if parked.arrival.lane == lane]

    def all(self, status: str | None = None) -> list[Parked]:
        """Return parked events, first position first."""
        found = self._rows.find({} if status is None else {"status": status})
        return sorted((_parked(row) for row in found), key=lambda parked: parked.position)

    def find(self, event_id: str) -> Parked | None:
        """Return one parked event, or None."""
        row = self._rows.find_one({"_id": event_id})
        return None if row is None else _parked(row)

    def next_position(self) -> int:
        """Return a position behind all that are parked."""
        return 1 + max((row["position"] for row in self._rows.find({}, {"position": 1})), default=0)

    def note_failure(self, event_id: str, error: Exception) -> None:
        """Count one more failed attempt."""
        tried = {"error": _described(error), "last_attempt_at": _now(), "retry_requested": False}
        self._rows.update_one({"_id": event_id}, {"$set": tried, "$inc": {"attempts": 1}})

    def remove_handled(self, event_id: str) -> None:
        """Forget an event that was handled."""
        self._rows.delete_one({"_id": event_id})

    def request_retry(self, event_id: str) -> bool:
        """Ask the worker to try again now; also brings back what was set aside."""
        wanted = {"status": WAITING, "retry_requested": True, "set_aside": None}
        return bool(self._rows.update_one({"_id": event_id}, {"$set": wanted}).matched_count)

    def put_aside(self, event_id: str, *, by: str, reason: str) -> bool:
        """Let the lane go on without this event, which stays, with who decided so and why."""
        decision = {"by": by, "reason": reason, "at": _now()}
        change = {"status": SET_ASIDE, "retry_requested": False, "set_aside": decision}
        waiting = {"_id": event_id, "status": WAITING}
        return bool(self._rows.update_one(waiting, {"$set": change}).matched_count)

    def counts(self) -> dict[str, int]:
        """Return how many events wait and how many were set aside."""
        return {
            status: self._rows.count_documents({"status": status})
            for status in (WAITING, SET_ASIDE)
        }


def _parked(row: Document) -> Parked:
    return Parked(
        arrival=Arrival.read(row["envelope"]),
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
