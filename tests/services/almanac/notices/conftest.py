"""The almanac on a database of its own, with coordination behind it over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.almanac.app import create_app
from shared.http.settings import Settings
from shared.storage.database import connect
from tests.services.coordination.asking import Desk
from tests.services.coordination.behind import alone_as, coordination_behind, coordination_beside
from tests.services.coordination.following import Office, office_on
from tests.services.coordination.telling import prepared
from tests.support.servers import EmbeddedDatabase


@pytest.fixture
def alone(server: EmbeddedDatabase, secrets: Path) -> Settings:
    """The almanac while coordination does not answer."""
    return alone_as("almanac", server, secrets, "reconsideration")


@pytest.fixture
def coordination_settings(alone: Settings) -> Settings:
    return coordination_beside(alone)


@pytest.fixture
def office(coordination_settings: Settings) -> Office:
    return office_on(prepared(connect(coordination_settings)))


@pytest.fixture
def settings(alone: Settings, coordination_settings: Settings) -> Iterator[Settings]:
    """The almanac with coordination behind it."""
    with coordination_behind(alone, coordination_settings) as found:
        yield found


@pytest.fixture
def desk(settings: Settings, secrets: Path) -> Desk:
    return Desk(create_app(settings).test_client(), secrets, "almanac")


@pytest.fixture
def lonely(alone: Settings, secrets: Path) -> Desk:
    return Desk(create_app(alone).test_client(), secrets, "almanac")
