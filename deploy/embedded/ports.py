"""The TCP ports of one installation, all on the loopback address, held while it runs."""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from deploy.embedded.port_owners import owner_of
from deploy.processes import SERVICES
from deploy.refusal import RefusalError
from shared.language import Text

HOST = "127.0.0.1"
GATEWAY_PORT = 8080
# Below the ephemeral range (from 32768): a client that keeps calling a server which is down could
# otherwise be given the server's own port as its source, and then talk to itself.
INTERNAL_PORTS = range(8101, 8200)
_PRIVATE_PORTS = range(12000, 32000)


class PortTakenError(RefusalError):
    """A port that was asked for belongs to another process."""

    def __init__(self, port: int, owner: str | None) -> None:
        zh = f"端口 {port} 已被占用" + (f"（{owner}）" if owner else "")
        en = f"port {port} is taken" + (f" by {owner}" if owner else "")
        text = Text(
            f"{zh}。请改用其他端口：make run PORT=8090（或 --port 8090）",
            f"{en}. Choose another one: make run PORT=8090 (or --port 8090)",
        )
        super().__init__(text)


class PortDeniedError(RefusalError):
    """A port that was asked for is kept for the administrator of the machine (ip(7))."""

    def __init__(self, port: int) -> None:
        text = Text(
            f"当前用户无权使用端口 {port}（1024 以下的端口一般留给 root）。"
            "请改用其他端口：make run PORT=8090（或 --port 8090）",
            f"this user may not use port {port} (those below 1024 are as a rule root's). "
            "Choose another one: make run PORT=8090 (or --port 8090)",
        )
        super().__init__(text)


class HeldPort:
    """
    A port that this process has taken and one of its children may listen on, again and again.

    The port is bound and never listened on: whoever calls while the child is away is refused at
    once. Two sockets may be bound to one port if both set SO_REUSEADDR and neither listens yet,
    which every server here does; so the child gets in, and no client is given the port as its
    source. Another launcher would get in as well: hence a claim beside it, a name in the abstract
    namespace (unix(7)), which the kernel gives to one process and takes back when that ends.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self._sockets: tuple[socket.socket, ...] = ()
        self.hold()

    def hold(self) -> None:
        """
        Take the port unless it is held already.

        `PortTakenError` when another has it, `PortDeniedError` when this user may not have it.
        """
        if self._sockets:
            return
        claim, bound = socket.socket(socket.AF_UNIX), socket.socket()
        # Connections of a server that just ended do not count.
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            claim.bind(f"\0{_claim(self.number)}")
            bound.bind((HOST, self.number))
        except OSError as error:
            claim.close()
            bound.close()
            denied = isinstance(error, PermissionError)
            reason = PortDeniedError(self.number) if denied else PortTakenError(self.number, None)
            raise reason from None
        self._sockets = (claim, bound)

    def release(self) -> None:
        """Let go of the port."""
        for held in self._sockets:
            held.close()
        self._sockets = ()


@dataclass(frozen=True, slots=True)
class Ports:
    """Where each part listens, held until released; `services` and `workers` by service name."""

    gateway: int
    services: dict[str, int]
    workers: dict[str, int]
    database: int
    bus: int
    _held: tuple[HeldPort, ...]

    @classmethod
    def of(cls, gateway: HeldPort, supply: Iterator[HeldPort]) -> Ports:
        """Give the services, the database, the bus and the workers the next ports, in turn."""
        names = (*SERVICES, "database", "bus", *(f"{service}-worker" for service in SERVICES))
        held = {name: next(supply) for name in names}
        return cls(
            gateway=gateway.number,
            services={service: held[service].number for service in SERVICES},
            workers={service: held[f"{service}-worker"].number for service in SERVICES},
            database=held["database"].number,
            bus=held["bus"].number,
            _held=(gateway, *held.values()),
        )

    def hold(self) -> None:
        """Take the ports again after a release; `PortTakenError` when another has one by now."""
        for port in self._held:
            port.hold()

    def release(self) -> None:
        """Let go of all ports."""
        for port in self._held:
            port.release()


def standard_ports(gateway: int = GATEWAY_PORT) -> Ports:
    """
    Hold the ports of an installation people use: the gateway's as asked for, others free.

    Raises `PortTakenError` when the gateway's port is not free, `PortDeniedError` when this user
    may not have it. With 0 it is any free one.
    """
    if gateway == 0:
        return private_ports()
    door = hold_patiently(gateway)
    return Ports.of(door, _free(chain(INTERNAL_PORTS, _random_ports())))


def private_ports() -> Ports:
    """Hold free ports at random, for an installation that nobody else shall meet."""
    supply = _free(_random_ports())
    return Ports.of(next(supply), supply)


def private_port() -> HeldPort:
    """Hold one free port at random."""
    return next(_free(_random_ports()))


def hold_patiently(port: int, patience_seconds: float = 2.0) -> HeldPort:
    """
    Hold `port` once it is free; `PortTakenError` names who holds it after the patience.

    The patience is for the predecessor of this very installation, on its way out.
    """
    deadline = time.monotonic() + patience_seconds
    while True:
        try:
            return HeldPort(port)
        except PortTakenError:
            if time.monotonic() > deadline:
                raise PortTakenError(port, owner_of(port, _claim(port))) from None
        time.sleep(0.1)


def _free(candidates: Iterable[int]) -> Iterator[HeldPort]:
    for number in candidates:
        try:
            yield HeldPort(number)
        except PortTakenError:
            continue


def _random_ports() -> Iterator[int]:
    # Endless: the first that is free is soon found, and a machine without any has other troubles.
    while True:
        yield from random.sample(_PRIVATE_PORTS, k=200)


def _claim(port: int) -> str:
    return f"concord-port-{port}"
