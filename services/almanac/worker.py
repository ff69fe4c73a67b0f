"""The background process of the almanac: its consumer."""

from __future__ import annotations

from services.almanac.assembly import almanac_on
from services.almanac.preparation import OUTLETS, prepare
from services.almanac.subscribers import subscribers_of
from shared.events.worker import run_worker
from shared.http.settings import Settings


def main() -> int:
    """Run until told to stop; return the exit code. Prepares the indexes first."""
    settings = Settings.from_environment()
    almanac = almanac_on(settings)
    prepare(almanac.database)
    return run_worker(settings, almanac.database, OUTLETS, subscribers_of(almanac))


if __name__ == "__main__":
    raise SystemExit(main())
