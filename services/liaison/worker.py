"""The background process of liaison: relay, consumer, and the messages to receivers."""

from __future__ import annotations

from services.liaison.assembly import SERVICE, liaison_on
from services.liaison.preparation import OUTLETS, prepare
from services.liaison.subscribers import subscribers_of
from services.liaison.webhooks.taking_over import TakingOver
from services.liaison.webhooks.webhooks import webhooks_on
from shared.events.worker import run_worker
from shared.http.settings import Settings


def main() -> int:
    """Run until told to stop; return the exit code. Prepares the indexes first."""
    settings = Settings.from_environment()
    liaison = liaison_on(settings)
    prepare(liaison.database)
    webhooks = webhooks_on(settings)
    taking_over = TakingOver(webhooks, liaison.client, settings.services.keys() - {SERVICE})
    return run_worker(
        settings,
        liaison.database,
        OUTLETS,
        subscribers_of(liaison, taking_over.record),
        errands=[webhooks.sender().errand, taking_over.errand],
    )


if __name__ == "__main__":
    raise SystemExit(main())
