"""A database server that all tests of liaison share; each takes databases of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.servers import EmbeddedDatabase


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedDatabase]:
    with EmbeddedDatabase() as running:
        yield running
