"""The TCP ports of one installation, all on the loopback address."""

from __future__ import annotations

import os
import random
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from deploy.processes import SERVICES
from shared.language import Text

HOST = "127.0.0.1"
GATEWAY_PORT = 8080
# Below the ephemeral range (from 32768): a client that keeps calling a server which is down could
# otherwise be given the server's own port as its source, and then talk to itself.
INTERNAL_PORTS = range(8101, 8200)
_PRIVATE_PORTS = range(12000, 32000)
_LISTEN = "0A"


class PortTakenError(RuntimeError):
    """A port that was asked for belongs to another process."""

    def __init__(self, port: int, owner: str | None) -> None:
        self.port = port
        self.owner = owner
        zh = f"端口 {port} 已被占用" + (f"（{owner}）" if owner else "")
        en = f"port {port} is taken" + (f" by {owner}" if owner else "")
        self.text = Text(
            f"{zh}。请改用其他端口：make run PORT=8090（或 --port 8090）",
            f"{en}. Choose another one: make run PORT=8090 (or --port 8090)",
        )
        super().__init__(self.text.en)


@dataclass(frozen=True, slots=True)
class Ports:
    """Where each part listens; `services` by service name."""

    gateway: int
    services: dict[str, int]
    database: int
    bus: int

    @classmethod
    def of(cls, gateway: int, internal: Iterable[int]) -> Ports:
        """Give the services, the database and the bus the next ports of `internal`, in turn."""
        supply: Iterator[int] = iter(internal)
        services = {service: next(supply) for service in SERVICES}
        return cls(gateway, services, database=next(supply), bus=next(supply))


def standard_ports(gateway: int = GATEWAY_PORT) -> Ports:
    """Return the ports of an installation people use: the gateway's as asked for, others free.

    Raises `PortTakenError` when the gateway's port is not free.
    """
    require_free(gateway)
    return Ports.of(gateway, (p for p in INTERNAL_PORTS if p != gateway and is_free(p)))


def private_ports() -> Ports:
    """Return free ports at random, for an installation that nobody else shall meet."""
    candidates = random.sample(_PRIVATE_PORTS, k=200)
    free = (port for port in candidates if is_free(port))
    return Ports.of(next(free), free)


def require_free(port: int, patience_seconds: float = 2.0) -> None:
    """Return once `port` is free; `PortTakenError` names who holds it after the patience.

    The patience is for the predecessor of this very installation, on its way out.
    """
    deadline = time.monotonic() + patience_seconds
    while not is_free(port):
        if time.monotonic() > deadline:
            raise PortTakenError(port, owner_of(port))
        time.sleep(0.1)


def is_free(port: int) -> bool:
    """Return whether a server could listen on `port` now."""
    with socket.socket() as probe:
        # As servers do it: connections of a server that just ended do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def owner_of(port: int) -> str | None:
    """Return name and number of the process that listens on `port`, where it may be known."""
    sockets = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    for folder in Path("/proc").glob("[0-9]*"):
        if sockets & _open_files(folder):
            with suppress(OSError):
                name = (folder / "comm").read_text().strip()
                return f"{name}, pid {folder.name}"
    return None


def _listening_inodes(port: int) -> Iterator[str]:
    """Yield the inodes of the sockets that listen on `port`, from /proc/net/tcp (proc(5))."""
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        lines = table.read_text().splitlines()[1:] if table.exists() else []
        for line in lines:
            fields = line.split()
            address, state, inode = fields[1], fields[3], fields[9]
            if state == _LISTEN and int(address.rpartition(":")[2], 16) == port:
                yield inode


def _open_files(process: Path) -> set[str]:
    # Another user's process is not ours to look into, and files close while they are listed.
    with suppress(OSError):
        return set(filter(None, map(_target, (process / "fd").iterdir())))
    return set()


def _target(link: Path) -> str | None:
    with suppress(OSError):
        return os.readlink(link)
    return None
