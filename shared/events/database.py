"""The database of a service, connected once in each process."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any, TypeAlias

from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.database import Database as MongoDatabase

from shared.http.settings import Settings

Document: TypeAlias = dict[str, Any]
Database: TypeAlias = MongoDatabase[Document]
DocumentCollection: TypeAlias = Collection[Document]

SERVER_SELECTION_MS = 5_000
OPERATION_MS = 10_000


def connect(settings: Settings) -> Database:
    """
    Return the database of the service; writes are durable on a majority, instants are aware.

    The client is made on the first call in each process: one that was opened before a fork may
    deadlock in the child. Whether writes are retried is said by the address (`retryWrites`).
    """
    return _client(settings.database_url, os.getpid())[settings.database_name]


@lru_cache(maxsize=8)
def _client(url: str, _process: int) -> MongoClient[Document]:
    return MongoClient(
        url,
        serverSelectionTimeoutMS=SERVER_SELECTION_MS,
        timeoutMS=OPERATION_MS,
        w="majority",
        journal=True,
        readConcernLevel="majority",
        tz_aware=True,
    )
