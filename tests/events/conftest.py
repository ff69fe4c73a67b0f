"""Servers that the tests of events share."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from pymongo import MongoClient

from shared.storage.database import Database, Document
from tests.support.servers import EmbeddedDatabase, RabbitNode, ValkeyServer, require_rabbitmq


@pytest.fixture(scope="session")
def database_server() -> Iterator[EmbeddedDatabase]:
    with EmbeddedDatabase() as server:
        yield server


@pytest.fixture(scope="session")
def _client(database_server: EmbeddedDatabase) -> Iterator[MongoClient[Document]]:
    client: MongoClient[Document] = MongoClient(database_server.url, tz_aware=True)
    yield client
    client.close()


@pytest.fixture
def database(_client: MongoClient[Document]) -> Database:
    return _client[f"events_{uuid.uuid4().hex[:12]}"]


@pytest.fixture(scope="session")
def valkey() -> Iterator[ValkeyServer]:
    with ValkeyServer() as server:
        yield server


@pytest.fixture(scope="module")
def rabbit() -> Iterator[RabbitNode]:
    require_rabbitmq()
    with RabbitNode() as server:
        yield server
