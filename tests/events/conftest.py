"""Servers and a consumer that the tests of events share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared.storage.database import Database
from tests.events.consuming import Setting, a_setting
from tests.support.servers import RabbitNode, ValkeyServer, require_rabbitmq


@pytest.fixture(scope="session")
def valkey() -> Iterator[ValkeyServer]:
    with ValkeyServer() as server:
        yield server


@pytest.fixture(scope="module")
def rabbit() -> Iterator[RabbitNode]:
    require_rabbitmq()
    with RabbitNode() as server:
        yield server


@pytest.fixture
def setting(database: Database) -> Setting:
    return a_setting(database)
