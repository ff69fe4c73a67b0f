"""The background process of reporting: relay and consumer."""

from __future__ import annotations

from services.reporting.preparation import OUTLETS, prepare
from services.reporting.subscribers import SUBSCRIBERS
from shared.events.database import connect
from shared.events.worker import run_worker
from shared.http.settings import Settings


def main() -> int:
    """Run until told to stop; return the exit code. Prepares the indexes first."""
    settings = Settings.from_environment()
    database = connect(settings)
    prepare(database)
    return run_worker(settings, database, OUTLETS, SUBSCRIBERS)


if __name__ == "__main__":
    raise SystemExit(main())
