"""Work that comes now and then, done by one process of several."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeAlias

from shared.events.lease import LEASE_SECONDS, Lease
from shared.storage.database import Database

LOOK_SECONDS = 30.0

GoOn: TypeAlias = Callable[[], bool]
# Returns after how many seconds there will be more, if that is known.
Work: TypeAlias = Callable[[GoOn], float | None]


class Errand:
    """
    Looks whether there is work when it is called, and from time to time; then does it alone.

    `is_due` is asked before the lease is, so a look in vain costs what `is_due` costs. `work` asks
    now and then whether to go on: no longer when the process stops or the lease was lost. Who
    writes orders in another process of the machine calls by `ring`, with the name.
    """

    def __init__(
        self,
        database: Database,
        name: str,
        *,
        is_due: Callable[[], bool],
        work: Work,
        look_seconds: float = LOOK_SECONDS,
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        self.name = name
        self.lease = Lease(database, name, seconds=lease_seconds)
        self._is_due = is_due
        self._work = work
        self._look_seconds = look_seconds
        self._called = threading.Event()

    def call(self) -> None:
        """Let it look at once, also to notice that it is to stop."""
        self._called.set()

    def run(self, stop: threading.Event) -> None:
        """Look again and again until `stop` is set and it is called."""
        while not stop.is_set():
            self._called.wait(self._look(stop))
            self._called.clear()

    def _look(self, stop: threading.Event) -> float:
        """Do what there is to do; return after how many seconds to look again."""
        if stop.is_set() or not self._is_due() or not self.lease.hold():
            return self._look_seconds
        try:
            more_in = self._work(lambda: not stop.is_set() and self.lease.hold())
        finally:
            self.lease.release()
        return self._look_seconds if more_in is None else min(more_in, self._look_seconds)
