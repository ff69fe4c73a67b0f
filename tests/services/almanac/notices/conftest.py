"""The almanac on a database of its own, with coordination behind it over HTTP."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from services.almanac.app import create_app
from services.coordination.app import create_app as create_coordination
from shared.http.settings import Settings
from shared.storage.database import connect
from tests.services.coordination.asking import Desk
from tests.services.coordination.following import Office, office_on
from tests.services.coordination.telling import prepared
from tests.support.servers import EmbeddedDatabase
from tests.support.serving import serving

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def alone(server: EmbeddedDatabase, secrets: Path) -> Settings:
    """The almanac while coordination does not answer."""
    return Settings(
        service="almanac",
        database_url=server.url,
        database_name=f"almanac_{uuid.uuid4().hex}",
        broker_url="redis://127.0.0.1:1/0",
        secrets_dir=secrets,
        services={"coordination": NOWHERE, "reconsideration": NOWHERE},
    )


@pytest.fixture
def coordination_settings(alone: Settings) -> Settings:
    name = f"coordination_{uuid.uuid4().hex}"
    return replace(alone, service="coordination", database_name=name)


@pytest.fixture
def office(coordination_settings: Settings) -> Office:
    return office_on(prepared(connect(coordination_settings)))


@pytest.fixture
def settings(alone: Settings, coordination_settings: Settings) -> Iterator[Settings]:
    """The almanac with coordination behind it."""
    with serving(create_coordination(coordination_settings)) as server:
        address = f"http://127.0.0.1:{server.port}"
        yield replace(alone, services={**alone.services, "coordination": address})


@pytest.fixture
def desk(settings: Settings, secrets: Path) -> Desk:
    return Desk(create_app(settings).test_client(), secrets, "almanac")


@pytest.fixture
def lonely(alone: Settings, secrets: Path) -> Desk:
    return Desk(create_app(alone).test_client(), secrets, "almanac")
