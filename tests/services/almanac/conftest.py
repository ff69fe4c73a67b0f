"""The almanac on a real database, which all tests share: it keeps nothing but notices."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from services.almanac.app import create_app
from shared.http.settings import Settings
from tests.services.coordination.asking import Desk
from tests.support.servers import EmbeddedDatabase


@pytest.fixture(scope="module")
def settings(server: EmbeddedDatabase, secrets: Path) -> Settings:
    return Settings(
        service="almanac",
        database_url=server.url,
        database_name=f"almanac_{uuid.uuid4().hex}",
        broker_url="redis://127.0.0.1:1/0",
        secrets_dir=secrets,
    )


@pytest.fixture(scope="module")
def desk(settings: Settings, secrets: Path) -> Desk:
    return Desk(create_app(settings).test_client(), secrets, "almanac")
