"""The background process of reporting: its consumer, and the cases made anew from the feeds."""

from __future__ import annotations

from services.reporting.assembly import reporting_on
from services.reporting.preparation import OUTLETS, prepare
from services.reporting.rebuilding import rebuilding_on
from services.reporting.subscribers import subscribers_of
from shared.events.worker import run_worker
from shared.http.settings import Settings

# Nobody waits for a figure of this very second, and one write serves all steps of the moment.
GATHER_SECONDS = 0.5


def main() -> int:
    """Run until told to stop; return the exit code. Prepares the indexes first."""
    settings = Settings.from_environment()
    reporting = reporting_on(settings)
    prepare(reporting)
    return run_worker(
        settings,
        reporting.database,
        OUTLETS,
        subscribers_of(reporting),
        errands=[rebuilding_on(settings, reporting).errand],
        gather_seconds=GATHER_SECONDS,
    )


if __name__ == "__main__":
    raise SystemExit(main())
