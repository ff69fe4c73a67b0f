"""The two threads that drive the relay."""

from __future__ import annotations

import threading
import time

from shared.events.bus import Publisher
from shared.events.doorbell import Doorbell
from shared.events.relay import Relay

LIVELY_LOOK_SECONDS = 0.04
FULL_LOOK_SECONDS = 0.2
STANDBY_SECONDS = 1.0
TEND_SECONDS = 1.0


class Numbering:
    """
    Looks for waiting events.

    Through all outlets at once when rung for, else every 200 ms; every 40 ms through those that
    had something just before. A service may have many outlets of which one is busy, and every
    look is a question to the database.
    """

    def __init__(self, relay: Relay, doorbell: Doorbell) -> None:
        self._relay = relay
        self._doorbell = doorbell

    def run(self, stop: threading.Event) -> None:
        """Number events until `stop`; then give the lease back."""
        look_at = 0.0
        try:
            while not stop.is_set():
                everywhere = time.monotonic() >= look_at
                found = self._relay.number() if everywhere else self._relay.number_lively()
                if everywhere:
                    look_at = time.monotonic() + FULL_LOOK_SECONDS
                if not found and self._wait(stop):
                    look_at = 0.0
        finally:
            self._doorbell.close()
        self._relay.lease.release()

    def _wait(self, stop: threading.Event) -> bool:
        """Wait for the next look; return whether somebody rang."""
        if self._relay.lease.held:
            self._doorbell.open()
            return self._doorbell.wait(LIVELY_LOOK_SECONDS, stop)
        self._doorbell.close()
        return self._doorbell.wait(STANDBY_SECONDS, stop)


class Publishing:
    """Hands numbered events to the bus as they come."""

    def __init__(self, relay: Relay, publisher: Publisher) -> None:
        self._relay = relay
        self._publisher = publisher

    def run(self, stop: threading.Event) -> None:
        """Publish events until `stop`."""
        try:
            while not stop.is_set():
                self._relay.numbered.clear()
                while self._relay.publish() and not stop.is_set():
                    pass
                self._publisher.tend()
                self._relay.numbered.wait(TEND_SECONDS)
        finally:
            self._publisher.drop()
