"""Watching from outside whether events flow: a process can look healthy and be deaf."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import structlog
from amqp.exceptions import NotFound

from shared.events import topology
from shared.events.bus import connection, establish, is_amqp
from shared.events.database import Database
from shared.events.metrics import CONSUMERS_AT_BROKER, OLDEST_UNPUBLISHED_SECONDS, PARKED
from shared.events.parked import ParkedEvents
from shared.events.receiver import Receiver
from shared.events.relay import Relay

WATCH_SECONDS = 10.0
_log = structlog.get_logger(__name__)


class Watch:
    """Measures every ten seconds, and lets a receiver unknown to the broker connect anew."""

    def __init__(
        self, database: Database, service: str, broker_url: str, relay: Relay, receiver: Receiver
    ) -> None:
        self._service = service
        self._broker_url = broker_url
        self._relay = relay
        self._receiver = receiver
        self._parked = ParkedEvents(database)

    def run(self, stop: threading.Event) -> None:
        """Measure until `stop`."""
        while not stop.wait(WATCH_SECONDS):
            self.measure()

    def measure(self) -> None:
        """Measure once."""
        OLDEST_UNPUBLISHED_SECONDS.labels(self._service).set(self.oldest_unpublished_seconds())
        for status, count in self._parked.counts().items():
            PARKED.labels(self._service, status).set(count)
        if is_amqp(self._broker_url):
            self._count_consumers()

    def oldest_unpublished_seconds(self) -> float:
        """Return the age of the oldest event that the bus has not been given, 0 without one."""
        oldest = min((event.time for event in self._relay.unpublished()), default=None)
        return 0.0 if oldest is None else max(0.0, (datetime.now(UTC) - oldest).total_seconds())

    def _count_consumers(self) -> None:
        count = consumers_at_broker(self._broker_url, self._service)
        CONSUMERS_AT_BROKER.labels(self._service).set(count)
        if count == 0:
            _log.error("no_consumer_at_broker", queue=topology.queue_name(self._service))
            self._receiver.reconnect()


def consumers_at_broker(broker_url: str, service: str) -> int:
    """Return how many consumers RabbitMQ counts on the queue of `service`, 0 without a queue."""
    with connection(broker_url) as broker:
        establish(broker)
        try:
            found = broker.channel().queue_declare(topology.queue_name(service), passive=True)
        except NotFound:
            return 0
        return int(found.consumer_count)
