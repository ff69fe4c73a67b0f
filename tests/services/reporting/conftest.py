"""Reporting on a real database, one name per test, with coordination behind it over HTTP."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from services.coordination.app import create_app as create_coordination
from services.coordination.assembly import Coordination, coordination_on
from services.reporting.app import create_app
from services.reporting.assembly import Reporting, reporting_on
from services.reporting.preparation import prepare
from shared.http.settings import Settings
from shared.storage.database import Database, connect
from tests.services.coordination.asking import Desk
from tests.support.servers import EmbeddedDatabase
from tests.support.serving import serving


@pytest.fixture
def settings(server: EmbeddedDatabase, secrets: Path) -> Settings:
    return Settings(
        service="reporting",
        database_url=server.url,
        database_name=f"reporting_{uuid.uuid4().hex}",
        broker_url="redis://127.0.0.1:1/0",
        secrets_dir=secrets,
        services={"coordination": "http://127.0.0.1:9"},
    )


@pytest.fixture
def database(settings: Settings) -> Database:
    return connect(settings)


@pytest.fixture
def reporting(settings: Settings) -> Reporting:
    made = reporting_on(settings)
    prepare(made)
    return made


@pytest.fixture
def coordination_settings(settings: Settings) -> Settings:
    name = f"coordination_{uuid.uuid4().hex}"
    return replace(settings, service="coordination", database_name=name)


@pytest.fixture
def coordination_address(coordination_settings: Settings) -> Iterator[str]:
    """Where coordination answers, as it does beside reporting."""
    with serving(create_coordination(coordination_settings)) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture
def coordination(coordination_settings: Settings, coordination_address: str) -> Coordination:
    """The records of that coordination, prepared by its application."""
    del coordination_address
    return coordination_on(connect(coordination_settings))


@pytest.fixture
def desk(settings: Settings, secrets: Path, coordination_address: str) -> Desk:
    behind = replace(settings, services={"coordination": coordination_address})
    return Desk(create_app(behind).test_client(), secrets, "reporting")


@pytest.fixture
def lonely_desk(settings: Settings, secrets: Path) -> Desk:
    """A desk of reporting while coordination does not answer."""
    return Desk(create_app(settings).test_client(), secrets, "reporting")
