"""Counting attempts in the database, so that all processes count together."""

from __future__ import annotations

import ipaddress
import math
import time
from http import HTTPStatus
from typing import Any, cast

from flask import Flask, Response, request
from flask_limiter import Limiter
from limits.storage import MongoDBStorage
from pymongo import MongoClient

from shared.storage.database import Database, Document

_SCHEME = "concord"
_SCHEMES = [_SCHEME]


class SharedStorage(MongoDBStorage):
    """
    Counts over the connections that the process has anyway.

    The storage it extends would open its own, and closes them from a finaliser that may run when
    the interpreter is half gone and then waits for ever.
    """

    STORAGE_SCHEME = _SCHEMES

    def __init__(self, uri: str, *, database: Database, **_: object) -> None:
        self._client = database.client
        super().__init__(uri, database_name=database.name)

    def _init_mongo_client(self, uri: str | None, **options: Any) -> MongoClient[Document]:
        del uri, options
        return self._client

    def __del__(self) -> None:
        """Leave the connections to the process."""


def login_limiter(app: Flask, database: Database) -> Limiter:
    """
    Return the limiter of sign-ins, exact over a moving window.

    It fails closed: while the database does not answer, nobody signs in (503).
    """
    limiter = Limiter(
        client_address,
        app=app,
        strategy="moving-window",
        storage_uri=f"{_SCHEME}://",
        # Passed on to our own storage above, which knows what it is.
        storage_options=cast("dict[str, str | int]", {"database": database}),
        swallow_errors=False,
    )

    # The limiter's own headers stand on every answer: a service that is away for two seconds
    # would be asked for again when the window ends.
    @app.after_request
    def say_when_to_ask_again(response: Response) -> Response:
        limit = limiter.current_limit
        refused = response.status_code == HTTPStatus.TOO_MANY_REQUESTS
        # A service behind that refuses by its own count says itself when to come again.
        if refused and limit is not None and limit.breached:
            # Not `reset_at`: it is rounded up already, and twice rounded is a second too long.
            seconds = max(1, math.ceil(limit.window.reset_time - time.time()))
            response.headers["Retry-After"] = str(seconds)
        return response

    return limiter


def client_place() -> str:
    """
    Return by what the caller's network is told from others.

    An address of IPv4 is; of IPv6 everybody has whole networks of 64 bits to choose from.
    """
    try:
        address = ipaddress.ip_address(client_address())
    except ValueError:
        return client_address()
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))


def everybody() -> str:
    """Return one key for all who ask, to count them together."""
    return "everybody"


def client_address() -> str:
    """Return the address of the caller, as the last trusted hop saw it."""
    return request.remote_addr or "unknown"
