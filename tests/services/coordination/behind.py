"""Settings of a service on a database of its own, with coordination behind it over HTTP."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from services.coordination.app import create_app
from shared.http.settings import Settings
from tests.support.servers import EmbeddedDatabase
from tests.support.serving import serving

NOWHERE = "http://127.0.0.1:9"


def alone_as(service: str, server: EmbeddedDatabase, secrets: Path, *others: str) -> Settings:
    """Return the settings of a service while neither coordination nor any other answers."""
    return Settings(
        service=service,
        database_url=server.url,
        database_name=f"{service}_{uuid.uuid4().hex}",
        broker_url="redis://127.0.0.1:1/0",
        secrets_dir=secrets,
        services=dict.fromkeys(("coordination", *others), NOWHERE),
    )


def coordination_beside(alone: Settings) -> Settings:
    """Return the settings of a coordination of its own."""
    name = f"coordination_{uuid.uuid4().hex}"
    return replace(alone, service="coordination", database_name=name)


@contextmanager
def coordination_behind(alone: Settings, coordination: Settings) -> Iterator[Settings]:
    """Serve coordination, and yield the settings of the service that finds it."""
    with serving(create_app(coordination)) as server:
        address = f"http://127.0.0.1:{server.port}"
        yield replace(alone, services={**alone.services, "coordination": address})
