"""Connections to the bus and publishing on it: RabbitMQ, or the embedded Valkey."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kombu import Connection, Producer

from shared.events import topology
from shared.events.envelope import Event

HEARTBEAT_SECONDS = 15
CONNECT_SECONDS = 5
SOCKET_SECONDS = 10
# Below half the heartbeat: each frame that arrives, a heartbeat too, starts the time-out anew.
CONFIRM_SECONDS = 5

_AMQP_OPTIONS: dict[str, Any] = {
    # Without time-outs, closing a channel to a frozen broker waits for ever.
    "read_timeout": SOCKET_SECONDS,
    "write_timeout": SOCKET_SECONDS,
}
_VALKEY_OPTIONS: dict[str, Any] = {
    "socket_timeout": SOCKET_SECONDS,
    "socket_connect_timeout": CONNECT_SECONDS,
    "socket_keepalive": True,
    "health_check_interval": 5,
    # Messages are acknowledged on receipt and the feed has whatever a killed process loses, so
    # kombu's shelf of unacknowledged messages would only cost two more commands per message.
    "ack_emulation": False,
}


class UnroutableError(RuntimeError):
    """The broker took the event but has no queue for it."""


def connection(broker_url: str, *, confirms: bool = False) -> Connection:
    """Return a connection, not yet established; for one thread only."""
    options = dict(_AMQP_OPTIONS if is_amqp(broker_url) else _VALKEY_OPTIONS)
    if confirms and is_amqp(broker_url):
        options["confirm_publish"] = True
    return Connection(
        broker_url,
        heartbeat=HEARTBEAT_SECONDS,
        connect_timeout=CONNECT_SECONDS,
        transport_options=options,
    )


def establish(broker: Connection) -> None:
    """Connect now, trying twice without pause; raises the error of the transport itself."""
    broker.ensure_connection(
        max_retries=1, interval_start=0, interval_step=0, reraise_as_library_errors=False
    )


def is_amqp(broker_url: str) -> bool:
    """Tell RabbitMQ (`amqp://`, `amqps://`) from the embedded bus (`redis://`)."""
    return broker_url.startswith("amqp")


class Publisher:
    """
    Publishes events one by one, each confirmed by the broker before the next.

    After any failure the connection is dropped and the next call builds a new one: confirms are
    not correlated, and a late one on an old channel would be credited to another event.
    Used by one thread.
    """

    def __init__(
        self, broker_url: str, services: Iterable[str], exchange: str = topology.EXCHANGE
    ) -> None:
        self._url = broker_url
        self._services = tuple(services)
        self._exchange = topology.exchange(exchange)
        self._queues = {topology.queue_name(service) for service in self._services}
        self._returned: list[str] = []
        self._broker: Connection | None = None
        self._producer: Producer | None = None

    @property
    def connected(self) -> bool:
        """Tell whether a connection is open."""
        return self._producer is not None

    def publish(self, event: Event) -> None:
        """
        Return when the broker has `event` safely in the queues.

        Raises `UnroutableError` when no queue took it, else whatever the transport raises; then
        it may or may not have arrived, and is to be published again.
        """
        try:
            self._send(self._producer or self._connect(), event)
        except BaseException:
            self.drop()
            raise

    def tend(self) -> None:
        """Keep an idle connection alive; call every few seconds. Raises when it is lost."""
        if self._broker is None or not self._broker.supports_heartbeats:
            return
        try:
            self._read_what_waits(self._broker)
            self._broker.heartbeat_check()
        except BaseException:
            self.drop()
            raise

    def drop(self) -> None:
        """Let go of the connection without a word to a broker that may not answer."""
        broker, self._broker, self._producer = self._broker, None, None
        if broker is not None:
            broker.collect()

    def _connect(self) -> Producer:
        self._broker = connection(self._url, confirms=True)
        establish(self._broker)
        channel = self._broker.channel()
        topology.declare(channel, self._services)
        # Valkey returns nothing; there the bindings are looked at before each event instead.
        on_return = self._note_return if is_amqp(self._url) else None
        self._producer = Producer(channel, self._exchange, auto_declare=False, on_return=on_return)
        return self._producer

    def _send(self, producer: Producer, event: Event) -> None:
        self._returned.clear()
        self._check_bindings(producer)
        # On Valkey the copies for all queues go out together; RabbitMQ makes them itself.
        with producer.batch():
            producer.publish(
                event.as_cloudevent(),
                serializer="json",
                routing_key=event.type,
                message_id=event.id,
                delivery_mode=2,
                mandatory=True,
                retry=False,
                confirm_timeout=CONFIRM_SECONDS,
            )
        if self._returned:
            raise UnroutableError(f"no queue for {event.type}: {self._returned[0]}")

    def _check_bindings(self, producer: Producer) -> None:
        # Valkey keeps the bindings as data and drops an unbound message without a word, which
        # is what a wiped server does until the queues are declared again.
        if is_amqp(self._url):
            return
        bound = {queue for _, _, queue in producer.channel.get_table(self._exchange.name)}
        missing = self._queues - bound
        if missing:
            raise UnroutableError(f"queues are not bound: {', '.join(sorted(missing))}")

    def _note_return(self, error: object, *_message: object) -> None:
        self._returned.append(str(error))

    @staticmethod
    def _read_what_waits(broker: Connection) -> None:
        # Heartbeats of the broker count only once they are read.
        try:
            broker.drain_events(timeout=0.01)
        except TimeoutError:
            return
