"""The embedded bus at its worst: frozen, killed, wiped."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Queue

import pytest
from kombu import Producer

from shared.events import bus, topology
from shared.events.bus import Publisher, UnroutableError, connection, establish
from shared.events.envelope import Arrival
from shared.events.receiver import Receiver
from shared.events.supervision import Task, TaskSupervisor
from tests.support.events import an_event, eventually
from tests.support.servers import ValkeyServer

SERVICES = ("mediation", "reconsideration")


@pytest.fixture
def server(valkey: ValkeyServer) -> ValkeyServer:
    """Return the server, running and empty."""
    valkey.wipe()
    return valkey.start()


@pytest.fixture
def publisher(server: ValkeyServer) -> Iterator[Publisher]:
    found = Publisher(server.url, SERVICES)
    yield found
    found.drop()


@contextmanager
def receiving(server: ValkeyServer) -> Iterator[Queue[Arrival]]:
    """Run the supervised receiver of the mediation service."""
    buffer = Queue[Arrival](1000)
    receiver = Receiver(server.url, "mediation", buffer, lambda: True)
    supervisor = TaskSupervisor([Task("receiver", receiver.receive_until)])
    supervisor.start()
    try:
        yield buffer
    finally:
        assert supervisor.finish(15.0) == []


def received(buffer: Queue[Arrival], count: int) -> list[int]:
    return [buffer.get(timeout=20).sequence for _ in range(count)]


def test_an_event_waits_for_a_service_that_never_started(
    server: ValkeyServer, publisher: Publisher
) -> None:
    publisher.publish(an_event(1))
    publisher.publish(an_event(2))
    with receiving(server) as buffer:
        assert received(buffer, 2) == [1, 2]


def test_a_wiped_server_is_found_out_and_gets_its_queues_back(
    server: ValkeyServer, publisher: Publisher
) -> None:
    # Valkey drops a message without bindings and says nothing.
    with receiving(server) as buffer:
        publisher.publish(an_event(1))
        assert received(buffer, 1) == [1]
        with connection(server.url) as broker:
            establish(broker)
            broker.channel().client.flushall()
        with pytest.raises(UnroutableError):
            publisher.publish(an_event(2))
        publisher.publish(an_event(2))

        assert received(buffer, 1) == [2]


def test_a_killed_server_is_an_error_and_afterwards_forgotten(
    server: ValkeyServer, publisher: Publisher
) -> None:
    with receiving(server) as buffer:
        publisher.publish(an_event(1))
        assert received(buffer, 1) == [1]
        server.kill()
        with pytest.raises(Exception):  # noqa: B017, PT011  (whatever the transport says)
            publisher.publish(an_event(2))
        assert not publisher.connected
        server.start()
        publisher.publish(an_event(2))

        assert received(buffer, 1) == [2]


def test_a_frozen_server_times_out_and_consuming_goes_on_afterwards(
    server: ValkeyServer, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = bus._VALKEY_OPTIONS | {"socket_timeout": 1, "health_check_interval": 1}
    monkeypatch.setattr(bus, "_VALKEY_OPTIONS", impatient)
    with receiving(server) as buffer:
        publisher.publish(an_event(1))
        assert received(buffer, 1) == [1]
        server.pause()
        with pytest.raises(Exception, match=r"(?i)time"):
            publisher.publish(an_event(2))
        time.sleep(2)  # long enough for the receiver to give its connection up as well
        server.resume()
        publisher.publish(an_event(3))

        assert received(buffer, 1)[-1] in (2, 3)


def test_broken_json_is_rejected_and_the_consumer_lives(
    server: ValkeyServer, publisher: Publisher
) -> None:
    publisher.publish(an_event(1))
    with connection(server.url) as broker:
        establish(broker)
        channel = broker.channel()
        topology.declare(channel, SERVICES)
        producer = Producer(channel, topology.exchange(), auto_declare=False)
        for body in ("{broken", "[]"):
            producer.publish(body, routing_key="x", content_type="application/json")
    publisher.publish(an_event(2))
    with receiving(server) as buffer:
        assert received(buffer, 2) == [1, 2]


def test_a_standby_receives_nothing_until_it_is_active(
    server: ValkeyServer, publisher: Publisher
) -> None:
    active, buffer = threading.Event(), Queue[Arrival](10)
    receiver = Receiver(server.url, "mediation", buffer, active.is_set)
    supervisor = TaskSupervisor([Task("receiver", receiver.receive_until)])
    publisher.publish(an_event(1))
    supervisor.start()
    time.sleep(0.3)
    assert buffer.empty()
    active.set()

    assert eventually(lambda: buffer.qsize() == 1)
    assert supervisor.finish(10.0) == []
