"""The two threads that drive the relay."""

from __future__ import annotations

import threading
import time

from shared.events.bus import Publisher
from shared.events.doorbell import ANYWHERE, Call, Doorbell
from shared.events.pace import Pace
from shared.events.relay import BATCH, Relay

LIVELY_LOOK_SECONDS = 0.04
LONGEST_WAIT_SECONDS = 0.5  # the lease is to be renewed, and a stop to be noticed
TEND_SECONDS = 1.0
LOOK_UNASKED_SECONDS = 30.0


class Numbering:
    """
    Looks for waiting events.

    Through an outlet at once when rung for, through all at the pace that the doorbell has earned.
    While that is quick, every 40 ms through those outlets that had something just before: a
    service may have many of which one is busy, and every look is a question to the database.
    """

    def __init__(self, relay: Relay, doorbell: Doorbell) -> None:
        self._relay = relay
        self._doorbell = doorbell
        self._pace = Pace()
        self._calls: frozenset[Call] = frozenset()

    def run(self, stop: threading.Event) -> None:
        """Number events until `stop`; then give the lease back."""
        try:
            self._relay.lease.alone(stop, lambda: self._step(stop), standing_by=self._rest)
        finally:
            self._doorbell.close()
        self._relay.settle()
        self._relay.lease.release()

    def _rest(self) -> None:
        self._doorbell.close()
        self._pace.begin()

    def _step(self, stop: threading.Event) -> None:
        self._doorbell.open()
        quick = self._pace.deaf or not self._doorbell.listens
        if not self._pace.pause():
            found = self._relay.number()
            self._pace.looked(found=bool(found))
        else:
            found = self._relay.number_lively() if quick else 0
        if calls := [call for call in self._calls if call.name != ANYWHERE]:
            found += self._relay.number_for(calls)
        while self._relay.behind and self._relay.lease.held and not stop.is_set():
            self._relay.number_lively()
        if found and quick:
            self._calls = frozenset()
            return  # More may have come meanwhile; where the doorbell works, it was rung for.
        longest = LIVELY_LOOK_SECONDS if quick else LONGEST_WAIT_SECONDS
        self._calls = self._doorbell.wait(min(longest, self._pace.pause()), stop)
        self._relay.settle_when_due()
        if any(call.name == ANYWHERE for call in self._calls):
            self._pace.rung()
        elif self._calls:
            self._pace.heard()


class Publishing:
    """Hands numbered events to the bus as they come."""

    def __init__(self, relay: Relay, publisher: Publisher) -> None:
        self._relay = relay
        self._publisher = publisher

    def run(self, stop: threading.Event) -> None:
        """Publish events until `stop`."""
        look_at = 0.0
        try:
            while not stop.is_set():
                numbered = self._relay.numbered.wait(TEND_SECONDS) if look_at else True
                self._relay.numbered.clear()
                if numbered or time.monotonic() >= look_at:
                    while self._relay.publish() == BATCH and not stop.is_set():
                        pass
                    look_at = time.monotonic() + LOOK_UNASKED_SECONDS
                else:
                    self._relay.save_place()
                self._publisher.tend()
            self._relay.save_place()
        finally:
            self._publisher.drop()
