"""The two threads that drive the relay."""

from __future__ import annotations

import threading
import time

from shared.events.bus import Publisher
from shared.events.doorbell import Doorbell
from shared.events.relay import Relay

BUSY_SECONDS = 0.02
IDLE_SECONDS = 0.2
STANDBY_SECONDS = 1.0
BUSY_FOR_SECONDS = 1.0
TEND_SECONDS = 1.0


class Numbering:
    """Looks for waiting events: at once when rung for, else every 20 ms to 200 ms."""

    def __init__(self, relay: Relay, doorbell: Doorbell) -> None:
        self._relay = relay
        self._doorbell = doorbell
        self._busy_until = 0.0

    def run(self, stop: threading.Event) -> None:
        """Number events until `stop`; then give the lease back."""
        try:
            while not stop.is_set():
                if self._relay.number():
                    self._busy_until = time.monotonic() + BUSY_FOR_SECONDS
                else:
                    self._doorbell.wait(self._pause(), stop)
        finally:
            self._doorbell.close()
        self._relay.lease.release()

    def _pause(self) -> float:
        if not self._relay.lease.held:
            self._doorbell.close()
            return STANDBY_SECONDS
        self._doorbell.open()
        return BUSY_SECONDS if time.monotonic() < self._busy_until else IDLE_SECONDS


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
