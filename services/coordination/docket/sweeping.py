"""The automatic sweep: hourly, and first thing every day, by one process of several."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Generic, Protocol, TypeVar

import structlog

from services.coordination.docket.entry_grace import EntryGrace
from shared.events.errand import LOOK_SECONDS, Errand, GoOn
from shared.events.lease import LEASE_SECONDS
from shared.legal_day import TIME_ZONE
from shared.legal_day import today as legal_today
from shared.storage.database import Database

TELL_SECONDS = 0.2
INTERVAL = timedelta(hours=1)
AUTOMATIC = "automatic"
_log = structlog.get_logger(__name__)


def errand_of(name: str) -> str:
    """Return what the errand of a sweep is called, for whoever rings for it."""
    return "sweep" if name == AUTOMATIC else f"sweep-{name}"


class Swept(Protocol):
    """What a sweep comes to; `complete` unless it was stopped."""

    @property
    def complete(self) -> bool:
        """Whether everything that was due has been looked at."""


Result_co = TypeVar("Result_co", bound=Swept, covariant=True)


class Sweeps(Protocol[Result_co]):
    """Whatever announces what is due as of a day, as `Sweep` does."""

    def run(self, as_of: date, *, grace: EntryGrace | None, go_on: GoOn) -> Result_co:
        """Announce it, each thing once."""


class Sweeping(Generic[Result_co]):
    """
    Runs the sweep when an hour has passed or a new day has begun since the last complete one.

    A sweep that did not run, for a day or for a week, is made up for at the next look: it goes
    by due dates, not by days. The lease only saves work; what is announced is guarded besides.
    `on_swept` is called after each sweep and, while a long one lasts, every 200 ms: there may be
    events.
    """

    def __init__(
        self,
        sweep: Sweeps[Result_co],
        database: Database,
        *,
        grace: EntryGrace,
        name: str = AUTOMATIC,
        on_swept: Callable[[], None] = lambda: None,
        lease_seconds: float = LEASE_SECONDS,
        look_seconds: float = LOOK_SECONDS,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        today: Callable[[], date] = legal_today,
    ) -> None:
        self._sweep = sweep
        self._sweeps = database["sweeps"]
        self._name = name
        self.errand = Errand(
            database,
            errand_of(name),
            is_due=self._is_due,
            work=self._work,
            look_seconds=look_seconds,
            lease_seconds=lease_seconds,
        )
        self._grace = grace
        self._on_swept = on_swept
        self._tell_at = 0.0
        self._now = now
        self._today = today

    def _work(self, go_on: GoOn) -> None:
        try:
            self.look(go_on)
        finally:
            self._on_swept()

    def look(self, go_on: GoOn) -> Result_co | None:
        """Sweep if it is due; None when it is not."""
        if not self._is_due():
            return None
        began = self._now()
        result = self._sweep.run(
            self._today(),
            grace=self._grace,
            go_on=lambda: self._goes_on(go_on),
        )
        if result.complete:
            self._sweeps.update_one({"_id": self._name}, {"$set": {"swept_at": began}}, upsert=True)
        return result

    def _goes_on(self, go_on: GoOn) -> bool:
        if time.monotonic() >= self._tell_at:
            self._tell_at = time.monotonic() + TELL_SECONDS
            self._on_swept()
        return go_on()

    def _is_due(self) -> bool:
        last = self._sweeps.find_one({"_id": self._name})
        if last is None:
            return True
        swept_at: datetime = last["swept_at"]
        # A wall clock that was set back must not put the sweep off.
        passed = abs(self._now() - swept_at)
        return passed >= INTERVAL or swept_at.astimezone(TIME_ZONE).date() != self._today()
