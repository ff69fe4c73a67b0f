"""Watching from outside whether events flow: a process can look healthy and be deaf."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import structlog
from amqp.exceptions import NotFound

from shared.events import topology
from shared.events.bus import connection, establish, is_amqp
from shared.events.metrics import CONSUMERS_AT_BROKER, OLDEST_UNPUBLISHED_SECONDS, PARKED
from shared.events.parked import ParkedEvents
from shared.events.receiver import Receiver
from shared.events.relay import Relay
from shared.storage.database import Database

WATCH_SECONDS = 10.0
MEASURE_SECONDS = 60.0
DEAD_AFTER = 3  # measurements in a row without a consumer, although this process consumes
_log = structlog.get_logger(__name__)


class Watch:
    """
    Measures every minute, and lets a receiver unknown to the broker connect anew in ten seconds.

    Where that does not help the queue itself is dead: a quorum queue of RabbitMQ that was
    declared a moment before its node was killed may never get a leader again. Then it takes no
    consumer, and every publisher waits in vain for its confirm. It is deleted and made again;
    what it held the feeds have.
    """

    def __init__(
        self, database: Database, service: str, broker_url: str, relay: Relay, receiver: Receiver
    ) -> None:
        self._service = service
        self._broker_url = broker_url
        self._relay = relay
        self._receiver = receiver
        self._parked = ParkedEvents(database)
        self._unheard = 0

    def run(self, stop: threading.Event) -> None:
        """Measure until `stop`."""
        measure_at = time.monotonic()
        while not stop.wait(WATCH_SECONDS):
            if time.monotonic() >= measure_at:
                measure_at = time.monotonic() + MEASURE_SECONDS
                self.measure()
            elif is_amqp(self._broker_url):
                self._count_consumers()

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
        self._unheard = 0 if count else self._unheard + 1
        if count:
            return
        queue = topology.queue_name(self._service)
        _log.error("no_consumer_at_broker", queue=queue)
        if self._unheard >= DEAD_AFTER and self._receiver.is_active:
            _log.error("queue_made_again", queue=queue)
            make_again(self._broker_url, self._service)
            self._unheard = 0
        self._receiver.reconnect()


def consumers_at_broker(broker_url: str, service: str) -> int:
    """Return how many consumers RabbitMQ counts on the queue of `service`, 0 without a queue."""
    with connection(broker_url) as broker:
        establish(broker)
        try:
            found = broker.channel().queue_declare(topology.queue_name(service), passive=True)
        except (NotFound, TimeoutError):
            # A broker that answers while its queue does not: that one is dead.
            broker.collect()
            return 0
        return int(found.consumer_count)


def make_again(broker_url: str, service: str) -> None:
    """Delete the queue of `service` at RabbitMQ with all that waits in it, and declare it anew."""
    with connection(broker_url) as broker:
        establish(broker)
        channel = broker.channel()
        channel.queue_delete(topology.queue_name(service))
        topology.declare(channel, [service])
