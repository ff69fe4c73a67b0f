"""Two services with all their threads: whatever happens to the bus, nothing is lost."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis

from shared.events import topology
from shared.events.doorbell import ring
from shared.events.envelope import Event
from shared.events.errand import Errand, GoOn
from shared.events.feed import create_feed
from shared.events.flow_watch import Watch
from shared.events.metrics import OLDEST_UNPUBLISHED_SECONDS
from shared.events.parked import WAITING, ParkedEvents
from shared.events.preparation import prepare
from shared.events.subscribers import reacting_by
from shared.events.watermarks import Watermarks
from shared.events.worker import Worker
from shared.http.application import create_application
from shared.http.settings import Settings
from shared.storage.database import Database, connect
from tests.support.events import eventually, settings_of, write_entry, write_secrets
from tests.support.servers import EmbeddedDatabase, Server, ValkeyServer, free_port
from tests.support.serving import serving

PRODUCER, CONSUMER = "reconsideration", "mediation"


class Pair:
    """A producing and a consuming service on one bus."""

    def __init__(self, database_url: str, broker_url: str, folder: Path) -> None:
        write_secrets(folder / "secrets", ["gateway", PRODUCER, CONSUMER])
        services = {name: f"http://127.0.0.1:{free_port()}" for name in (PRODUCER, CONSUMER)}
        self.settings = {
            name: settings_of(
                name,
                database_url=database_url,
                broker_url=broker_url,
                folder=folder,
                services=services,
            )
            for name in services
        }
        self.handled: dict[str, list[str]] = defaultdict(list)
        self.failing: set[str] = set()
        prepare(self.produced, ["reconsiderations"])

    @property
    def produced(self) -> Database:
        return connect(self.settings[PRODUCER])

    @property
    def consumed(self) -> Database:
        return connect(self.settings[CONSUMER])

    def command(self, case: str) -> None:
        """Do what a command does: one write, and a ring at the relay's door."""
        write_entry(self.produced, case, matter_id=case)
        ring(self.settings[PRODUCER])

    def handle(self, event: Event) -> None:
        if event.id in self.failing:
            raise ValueError("not now")
        if event.id not in self.handled[event.subject]:
            self.handled[event.subject].append(event.id)

    def has_handled(self, case: str, versions: int) -> bool:
        return self.handled[case] == [f"{case}.{n}.1" for n in range(1, versions + 1)]

    def worker(self, name: str) -> Worker:
        outlets = ["reconsiderations"] if name == PRODUCER else []
        handlers = {} if name == PRODUCER else {"reconsideration.accepted": self.handle}
        settings = self.settings[name]
        return Worker(settings, connect(settings), outlets, reacting_by(handlers))

    @contextmanager
    def web(self, name: str) -> Iterator[None]:
        """Serve the feed of a service."""
        app = create_application(self.settings[name])
        app.register_blueprint(create_feed(connect(self.settings[name])))
        port = int(self.settings[name].address_of(name).rsplit(":", 1)[1])
        with serving(app, port):
            yield

    @contextmanager
    def running(self, *names: str) -> Iterator[None]:
        """Run the workers of the named services."""
        workers = [self.worker(name) for name in names]
        for worker in workers:
            worker.start()
        try:
            yield
        finally:
            for worker in workers:
                worker.supervisor.stop.set()
            late = [worker.finish(60.0) for worker in workers]
        assert late == [[]] * len(workers)


@pytest.fixture
def bus(valkey: ValkeyServer) -> Iterator[Server]:
    valkey.wipe()
    yield valkey.start()
    valkey.resume()


@pytest.fixture
def pair(server: EmbeddedDatabase, bus: Server, tmp_path: Path) -> Pair:
    return Pair(server.url, bus.url, tmp_path)


def test_a_command_has_its_effect_in_another_service(pair: Pair) -> None:
    with pair.web(PRODUCER), pair.web(CONSUMER), pair.running(PRODUCER, CONSUMER):
        for case in ("c1", "c2", "c1", "c1"):
            pair.command(case)

        assert eventually(lambda: pair.has_handled("c1", 3) and pair.has_handled("c2", 1))


def test_events_flow_through_the_feed_while_the_bus_is_down(pair: Pair, bus: Server) -> None:
    with pair.web(PRODUCER), pair.web(CONSUMER), pair.running(PRODUCER, CONSUMER):
        pair.command("c1")
        eventually(lambda: pair.has_handled("c1", 1))
        bus.kill()
        pair.command("c1")

        assert eventually(lambda: pair.has_handled("c1", 2))
        bus.start()


def test_events_flow_through_the_feed_while_the_bus_is_frozen(pair: Pair, bus: Server) -> None:
    with pair.web(PRODUCER), pair.web(CONSUMER), pair.running(PRODUCER, CONSUMER):
        pair.command("c1")
        eventually(lambda: pair.has_handled("c1", 1))
        bus.pause()
        pair.command("c1")

        assert eventually(lambda: pair.has_handled("c1", 2))
        bus.resume()


def test_nothing_is_lost_or_reordered_while_the_bus_is_killed_and_wiped(
    pair: Pair, bus: Server
) -> None:
    cases, versions = [f"c{n}" for n in range(5)], 20
    with pair.web(PRODUCER), pair.web(CONSUMER), pair.running(PRODUCER, CONSUMER):
        for version in range(versions):
            for case in cases:
                pair.command(case)
            if version in (5, 12):
                bus.wipe()
            if version in (8, 15):
                bus.start()

        assert eventually(lambda: all(pair.has_handled(case, versions) for case in cases))


def test_a_consumer_that_was_away_catches_up_without_the_bus(pair: Pair, bus: Server) -> None:
    with pair.web(PRODUCER), pair.running(PRODUCER):
        for _ in range(30):
            pair.command("c1")
        database = pair.produced
        eventually(lambda: database["reconsiderations"].find_one({"pending": True}) is None)
    bus.wipe()
    with pair.web(PRODUCER), pair.running(CONSUMER):
        assert eventually(lambda: pair.has_handled("c1", 30))
    bus.start()


def test_a_parked_event_waits_and_its_matter_goes_on_when_it_succeeds(pair: Pair) -> None:
    pair.failing.add("c1.1.1")
    with pair.web(PRODUCER), pair.web(CONSUMER), pair.running(PRODUCER, CONSUMER):
        for case in ("c1", "c1", "c2"):
            pair.command(case)
        eventually(lambda: pair.has_handled("c2", 1))
        parked = ParkedEvents(pair.consumed)
        eventually(lambda: parked.counts()[WAITING] == 2)
        assert pair.handled["c1"] == []
        pair.failing.clear()
        parked.request_retry("c1.1.1~reaction")

        assert eventually(lambda: pair.has_handled("c1", 2))
        assert eventually(lambda: parked.counts()[WAITING] == 0)


def test_a_second_worker_stands_by_and_follows(pair: Pair) -> None:
    with pair.web(PRODUCER), pair.web(CONSUMER), pair.running(PRODUCER):
        first, second = pair.worker(CONSUMER), pair.worker(CONSUMER)
        first.start()
        eventually(lambda: first.receiver.is_active)
        second.start()
        pair.command("c1")
        eventually(lambda: pair.has_handled("c1", 1))
        assert not second.receiver.is_active
        assert first.finish(60.0) == []
        pair.command("c1")

        assert eventually(lambda: pair.has_handled("c1", 2))
        assert second.finish(60.0) == []


def test_the_age_of_what_waits_for_the_bus_is_measured(pair: Pair) -> None:
    worker = pair.worker(PRODUCER)
    watch = Watch(
        pair.produced, PRODUCER, pair.settings[PRODUCER].broker_url, worker.relay, worker.receiver
    )
    watch.measure()
    assert OLDEST_UNPUBLISHED_SECONDS.labels(PRODUCER)._value.get() == 0
    pair.command("c1")
    watch.measure()

    assert OLDEST_UNPUBLISHED_SECONDS.labels(PRODUCER)._value.get() > 0


def test_who_hears_itself_reads_its_own_log_and_asks_nobody(pair: Pair, bus: Server) -> None:
    pair.command("c1")
    bus.kill()
    settings = pair.settings[PRODUCER]  # nobody serves its feed
    worker = Worker(
        settings,
        pair.produced,
        ["reconsiderations"],
        reacting_by({"reconsideration.accepted": pair.handle}),
        hears_own=lambda _type: True,
    )
    worker.start()

    heard_all = eventually(lambda: pair.has_handled("c1", 1))

    assert worker.finish(60.0) == []
    assert heard_all


def test_who_hears_nothing_keeps_no_place_in_what_others_tell_and_its_queue_is_emptied(
    pair: Pair,
) -> None:
    deaf = Worker(pair.settings[CONSUMER], pair.consumed, [], [])
    deaf.start()
    with pair.web(PRODUCER), pair.running(PRODUCER):
        pair.command("c1")
        marks = Watermarks(pair.produced)
        assert eventually(lambda: marks.load().get(PRODUCER) == 1)
        assert eventually(lambda: waiting_at(pair.settings[CONSUMER]) == 0)

    assert deaf.finish(60.0) == []
    deaf.check()
    assert Watermarks(pair.consumed).load() == {}
    assert pair.consumed["leases"].find_one({"_id": "consumer"}) is None


def waiting_at(settings: Settings) -> int:
    """Return how many messages lie in the queue of a service."""
    with Redis.from_url(settings.broker_url) as valkey:
        return int(valkey.llen(topology.queue_name(settings.service)))


def test_an_errand_of_the_service_is_run_when_it_is_rung_for(pair: Pair) -> None:
    ran = threading.Event()
    settings = pair.settings[CONSUMER]
    database = connect(settings)
    orders: list[str] = []

    def sweep(_go_on: GoOn) -> None:
        orders.clear()
        ran.set()

    errand = Errand(database, "sweep", is_due=lambda: bool(orders), work=sweep)
    worker = Worker(settings, database, [], [], [errand])
    worker.start()
    orders.append("sweep")

    # Another process orders, and rings: by itself the errand would look for orders after 30 s.
    assert rung_until(ran, settings, "sweep")
    assert worker.finish(60.0) == []


def rung_until(happened: threading.Event, settings: Settings, name: str) -> bool:
    """Ring again and again, as the worker may be starting, until it has happened."""
    for _ in range(600):
        ring(settings, name)
        if happened.wait(0.1):
            return True
    return False


_PROGRAM = """
import sys
from shared.storage.database import connect
from shared.events.worker import run_worker
from shared.http.settings import Settings
settings = Settings.from_environment()
sys.exit(run_worker(settings, connect(settings), ["reconsiderations"], []))
"""


def environment_of(settings: Settings, port: int) -> dict[str, str]:
    return {
        "CONCORD_SERVICE": settings.service,
        "DATABASE_URL": settings.database_url,
        "DATABASE_NAME": settings.database_name,
        "BROKER_URL": settings.broker_url,
        "SECRETS_DIR": str(settings.secrets_dir),
        "SERVICES": ",".join(f"{name}={url}" for name, url in settings.services.items()),
        "WORKER_PORT": str(port),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }


@pytest.mark.parametrize("frozen", [False, True], ids=["running", "frozen"])
def test_a_worker_process_stops_in_order_whatever_the_bus_does(
    pair: Pair, bus: Server, frozen: bool
) -> None:
    environment = environment_of(pair.settings[PRODUCER], free_port())
    process = subprocess.Popen([sys.executable, "-c", _PROGRAM], env=environment)
    pair.command("c1")
    eventually(lambda: pair.produced["watermarks"].find_one({"_id": PRODUCER, "sequence": 1}))
    if frozen:
        bus.pause()
        pair.command("c1")
        eventually(lambda: pair.produced["event_log"].find_one({"_id": 2}))
    process.send_signal(signal.SIGTERM)

    assert process.wait(60) == 0


def test_a_killed_worker_is_followed_and_nothing_is_lost(pair: Pair) -> None:
    environment = environment_of(pair.settings[PRODUCER], free_port())
    process = subprocess.Popen([sys.executable, "-c", _PROGRAM], env=environment)
    for _ in range(10):
        pair.command("c1")
    eventually(lambda: pair.produced["event_log"].find_one({"_id": 1}))
    process.kill()
    process.wait(10)
    for _ in range(10):
        pair.command("c1")
    with pair.web(PRODUCER), pair.web(CONSUMER), pair.running(PRODUCER, CONSUMER):
        assert eventually(lambda: pair.has_handled("c1", 20))
