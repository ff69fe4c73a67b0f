"""Servers that the tests of events share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

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
