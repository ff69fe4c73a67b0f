"""A client of a test's database, closed with the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pymongo import MongoClient

from shared.events.database import Document


@contextmanager
def connected(url: str) -> Iterator[MongoClient[Document]]:
    """Yield a client of the database at `url`."""
    client: MongoClient[Document] = MongoClient(url, serverSelectionTimeoutMS=5000, tz_aware=True)
    try:
        yield client
    finally:
        client.close()
