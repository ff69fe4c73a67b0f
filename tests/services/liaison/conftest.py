"""A database server that all tests of liaison share; each takes databases of its own."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from shared.storage.database import Database
from tests.support.database import connected
from tests.support.servers import EmbeddedDatabase


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedDatabase]:
    with EmbeddedDatabase() as running:
        yield running


@pytest.fixture
def database(server: EmbeddedDatabase) -> Iterator[Database]:
    with connected(server.url) as client:
        yield client[f"liaison_{uuid.uuid4().hex}"]
