"""The background process of the almanac: its relay, and what it takes over at its first start."""

from __future__ import annotations

from services.almanac.assembly import almanac_on
from services.almanac.notices.taking_over import TakingOver
from services.almanac.preparation import OUTLETS, prepare
from shared.events.worker import run_worker
from shared.http.settings import Settings


def main() -> int:
    """Run until told to stop; return the exit code. Prepares the indexes first."""
    settings = Settings.from_environment()
    almanac = almanac_on(settings)
    prepare(almanac)
    taking_over = TakingOver(almanac.database, almanac.notices, almanac.client)
    # Nothing that happens elsewhere has an effect here.
    return run_worker(settings, almanac.database, OUTLETS, (), errands=[taking_over.errand])


if __name__ == "__main__":
    raise SystemExit(main())
