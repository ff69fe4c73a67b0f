"""A client of a test's database, closed with the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pymongo import MongoClient
from pymongo.monitoring import CommandListener

from shared.storage.database import Document


@contextmanager
def connected(url: str, *listeners: CommandListener) -> Iterator[MongoClient[Document]]:
    """Yield a client of the database at `url`, whose commands `listeners` are told of."""
    client: MongoClient[Document] = MongoClient(
        url, serverSelectionTimeoutMS=5000, tz_aware=True, event_listeners=list(listeners)
    )
    try:
        yield client
    finally:
        client.close()
