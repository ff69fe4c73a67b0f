"""The background process of liaison: relay and consumer."""

from __future__ import annotations

from services.liaison.assembly import liaison_on
from services.liaison.preparation import OUTLETS, prepare
from services.liaison.subscribers import subscribers_of
from shared.events.worker import run_worker
from shared.http.settings import Settings


def main() -> int:
    """Run until told to stop; return the exit code. Prepares the indexes first."""
    settings = Settings.from_environment()
    liaison = liaison_on(settings)
    prepare(liaison.database)
    return run_worker(settings, liaison.database, OUTLETS, subscribers_of(liaison))


if __name__ == "__main__":
    raise SystemExit(main())
