"""The registry of liaison on a database of its own, with coordination behind it over HTTP."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from services.coordination.app import create_app as create_coordination
from services.liaison.app import create_app
from shared.http.settings import Settings
from shared.storage.database import Database, connect
from tests.services.coordination.asking import Desk
from tests.support.servers import EmbeddedDatabase
from tests.support.serving import serving

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def alone(server: EmbeddedDatabase, secrets: Path) -> Settings:
    """Liaison while coordination does not answer."""
    return Settings(
        service="liaison",
        database_url=server.url,
        database_name=f"liaison_{uuid.uuid4().hex}",
        broker_url="redis://127.0.0.1:1/0",
        secrets_dir=secrets,
        services={"coordination": NOWHERE},
    )


@pytest.fixture
def coordination_settings(alone: Settings) -> Settings:
    name = f"coordination_{uuid.uuid4().hex}"
    return replace(alone, service="coordination", database_name=name)


@pytest.fixture
def settings(alone: Settings, coordination_settings: Settings) -> Iterator[Settings]:
    """Liaison with coordination behind it."""
    with serving(create_coordination(coordination_settings)) as server:
        yield replace(alone, services={"coordination": f"http://127.0.0.1:{server.port}"})


@pytest.fixture
def database(alone: Settings) -> Database:
    return connect(alone)


@pytest.fixture
def desk(settings: Settings, secrets: Path) -> Desk:
    return Desk(create_app(settings).test_client(), secrets, "liaison")


@pytest.fixture
def lonely(alone: Settings, secrets: Path) -> Desk:
    return Desk(create_app(alone).test_client(), secrets, "liaison")
