"""What goes wrong in a server room, done on purpose and in a fixed order."""

from __future__ import annotations

import random
import shutil
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from amqp.exceptions import NotFound
from kombu import Connection

from deploy.embedded.bus import BUS
from deploy.embedded.database import DATABASE
from deploy.embedded.stack import Stack
from deploy.processes import SERVICES, WEB, WORKERS
from shared.events.topology import queue_name
from tests.support.events import eventually
from tests.support.servers import RabbitNode
from tests.system.load import Ledger

FROZEN_SECONDS = 8.0
COMMANDS_BETWEEN_FAULTS = 6
QUEUE_SAVED_SECONDS = 2.0


class Broker(Protocol):
    """The bus of an installation, whichever it is, in the hands of a test."""

    def kill(self) -> None:
        """End it as a power failure would; it comes back with its data."""

    def wipe(self) -> None:
        """Let it come back with nothing."""

    def freeze(self) -> None:
        """Let it keep its connections and answer nobody."""

    def thaw(self) -> None:
        """Let it go on."""


@dataclass(frozen=True)
class EmbeddedBus:
    """The Valkey server of a stack."""

    stack: Stack

    def kill(self) -> None:
        self.stack.kill(BUS)

    def wipe(self) -> None:
        self.stack.halt(BUS)
        folder = self.stack.data_folder / BUS
        shutil.rmtree(folder / "appendonlydir", ignore_errors=True)
        for dump in folder.glob("dump*"):
            dump.unlink()
        self.stack.resume(BUS)

    def freeze(self) -> None:
        self.stack.signal(BUS, signal.SIGSTOP)

    def thaw(self) -> None:
        self.stack.signal(BUS, signal.SIGCONT)


@dataclass(frozen=True)
class Rabbit:
    """A RabbitMQ node beside a stack."""

    node: RabbitNode

    def kill(self) -> None:
        # A quorum queue that is killed within a second of its birth does not always come back
        # (3.10.8 saves its directory of queues half a second after a change, or later).
        eventually(self.is_heard)
        threading.Event().wait(QUEUE_SAVED_SECONDS)
        self.node.kill()
        self.node.start()

    def wipe(self) -> None:
        self.node.wipe()
        self.node.start()

    def is_heard(self) -> bool:
        """Say whether every service listens to its queue, as the broker sees it."""
        with Connection(self.node.url, connect_timeout=5) as broker:
            channel = broker.channel()
            try:
                counts = [
                    channel.queue_declare(queue_name(service), passive=True).consumer_count
                    for service in SERVICES
                ]
            except NotFound:
                return False
        return all(count > 0 for count in counts)

    def freeze(self) -> None:
        self.node.pause()

    def thaw(self) -> None:
        self.node.resume()


@dataclass
class Faults:
    """Brings about faults one after the other while the load goes on."""

    stack: Stack
    broker: Broker
    ledger: Ledger
    seed: int
    done: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def everything(self) -> list[Callable[[], str]]:
        """Return every kind of fault, in an order that the seed decides."""
        kinds = [
            self.kill_worker,
            self.kill_worker,
            self.kill_web,
            self.kill_web,
            self.kill_database,
            self.kill_broker,
            self.wipe_broker,
            self.freeze_broker,
        ]
        self.shuffle(kinds)
        return kinds

    def shuffle(self, kinds: list[Callable[[], str]]) -> None:
        """Put faults into the order that the seed decides."""
        self._random.shuffle(kinds)

    def bring_about(self, kinds: Iterable[Callable[[], str]]) -> None:
        """Let each happen, wait until the installation is ready again, and let work go on."""
        for happen in kinds:
            self.ledger.await_more(COMMANDS_BETWEEN_FAULTS)
            self.done.append(happen())
            self.stack.await_ready()
        self.ledger.await_more(COMMANDS_BETWEEN_FAULTS)

    def kill_worker(self) -> str:
        return self._kill(self._random.choice([process.name for process in WORKERS]))

    def kill_web(self) -> str:
        return self._kill(self._random.choice([process.name for process in WEB]))

    def kill_database(self) -> str:
        return self._kill(DATABASE)

    def kill_broker(self) -> str:
        self.broker.kill()
        return "kill broker"

    def wipe_broker(self) -> str:
        self.broker.wipe()
        return "wipe broker"

    def freeze_broker(self) -> str:
        self.broker.freeze()
        try:
            # A fault that lasts: nothing is waited for.
            threading.Event().wait(FROZEN_SECONDS)
        finally:
            self.broker.thaw()
        return "freeze broker"

    def restarts(self) -> Iterator[tuple[str, int]]:
        """Yield how often each process was started again."""
        for name in self.stack.pids():
            if count := self.stack.restarts(name):
                yield name, count

    def _kill(self, name: str) -> str:
        self.stack.kill(name)
        return f"kill {name}"
