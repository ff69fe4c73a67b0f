"""A real database for coordination, one name per test, and its parts on it."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from services.coordination.app import create_app
from services.coordination.assembly import Coordination
from shared.http.settings import Settings
from shared.storage.database import Database, connect
from tests.services.coordination.asking import Desk
from tests.services.coordination.telling import prepared
from tests.support.servers import EmbeddedDatabase


@pytest.fixture
def settings(server: EmbeddedDatabase, secrets: Path) -> Settings:
    return _settings(server, secrets, f"coordination_{uuid.uuid4().hex}")


@pytest.fixture(scope="module")
def shared_settings(server: EmbeddedDatabase, secrets: Path) -> Settings:
    """The settings of one database for all tests of a module that only read."""
    return _settings(server, secrets, f"coordination_{uuid.uuid4().hex}")


@pytest.fixture(scope="module")
def shared_coordination(shared_settings: Settings) -> Coordination:
    """Coordination on one database for all tests of a module that only read."""
    return prepared(connect(shared_settings))


@pytest.fixture
def database(settings: Settings) -> Database:
    return connect(settings)


@pytest.fixture
def coordination(database: Database) -> Coordination:
    return prepared(database)


@pytest.fixture
def desk(settings: Settings, secrets: Path) -> Desk:
    return Desk(create_app(settings).test_client(), secrets)


def _settings(server: EmbeddedDatabase, secrets: Path, name: str) -> Settings:
    return Settings(
        service="coordination",
        database_url=server.url,
        database_name=name,
        broker_url="redis://127.0.0.1:1/0",
        secrets_dir=secrets,
    )
