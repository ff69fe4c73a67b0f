"""Objections to normative documents as coordination serves them, on a database of their own."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from services.coordination.app import create_app
from shared.casework.assembly import casework_of
from shared.casework.casework import Casework
from shared.casework.serving import guest_of, track_of
from shared.http.settings import Settings
from tests.services.coordination.asking import Desk
from tests.support.servers import EmbeddedDatabase


@pytest.fixture
def settings(server: EmbeddedDatabase, secrets: Path) -> Settings:
    return Settings(
        service="coordination",
        database_url=server.url,
        database_name=f"coordination_{uuid.uuid4().hex}",
        broker_url="redis://127.0.0.1:1/0",
        secrets_dir=secrets,
    )


@pytest.fixture
def desk(settings: Settings, secrets: Path) -> Desk:
    return Desk(create_app(settings).test_client(), secrets)


@pytest.fixture
def casework(settings: Settings) -> Casework:
    made = casework_of(track_of(guest_of("coordination")), settings)
    made.store.prepare()
    return made
