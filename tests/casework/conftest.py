"""A real database for casework, one name per test, and the trial track served from it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.secrets import make_secrets
from shared.casework.application import create_track_application
from shared.casework.casework import Casework
from shared.casework.track import Track
from shared.http.identity import IdentitySigner
from shared.http.secrets import SecretFolder
from shared.http.settings import Settings
from shared.storage.database import Database
from tests.casework.calling import Caller
from tests.support.casework import casework_on, procedure
from tests.support.database import connected
from tests.support.servers import EmbeddedDatabase


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedDatabase]:
    with EmbeddedDatabase() as running:
        yield running


@pytest.fixture
def database(server: EmbeddedDatabase) -> Iterator[Database]:
    with connected(server.url) as client:
        yield client[f"casework_{uuid.uuid4().hex}"]


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("secrets")
    make_secrets(folder)
    return folder


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
