"""The secrets of a production installation: each container is given what it needs, no more."""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import secrets
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from deploy.processes import GATEWAY, MEMBERS, SERVICES
from deploy.secrets import create, make_secrets, new_password, replace
from shared.house import LIAISON

DATABASE_HOST = "database:27017"
BROKER_HOST = "broker:5672"
VIRTUAL_HOST = "concord"
# The names that shared/events declares at the broker.
_EXCHANGE = "casework"


def make_production_secrets(folder: Path) -> None:
    """
    Make what is missing below `folder`; existing keys and passwords stay as they are.

    A member that came with a release is given its own, and an account at both servers.

    `master/` holds every secret and is mounted nowhere: keep it safe, it is the backup.
    `<member>/` is the `SECRETS_DIR` of one member's containers, with the addresses of its own
    accounts; `database/` and `broker/` are for the two servers.
    """
    master = folder / "master"
    make_secrets(master)
    for name in (*MEMBERS, "root"):
        create(master / "database" / f"{name}.password", new_password)
    for name in SERVICES:
        create(master / "broker" / f"{name}.password", new_password)
    for member in MEMBERS:
        _share(master, folder / member, member)
    _equip_database(master / "database", folder / "database")
    _equip_broker(master / "broker", folder / "broker")


def _share(master: Path, folder: Path, member: str) -> None:
    """Lay out the folder of one member: only the gateway signs tokens, only services open cases."""
    common = [f"identity/{other}.pub" for other in MEMBERS]
    keys = ["field_keys.json", "history.key", "referral.key", "search.key"]
    own = {
        GATEWAY: ["token.key"],
        LIAISON: [*keys, "partner_keys.json", "terminal_keys.json"],
    }.get(member, keys)
    for name in (*common, f"identity/{member}.key", *own):
        create(folder / name, (master / name).read_bytes)
    create(folder / "database_url", partial(_database_url, master, member))
    if member != GATEWAY:
        create(folder / "broker_url", partial(_broker_url, master, member))


def _equip_database(master: Path, folder: Path) -> None:
    create(folder / "keyfile", lambda: base64.b64encode(secrets.token_bytes(512)))
    create(folder / "root.password", (master / "root.password").read_bytes)
    passwords = {member: _read(master / f"{member}.password") for member in MEMBERS}
    _hold(folder / "accounts.json", json.dumps(passwords))


def _equip_broker(master: Path, folder: Path) -> None:
    file = folder / "definitions.json"
    known = _users(file)
    passwords = {service: _read(master / f"{service}.password") for service in SERVICES}
    definitions = broker_definitions(passwords)
    # A hash is salted: one that is there stays, so that nothing changes without need.
    users = [known.get(user["name"], user) for user in definitions["users"]]
    _hold(file, json.dumps({**definitions, "users": users}, indent=1))


def _users(file: Path) -> dict[str, dict[str, Any]]:
    if not file.exists():
        return {}
    return {user["name"]: user for user in json.loads(file.read_text())["users"]}


def _hold(file: Path, content: str) -> None:
    """Let a list of accounts hold those of every member, also of one that a release brought."""
    if not create(file, content.encode) and file.read_text() != content:
        replace(file, content.encode())


def broker_definitions(passwords: dict[str, str]) -> dict[str, Any]:
    """
    Return the accounts of RabbitMQ: one for each service, which may read its own queue alone.

    Every publisher declares the exchange and all queues, so that no event is without a way.
    """
    declared = rf"^{_EXCHANGE}(\..*)?$"
    return {
        "users": [
            {
                "name": service,
                "password_hash": _rabbit_hash(password),
                "hashing_algorithm": "rabbit_password_hashing_sha256",
                "tags": [],
            }
            for service, password in passwords.items()
        ],
        "vhosts": [{"name": VIRTUAL_HOST}],
        "permissions": [
            {
                "user": service,
                "vhost": VIRTUAL_HOST,
                "configure": declared,
                "write": declared,
                "read": rf"^{_EXCHANGE}(\.{service})?$",
            }
            for service in passwords
        ],
    }


def _rabbit_hash(password: str) -> str:
    """Return the salted hash that RabbitMQ stores (its page on passwords, sha256)."""
    salt = secrets.token_bytes(4)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def _database_url(master: Path, member: str) -> bytes:
    password = _read(master / "database" / f"{member}.password")
    options = "authSource=admin&replicaSet=rs0&retryWrites=true"
    return f"mongodb://{member}:{password}@{DATABASE_HOST}/?{options}\n".encode()


def _broker_url(master: Path, service: str) -> bytes:
    password = _read(master / "broker" / f"{service}.password")
    return f"amqp://{service}:{password}@{BROKER_HOST}/{VIRTUAL_HOST}\n".encode()


def _read(path: Path) -> str:
    return path.read_text().strip()


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the secrets of a production installation in the folder named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m deploy.production", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder to fill, for example var/production")
    make_production_secrets(parser.parse_args(arguments).folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
