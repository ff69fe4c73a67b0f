"""The registry of liaison on a database of its own, with coordination behind it over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.liaison.app import create_app
from shared.http.settings import Settings
from shared.storage.database import Database, connect
from tests.services.coordination.asking import Desk
from tests.services.coordination.behind import alone_as, coordination_behind, coordination_beside
from tests.support.servers import EmbeddedDatabase


@pytest.fixture
def alone(server: EmbeddedDatabase, secrets: Path) -> Settings:
    """Liaison while coordination does not answer."""
    return alone_as("liaison", server, secrets)


@pytest.fixture
def coordination_settings(alone: Settings) -> Settings:
    return coordination_beside(alone)


@pytest.fixture
def settings(alone: Settings, coordination_settings: Settings) -> Iterator[Settings]:
    """Liaison with coordination behind it."""
    with coordination_behind(alone, coordination_settings) as found:
        yield found


@pytest.fixture
def database(alone: Settings) -> Database:
    return connect(alone)


@pytest.fixture
def desk(settings: Settings, secrets: Path) -> Desk:
    return Desk(create_app(settings).test_client(), secrets, "liaison")


@pytest.fixture
def lonely(alone: Settings, secrets: Path) -> Desk:
    return Desk(create_app(alone).test_client(), secrets, "liaison")
