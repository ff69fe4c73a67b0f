"""The database of a service, connected once in each process."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.database import Database as MongoDatabase
from pymongo.errors import BulkWriteError, CollectionInvalid, OperationFailure

from shared.http.settings import Settings

Document: TypeAlias = dict[str, Any]
Database: TypeAlias = MongoDatabase[Document]
DocumentCollection: TypeAlias = Collection[Document]

SERVER_SELECTION_MS = 5_000
OPERATION_MS = 10_000
# Each costs the embedded server four wakings a second, and a new one a proof of who asks: what
# looks every 30 s keeps its own.
IDLE_CONNECTION_MS = 45_000
NAMESPACE_EXISTS = 48  # the code of a creation of what is there
DUPLICATE_KEY = 11000  # the code of a write that met a document of the same unique key


def connect(settings: Settings, operation_ms: int = OPERATION_MS) -> Database:
    """
    Return the database of the service; writes are durable on a majority, instants are aware.

    An operation that is not answered within `operation_ms` fails.
    The client is made on the first call in each process: one that was opened before a fork may
    deadlock in the child. Whether writes are retried is said by the address (`retryWrites`).
    """
    return _client(settings.database_url, operation_ms)[settings.database_name]


def insert_missing(rows: DocumentCollection, documents: Sequence[Document]) -> set[Any]:
    """Insert what is not there yet, in one write; return the ids that were there."""
    if not documents:
        return set()
    try:
        rows.insert_many(documents, ordered=False)
    except BulkWriteError as error:
        refusals = (error.details or {}).get("writeErrors", [])
        if any(refusal["code"] != DUPLICATE_KEY for refusal in refusals):
            raise
        return {documents[refusal["index"]]["_id"] for refusal in refusals}
    return set()


def create_collections(database: Database, names: Iterable[str]) -> None:
    """Create the collections that are missing; processes that start together may all call this."""
    for name in set(names) - set(database.list_collection_names()):
        try:
            database.create_collection(name)
        except CollectionInvalid:
            continue  # Another process was faster, and the client has seen it …
        except OperationFailure as error:
            if error.code != NAMESPACE_EXISTS:
                raise  # … or the server has.


def disconnect() -> None:
    """Close the clients that this process opened."""
    with _opening:
        for key in [key for key in _clients if key[1] == os.getpid()]:
            _clients.pop(key).close()


_clients: dict[tuple[str, int, int], MongoClient[Document]] = {}
_opening = threading.Lock()


def _client(url: str, operation_ms: int) -> MongoClient[Document]:
    key = (url, os.getpid(), operation_ms)
    with _opening:
        if key not in _clients:
            _clients[key] = MongoClient(
                url,
                serverSelectionTimeoutMS=SERVER_SELECTION_MS,
                timeoutMS=operation_ms,
                maxIdleTimeMS=IDLE_CONNECTION_MS,
                # An operation that fails tells of a lost server as soon as a stream would, and
                # costs neither a connection nor a thread in each process.
                serverMonitoringMode="poll",
                w="majority",
                journal=True,
                readConcernLevel="majority",
                tz_aware=True,
            )
        return _clients[key]
