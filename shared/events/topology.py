"""The exchange and queues that every process declares alike."""

from __future__ import annotations

from collections.abc import Iterable

from kombu import Exchange, Queue

EXCHANGE = "casework"
EVERYTHING = "#"

# A crash can return a message; acknowledging on receipt makes more than one return unlikely.
DELIVERY_LIMIT = 20
# The feed has what is dropped here; a service that is away for weeks must not fill the broker.
MAX_QUEUED = 100_000

_QUEUE_ARGUMENTS = {
    "x-queue-type": "quorum",
    "x-single-active-consumer": True,
    "x-delivery-limit": DELIVERY_LIMIT,
    "x-max-length": MAX_QUEUED,
    "x-overflow": "drop-head",
}


def exchange(name: str = EXCHANGE) -> Exchange:
    """Return the durable topic exchange to which all services publish."""
    return Exchange(name, type="topic", durable=True)


def queue_name(service: str) -> str:
    """Return the name of the queue from which `service` consumes."""
    return f"{EXCHANGE}.{service}"


def queue_of(service: str) -> Queue:
    """Return the queue of `service`, bound to every event."""
    return Queue(
        queue_name(service),
        exchange=exchange(),
        routing_key=EVERYTHING,
        durable=True,
        queue_arguments=_QUEUE_ARGUMENTS,
    )


def declare(channel: object, services: Iterable[str]) -> None:
    """
    Declare the exchange and the queues of `services` at the broker.

    Each publisher does so on connecting: a queue must exist before its service has ever
    started, else the first events would find no way, and must come back after a broker lost all.
    """
    exchange()(channel).declare()
    for service in services:
        queue_of(service)(channel).declare()
