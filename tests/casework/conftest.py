"""A real database for casework, one name per test, and the trial track served from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.casework.application import create_track_application
from shared.casework.casework import Casework
from shared.casework.track import Track
from shared.http.identity import IdentitySigner
from shared.http.secrets import SecretFolder
from shared.http.settings import Settings
from shared.storage.database import Database
from tests.casework.calling import Caller
from tests.support.casework import casework_on, procedure
from tests.support.servers import EmbeddedDatabase


@pytest.fixture
def settings(server: EmbeddedDatabase, database: Database, secrets: Path) -> Settings:
    return Settings(
        service="reconsideration",
        database_url=server.url,
        database_name=database.name,
        secrets_dir=secrets,
    )


@pytest.fixture
def caller(settings: Settings, secrets: Path) -> Iterator[Caller]:
    app = create_track_application(Track(procedure(), Path()), settings)
    signer = IdentitySigner(SecretFolder(secrets).private_key("gateway"), "gateway")
    with app.test_client() as client:
        yield Caller(client, signer)


@pytest.fixture
def casework(database: Database) -> Casework:
    """The trial track on the test's database."""
    return casework_on(database)
