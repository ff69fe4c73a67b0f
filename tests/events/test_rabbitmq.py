"""RabbitMQ at its worst: what it loses, refuses and freezes must be seen and survived."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Queue

import amqp
import pytest
from kombu import Producer
from structlog.testing import capture_logs

from shared.events import bus, topology
from shared.events import receiver as receiver_module
from shared.events.bus import Publisher, UnroutableError, connection, establish
from shared.events.envelope import Arrival
from shared.events.flow_watch import DEAD_AFTER, Watch, consumers_at_broker
from shared.events.receiver import Receiver
from shared.events.relay import Relay
from shared.events.supervision import Task, TaskSupervisor
from shared.storage.database import Database
from tests.support.events import an_event, eventually
from tests.support.servers import RabbitNode

SERVICES = ("mediation", "reconsideration")


@pytest.fixture(autouse=True)
def _clean(rabbit: RabbitNode) -> None:
    """Start each test at a running broker with empty queues."""
    rabbit.resume()
    rabbit.start()
    with connection(rabbit.url) as broker:
        establish(broker)
        channel = broker.channel()
        topology.declare(channel, SERVICES)
        for service in SERVICES:
            channel.queue_purge(topology.queue_name(service))


@pytest.fixture
def publisher(rabbit: RabbitNode) -> Iterator[Publisher]:
    found = Publisher(rabbit.url, SERVICES)
    yield found
    found.drop()


@contextmanager
def receiving(
    rabbit: RabbitNode, buffer: Queue[Arrival] | None = None
) -> Iterator[tuple[Receiver, Queue[Arrival]]]:
    """Run the receiver of the mediation service in a thread."""
    buffer = buffer or Queue[Arrival](1000)
    receiver = Receiver(rabbit.url, "mediation", buffer, lambda: True)
    supervisor = TaskSupervisor([Task("receiver", receiver.receive_until)])
    supervisor.start()
    try:
        eventually(lambda: consumers_at_broker(rabbit.url, "mediation") == 1)
        yield receiver, buffer
    finally:
        assert supervisor.finish(15.0) == []


def queued(rabbit: RabbitNode, service: str = "mediation") -> int:
    with connection(rabbit.url) as broker:
        establish(broker)
        name = topology.queue_name(service)
        return int(broker.channel().queue_declare(name, passive=True).message_count)


def send_raw(rabbit: RabbitNode, body: str, content_type: str = "application/json") -> None:
    with connection(rabbit.url, confirms=True) as broker:
        establish(broker)
        Producer(broker.channel(), topology.exchange(), auto_declare=False).publish(
            body, routing_key="x", content_type=content_type, content_encoding="utf-8"
        )


@contextmanager
def _noting_rejects(rejected: list[bool]) -> Iterator[None]:
    """Note each reject that is sent to the broker, and whether it asks for a redelivery."""
    sent = amqp.Channel.basic_reject

    def noted(self: amqp.Channel, delivery_tag: int, requeue: bool) -> None:
        rejected.append(requeue)
        sent(self, delivery_tag, requeue)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(amqp.Channel, "basic_reject", noted)
        yield


def received(buffer: Queue[Arrival], count: int, *, within: float = 20.0) -> list[int]:
    return [buffer.get(timeout=within).sequence for _ in range(count)]


def test_an_event_reaches_every_service_even_one_that_never_started(
    rabbit: RabbitNode, publisher: Publisher
) -> None:
    publisher.publish(an_event(1))

    assert eventually(lambda: queued(rabbit, "mediation") == 1)
    assert eventually(lambda: queued(rabbit, "reconsideration") == 1)


def test_publishing_to_an_exchange_that_is_gone_raises(rabbit: RabbitNode) -> None:
    # K1: without confirms this call returns as if all were well.
    publisher = Publisher(rabbit.url, SERVICES, exchange="casework.missing")
    with pytest.raises(Exception, match="no exchange"):
        publisher.publish(an_event(1))

    assert not publisher.connected


def test_an_event_that_no_queue_takes_is_found_out(
    rabbit: RabbitNode, publisher: Publisher
) -> None:
    # K2, K3: the broker confirms an unroutable message; only the return tells.
    publisher.publish(an_event(1))
    with connection(rabbit.url) as broker:
        establish(broker)
        for service in SERVICES:
            broker.channel().queue_delete(topology.queue_name(service))
    with pytest.raises(UnroutableError):
        publisher.publish(an_event(2))
    publisher.publish(an_event(2))

    assert eventually(lambda: queued(rabbit) == 1)


def test_a_frozen_broker_times_out_and_its_late_confirm_counts_for_nothing(
    rabbit: RabbitNode, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    # K4, K5: on the old channel the late confirm would be taken for that of the next event.
    monkeypatch.setattr(bus, "CONFIRM_SECONDS", 1)
    publisher.publish(an_event(1))
    old = publisher._producer
    rabbit.pause()
    with pytest.raises(TimeoutError):
        publisher.publish(an_event(2))
    assert not publisher.connected
    rabbit.resume()
    publisher.publish(an_event(2))
    publisher.publish(an_event(3))

    assert publisher._producer is not old
    with receiving(rabbit) as (_, buffer):
        eventually(lambda: any(arrival.sequence == 3 for arrival in list(buffer.queue)))
        arrived = [arrival.sequence for arrival in list(buffer.queue)]
    assert arrived in ([1, 2, 3], [1, 2, 2, 3])


def test_broken_json_is_rejected_and_the_consumer_lives(
    rabbit: RabbitNode, publisher: Publisher
) -> None:
    # C1: kombu by itself acknowledges what it cannot read.
    rejected: list[bool] = []
    with capture_logs() as logs, receiving(rabbit) as (_, buffer), _noting_rejects(rejected):
        send_raw(rabbit, "{broken")
        send_raw(rabbit, '["no event"]')
        send_raw(rabbit, "text", content_type="text/plain")
        publisher.publish(an_event(1))

        assert received(buffer, 1) == [1]
        assert consumers_at_broker(rabbit.url, "mediation") == 1
    assert queued(rabbit) == 0
    assert rejected == [False, False, False]
    assert [log["event"] for log in logs].count("message_rejected") == 3


class CuttingBuffer(Queue[Arrival]):
    """Cuts the connections at the broker between the first delivery and its acknowledgement."""

    def __init__(self, rabbit: RabbitNode) -> None:
        super().__init__(100)
        self._rabbit = rabbit
        self.cut = False

    def put(self, item: Arrival, block: bool = True, timeout: float | None = None) -> None:
        super().put(item, block, timeout)
        if not self.cut:
            self.cut = True
            self._rabbit.ctl("close_all_connections", "cut by the test")


def test_a_connection_cut_under_the_consumer_is_built_anew(
    rabbit: RabbitNode, publisher: Publisher
) -> None:
    # C3: a swallowed error leaves a process that looks healthy while the broker knows of none.
    buffer = CuttingBuffer(rabbit)
    with receiving(rabbit, buffer):
        publisher.publish(an_event(1))
        eventually(lambda: buffer.cut)
        eventually(lambda: consumers_at_broker(rabbit.url, "mediation") == 1)
        publisher.drop()
        publisher.publish(an_event(2))

        assert eventually(lambda: 2 in {arrival.sequence for arrival in list(buffer.queue)})


def test_a_receiver_that_is_told_to_connect_anew_hears_again(
    rabbit: RabbitNode, publisher: Publisher
) -> None:
    with receiving(rabbit) as (receiver, buffer):
        receiver.reconnect()
        eventually(lambda: not receiver._again.is_set())
        publisher.publish(an_event(1))

        assert received(buffer, 1) == [1]


def test_a_queue_deleted_under_the_consumer_comes_back(
    rabbit: RabbitNode, publisher: Publisher
) -> None:
    with receiving(rabbit) as (_, buffer):
        with connection(rabbit.url) as broker:
            establish(broker)
            broker.channel().queue_delete(topology.queue_name("mediation"))
        eventually(lambda: consumers_at_broker(rabbit.url, "mediation") == 1)
        publisher.publish(an_event(1))

        assert received(buffer, 1) == [1]


def test_the_watch_sees_a_queue_that_nobody_consumes(
    rabbit: RabbitNode, database: Database
) -> None:
    receiver = Receiver(rabbit.url, "mediation", Queue(), lambda: True)
    relay = Relay(database, "mediation", [], Publisher(rabbit.url, SERVICES))
    with capture_logs() as logs:
        Watch(database, "mediation", rabbit.url, relay, receiver).measure()

    assert receiver.should_stop
    assert [log["event"] for log in logs] == ["no_consumer_at_broker"]


def test_a_queue_that_takes_no_consumer_is_made_again(
    rabbit: RabbitNode, publisher: Publisher, database: Database
) -> None:
    def a_watch(active: bool) -> Watch:
        relay = Relay(database, "mediation", [], publisher)
        receiver = Receiver(rabbit.url, "mediation", Queue(), lambda: active)
        return Watch(database, "mediation", rabbit.url, relay, receiver)

    publisher.publish(an_event(1))
    active, standby = a_watch(True), a_watch(False)
    for _ in range(DEAD_AFTER):
        standby.measure()
    for _ in range(DEAD_AFTER - 1):
        active.measure()
    assert queued(rabbit) == 1
    active.measure()

    assert queued(rabbit) == 0
    publisher.publish(an_event(2))
    assert queued(rabbit) == 1


def test_a_frozen_broker_is_noticed_and_consuming_goes_on_afterwards(
    rabbit: RabbitNode, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    # C4, C5: without heartbeats nothing is noticed, without time-outs closing waits for ever.
    monkeypatch.setattr(bus, "HEARTBEAT_SECONDS", 1)
    monkeypatch.setattr(bus, "_AMQP_OPTIONS", {"read_timeout": 1, "write_timeout": 1})
    with receiving(rabbit) as (_, buffer):
        connections: list[object] = []
        original = Receiver.create_connection

        def counted(self: Receiver) -> object:
            connections.append(self)
            return original(self)

        monkeypatch.setattr(Receiver, "create_connection", counted)
        rabbit.pause()
        eventually(lambda: connections)
        rabbit.resume()
        publisher.publish(an_event(1))

        assert 1 in received(buffer, 1)
        assert eventually(lambda: consumers_at_broker(rabbit.url, "mediation") >= 1)


def test_a_full_buffer_drops_and_never_stands_still(
    rabbit: RabbitNode, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiver_module, "FULL_WAIT_SECONDS", 0.01)
    with receiving(rabbit, Queue[Arrival](2)) as (_, buffer):
        for sequence in range(1, 11):
            publisher.publish(an_event(sequence))
        eventually(lambda: queued(rabbit) == 0)

        assert received(buffer, 2) == [1, 2]


def test_an_idle_publisher_keeps_its_connection(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus, "HEARTBEAT_SECONDS", 1)
    publisher.publish(an_event(1))
    producer, until = publisher._producer, time.monotonic() + 3
    while time.monotonic() < until:
        publisher.tend()
        time.sleep(0.2)
    publisher.publish(an_event(2))

    assert publisher._producer is producer


def test_a_killed_and_wiped_broker_gets_its_queues_back(
    rabbit: RabbitNode, publisher: Publisher
) -> None:
    with receiving(rabbit) as (_, buffer):
        publisher.publish(an_event(1))
        assert received(buffer, 1) == [1]
        rabbit.wipe()
        with pytest.raises(Exception):  # noqa: B017, PT011  (whatever the transport says)
            publisher.publish(an_event(2))
        rabbit.start()
        publisher.publish(an_event(2))

        assert received(buffer, 1) == [2]
