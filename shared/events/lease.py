"""A lease that at most one process of a service holds."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable

import structlog
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from shared.storage.database import Database, Document

LEASE_SECONDS = 15.0  # longer than a handler takes, or two processes would take turns
STANDBY_SECONDS = 1.0
RENEWED_AFTER = 2 / 3  # of its length: a look that comes late still finds it held
_log = structlog.get_logger(__name__)


class Lease:
    """
    The right to do a job alone, renewed while the job is done.

    No wall clock takes part. The holder counts `beat` up; another process takes over after it
    has itself seen the same beat for the whole `seconds`, so a clock that jumps on either
    machine neither prolongs nor breaks a lease. A paused holder learns from its own monotonic
    clock that its time is over. What the lease guards is fenced by unique keys besides.
    """

    def __init__(
        self,
        database: Database,
        name: str,
        *,
        seconds: float = LEASE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self._leases = database["leases"]
        self._seconds = seconds
        self._clock = clock
        self._me = uuid.uuid4().hex
        self._beat = 0
        self._held_until = float("-inf")
        self._renew_at = float("-inf")
        self._seen: tuple[str | None, int] | None = None
        self._seen_at = 0.0
        self._lock = threading.Lock()

    @property
    def held(self) -> bool:
        """Tell, without asking the database, whether the lease is certainly ours now."""
        return self._clock() < self._held_until

    def hold(self) -> bool:
        """Take the lease if it is free, renew it if that is due, and tell whether it is ours."""
        with self._lock:
            if self.held and self._clock() < self._renew_at:
                return True
            return self._renew() if self._beat else self._take()

    def alone(
        self,
        stop: threading.Event,
        work: Callable[[], None],
        *,
        standing_by: Callable[[], None] = lambda: None,
    ) -> None:
        """
        Do `work` again and again while the lease is held, until `stop`; else ask once a second.

        `standing_by` is called before each wait of a process that does not hold it. Whoever is
        done releases the lease.
        """
        while not stop.is_set():
            if self.hold():
                work()
            else:
                standing_by()
                stop.wait(STANDBY_SECONDS)

    def release(self) -> None:
        """Give the lease back, so that the next process need not wait."""
        with self._lock:
            if self._beat:
                mine = {"_id": self.name, "holder": self._me, "beat": self._beat}
                self._leases.update_one(mine, {"$set": {"holder": None}})
            self._forget()

    def forget(self) -> None:
        """Stop believing in the lease, after another process has shown itself."""
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        self._beat = 0
        self._held_until = float("-inf")
        self._seen = None

    def _renew(self) -> bool:
        if self._advance(self._me, self._beat):
            return True
        _log.warning("lease_lost", lease=self.name)
        self._forget()
        return False

    def _take(self) -> bool:
        found = self._leases.find_one({"_id": self.name})
        if found is None:
            return self._create()
        holder, beat = found["holder"], found["beat"]
        # Ours already when the answer to an earlier question was lost on its way back.
        waits = holder not in (None, self._me)
        if waits and not self._unchanged(holder, beat):
            return False
        return self._advance(holder, beat)

    def _unchanged(self, holder: str, beat: int) -> bool:
        now = self._clock()
        if self._seen != (holder, beat):
            self._seen, self._seen_at = (holder, beat), now
        return now - self._seen_at >= self._seconds

    def _create(self) -> bool:
        asked_at = self._clock()
        try:
            self._leases.insert_one({"_id": self.name, "holder": self._me, "beat": 1})
        except DuplicateKeyError:
            return False
        self._believe(asked_at, 1)
        return True

    def _advance(self, holder: str | None, beat: int) -> bool:
        asked_at = self._clock()
        found: Document | None = self._leases.find_one_and_update(
            {"_id": self.name, "holder": holder, "beat": beat},
            {"$set": {"holder": self._me, "beat": beat + 1}},
            return_document=ReturnDocument.AFTER,
        )
        if found is None:
            return False
        self._believe(asked_at, beat + 1)
        return True

    def _believe(self, asked_at: float, beat: int) -> None:
        if not self._beat:
            _log.info("lease_taken", lease=self.name)
        # Counted from before the question: the answer may have been long under way.
        self._beat = beat
        self._held_until = asked_at + self._seconds
        self._renew_at = asked_at + self._seconds * RENEWED_AFTER
