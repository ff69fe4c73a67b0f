"""Whether the gateway can work, and how the services behind it are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from flask import Flask

from shared.http.application import add_readiness_check
from shared.http.client import ServiceClient
from shared.storage.database import Database

TIMEOUT = (0.5, 1.5)


class ServicesNotReadyError(RuntimeError):
    """Some services are not ready; the message names them."""


class NobodyKnownError(RuntimeError):
    """No account exists, so nobody could sign in."""


def watch_readiness(
    app: Flask, database: Database, client: ServiceClient, services: Iterable[str]
) -> None:
    """
    Let `/readyz` look at the database and at each service.

    Without its database, or before the first account is made, the gateway knows nobody and is not
    ready. A service that is down takes only its own routes along, so it is reported as degraded.
    """
    add_readiness_check(app, "database", partial(_ping, database))
    add_readiness_check(app, "accounts", partial(_find_account, database))
    for service in services:
        check = partial(_ask, client, service)
        add_readiness_check(app, service, check, required=False)


def _ping(database: Database) -> None:
    database.command("ping")


def _find_account(database: Database) -> None:
    if database["accounts"].find_one({}, {"_id": 1}) is None:
        raise NobodyKnownError("no account exists")


def _ask(client: ServiceClient, service: str) -> None:
    answer = client.request(service, "GET", "/readyz", timeout=TIMEOUT)
    if answer.status_code != 200:
        raise ServicesNotReadyError(service)
