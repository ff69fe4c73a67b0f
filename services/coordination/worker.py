"""The background process of coordination: relay, consumer, and the automatic sweep."""

from __future__ import annotations

from functools import partial

from services.coordination.assembly import coordination_on
from services.coordination.calendar_moves.recounts import FOLLOW_UP
from services.coordination.docket.entry_grace import EntryGrace
from services.coordination.docket.sweeping import Sweeping
from services.coordination.follow_up import follow_up_on
from services.coordination.preparation import OUTLETS, prepare
from services.coordination.settings import CoordinationSettings
from services.coordination.subscribers import Parts, subscribers_of
from services.coordination.webhooks_left import WebhooksLeft
from shared.events.doorbell import ring
from shared.events.worker import run_worker
from shared.http.settings import Settings
from shared.storage.database import connect


def main() -> int:
    """Run until told to stop; return the exit code. Prepares the indexes first."""
    settings = Settings.from_environment()
    own = CoordinationSettings.from_environment()
    database = connect(settings)
    coordination = coordination_on(database, own.likeness)
    follow_up = follow_up_on(coordination, own.referrals)
    prepare(coordination, follow_up)
    grace = EntryGrace(own.entry_grace_days, coordination.calendars)
    wake = partial(ring, settings)
    sweeping = Sweeping(coordination.sweep, database, grace=grace, on_swept=wake)
    watching = Sweeping(follow_up, database, grace=grace, name=FOLLOW_UP, on_swept=wake)
    WebhooksLeft(database).note_end()
    return run_worker(
        settings,
        database,
        OUTLETS,
        subscribers_of(Parts(coordination, follow_up)),
        errands=[sweeping.errand, watching.errand],
    )


if __name__ == "__main__":
    raise SystemExit(main())
