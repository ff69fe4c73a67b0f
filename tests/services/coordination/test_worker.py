"""The background process as it runs: it hears of cases, keeps the docket, sweeps, and tells."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from services.coordination.docket.sweeping import AUTOMATIC, errand_of
from shared.events.doorbell import ring
from shared.events.event_log import EventLog
from shared.events.feed import create_feed
from shared.http.application import create_application
from shared.http.settings import Settings
from shared.legal_day import today
from shared.storage.database import Database, Document, connect
from tests.services.coordination.telling import Case, a_clock
from tests.support.events import eventually
from tests.support.servers import ValkeyServer, free_port
from tests.support.serving import serving


@pytest.fixture
def bus() -> Iterator[ValkeyServer]:
    with ValkeyServer() as running:
        yield running


@contextmanager
def feed_of(track: Settings, port: int) -> Iterator[EventLog]:
    """Serve the feed of a track, and yield the log behind it."""
    database = connect(track)
    log = EventLog(database)
    log.prepare()
    app = create_application(track)
    app.register_blueprint(create_feed(database))
    with serving(app, port):
        yield log


@contextmanager
def worker(settings: Settings, services: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the worker of coordination as an operator would."""
    environment = {
        **os.environ,
        "CONCORD_SERVICE": "coordination",
        "DATABASE_URL": settings.database_url,
        "DATABASE_NAME": settings.database_name,
        "BROKER_URL": settings.broker_url,
        "SECRETS_DIR": str(settings.secrets_dir),
        "SERVICES": services,
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    command = [sys.executable, "-m", "services.coordination.worker"]
    process = subprocess.Popen(command, env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


def expired_by_a_sweep(database: Database, own: Settings) -> Document | None:
    """Ask for a sweep, for that of the start may have come before the row, and look."""
    # It may note at any moment until it ends that the next is due within the hour.
    database["sweeps"].delete_many({})
    ring(own, errand_of(AUTOMATIC))
    return database["event_log"].find_one({"envelope.type": "clock.expired"})


def test_a_step_of_a_case_becomes_a_row_and_its_expiry_an_event(
    settings: Settings, bus: ValkeyServer
) -> None:
    port = free_port()
    services = f"reconsideration=http://127.0.0.1:{port}"
    track = Settings(
        service="reconsideration",
        database_url=settings.database_url,
        database_name=f"reconsideration_{settings.database_name}",
        broker_url=bus.url,
        secrets_dir=settings.secrets_dir,
    )
    own = Settings(
        service="coordination",
        database_url=settings.database_url,
        database_name=settings.database_name,
        broker_url=bus.url,
        secrets_dir=settings.secrets_dir,
    )
    yesterday = (today() - timedelta(days=1)).isoformat()
    recorded = datetime.now(UTC) - timedelta(days=9)
    filed = Case().step("file", at=recorded, clocks=[a_clock(due_on=yesterday)])
    database = connect(own)

    with feed_of(track, port) as log, worker(own, services) as process:
        log.append([filed])
        eventually(lambda: database["docket"].count_documents({}) == 1)
        event = eventually(partial(expired_by_a_sweep, database, own))
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0

    assert event["envelope"]["data"]["due_on"] == yesterday
    assert database["matters"].count_documents({"_id": "matter-0001"}) == 1
