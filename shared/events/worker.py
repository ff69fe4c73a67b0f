"""The background process of a service: relay, receiver, consumer and its own tasks."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Mapping, Sequence
from functools import partial
from types import FrameType, MappingProxyType

import structlog
from werkzeug.serving import BaseWSGIServer, make_server

from shared.events.bus import Publisher
from shared.events.consumer import Consumer, HearsOwn
from shared.events.doorbell import Doorbell, ring, ring_for_announcements
from shared.events.errand import Errand
from shared.events.feed_client import FeedClient
from shared.events.flow_watch import Watch
from shared.events.own_log import OwnLogAndFeeds
from shared.events.parked import COLLECTION as PARKED
from shared.events.preparation import prepare
from shared.events.receiver import Receiver, new_buffer
from shared.events.relay import BeforeMark, Relay
from shared.events.relay_tasks import Numbering, Publishing
from shared.events.subscribers import Subscriber
from shared.events.supervision import Task, TaskSupervisor
from shared.http.application import add_readiness_check, create_application
from shared.http.client import ServiceClient
from shared.http.identity import IdentitySigner
from shared.http.secrets import SecretFolder
from shared.http.settings import Settings
from shared.http.telemetry import configure_logging
from shared.storage.database import Database

FINISH_SECONDS = 4.0
FEED_TIMEOUT = (1.0, 5.0)
_log = structlog.get_logger(__name__)


class Worker:
    """
    All background threads of one service; several may run, one of them is active.

    Where nothing that others tell has an effect, no feed is asked and no place in it is kept.
    """

    def __init__(
        self,
        settings: Settings,
        database: Database,
        outlets: Sequence[str],
        subscribers: Sequence[Subscriber],
        errands: Sequence[Errand] = (),
        *,
        before_mark: Mapping[str, BeforeMark] = MappingProxyType({}),
        gather_seconds: float = 0.0,
        hears_own: HearsOwn | None = None,
    ) -> None:
        service, broker_url = settings.service, settings.broker_url
        services = sorted({service, *settings.services})
        publisher = Publisher(broker_url, services)
        self.relay = Relay(database, service, outlets, publisher, before_mark)
        called = {errand.name: errand.call for errand in errands}
        hearing: list[Task] = []
        # Where nobody takes them up, messages are taken off the queue all the same.
        buffer = new_buffer() if subscribers else None
        self.receiver = Receiver(broker_url, service, buffer, self._receives)
        self._consumer: Consumer | None = None
        if buffer is not None:
            self._consumer = consumer = Consumer(
                database,
                service,
                services,
                subscribers=subscribers,
                feeds=OwnLogAndFeeds(database, service, FeedClient(_client(settings))),
                buffer=buffer,
                on_deaf=self.receiver.reconnect,
                on_effect=partial(ring_for_announcements, settings),
                connected=lambda: self.receiver.is_connected,
                gather_seconds=gather_seconds,
                hears_own=hears_own,
            )
            hearing.append(Task("consumer", consumer.run))
            called[PARKED] = consumer.look_at_parked
        doorbell = Doorbell(settings, called)
        listen = Numbering(self.relay, doorbell).run if outlets else doorbell.answer

        def prepare_and_listen(stop: threading.Event) -> None:
            prepare(database, outlets)
            listen(stop)

        watch = Watch(database, service, broker_url, self.relay, self.receiver)
        self.supervisor = TaskSupervisor(
            [
                Task("doorbell", prepare_and_listen, partial(ring, settings)),
                Task("publishing", Publishing(self.relay, publisher).run),
                Task("receiver", self.receiver.receive_until),
                *hearing,
                Task("watch", watch.run),
                *(Task(errand.name, errand.run, errand.call) for errand in errands),
            ]
        )

    def start(self) -> None:
        """Start all threads; they wait for a database or broker that is not there yet."""
        self.supervisor.start()

    def finish(self, seconds: float = FINISH_SECONDS) -> list[str]:
        """Stop all threads; return the names of those that did not end in time."""
        return self.supervisor.finish(seconds)

    def _receives(self) -> bool:
        """Tell whether this process is the one that takes messages off the queue."""
        return self._consumer is None or self._consumer.lease.held

    def check(self) -> None:
        """Raise when a thread is failing; for the readiness of the process."""
        failing = self.supervisor.failing()
        if failing:
            raise RuntimeError(f"failing: {', '.join(sorted(failing))}")


def run_worker(
    settings: Settings,
    database: Database,
    outlets: Sequence[str],
    subscribers: Sequence[Subscriber],
    errands: Sequence[Errand] = (),
    *,
    before_mark: Mapping[str, BeforeMark] = MappingProxyType({}),
    gather_seconds: float = 0.0,
    hears_own: HearsOwn | None = None,
) -> int:
    """
    Run the worker until SIGTERM or SIGINT, and return the exit code of the process.

    `outlets` names the collections whose documents publish events; `subscribers` are the effects
    that the events of others have here, in order; `errands` what it does besides, now and then;
    `before_mark` says what is done for documents of an outlet before their events count as told;
    `gather_seconds` how long the first of several events may wait for the others; `hears_own`
    which of the events of this service have effects in itself.
    Health and metrics are served on `WORKER_PORT` when the environment gives one.
    """
    configure_logging(settings.service, settings.log_level)
    worker = Worker(
        settings,
        database,
        outlets,
        subscribers,
        errands,
        before_mark=before_mark,
        gather_seconds=gather_seconds,
        hears_own=hears_own,
    )
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    health = _serve_health(settings, worker)
    worker.start()
    _log.info("worker_started")
    stopped.wait()
    late = worker.finish()
    if health is not None:
        health.shutdown()
    # A thread that waits for a frozen server is left behind: all it does can be repeated.
    _log.info("worker_stopped", left_behind=late)
    return 0


def _client(settings: Settings) -> ServiceClient:
    key = SecretFolder(settings.secrets_dir).private_key(settings.service)
    return ServiceClient(settings, IdentitySigner(key, settings.service), timeout=FEED_TIMEOUT)


def _serve_health(settings: Settings, worker: Worker) -> BaseWSGIServer | None:
    port = os.environ.get("WORKER_PORT")
    if not port:
        return None
    app = create_application(settings)
    add_readiness_check(app, "tasks", worker.check)
    host = os.environ.get("BIND_HOST", "127.0.0.1")
    server = make_server(host, int(port), app, threaded=True)
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()
    return server
