"""The end of the bus: messages are acknowledged on receipt and put into a bounded buffer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Full, Queue
from typing import Any, TypeAlias

import structlog
from kombu import Connection, Message
from kombu.mixins import ConsumerMixin

from shared.events import topology
from shared.events.bus import connection, establish
from shared.events.envelope import Arrival, EnvelopeError
from shared.events.metrics import BUFFER_DROPPED, MESSAGES_REJECTED

BUFFERED = 1_000
PREFETCH = 20
FULL_WAIT_SECONDS = 0.5
STANDBY_SECONDS = 0.5
_log = structlog.get_logger(__name__)

Buffer: TypeAlias = "Queue[Arrival]"


def new_buffer() -> Buffer:
    """Return the buffer between receiver and consumer."""
    return Queue(BUFFERED)


class Receiver(ConsumerMixin):
    """
    Receives while `active` says that this process consumes for its service.

    Without a `buffer` it takes messages off the queue and leaves it at that.
    Every error of the connection reaches `ConsumerMixin.run`, which builds everything anew; a
    swallowed one leaves a process that looks healthy and hears nothing.
    """

    def __init__(
        self, broker_url: str, service: str, buffer: Buffer | None, active: Callable[[], bool]
    ) -> None:
        self.connection = connection(broker_url)
        self._service = service
        self._buffer = buffer
        self._active = active
        self._stop = threading.Event()
        self._again = threading.Event()
        self._connected = threading.Event()

    def receive_until(self, stop: threading.Event) -> None:
        """Receive until `stop`, pausing while this process is not the active one."""
        self._stop = stop
        while not stop.is_set():
            if self._active():
                self._again.clear()
                self.run()
            else:
                stop.wait(STANDBY_SECONDS)

    def reconnect(self) -> None:
        """Build the connection anew, because the broker knows of no consumer here."""
        self._again.set()

    @property
    def is_active(self) -> bool:
        """Tell whether this process is the one that consumes for its service."""
        return self._active()

    @property
    def is_connected(self) -> bool:
        """Tell whether there is a connection over which the bus delivers, as far as is known."""
        return self._connected.is_set()

    @property
    def should_stop(self) -> bool:
        """Tell kombu's loop to end."""
        return self._stop.is_set() or self._again.is_set() or not self._active()

    @contextmanager
    def establish_connection(self) -> Iterator[Connection]:
        """Connect, or fail at once: kombu's own waiting would outlast a stop."""
        with self.create_connection() as broker:
            establish(broker)
            try:
                yield broker
            finally:
                self._connected.clear()

    def on_consume_ready(self, *_: object, **__: object) -> None:
        """Note that messages come now."""
        self._connected.set()

    def get_consumers(self, consumer: Callable[..., Any], _channel: object) -> list[Any]:
        """Return the one consumer of this service's queue."""
        queues = [topology.queue_of(self._service)]
        return [
            consumer(queues, callbacks=[self._receive], accept=["json"], prefetch_count=PREFETCH)
        ]

    def on_decode_error(self, message: Message, error: Exception) -> None:
        """Refuse what is not JSON; kombu by itself would acknowledge it unread."""
        self._reject(message, error)

    def on_connection_error(self, error: Exception, _interval: float) -> None:
        """Log that the broker cannot be reached."""
        _log.warning("broker_unreachable", error=repr(error))

    def _receive(self, body: object, message: Message) -> None:
        if self._buffer is None:
            message.ack()
            return
        try:
            arrival = Arrival.read(body)
        except EnvelopeError as error:
            self._reject(message, error)
            return
        try:
            self._buffer.put(arrival, timeout=FULL_WAIT_SECONDS)
        except Full:
            BUFFER_DROPPED.inc()  # the consumer finds the gap and asks the producer's feed
        message.ack()

    def _reject(self, message: Message, error: Exception) -> None:
        _log.error("message_rejected", error=repr(error))
        MESSAGES_REJECTED.inc()
        message.reject(requeue=False)
